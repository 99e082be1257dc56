// What a format that names its values makes of one line, as text, for tests: "field=value" of each field that is there,
// one a line; "" when it is none of its records.
#ifndef ANONLOG_TESTS_PARSERS_KEYED_LINES_H_
#define ANONLOG_TESTS_PARSERS_KEYED_LINES_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/format_set.h"
#include "parsers/formats.h"

namespace anonlog {

// All variants of a format of the table.
inline FormatSet format_set(std::string_view name) {
  std::vector<std::unique_ptr<const Parser>> parsers;
  for (const FormatSource& source : format_sources(*find_format(name))) {
    parsers.push_back(make_parser(source).value());
  }
  return FormatSet(std::move(parsers));
}

struct KeyedLine {
  std::string fields;
  std::string others;  // "key=value" of what visit_others() tells
  Tally tally;
};

inline KeyedLine read_keyed(const FormatSet& set, std::string_view line) {
  KeyedLine read;
  std::vector<RecordBatch> batches;
  for (std::size_t i = 0; i < set.size(); ++i) batches.emplace_back(set[i].slots());
  LineCursor lines(line);
  const auto format = set.fill(lines, ParserLimits{}, batches, read.tally);
  if (!format || batches[*format].rows() == 0) return read;
  const Parser& parser = set[*format];
  for (std::size_t slot = 0; slot < parser.slots().size(); ++slot) {
    const RawBytes value = batches[*format].column(slot)[0];
    if (!value.absent()) read.fields += parser.slots()[slot].key + "=" + std::string(value.bytes()) + "\n";
  }
  parser.visit_others(line, [&read](std::string_view key, std::string_view value) {
    read.others += std::string(key) + "=" + std::string(value) + "\n";
  });
  return read;
}

inline KeyedLine read_keyed(std::string_view format, std::string_view line) {
  return read_keyed(format_set(format), line);
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_PARSERS_KEYED_LINES_H_
