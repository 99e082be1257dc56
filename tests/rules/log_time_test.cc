#include "rules/log_time.h"

#include <gtest/gtest.h>

#include <ctime>
#include <random>
#include <string>

namespace anonlog {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

std::int64_t micros(FieldShape shape, std::string_view text) {
  return LogTimeReader(shape).read(text).micros;
}
std::int64_t clf(std::string_view text) { return micros(FieldShape::kClfTime, text); }
std::int64_t iso(std::string_view text) { return micros(FieldShape::kIsoTime, text); }
std::int64_t epoch(std::string_view text) { return micros(FieldShape::kNumber, text); }

TEST(LogTime, ClfTimeIsReadWithItsZone) {
  EXPECT_EQ(clf("10/Oct/2000:13:55:36 +0000"), 971186136 * kSecond);
  EXPECT_EQ(clf("10/Oct/2000:13:55:36 -0700"), (971186136 + 7 * 3600) * kSecond);
  EXPECT_EQ(clf("10/Oct/2000:13:55:36 +0530"), (971186136 - 19800) * kSecond);
  EXPECT_EQ(clf("01/Jan/1970:00:00:00 +0000"), 0);
  EXPECT_EQ(clf("31/Dec/9999:23:59:59 +0000"), 253402300799 * kSecond);
}

TEST(LogTime, AnyTimeIsReadByItsLook) {
  for (const char* text :
       {"10/Oct/2000:13:55:36 +0000", "[10/Oct/2000:06:55:36 -0700]", "2000-10-10T13:55:36Z",
        "2000/10/10 13:55:36", "971186136", "971186136000", "971186136000000", "971186136000000000"}) {
    EXPECT_EQ(micros(FieldShape::kAnyTime, text), 971186136 * kSecond) << text;
  }
  EXPECT_EQ(micros(FieldShape::kAnyTime, "1506702504433000200"), 1506702504433000);
  EXPECT_EQ(micros(FieldShape::kAnyTime, "31/Feb/2025:00:00:00 +0000"), PublicTime::kNull);
  EXPECT_EQ(micros(FieldShape::kAnyTime, "soon"), PublicTime::kNull);
}

TEST(LogTime, WhatIsNoTimeIsNull) {
  for (const char* text :
       {"31/Feb/2025:00:00:00 +0000", "10/Okt/2025:00:00:00 +0000", "10/Oct/2025:24:00:00 +0000",
        "10/Oct/2025:00:60:00 +0000", "10/Oct/2025:00:00:61 +0000", "10/Oct/2025:00:00:00 *0000",
        "10/Oct/2025:00:00:00 +00a0", "xx/Oct/2025:00:00:00 +0000", "00/Oct/2025:00:00:00 +0000",
        "01/Jan/1970:00:00:00 +0100", "10/Oct/2025:00:00:00", ""}) {
    EXPECT_EQ(clf(text), PublicTime::kNull) << text;
  }
  for (const char* text :
       {"2025-02-31T00:00:00Z", "2025-11-23 17:37:28", "2025-11-23T17:37:28+1", "2025-11-23T17:37"}) {
    EXPECT_EQ(iso(text), PublicTime::kNull) << text;
  }
  for (const char* text : {"", "-", "12a", "1.5x", "1234567890123", "253402300800"}) {
    EXPECT_EQ(epoch(text), PublicTime::kNull) << text;
  }
}

TEST(LogTime, ALeapSecondIsTheNextSecond) {
  EXPECT_EQ(clf("31/Dec/2016:23:59:60 +0000"), clf("01/Jan/2017:00:00:00 +0000"));
}

TEST(LogTime, IsoTimeIsReadWithFractionAndZone) {
  EXPECT_EQ(iso("2025-11-23T17:37:28+00:00"), 1763919448 * kSecond);
  EXPECT_EQ(iso("2025-11-23T17:37:28Z"), 1763919448 * kSecond);
  EXPECT_EQ(iso("2025-11-23T17:37:28"), 1763919448 * kSecond);
  EXPECT_EQ(iso("2025-11-23T18:37:28.25+0100"), 1763919448 * kSecond + 250000);
  EXPECT_EQ(iso("2025-11-23T17:37:28.1234567Z"), 1763919448 * kSecond + 123456);
}

TEST(LogTime, TheFractionHasTheDigitsOfTheLog) {
  EXPECT_EQ(LogTimeReader(FieldShape::kNumber).read("1763919448.120").fraction_digits, 3);
  EXPECT_EQ(LogTimeReader(FieldShape::kNumber).read("1763919448.120").micros, 1763919448 * kSecond + 120000);
  EXPECT_EQ(LogTimeReader(FieldShape::kNumber).read("1763919448").fraction_digits, 0);
  EXPECT_EQ(LogTimeReader(FieldShape::kIsoTime).read("2025-11-23T17:37:28.1234567Z").fraction_digits, 6);
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

}  // namespace
}  // namespace anonlog
