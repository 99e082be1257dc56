#include "rules/keys/day_keys.h"

#include <gtest/gtest.h>

#include <set>

namespace anonlog {
namespace {

Block key_of(const DayKeys& keys, std::int64_t day) {
  Block key{};
  EXPECT_TRUE(keys.derive({"visitor", "example.org"}, day, key));
  return key;
}

TEST(DayKeys, EveryDayHasItsOwnKey) {
  const DayKeys keys({});
  std::set<Block> seen;
  for (std::int64_t day = 0; day < 1000; ++day) EXPECT_TRUE(seen.insert(key_of(keys, day)).second);
}

TEST(DayKeys, TheSameSecretAndDayGiveTheSameKey) {
  EXPECT_EQ(key_of(DayKeys({1, 2, 3}), 20000), key_of(DayKeys({1, 2, 3}), 20000));
  EXPECT_NE(key_of(DayKeys({1, 2, 3}), 20000), key_of(DayKeys({1, 2, 4}), 20000));
}

// HKDF-Expand of 32 zero bytes with SHA-256, info "anonlog v1 visitor", NUL, the day as 8 bytes, the site: what
// another machine must get.
TEST(DayKeys, TheDerivationIsFixed) {
  const Block key = key_of(DayKeys({}), 20000);
  std::string hex;
  for (const std::uint8_t byte : key) {
    constexpr char kDigits[] = "0123456789abcdef";
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 0xFU];
  }
  EXPECT_EQ(hex, "91bd11748ccd52f811baedb2f5f7b598");
}

TEST(DayKeys, NoTwoUsesShareAKey) {
  const DayKeys keys({});
  Block one{};
  Block other{};
  ASSERT_TRUE(keys.derive({"visitor", "a"}, 1, one));
  ASSERT_TRUE(keys.derive({"visitor", "b"}, 1, other));
  EXPECT_NE(one, other);
  ASSERT_TRUE(keys.derive({"user token", "a"}, 1, other));
  EXPECT_NE(one, other);
}

TEST(DayKeys, RandomSecretsDiffer) {
  EXPECT_NE(key_of(*DayKeys::random().value(), 1), key_of(*DayKeys::random().value(), 1));
}

}  // namespace
}  // namespace anonlog
