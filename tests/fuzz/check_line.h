// Requires that both scans of a grammar read a line alike, within the space that they may use.
#ifndef ANONLOG_TESTS_FUZZ_CHECK_LINE_H_
#define ANONLOG_TESTS_FUZZ_CHECK_LINE_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "parsers/line_grammar.h"
#include "tests/fuzz/require.h"

namespace anonlog {

struct Reading {
  bool read = false;
  std::vector<RawBytes> cells;
  std::vector<char> arena;
};

using Match = bool (LineGrammar::*)(std::string_view, RawBytes*, char*&) const;

inline Reading read(const LineGrammar& grammar, Match match, std::string_view line) {
  Reading reading;
  reading.cells.resize(grammar.slots().size() * RecordBatch::kColumnStride);
  reading.arena.resize(line.size());  // not a byte more than match() may use
  char* arena = reading.arena.data();
  reading.read = (grammar.*match)(line, reading.cells.data(), arena);
  require(arena - reading.arena.data() <= static_cast<std::ptrdiff_t>(line.size()),
          "the arena holds the values");
  return reading;
}

inline void check_line(const LineGrammar& grammar, std::string_view line) {
  const Reading fast = read(grammar, &LineGrammar::match, line);
  const Reading slow = read(grammar, &LineGrammar::match_slowly, line);
  require(fast.read == slow.read, "both scans agree on whether a line is of the format");
  if (!fast.read) return;
  for (std::size_t i = 0; i < grammar.slots().size(); ++i) {
    const RawBytes& a = fast.cells[i * RecordBatch::kColumnStride];
    const RawBytes& b = slow.cells[i * RecordBatch::kColumnStride];
    require(a.absent() == b.absent() && a.bytes() == b.bytes(), "both scans read the same values");
  }
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FUZZ_CHECK_LINE_H_
