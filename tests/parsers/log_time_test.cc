#include "parsers/log_time.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <random>
#include <string>

#include "parsers/civil_time.h"

namespace anonlog {
namespace {

using State = LogTime::State;

constexpr std::int64_t kSecond = 1'000'000;

LogTime read(FieldShape shape, std::string_view text) { return LogTimeReader(shape).read(text); }
std::int64_t clf(std::string_view text) {
  const LogTime time = read(FieldShape::kClfTime, text);
  EXPECT_EQ(time.state, State::kUtc) << text;
  return time.micros;
}
std::int64_t iso(std::string_view text) {
  const LogTime time = read(FieldShape::kIsoTime, text);
  EXPECT_EQ(time.state, State::kUtc) << text;
  return time.micros;
}

TEST(LogTime, ClfTimeIsReadWithItsZone) {
  EXPECT_EQ(clf("10/Oct/2000:13:55:36 +0000"), 971186136 * kSecond);
  EXPECT_EQ(clf("10/Oct/2000:13:55:36 -0700"), (971186136 + 7 * 3600) * kSecond);
  EXPECT_EQ(clf("10/Oct/2000:13:55:36 +0530"), (971186136 - 19800) * kSecond);
  EXPECT_EQ(clf("01/Jan/1970:00:00:00 +0000"), 0);
  EXPECT_EQ(clf("31/Dec/9999:23:59:59 +0000"), 253402300799 * kSecond);
}

TEST(LogTime, WhatNoClockShowsIsImpossible) {
  for (const char* text :
       {"31/Feb/2025:00:00:00 +0000", "29/Feb/2025:00:00:00 +0000", "32/Nov/2025:00:00:00 +0000",
        "10/Okt/2025:00:00:00 +0000", "10/OCT/2025:00:00:00 +0000", "10/Oct/2025:24:00:00 +0000",
        "10/Oct/2025:00:60:00 +0000", "10/Oct/2025:00:61:00 +0000", "10/Oct/2025:00:00:61 +0000",
        "10/Oct/2025:00:00:00 *0000", "10/Oct/2025:00:00:00 +00a0", "10/Oct/2025:00:00:00 +2400",
        "10/Oct/2025:00:00:00 +0060", "xx/Oct/2025:00:00:00 +0000", "00/Oct/2025:00:00:00 +0000",
        "10/Oct/2025:00:00:00", "", "31/Dec/9999:23:59:59 -0001"}) {
    EXPECT_EQ(read(FieldShape::kClfTime, text).state, State::kImpossible) << text;
  }
  for (const char* text : {"2025-02-31T00:00:00Z", "2025-13-01T00:00:00Z", "2025-11-23x17:37:28",
                           "2025-11-23T17:3", "2025-11-23T17:37Z", "2025-11-23T", "2025-11-23 17-37-28",
                           "2025-11-23T24:00:00Z", "2025-11-23T17:37:28+1", "2025-11-23T17:37:28+24:00",
                           "2025-11-23T17:37:28.Z", "2025-11-23T17:37:28 Z", "0000-00-00T00:00:00"}) {
    EXPECT_EQ(read(FieldShape::kIsoTime, text).state, State::kImpossible) << text;
  }
  for (const char* text :
       {"", "-", "-5", "+5", "12a", "1.5x", "1.", "1.2.3", "1234567890123", "253402300800"}) {
    EXPECT_EQ(read(FieldShape::kNumber, text).state, State::kImpossible) << text;
  }
}

TEST(LogTime, AnyTimeIsReadByItsLook) {
  for (const char* text :
       {"10/Oct/2000:13:55:36 +0000", "[10/Oct/2000:06:55:36 -0700]", "2000-10-10T13:55:36Z",
        "2000/10/10 13:55:36", "971186136", "971186136000", "971186136000000", "971186136000000000"}) {
    EXPECT_EQ(read(FieldShape::kAnyTime, text).micros, 971186136'000000) << text;
  }
  EXPECT_EQ(read(FieldShape::kAnyTime, "1506702504433000200").micros, 1506702504433000);
  for (const char* text : {"31/Feb/2025:00:00:00 +0000", "soon"}) {
    EXPECT_EQ(read(FieldShape::kAnyTime, text).state, State::kImpossible) << text;
  }
}

TEST(LogTime, TimesOfAClockThatWasNeverSetAreNull) {
  EXPECT_EQ(read(FieldShape::kClfTime, "01/Jan/1970:00:00:00 +0100").state, State::kNull);
  EXPECT_EQ(read(FieldShape::kClfTime, "31/Dec/1899:00:00:00 +0000").state, State::kNull);
  EXPECT_EQ(read(FieldShape::kIsoTime, "1904-01-01T00:00:00").state, State::kNull);
}

TEST(LogTime, ALeapSecondIsTheNextSecond) {
  EXPECT_EQ(clf("31/Dec/2016:23:59:60 +0000"), clf("01/Jan/2017:00:00:00 +0000"));
  EXPECT_EQ(iso("2016-12-31T23:59:60.5Z"), iso("2017-01-01T00:00:00.5Z"));
}

TEST(LogTime, IsoTimeIsReadWithFractionAndZone) {
  EXPECT_EQ(iso("2025-11-23T17:37:28+00:00"), 1763919448 * kSecond);
  EXPECT_EQ(iso("2025-11-23T17:37:28Z"), 1763919448 * kSecond);
  EXPECT_EQ(iso("2025-11-23T18:37:28.25+0100"), 1763919448 * kSecond + 250000);
  EXPECT_EQ(iso("2025-11-23T17:37:28.1234567Z"), 1763919448 * kSecond + 123456);
  const LogTime zoneless = read(FieldShape::kIsoTime, "2025-11-23T17:37:28,5");
  EXPECT_EQ(zoneless.state, State::kZoneless);
  EXPECT_EQ(zoneless.micros, 1763919448 * kSecond + 500000);
}

TEST(LogTime, IsoTimesOfW3cLogsAreReadToo) {
  EXPECT_EQ(read(FieldShape::kIsoTime, "2025-11-23 17:37:28").micros, 1763919448 * kSecond);
  EXPECT_EQ(read(FieldShape::kIsoTime, "2025-11-23\t17:37:28.5").micros, 1763919448 * kSecond + 500000);
  EXPECT_EQ(read(FieldShape::kIsoTime, "2025-11-23 17:37").micros, 1763919420 * kSecond);
}

TEST(LogTime, ATimeOfDayIsOfTheDayThatIsGiven) {
  const auto of_day = [](std::string_view text, std::int64_t day) {
    LogTimeReader reader(FieldShape::kTimeOfDay);
    reader.set_day(day);
    return reader.read(text);
  };
  constexpr std::int64_t kDay = 20415;  // 2025-11-23
  EXPECT_EQ(of_day("17:37:28", kDay).micros, 1763919448 * kSecond);
  EXPECT_EQ(of_day("17:37:28", kDay).state, State::kZoneless);
  EXPECT_EQ(of_day("17:37:28.25", kDay).micros, 1763919448 * kSecond + 250000);
  EXPECT_EQ(of_day("17:37", kDay).micros, 1763919420 * kSecond);
  EXPECT_EQ(of_day("23:59:60", kDay).micros, of_day("00:00:00", kDay + 1).micros);
  EXPECT_EQ(of_day("17:37:28", LogTime::kNoDay).state, State::kNull);
  EXPECT_EQ(of_day("17:37:28", 4'000'000).state, State::kNull) << "beyond 9999";
  for (const char* text : {"", "24:00:00", "17:37:28Z", "17:37:28.", "17-37-28", "-1:00:00"}) {
    EXPECT_EQ(of_day(text, kDay).state, State::kImpossible) << text;
    EXPECT_EQ(of_day(text, LogTime::kNoDay).state, State::kImpossible) << text;
  }
}

TEST(LogTime, TheFractionHasTheDigitsOfTheLog) {
  EXPECT_EQ(read(FieldShape::kNumber, "1763919448.120").fraction_digits, 3);
  EXPECT_EQ(read(FieldShape::kNumber, "1763919448.120").micros, 1763919448 * kSecond + 120000);
  EXPECT_EQ(read(FieldShape::kNumber, "1763919448").fraction_digits, 0);
  EXPECT_EQ(read(FieldShape::kIsoTime, "2025-11-23T17:37:28.1234567Z").fraction_digits, 6);
}

TEST(LogTime, RememberedDatesChangeNothing) {
  std::mt19937 random(1);
  LogTimeReader reader(FieldShape::kClfTime);
  for (int i = 0; i < 200000; ++i) {
    // Neighbouring days and zones, so that the remembered date is right, wrong, and half right.
    const std::time_t time = 1763856000 + static_cast<std::time_t>(random() % (3 * 86400));
    const int zone_hours = static_cast<int>(random() % 3) - 1;
    const std::time_t local = time + zone_hours * 3600;
    std::tm parts{};
    gmtime_r(&local, &parts);
    char text[64];
    std::strftime(text, sizeof(text), "%d/%b/%Y:%H:%M:%S ", &parts);
    const std::string zone = zone_hours < 0 ? "-0100" : zone_hours == 0 ? "+0000" : "+0100";
    ASSERT_EQ(reader.read(text + zone).micros, time * kSecond) << text << zone;
  }
}

TEST(CivilTime, AllClocksAreThoseOfTheirDigits) {
  for (int hours = 0; hours < 100; ++hours) {
    for (int minutes = 0; minutes < 100; ++minutes) {
      for (int seconds = 0; seconds < 100; ++seconds) {
        std::array<char, 40> text{};
        std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", hours, minutes, seconds);
        const bool possible = hours <= 23 && minutes <= 59 && seconds <= 60;
        ASSERT_EQ(clock_seconds(text.data()), possible ? (hours * 60 + minutes) * 60 + seconds : -1)
            << text.data();
      }
    }
  }
}

TEST(CivilTime, NoOtherByteIsPartOfAClock) {
  for (std::size_t at = 0; at < 8; ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text = "00:00:00";
      text[at] = static_cast<char>(byte);
      const bool colon = at == 2 || at == 5;
      const char highest = at == 0 ? '2' : at == 3 ? '5' : at == 6 ? '6' : '9';
      const bool possible = colon ? text[at] == ':' : byte >= '0' && byte <= highest;
      ASSERT_EQ(clock_seconds(text.data()) >= 0, possible) << at << " " << byte;
    }
  }
}

// The slow way: every digit is looked at, and a date is one that the C library gives back as it is.
struct Reference {
  bool possible = false;
  std::int64_t seconds = 0;
};

Reference reference(int year, int month, int day, std::string_view clock, int zone_hours, int zone_minutes) {
  int hours = 0, minutes = 0, seconds = 0;
  char end = 0;
  const std::string text(clock);
  if (std::sscanf(text.c_str(), "%2d:%2d:%2d%c", &hours, &minutes, &seconds, &end) != 3) return {};
  if (hours > 23 || minutes > 59 || seconds > 60 || zone_hours > 23 || zone_minutes > 59) return {};
  std::tm parts{};
  parts.tm_year = year - 1900;
  parts.tm_mon = month - 1;
  parts.tm_mday = day;
  const std::time_t date = timegm(&parts);
  if (parts.tm_year != year - 1900 || parts.tm_mon != month - 1 || parts.tm_mday != day) return {};
  return {true, date + (hours * 60 + minutes) * 60 + seconds - (zone_hours * 60 + zone_minutes) * 60};
}

void expect_same(const LogTime& time, const Reference& wanted, State possible, const char* text) {
  if (!wanted.possible || wanted.seconds >= 253402300800) {
    ASSERT_EQ(time.state, State::kImpossible) << text;
  } else if (wanted.seconds < 0) {
    ASSERT_EQ(time.state, State::kNull) << text;
  } else {
    ASSERT_EQ(time.state, possible) << text;
    ASSERT_EQ(time.micros, wanted.seconds * kSecond) << text;
  }
}

TEST(LogTime, AgreesWithTheCLibraryOnPossibleAndImpossibleTimes) {
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",      "Aug",
                                     "Sep", "Oct", "Nov", "Dec", "Foo", "jan", "M\xC3\xA4"};
  std::mt19937_64 random(7);
  const auto below = [&random](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  LogTimeReader clf_reader(FieldShape::kClfTime);
  LogTimeReader iso_reader(FieldShape::kIsoTime);
  int year = 2025, month = 2, day = 28;
  for (int i = 0; i < 3'000'000; ++i) {
    // Often only the clock is another: as in a log.
    if (below(3) == 0) {
      year = below(50) == 0 ? below(10000) : 1968 + below(70);
      month = below(10) == 0 ? below(15) + 1 : below(12) + 1;
      day = below(33);
    }
    const int zone_hours = below(30) == 0 ? below(30) : below(15);
    const int zone_minutes = below(30) == 0 ? below(99) : below(4) * 15;
    char clock[40], text[128];
    std::snprintf(clock, sizeof(clock), "%02d:%02d:%02d", below(25), below(61), below(62));
    std::snprintf(text, sizeof(text), "%02d/%s/%04d:%s +%02d%02d", day, kMonths[month - 1], year, clock,
                  zone_hours, zone_minutes);
    Reference wanted = reference(year, month, day, clock, zone_hours, zone_minutes);
    wanted.possible = wanted.possible && month <= 12;
    expect_same(clf_reader.read(text), wanted, State::kUtc, text);
    std::snprintf(text, sizeof(text), "%04d-%02d-%02dT%s+%02d:%02d", year, month, day, clock, zone_hours,
                  zone_minutes);
    expect_same(iso_reader.read(text), wanted, State::kUtc, text);
    text[19] = '\0';
    expect_same(iso_reader.read(text), reference(year, month, day, clock, 0, 0), State::kZoneless, text);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace anonlog
