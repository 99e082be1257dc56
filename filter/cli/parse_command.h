// `anonlog parse`: what a format reads of a log, decoded, as NDJSON, for checking the format. It prints personal data,
// and says so.
//
// Output:  an object per record, as decoded_record.h has it.
// Errors:  those of the filter; kBadInput when more lines than --max-rejects allows are not of the format.
#ifndef ANONLOG_FILTER_CLI_PARSE_COMMAND_H_
#define ANONLOG_FILTER_CLI_PARSE_COMMAND_H_

#include "filter/cli/options.h"
#include "filter/diagnostics.h"
#include "parsers/error.h"

namespace anonlog {

Status run_parse(const Options& options, const Streams& streams);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_PARSE_COMMAND_H_
