#include "parsers/literal.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace anonlog {
namespace {

struct Match {
  std::ptrdiff_t end;  // -1: none
  std::size_t run;
};

bool operator==(const Match& a, const Match& b) { return a.end == b.end && a.run == b.run; }

Match match(std::string_view literal, std::string_view text) {
  std::size_t run = 99;
  const char* end = Literal(literal).match(text.data(), text.data() + text.size(), run);
  return end == nullptr ? Match{-1, 0} : Match{end - text.data(), run};
}

TEST(Literal, MatchesItsOwnBytesAtTheFront) {
  EXPECT_EQ(match("ab", "ab"), (Match{2, 0}));
  EXPECT_EQ(match("ab", "abc and more"), (Match{2, 0}));
  EXPECT_EQ(match("ab", "aB and more"), (Match{-1, 0}));
  EXPECT_EQ(match("ab", "a"), (Match{-1, 0}));
  EXPECT_EQ(match("ab", ""), (Match{-1, 0}));
}

TEST(Literal, LongOnesMatchToTheLastByte) {
  EXPECT_EQ(match("12345678", "12345678"), (Match{8, 0}));
  EXPECT_EQ(match("123456789", "123456789 and more"), (Match{9, 0}));
  EXPECT_EQ(match("123456789", "12345678x and more"), (Match{-1, 0}));
  EXPECT_EQ(match("123456789", "12345678"), (Match{-1, 0}));
}

TEST(Literal, ASpaceTakesAllSpacesThatStandThere) {
  EXPECT_EQ(match(" [", "   [2025 and more"), (Match{4, 0}));
  EXPECT_EQ(match(R"(" ")", "\"    \"and more"), (Match{6, 0}));
  EXPECT_EQ(match("a b", "ab and more"), (Match{-1, 0}));
}

TEST(Literal, TellsHowManySpacesItsLastByteTook) {
  EXPECT_EQ(match("- ", "- x and more"), (Match{2, 1}));
  EXPECT_EQ(match("- ", "-   x and more"), (Match{4, 3}));
  EXPECT_EQ(match("- ", "-   "), (Match{4, 3}));
}

TEST(Literal, ARunOfSpacesInItIsOneSpace) {
  EXPECT_EQ(match("a   b", "a b and more"), (Match{3, 0}));
  EXPECT_EQ(match("  ", " x"), (Match{1, 1}));
}

TEST(Literal, TheEmptyOneMatchesEverywhereAndBeginsWithNoByte) {
  EXPECT_EQ(match("", ""), (Match{0, 0}));
  EXPECT_EQ(match("", "abc and more"), (Match{0, 0}));
  EXPECT_TRUE(Literal("").empty());
  for (int c = -128; c < 256; ++c) EXPECT_NE(Literal("").first(), c);
}

TEST(Literal, BytesAbove127AndNulAreBytesLikeOthers) {
  EXPECT_EQ(Literal("\xFFz").first(), static_cast<char>(0xFF));
  EXPECT_EQ(match("\xFFz", "\xFFz and more"), (Match{2, 0}));
  EXPECT_EQ(match(std::string_view("\0z", 2), std::string_view("\0z and more", 11)), (Match{2, 0}));
  EXPECT_EQ(match(std::string_view("\0z", 2), "z and more"), (Match{-1, 0}));
}

}  // namespace
}  // namespace anonlog
