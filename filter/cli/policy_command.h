// `anonlog policy show NAME`: a preset, as TOML. `anonlog policy check FILE`: whether a policy can be used, what it
// publishes, and what to think of it.
//
// Errors:  kPolicy, with line, column and caret.
#ifndef ANONLOG_FILTER_CLI_POLICY_COMMAND_H_
#define ANONLOG_FILTER_CLI_POLICY_COMMAND_H_

#include "filter/cli/options.h"
#include "filter/diagnostics.h"
#include "parsers/error.h"

namespace anonlog {

Status run_policy_show(const Options& options, const Streams& streams);
Status run_policy_check(const Options& options, const Streams& streams);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_POLICY_COMMAND_H_
