// A format string, a newline and a line: any format compiles or is refused with a place in it, and the
// straight scan and the backtracking scan read the line alike.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/nginx_log_format.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

struct Reading {
  bool read = false;
  std::vector<RawBytes> cells;
  std::vector<char> arena;
};

using Match = bool (LineGrammar::*)(std::string_view, RawBytes*, char*&) const;

Reading read(const LineGrammar& grammar, Match match, std::string_view line) {
  Reading reading;
  reading.cells.resize(grammar.slots().size() * RecordBatch::kColumnStride);
  reading.arena.resize(line.size());  // not a byte more than match() may use
  char* arena = reading.arena.data();
  reading.read = (grammar.*match)(line, reading.cells.data(), arena);
  require(arena - reading.arena.data() <= static_cast<std::ptrdiff_t>(line.size()),
          "the arena holds the values");
  return reading;
}

void check_line(const LineGrammar& grammar, std::string_view line) {
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

void check(std::string_view input) {
  const std::string_view format = input.substr(0, input.find('\n'));
  const std::string line(input.substr(std::min(format.size() + 1, input.size())));
  const auto grammar = compile_nginx_log_format("format", format);
  if (!grammar) {
    require(grammar.error().kind == ErrorKind::kUsage, "a bad format is the user's error");
    require(grammar.error().message.starts_with("format:1:"), "the error tells the place");
    return;
  }
  require(!grammar->slots().empty() && grammar->slots().size() <= LineGrammar::kMaxFields,
          "slots within bounds");
  if (!line.empty()) check_line(*grammar, line);
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  anonlog::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
