#include "filter/input/line_end_source.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/filter/input/memory_source.h"

namespace anonlog {
namespace {

std::string read_all(const std::string& bytes, std::size_t piece_bytes, std::size_t room = 100) {
  MemorySource below(bytes, piece_bytes);
  LineEndSource source(below);
  std::string text;
  std::string out(room, '\0');
  for (;;) {
    const Result<std::size_t> count = source.read(out);
    if (!count || *count == 0) return text;
    text += out.substr(0, *count);
  }
}

TEST(LineEndSource, CarriageReturnsAloneEndLines) {
  for (std::size_t piece = 1; piece < 10; ++piece) {
    EXPECT_EQ(read_all("one\rtwo\r\rthree", piece), "one\ntwo\n\nthree") << piece;
    EXPECT_EQ(read_all("one\rtwo\r", piece), "one\ntwo\n") << piece;
  }
}

TEST(LineEndSource, OtherInputsPassAsTheyAre) {
  for (std::size_t piece = 1; piece < 10; ++piece) {
    for (const auto* text : {"one\ntwo\rthree\n", "one\r\ntwo\r\n", "one", "one\r", "", "\n", "\r\n", "\r"}) {
      EXPECT_EQ(read_all(text, piece), text) << piece;
      EXPECT_EQ(read_all(text, piece, 1), text) << piece;
    }
  }
  // A "\r" within the first line, which came whole.
  EXPECT_EQ(read_all("on\re\ntwo\rthree\n", 100), "on\re\ntwo\rthree\n");
}

TEST(LineEndSource, ErrorsAreThoseOfTheSourceBelow) {
  MemorySource below("one\rtwo", 3, 5);
  LineEndSource source(below);
  char out[10];
  EXPECT_EQ(source.read(out).value(), 3U);
  EXPECT_EQ(source.read(out).value(), 2U);
  EXPECT_EQ(source.read(out).error().message, MemorySource::kFailure);
}

}  // namespace
}  // namespace anonlog
