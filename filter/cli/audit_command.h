// `anonlog audit RAW... PUBLISHED`: looks for identifiers of raw logs in what was published of them.
//
// Errors:  kFinding when it found any; those of run_audit().
#ifndef ANONLOG_FILTER_CLI_AUDIT_COMMAND_H_
#define ANONLOG_FILTER_CLI_AUDIT_COMMAND_H_

#include "filter/cli/options.h"
#include "filter/diagnostics.h"
#include "parsers/error.h"

namespace anonlog {

Status run_audit_command(const Options& options, const Streams& streams);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_AUDIT_COMMAND_H_
