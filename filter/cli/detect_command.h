// `anonlog detect`: which format of the table each input has, and why. Nothing of the log is printed.
//
// Output:  per input its name and format, a table of what every format made of the first lines, and the reason.
// Errors:  kBadInput when an input has none, after all inputs were looked at; what is wrong with an input.
#ifndef ANONLOG_FILTER_CLI_DETECT_COMMAND_H_
#define ANONLOG_FILTER_CLI_DETECT_COMMAND_H_

#include "filter/cli/options.h"
#include "filter/diagnostics.h"
#include "parsers/error.h"

namespace anonlog {

Status run_detect(const Options& options, const Streams& streams);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_DETECT_COMMAND_H_
