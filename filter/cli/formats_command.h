// `anonlog formats`: what can be read.
#ifndef ANONLOG_FILTER_CLI_FORMATS_COMMAND_H_
#define ANONLOG_FILTER_CLI_FORMATS_COMMAND_H_

#include "filter/diagnostics.h"
#include "parsers/error.h"

namespace anonlog {

Status run_formats(const Streams& streams);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_FORMATS_COMMAND_H_
