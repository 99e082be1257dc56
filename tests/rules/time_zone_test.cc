#include "rules/time_zone.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>

#include "parsers/log_time.h"

namespace anonlog {
namespace {

constexpr std::int64_t kHour = 3600;

// Of a UTC clock: no change is in it.
std::int64_t at(int year, int month, int day, int hour, int minute = 0, int second = 0) {
  std::tm parts{};
  parts.tm_year = year - 1900;
  parts.tm_mon = month - 1;
  parts.tm_mday = day;
  parts.tm_hour = hour;
  parts.tm_min = minute;
  parts.tm_sec = second;
  return timegm(&parts);
}

TEST(TimeZone, TellsTheOffsetOfALocalTime) {
  ZoneClock berlin(*TimeZone::load("Europe/Berlin"));
  EXPECT_EQ(berlin.offset(at(2025, 1, 1, 0)), kHour);
  EXPECT_EQ(berlin.offset(at(2025, 7, 1, 0)), 2 * kHour);
  ZoneClock kathmandu(*TimeZone::load("Asia/Kathmandu"));
  EXPECT_EQ(kathmandu.offset(at(2025, 7, 1, 0)), 5 * kHour + 2700);
  ZoneClock utc{TimeZone()};
  EXPECT_EQ(utc.offset(at(2025, 7, 1, 0)), 0);
}

TEST(TimeZone, AtAChangeTheOffsetIsThatOfBefore) {
  ZoneClock berlin(*TimeZone::load("Europe/Berlin"));
  EXPECT_EQ(berlin.offset(at(2025, 3, 30, 1, 59, 59)), kHour);
  EXPECT_EQ(berlin.offset(at(2025, 3, 30, 2, 30)), kHour) << "no clock showed it";
  EXPECT_EQ(berlin.offset(at(2025, 3, 30, 3)), 2 * kHour);
  EXPECT_EQ(berlin.offset(at(2025, 10, 26, 1, 59, 59)), 2 * kHour);
  EXPECT_EQ(berlin.offset(at(2025, 10, 26, 2, 30)), 2 * kHour) << "clocks showed it twice";
  EXPECT_EQ(berlin.offset(at(2025, 10, 26, 3)), kHour);
}

TEST(TimeZone, UnknownNamesAreNone) {
  EXPECT_FALSE(TimeZone::load("Europe/Atlantis"));
  EXPECT_FALSE(TimeZone::load("../../../etc/passwd"));
}

// Changes of all kinds: half an hour, at midnight, at one minute past it, a day left out, twice a year and negative in
// summer, at fixed offsets, of the southern summer.
constexpr const char* kZones[] = {"Europe/Berlin",
                                  "America/New_York",
                                  "Australia/Lord_Howe",
                                  "America/St_Johns",
                                  "America/Sao_Paulo",
                                  "Pacific/Apia",
                                  "Africa/Casablanca",
                                  "Europe/Dublin",
                                  "Asia/Kolkata",
                                  "Asia/Kathmandu",
                                  "Antarctica/Troll",
                                  "America/Caracas",
                                  "Pacific/Kwajalein",
                                  "Asia/Tehran",
                                  "Europe/Moscow",
                                  "Etc/GMT+5",
                                  "America/Argentina/San_Luis"};

class ScopedZone {
 public:
  explicit ScopedZone(const char* name) {
    ::setenv("TZ", name, 1);
    ::tzset();
  }
  ~ScopedZone() {
    ::unsetenv("TZ");
    ::tzset();
  }
  ScopedZone(const ScopedZone&) = delete;
  ScopedZone& operator=(const ScopedZone&) = delete;
};

// What the C library's clock shows at `seconds`, and how far it is east of UTC.
std::int64_t shown(std::time_t seconds, std::int64_t* offset) {
  std::tm parts{};
  localtime_r(&seconds, &parts);
  *offset = parts.tm_gmtoff;
  return seconds + parts.tm_gmtoff;
}

// As from line to line: mostly on, by up to three hours, and sometimes back.
std::int64_t step(std::mt19937_64& random) { return static_cast<std::int64_t>(random() % 14'400) - 3'600; }

TEST(TimeZone, AgreesWithTheCLibrary) {
  std::mt19937_64 random(3);
  for (const char* zone : kZones) {
    const ScopedZone scoped(zone);
    ZoneClock clock(*TimeZone::load(zone));
    std::time_t seconds = 0;
    for (int i = 0; i < 10'000; ++i) {
      // As a log: mostly forward by little, sometimes anywhere from 1971 to 2190.
      seconds = random() % 8 == 0 ? static_cast<std::time_t>(31'536'000 + random() % 6'900'000'000)
                                  : std::max<std::time_t>(seconds + step(random), 31'536'000);
      std::int64_t offset = 0;
      std::int64_t earlier_offset = 0;
      const std::int64_t local = shown(seconds, &offset);
      // Whether the same time was shown before, when the clock was ahead: then that is meant.
      for (std::int64_t back = 900; back <= 86400; back += 900) {
        if (shown(seconds - back, &earlier_offset) == local) offset = earlier_offset;
      }
      ASSERT_EQ(clock.offset(local), offset) << zone << " " << seconds;
    }
  }
}

// The remembered interval against none: every answer of a new clock is looked up.
TEST(TimeZone, WhatIsRememberedChangesNothing) {
  std::mt19937_64 random(4);
  for (const char* zone : kZones) {
    const TimeZone loaded = *TimeZone::load(zone);
    ZoneClock clock(loaded);
    constexpr std::int64_t kEnd = LogTime::kEndMicros / 1'000'000;
    std::int64_t local = 0;
    for (int i = 0; i < 100'000; ++i) {
      const std::int64_t years = random() % 20 == 0 ? kEnd : 4'102'444'800;
      local = random() % 8 == 0 ? static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(years))
                                : std::clamp<std::int64_t>(local + step(random), 0, kEnd - 1);
      ASSERT_EQ(clock.offset(local), ZoneClock(loaded).offset(local)) << zone << " " << local;
    }
  }
}

}  // namespace
}  // namespace anonlog
