// Any line through any wrapper, and any lines through a stack of them: what comes out is no longer than what went in, holds no
// newline, does not depend on what came before but for pieces, and every line is part of one record.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/line_cursor.h"
#include "parsers/unwrapper.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

constexpr std::size_t kMaxLineBytes = 64;

void check_line(const Wrapper& wrapper, std::string_view text) {
  // Copies of their exact size, so that a sanitizer sees what is read or written beside them.
  const auto line = std::make_unique<char[]>(text.size());
  std::copy(text.begin(), text.end(), line.get());
  const auto buffer = std::make_unique<char[]>(text.size() + Wrapper::kBufferSlack);
  WrappedLine within;
  if (!wrapper.read({line.get(), text.size()}, buffer.get(), within)) return;
  require(within.text.size() <= text.size(), "what is within is no longer than the line");
  require(within.text.find('\n') == std::string_view::npos, "what is within is one line");
  require(within.program.size() <= text.size(), "the program is named in the line");
  require(within.stream < Wrapper::kStreams, "streams are known");
  require(wrapper.joins || !within.partial, "only wrappers that join have pieces");
}

void check_stream(std::vector<const Wrapper*> layers, std::string_view bytes) {
  Unwrapper unwrapper(layers, kMaxLineBytes);
  std::uint64_t lines_in = 0;
  std::uint64_t lines_out = 0;
  std::size_t bytes_in = 0;
  std::size_t bytes_out = 0;
  UnwrappedRecord record;
  const auto count = [&] {
    lines_out += record.pieces;
    bytes_out += record.text.size();
    require(record.text.size() <= kMaxLineBytes + 1, "a record has a bound");
    require(record.place.line + record.pieces <= lines_in + 1, "a record begins at its first piece");
  };
  LineCursor lines(bytes);
  for (std::string_view line; lines.next(line);) {
    ++lines_in;
    bytes_in += line.size();
    if (unwrapper.take(line, {.line = lines_in, .offset = 0}, record)) count();
    require(unwrapper.waiting_bytes() <= Wrapper::kStreams * (kMaxLineBytes + 1), "what waits has a bound");
  }
  while (unwrapper.take_unfinished(record)) count();
  require(lines_in == lines_out, "every line is part of one record");
  require(bytes_out <= bytes_in, "nothing is added");
  require(!unwrapper.is_waiting(), "nothing is left");
}

void check(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 3, size - 3);
  LineCursor lines(bytes);
  for (std::string_view line; lines.next(line);) {
    for (const Wrapper& wrapper : wrappers()) check_line(wrapper, line);
  }
  std::vector<const Wrapper*> layers;
  for (std::size_t i = 0; i < 3; ++i) {
    const Wrapper* const layer = &wrappers()[data[i] % wrappers().size()];
    const bool is_second_join = layer->joins && std::ranges::any_of(layers, &Wrapper::joins);
    if (!is_second_join && std::ranges::find(layers, layer) == layers.end()) layers.push_back(layer);
  }
  check_stream(layers, bytes);
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  anonlog::check(data, size);
  return 0;
}
