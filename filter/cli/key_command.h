// `anonlog key new|info|advance|rekey|destroy`: makes, shows, ages and destroys key files.
//
// Nothing of a key is ever printed: fingerprints are 4 bytes that are derived from it.
//
// Errors:  as key_store.h and key_file.h; kCannotCreate from `new` where something is there.
#ifndef ANONLOG_FILTER_CLI_KEY_COMMAND_H_
#define ANONLOG_FILTER_CLI_KEY_COMMAND_H_

#include "filter/cli/options.h"
#include "filter/diagnostics.h"
#include "filter/utc_clock.h"
#include "parsers/error.h"

namespace anonlog {

// Requires: one of the commands of `key`.
Status run_key(const Options& options, const Streams& streams, const UtcClock& clock = system_seconds);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_KEY_COMMAND_H_
