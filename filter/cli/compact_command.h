// `anonlog compact DIR`: merges the small parts of a dataset.
//
// Errors:  those of compact().
#ifndef ANONLOG_FILTER_CLI_COMPACT_COMMAND_H_
#define ANONLOG_FILTER_CLI_COMPACT_COMMAND_H_

#include "filter/cli/options.h"
#include "filter/diagnostics.h"

namespace anonlog {

// On stdout a line of what was done.
Status run_compact(const Options& options, const Streams& streams);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_COMPACT_COMMAND_H_
