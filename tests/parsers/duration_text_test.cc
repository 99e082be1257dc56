#include "parsers/duration_text.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

std::optional<std::uint64_t> seconds(std::string_view text) {
  return read_duration_us(text, DurationUnit::kSeconds);
}

TEST(DurationText, NumbersAreInTheUnitOfTheFormat) {
  EXPECT_EQ(seconds("0.000929675"), 929U);
  EXPECT_EQ(seconds("12"), 12'000'000U);
  EXPECT_EQ(seconds("5.3e-05"), 53U);
  EXPECT_EQ(seconds("1E+1"), 10'000'000U);
  EXPECT_EQ(seconds(".5"), 500'000U);
  EXPECT_EQ(read_duration_us("1.2345", DurationUnit::kMilliseconds), 1234U);
  EXPECT_EQ(read_duration_us("77", DurationUnit::kMicroseconds), 77U);
  EXPECT_EQ(read_duration_us("1999", DurationUnit::kNanoseconds), 1U);
  EXPECT_EQ(read_duration_us("12345678901", DurationUnit::kNanoseconds), 12'345'678U);
  EXPECT_EQ(seconds("0.1234567890123456789012345678901234567890"), 123'456U);
}

TEST(DurationText, UnitsOfItsOwnGoBefore) {
  for (const auto unit : {DurationUnit::kSeconds, DurationUnit::kNanoseconds}) {
    EXPECT_EQ(read_duration_us("1.5ms", unit), 1500U);
    EXPECT_EQ(read_duration_us("31.234\xC2\xB5s", unit), 31U);
    EXPECT_EQ(read_duration_us("31.234\xCE\xBCs", unit), 31U);
    EXPECT_EQ(read_duration_us("42us", unit), 42U);
    EXPECT_EQ(read_duration_us("900ns", unit), 0U);
    EXPECT_EQ(read_duration_us("0.058927s", unit), 58'927U);
    EXPECT_EQ(read_duration_us("1m2.5s", unit), 62'500'000U);
    EXPECT_EQ(read_duration_us("2h0m1s", unit), 7'201'000'000U);
  }
}

TEST(DurationText, AListIsItsSum) {
  EXPECT_EQ(seconds("0.001, 0.002 : 0.003"), 6000U);
  EXPECT_EQ(seconds("-, 0.002"), 2000U);
  EXPECT_EQ(seconds("0.001 : "), 1000U);
}

TEST(DurationText, WhatIsNoDurationIsNothing) {
  for (const char* text : {"", "-", " ", "-1", "-0.5", "x", "1x", "1s2", "1e", ".", "1.5.2", "1000000000001",
                           "1e30", "99999999999999999999h", "1ss", "NaN"}) {
    EXPECT_EQ(seconds(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace anonlog
