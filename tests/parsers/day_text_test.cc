#include "parsers/day_text.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

TEST(DayText, WritesDaysAndMoments) {
  EXPECT_EQ(day_text(0), "1970-01-01");
  EXPECT_EQ(day_text(20781), "2026-11-24");
  EXPECT_EQ(second_text(20781 * 86400 + 61648), "2026-11-24T17:07:28Z");
}

TEST(DayText, ReadsWhatItWrites) {
  for (std::int64_t day = 0; day < 2'932'896; day += 13) ASSERT_EQ(read_day(day_text(day)), day);
}

TEST(DayText, NoOtherTextIsADay) {
  for (const char* text : {"", "2026-11-2", "2026-11-244", "2026/11/24", "2026-02-30", "1969-12-31",
                           "2026-1a-24", "-026-11-24", "2026-11-24T"}) {
    EXPECT_EQ(read_day(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace anonlog
