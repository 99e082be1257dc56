#include "parsers/partial_time.h"

#include <gtest/gtest.h>

#include <ctime>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace anonlog {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

using Parts = std::vector<std::pair<std::string, std::string>>;  // format, text

LogTime read(const Parts& parts) {
  PartialTime time;
  for (const auto& [format, text] : parts) time.add(*TimeFormat::compile(format), text);
  return time.time();
}

std::int64_t micros(const Parts& parts) { return read(parts).micros; }

TEST(PartialTime, PartsAreOneTimeInAnyOrder) {
  constexpr std::int64_t kTime = 1760104536 * kSecond;
  EXPECT_EQ(micros({{"%Y-%m-%d %H:%M:%S", "2025-10-10 13:55:36"}, {"msec_frac", "007"}, {"%z", "-0730"}}),
            kTime + 27000 * kSecond + 7000);
  EXPECT_EQ(micros({{"%T", "13:55:36"}, {"%d/%b/%Y", "10/Oct/2025"}}), kTime);
  EXPECT_EQ(micros({{"%I:%M:%S %p", "01:55:36 PM"}, {"%d %B %y", "10 October 25"}}), kTime);
  EXPECT_EQ(micros({{"%j", "283"}, {"%H", "13"}, {"%M", "55"}, {"%S", "36"}, {"%Y", "2025"}}), kTime);
  EXPECT_EQ(micros({{"%c", "Fri Oct 10 13:55:36 2025"}}), kTime);
  EXPECT_EQ(micros({{"%F %R", "2025-10-10 13:55"}}), kTime - 36 * kSecond);
  EXPECT_EQ(micros({{"%F %T %Z", "2025-10-10 13:55:36 GMT"}}), kTime);
}

TEST(PartialTime, UnixTimeGoesBeforeDates) {
  EXPECT_EQ(micros({{"%F", "1999-01-01"}, {"sec", "1760104536"}, {"usec_frac", "000007"}}),
            1760104536 * kSecond + 7);
  EXPECT_EQ(micros({{"msec", "1760104536007"}}), 1760104536 * kSecond + 7000);
  EXPECT_EQ(micros({{"usec", "1760104536000007"}}), 1760104536 * kSecond + 7);
  EXPECT_EQ(micros({{"%s", "0"}}), 0);
}

TEST(PartialTime, TheFractionHasTheDigitsOfTheLog) {
  EXPECT_EQ(read({{"%F %T", "2025-10-10 13:55:36"}}).fraction_digits, 0);
  EXPECT_EQ(read({{"%F %T", "2025-10-10 13:55:36"}, {"msec_frac", "120"}}).fraction_digits, 3);
  EXPECT_EQ(read({{"sec", "1760104536"}, {"usec_frac", "000000"}}).fraction_digits, 6);
  EXPECT_EQ(read({{"msec", "1760104536007"}, {"usec_frac", "007001"}}).micros, 1760104536 * kSecond + 7001);
}

TEST(PartialTime, WhatTellsNoMomentIsNull) {
  for (const Parts& parts : std::vector<Parts>{
           {},
           {{"%T", "13:55:36"}},
           {{"%F", "2025-10-10"}},
           {{"%F %H", "2025-10-10 13"}},
           {{"%m/%d %T", "10/10 13:55:36"}},
           {{"%m/%d %T", "02/29 13:55:36"}},
           {{"%F %I:%M", "2025-10-10 01:55"}},
           {{"%F %T %Z", "2025-10-10 13:55:36 CET"}},
           {{"%F %T%z", "1970-01-01 00:00:00+0100"}},
           {{"msec_frac", "007"}},
       }) {
    EXPECT_EQ(read(parts).state, LogTime::State::kNull) << (parts.empty() ? "" : parts[0].second);
  }
}

TEST(PartialTime, WhatNoClockShowsIsImpossible) {
  for (const Parts& parts : std::vector<Parts>{
           {{"%F %I:%M %p", "2025-10-10 13:55 PM"}},
           {{"%F %I:%M %p", "2025-10-10 00:55 PM"}},
           {{"%F %T", "2025-02-29 00:00:00"}},
           {{"%d/%b/%Y", "31/Feb/2025"}, {"%T", "00:00:00"}},
           {{"%d", "31"}, {"%T", "00:00:00"}, {"%m", "04"}, {"%Y", "2025"}},
           {{"%d %b %Y %T", "10 Okt 2025 00:00:00"}},
           {{"%F %T", "2025-13-10 00:00:00"}},
           {{"%F %T", "2025-00-10 00:00:00"}},
           {{"%F %T", "2025-10-00 00:00:00"}},
           {{"%F %T", "2025-10-10 24:00:00"}},
           {{"%F %T", "2025-10-10 00:60:00"}},
           {{"%F %T", "2025-10-10 00:00:61"}},
           {{"%T", "24:00:00"}},
           {{"%m/%d", "02/30"}},
           {{"%Y %j %T", "2025 366 00:00:00"}},
           {{"%Y %j %T", "2025 000 00:00:00"}},
           {{"%F %T%z", "2025-10-10 00:00:00+0160"}},
           {{"%F %T%z", "2025-10-10 00:00:00+2400"}},
           {{"%F %T", "2025-10-10 00:00:00x"}},
           {{"%F %T", "2025-10-10"}},
           {{"sec", "999999999999"}},
       }) {
    EXPECT_EQ(read(parts).state, LogTime::State::kImpossible) << parts[0].second;
  }
}

TEST(PartialTime, WithoutAZoneItIsZoneless) {
  EXPECT_EQ(read({{"%F %T", "2025-10-10 13:55:36"}}).state, LogTime::State::kZoneless);
  EXPECT_EQ(read({{"%F %T", "2025-10-10 13:55:36"}, {"%z", "+0000"}}).state, LogTime::State::kUtc);
  EXPECT_EQ(read({{"%F %T %Z", "2025-10-10 13:55:36 UTC"}}).state, LogTime::State::kUtc);
  EXPECT_EQ(read({{"sec", "1760104536"}}).state, LogTime::State::kUtc);
  EXPECT_EQ(read({{"%F %T", "2024-02-29 23:59:60"}}).micros, 1709251200 * kSecond);
}

TEST(PartialTime, AgreesWithTheCLibrary) {
  static constexpr const char* kDates[] = {"%F", "%d/%b/%Y", "%D", "%e %B %Y", "%Y %j", "%a %A %-d.%-m.%y"};
  static constexpr const char* kClocks[] = {"%T",       "%H%M%S",      "%I:%M:%S %p", "%r",
                                            "%k.%M.%S", "%l %M %S %P", "%X"};
  std::mt19937 random(1);
  for (int i = 0; i < 50000; ++i) {
    const std::time_t time = static_cast<std::time_t>(random() % 3'000'000'000U);  // to 2065
    const long zone_minutes = static_cast<long>(random() % 97) * 15 - 12 * 60;
    std::time_t local = time + zone_minutes * 60;
    if (local < 0) continue;
    std::tm parts{};
    gmtime_r(&local, &parts);
    parts.tm_gmtoff = zone_minutes * 60;
    Parts texts;
    for (const char* format :
         {kDates[random() % std::size(kDates)], kClocks[random() % std::size(kClocks)], "%z"}) {
      char text[64];
      std::strftime(text, sizeof(text), format, &parts);
      texts.insert(texts.begin() + static_cast<std::ptrdiff_t>(random() % (texts.size() + 1)),
                   {format, text});
    }
    ASSERT_EQ(micros(texts), time * kSecond)
        << texts[0].second << " " << texts[1].second << " " << texts[2].second;
  }
}

}  // namespace
}  // namespace anonlog
