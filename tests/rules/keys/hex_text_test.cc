#include "rules/keys/hex_text.h"

#include <gtest/gtest.h>

#include <array>

namespace anonlog {
namespace {

TEST(HexText, EveryByteComesBack) {
  for (unsigned value = 0; value < 256; ++value) {
    const std::array bytes = {static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(255 - value)};
    std::array<char, 4> text{};
    ASSERT_EQ(write_hex(bytes, text.data()), 4U);
    std::array<std::uint8_t, 2> back{};
    ASSERT_TRUE(read_hex({text.data(), text.size()}, back));
    EXPECT_EQ(back, bytes);
  }
}

TEST(HexText, NoOtherTextIsRead) {
  std::array<std::uint8_t, 2> bytes{};
  EXPECT_TRUE(read_hex("09af", bytes));
  for (const char* text : {"", "09a", "09af0", "09aF", "09ag", "0x9a", " 9af", "-9af"}) {
    EXPECT_FALSE(read_hex(text, bytes)) << text;
  }
}

}  // namespace
}  // namespace anonlog
