// Tells what anonlog wrote from a log: it is not processed again.
//
// By its first line: that of --meta-line, a PATH.meta.json, names of columns (csv, tsv). By most of its first lines: records of
// ours (ndjson), compact, with no key but our columns, one of them at least that only we make and with a value as we make it.
// By the PATH.meta.json beside it, of as many bytes: any form. A log that has some keys in common is none of ours.
// A Parquet file is no log, whoever wrote it.
// Not known: a piece of csv, tsv or combined lines on a stream, nor ndjson of nothing but columns that a log has as well
// (--columns time,path,status).
//
// Errors:  kBadInput.
#ifndef ANONLOG_FILTER_OWN_OUTPUT_H_
#define ANONLOG_FILTER_OWN_OUTPUT_H_

#include <string>
#include <string_view>
#include <vector>

#include "parsers/error.h"

namespace anonlog {

// `head`: the first lines of an input, without what wraps them.
bool is_own_output(std::string_view head);

[[nodiscard]] Status refuse_own_output(std::string_view head, const std::string& input_name);

// The same for files, by what stands beside them. "-" is no file.
[[nodiscard]] Status refuse_own_files(const std::vector<std::string>& inputs);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OWN_OUTPUT_H_
