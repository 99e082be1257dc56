// `anonlog explain`: what becomes of each field of a log under a policy, and its first records before (masked) and
// after. With --show-raw it prints personal data, and says so.
//
// Errors:  as those of the filter, and kBadInput when none of the first lines is of the format.
#ifndef ANONLOG_FILTER_CLI_EXPLAIN_COMMAND_H_
#define ANONLOG_FILTER_CLI_EXPLAIN_COMMAND_H_

#include "filter/cli/options.h"
#include "filter/diagnostics.h"
#include "parsers/error.h"

namespace anonlog {

Status run_explain(const Options& options, const Streams& streams);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_EXPLAIN_COMMAND_H_
