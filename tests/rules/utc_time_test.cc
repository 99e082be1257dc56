#include "rules/utc_time.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

using State = LogTime::State;
constexpr std::int64_t kHour = 3600 * kMicrosPerSecond;
constexpr std::int64_t kSummer = 1'751'328'000 * kMicrosPerSecond;  // 2025-07-01T00:00:00

TEST(UtcTime, ATimeWithAZoneIsKept) {
  ZoneClock berlin(*TimeZone::load("Europe/Berlin"));
  const PublicTime time = utc_time({kSummer + 5, 6, State::kUtc}, berlin);
  EXPECT_EQ(time.micros, kSummer + 5);
  EXPECT_EQ(time.fraction_digits, 6);
}

TEST(UtcTime, OneWithoutIsOfTheZone) {
  ZoneClock berlin(*TimeZone::load("Europe/Berlin"));
  const PublicTime time = utc_time({kSummer + 5000, 3, State::kZoneless}, berlin);
  EXPECT_EQ(time.micros, kSummer + 5000 - 2 * kHour);
  EXPECT_EQ(time.fraction_digits, 3);
}

TEST(UtcTime, WhatIsNoTimeOrOutsideOfTheYearsIsNull) {
  ZoneClock berlin(*TimeZone::load("Europe/Berlin"));
  ZoneClock chicago(*TimeZone::load("America/Chicago"));
  EXPECT_EQ(utc_time({}, berlin).micros, PublicTime::kNull);
  EXPECT_EQ(utc_time(LogTime::impossible(), berlin).micros, PublicTime::kNull);
  EXPECT_EQ(utc_time({kHour / 2, 0, State::kZoneless}, berlin).micros, PublicTime::kNull);
  EXPECT_EQ(utc_time({LogTime::kEndMicros - 1, 6, State::kZoneless}, chicago).micros, PublicTime::kNull);
}

}  // namespace
}  // namespace anonlog
