// `anonlog parse`: the fields of a log as NDJSON, raw, for checking a format. It prints personal data, and
// says so.
//
// Output:  an object per record; a key per field of the format, in its order; values are the decoded bytes.
//          An absent value ("-") is null. A byte that is not part of valid UTF-8 is written as \u00HH.
#ifndef ANONLOG_FILTER_CLI_PARSE_COMMAND_H_
#define ANONLOG_FILTER_CLI_PARSE_COMMAND_H_

#include "filter/cli/options.h"
#include "filter/diagnostics.h"
#include "parsers/error.h"

namespace anonlog {

Status run_parse(const Options& options, const Streams& streams);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_PARSE_COMMAND_H_
