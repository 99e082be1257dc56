#include "filter/output/parquet/text_bounds.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace anonlog::parquet {
namespace {

// Of a code point, as the standard's table 3-6 has it.
std::string utf8(std::uint32_t point) {
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(bits); };
  if (point < 0x80) return {byte(point)};
  if (point < 0x800) return {byte(0xC0 | point >> 6U), byte(0x80 | (point & 63U))};
  if (point < 0x10000) {
    return {byte(0xE0 | point >> 12U), byte(0x80 | (point >> 6U & 63U)), byte(0x80 | (point & 63U))};
  }
  return {byte(0xF0 | point >> 18U), byte(0x80 | (point >> 12U & 63U)), byte(0x80 | (point >> 6U & 63U)),
          byte(0x80 | (point & 63U))};
}

// Whether it is a sequence of characters that utf8() makes.
bool is_valid(std::string_view text) {
  while (!text.empty()) {
    const auto lead = static_cast<unsigned char>(text[0]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (size > text.size()) return false;
    std::uint32_t point = size == 1 ? lead : lead & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) point = point << 6U | (static_cast<unsigned char>(text[i]) & 63U);
    if ((point >= 0xD800 && point < 0xE000) || point > 0x10FFFF || utf8(point) != text.substr(0, size))
      return false;
    text.remove_prefix(size);
  }
  return true;
}

TEST(TextBounds, KeepsWhatIsShort) {
  for (const std::string& text : {std::string(), std::string("a"), std::string(kMaxBoundBytes, '\x7F')}) {
    EXPECT_EQ(cut_lower(text), text);
    EXPECT_EQ(cut_upper(text), text);
  }
}

TEST(TextBounds, MakesTheLastCharacterLargerThatCanBe) {
  const std::string most(kMaxBoundBytes - 1, 'a');
  EXPECT_EQ(cut_upper(most + "bc"), most + "c");
  EXPECT_EQ(cut_upper(most + "\x7F"
                             "c"),
            std::string(kMaxBoundBytes - 2, 'a') + "b");
  EXPECT_EQ(cut_upper(most + "\xC3\xA9"), std::string(kMaxBoundBytes - 2, 'a') + "b");
  EXPECT_EQ(cut_upper(most.substr(1) + "\xC2\xBF"
                                       "c"),
            most.substr(1) + "\xC3\x80");
  EXPECT_EQ(cut_upper(most.substr(2) + "\xED\x9F\xBF"
                                       "c"),
            most.substr(2) + "\xEE\x80\x80");
}

TEST(TextBounds, HasNoneAboveTheLastCharacters) {
  std::string text;
  while (text.size() <= kMaxBoundBytes) text += utf8(0x10FFFF);
  EXPECT_EQ(cut_upper(text), std::nullopt);
}

TEST(TextBounds, StandOnBothSidesOfAnyText) {
  constexpr std::uint32_t kPoints[] = {0,      0x20,   'a',    0x7F,    0x80,    0x7FF,   0x800,
                                       0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x3FFFF, 0x10FFFF};
  std::mt19937_64 random(2);
  for (int trial = 0; trial < 20'000; ++trial) {
    std::string text;
    const std::size_t wanted = random() % 90;
    while (text.size() < wanted) text += utf8(kPoints[random() % std::size(kPoints)]);
    const Bounds bounds = text_bounds(text, text);
    ASSERT_LE(*bounds.min, text);
    ASSERT_LE(bounds.min->size(), kMaxBoundBytes);
    ASSERT_TRUE(is_valid(*bounds.min));
    ASSERT_EQ(bounds.min_is_exact, *bounds.min == text);
    if (!bounds.max) continue;
    ASSERT_GE(*bounds.max, text);
    ASSERT_LE(bounds.max->size(), kMaxBoundBytes);
    ASSERT_TRUE(is_valid(*bounds.max));
    ASSERT_EQ(bounds.max_is_exact, *bounds.max == text);
  }
}

}  // namespace
}  // namespace anonlog::parquet
