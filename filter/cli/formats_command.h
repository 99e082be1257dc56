// `anonlog formats`: what can be read.
#ifndef ANONLOG_FILTER_CLI_FORMATS_COMMAND_H_
#define ANONLOG_FILTER_CLI_FORMATS_COMMAND_H_

#include "filter/diagnostics.h"
#include "parsers/error.h"

namespace anonlog {

// `list_fields`: the catalogue of fields instead.
Status run_formats(const Streams& streams, bool list_fields);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_FORMATS_COMMAND_H_
