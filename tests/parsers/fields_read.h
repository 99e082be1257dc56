// What a format of the table makes of lines, as text for tests: a line "key=value" for each field that is there, or why
// there is no record.
#ifndef ANONLOG_TESTS_PARSERS_FIELDS_READ_H_
#define ANONLOG_TESTS_PARSERS_FIELDS_READ_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/format_set.h"
#include "parsers/formats.h"

namespace anonlog {

// All variants of a format, as one input has them.
class FormatReader {
 public:
  explicit FormatReader(std::string_view name) : set_(parsers(name)) {
    for (std::size_t i = 0; i < set_.size(); ++i) batches_.emplace_back(set_[i].slots());
  }

  std::string read(std::string_view lines) {
    std::string text;
    Tally tally;
    LineCursor cursor(lines);
    while (const auto format = set_.fill(cursor, ParserLimits{}, batches_, tally)) {
      const RecordBatch& batch = batches_[*format];
      tally.counts.published += batch.rows();
      for (std::size_t row = 0; row < batch.rows(); ++row) text += record(set_[*format], batch, row);
    }
    EXPECT_TRUE(tally.counts.balances());
    text += counts("rejected", kRejectReasons, tally.counts.rejected);
    text += counts("skipped", kSkipReasons, tally.counts.skipped);
    if (tally.counts.continuations != 0) {
      text += "continuations: " + std::to_string(tally.counts.continuations) + "\n";
    }
    return text;
  }

 private:
  static std::vector<std::unique_ptr<const Parser>> parsers(std::string_view name) {
    std::vector<std::unique_ptr<const Parser>> parsers;
    for (const FormatSource& source : format_sources(*find_format(name))) {
      parsers.push_back(make_parser(source).value());
    }
    return parsers;
  }

  static std::string record(const Parser& parser, const RecordBatch& batch, std::size_t row) {
    std::string text;
    for (std::size_t slot = 0; slot < parser.slots().size(); ++slot) {
      const RawBytes& cell = batch.column(slot)[row];
      if (!cell.absent()) text += parser.slots()[slot].key + "=" + visible(cell.bytes()) + "\n";
    }
    return text;
  }

  // With control bytes and backslashes as \xHH.
  static std::string visible(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte >= 0x20 && byte != 0x7F && c != '\\') {
        text += c;
      } else {
        text += {'\\', 'x', kDigits[byte >> 4U], kDigits[byte & 0xFU]};
      }
    }
    return text;
  }

  template <typename Names, typename Counts>
  static std::string counts(std::string_view what, const Names& names, const Counts& counts) {
    std::string text;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] == 0) continue;
      text.append(what).append(" ").append(names[i]).append(": ").append(std::to_string(counts[i])) += '\n';
    }
    return text;
  }

  FormatSet set_;
  std::vector<RecordBatch> batches_;
};

}  // namespace anonlog

#endif  // ANONLOG_TESTS_PARSERS_FIELDS_READ_H_
