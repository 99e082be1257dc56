// `anonlog purge`: removes sealed files, or parts of a dataset, of old days, and says which.
#ifndef ANONLOG_FILTER_CLI_PURGE_COMMAND_H_
#define ANONLOG_FILTER_CLI_PURGE_COMMAND_H_

#include "filter/cli/options.h"
#include "filter/diagnostics.h"
#include "filter/utc_clock.h"

namespace anonlog {

// On stdout a line per file, then one of all.
Status run_purge(const Options& options, const Streams& streams, const UtcClock& clock = system_seconds);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_PURGE_COMMAND_H_
