#include "parsers/number_text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace anonlog {
namespace {

TEST(NumberText, WholeNumbersAreDigitsAlone) {
  EXPECT_EQ(read_whole("0"), 0U);
  EXPECT_EQ(read_whole("009"), 9U);
  EXPECT_EQ(read_whole("4294967296"), 4'294'967'296U);
  EXPECT_EQ(read_whole("9999999999999999999"), 9'999'999'999'999'999'999U);
  for (const char* text :
       {"", "-", "-1", "+1", "1.0", "1 ", "x", "10000000000000000000", "00000000000000000001"})
    EXPECT_EQ(read_whole(text), kNoNumber) << text;
}

TEST(NumberText, OnePlusInFrontIsTakenOff) {
  EXPECT_EQ(without_plus("+30"), "30");
  EXPECT_EQ(without_plus("++30"), "+30");
  EXPECT_EQ(without_plus("+"), "+");
  EXPECT_EQ(without_plus(""), "");
}

TEST(NumberText, DurationsAreMicrosecondsOfTheirUnit) {
  EXPECT_EQ(read_duration("1.234", micros_in(FieldUnit::kSeconds)), 1'234'000U);
  EXPECT_EQ(read_duration("1.234", micros_in(FieldUnit::kMilliseconds)), 1'234U);
  EXPECT_EQ(read_duration("7", micros_in(FieldUnit::kMicroseconds)), 7U);
  EXPECT_EQ(read_duration("7.9", micros_in(FieldUnit::kMicroseconds)), 7U);
  EXPECT_EQ(read_duration("0.0000019", micros_in(FieldUnit::kSeconds)), 1U);
  EXPECT_EQ(read_duration("5.", micros_in(FieldUnit::kSeconds)), 5'000'000U);
}

TEST(NumberText, WhatIsNoDurationIsNone) {
  for (const char* text : {"", "-", "-0.1", ".5", "1.2.3", "1e3", "1s", "9999999999999999999"})
    EXPECT_EQ(read_duration(text, 1'000'000), kNoNumber) << text;
}

TEST(NumberText, AListIsTakenApart) {
  const auto parts = [](std::string_view list) {
    std::vector<std::string> found;
    for (std::string_view part; take_list_part(list, part);) found.emplace_back(part);
    return found;
  };
  EXPECT_EQ(parts("0.1, 0.2 : 0.3"), (std::vector<std::string>{"0.1", "0.2", "0.3"}));
  EXPECT_EQ(parts("200 : "), (std::vector<std::string>{"200"}));
  EXPECT_EQ(parts("-, 502"), (std::vector<std::string>{"-", "502"}));
  EXPECT_EQ(parts(" : "), std::vector<std::string>());
  EXPECT_EQ(parts(""), std::vector<std::string>());
}

}  // namespace
}  // namespace anonlog
