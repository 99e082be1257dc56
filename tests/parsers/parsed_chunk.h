// Parses a chunk by a format of the table or an nginx string and copies what came out, for tests.
#ifndef ANONLOG_TESTS_PARSERS_PARSED_CHUNK_H_
#define ANONLOG_TESTS_PARSERS_PARSED_CHUNK_H_

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "parsers/formats.h"

namespace anonlog {

inline constexpr std::string_view kAbsent = "<absent>";

struct ParsedChunk {
  std::vector<std::vector<std::string>> rows;  // kAbsent where a value is
  Tally tally;
};

inline ParsedChunk parse_chunk(const Parser& parser, std::string_view chunk, ParserLimits limits = {}) {
  ParsedChunk parsed;
  const std::size_t slots = parser.slots().size();
  RecordBatch batch(parser.slots());
  LineCursor lines(chunk);
  while (parser.fill(lines, limits, batch, parsed.tally)) {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      auto& values = parsed.rows.emplace_back();
      for (std::size_t slot = 0; slot < slots; ++slot) {
        const RawBytes& cell = batch.column(slot)[row];
        values.emplace_back(cell.absent() ? kAbsent : cell.bytes());
      }
    }
  }
  parsed.tally.counts.published = parsed.rows.size();
  EXPECT_TRUE(parsed.tally.counts.balances());
  return parsed;
}

inline ParsedChunk parse_chunk(std::string_view format, std::string_view chunk, ParserLimits limits = {}) {
  const auto parser = make_parser(format);
  EXPECT_TRUE(parser) << parser.error().message;
  return parser ? parse_chunk(**parser, chunk, limits) : ParsedChunk();
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_PARSERS_PARSED_CHUNK_H_
