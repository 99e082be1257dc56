// `anonlog verify DIR|FILE`: whether a dataset or a Parquet file is whole.
//
// Errors:  those of verify(); kFinding, when something is wrong.
#ifndef ANONLOG_FILTER_CLI_VERIFY_COMMAND_H_
#define ANONLOG_FILTER_CLI_VERIFY_COMMAND_H_

#include "filter/cli/options.h"
#include "filter/diagnostics.h"

namespace anonlog {

// On stdout a line for each finding, then one of all.
Status run_verify(const Options& options, const Streams& streams);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_VERIFY_COMMAND_H_
