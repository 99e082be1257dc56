#include "parsers/time_format.h"

#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <string_view>

namespace anonlog {
namespace {

// How many bytes of `text` are of the format; -1 for none.
std::ptrdiff_t matched(std::string_view format, std::string_view text) {
  const auto compiled = TimeFormat::compile(format);
  EXPECT_TRUE(compiled) << format;
  if (!compiled) return -2;
  const char* const end = compiled->match(text.data(), text.data() + text.size());
  return end == nullptr ? -1 : end - text.data();
}

std::string problem_of(std::string_view format) {
  const auto compiled = TimeFormat::compile(format);
  return compiled ? "none"
                  : std::to_string(compiled.error().offset) + ": " + compiled.error().message.substr(0, 40);
}

// What the C library writes, for a day on which names and numbers have their least or most bytes.
TEST(TimeFormat, ReadsWhatStrftimeWrites) {
  for (const char* format :
       {"%Y",     "%y", "%C", "%m", "%b",  "%h",  "%B",  "%d",  "%e",  "%j",  "%H",  "%k",
        "%I",     "%l", "%p", "%P", "%M",  "%S",  "%z",  "%Z",  "%s",  "%a",  "%A",  "%u",
        "%w",     "%U", "%V", "%W", "%G",  "%g",  "%t",  "%%",  "%T",  "%X",  "%R",  "%r",
        "%D",     "%x", "%F", "%c", "%-d", "%-m", "%-H", "%-e", "%-l", "%Ey", "%Od", "%d/%b/%Y:%H:%M:%S %z",
        "at %T Z"}) {
    for (const std::time_t time : {0L, 1746057600L, 1758931199L, 1767225599L, 253402300799L}) {
      std::tm parts{};
      gmtime_r(&time, &parts);
      char text[128];
      const std::size_t size = std::strftime(text, sizeof(text), format, &parts);
      ASSERT_GT(size, 0U) << format;
      EXPECT_EQ(matched(format, {text, size}), static_cast<std::ptrdiff_t>(size)) << format << " " << text;
    }
  }
}

TEST(TimeFormat, ReadsApachesOwnWords) {
  EXPECT_EQ(matched("sec", "1760104536 "), 10);
  EXPECT_EQ(matched("msec", "1760104536007 "), 13);
  EXPECT_EQ(matched("usec", "1760104536000007 "), 16);
  EXPECT_EQ(matched("msec_frac", "0071"), 3);
  EXPECT_EQ(matched("usec_frac", "0000071"), 6);
  EXPECT_EQ(matched("msec_frac", "07"), -1);
}

TEST(TimeFormat, DoesNotReadWhatStrftimeDoesNotWrite) {
  EXPECT_EQ(matched("%Y", "202x"), -1);
  EXPECT_EQ(matched("%b", "Ma1"), -1);
  EXPECT_EQ(matched("%b", "M\xC3\xA4r"), -1);
  EXPECT_EQ(matched("%B", "Jan"), -1);
  EXPECT_EQ(matched("%A", "Mon"), -1);
  EXPECT_EQ(matched("%p", "XM"), -1);
  EXPECT_EQ(matched("%z", "0100"), -1);
  EXPECT_EQ(matched("%z", "+01:0"), -1);
  EXPECT_EQ(matched("%e", "  "), -1);
  EXPECT_EQ(matched("%e", "5 "), 1);  // the space before it went to what stands before the time
  EXPECT_EQ(matched("%d", " 5"), -1);
  EXPECT_EQ(matched("%F %T", "2025-10-10T00:00:00"), -1);
  EXPECT_EQ(matched("%F", ""), -1);
}

TEST(TimeFormat, WhatCannotBeReadIsAProblemWithItsPlace) {
  EXPECT_EQ(problem_of("%F %q"), "3: %q is no part of a time that can be read");
  EXPECT_EQ(problem_of("%F %n"), "3: %n breaks the line: a record would be se");
  EXPECT_EQ(problem_of("%F %"), "3: this % of the time has no letter behind ");
  EXPECT_EQ(problem_of("%F %-"), "3: this % of the time has no letter behind ");
  EXPECT_EQ(problem_of("%-b"), "0: %-b is no part of a time that can be rea");
  EXPECT_EQ(problem_of("%-T"), "0: %-T is no part of a time that can be rea");
  EXPECT_EQ(problem_of(""), "0: this time is empty: nothing would be wri");
}

TEST(TimeFormat, DatesAndClocksStandOutAndNumbersDoNot) {
  for (const char* format : {"%F", "%T", "%d/%b/%Y", "%c", "%e %B %Y"}) {
    EXPECT_TRUE(TimeFormat::compile(format)->stands_out()) << format;
  }
  for (const char* format : {"sec", "usec", "%Y", "%Y%m%d%H%M%S", "%z", "%b %d", "%s"}) {
    EXPECT_FALSE(TimeFormat::compile(format)->stands_out()) << format;
  }
}

TEST(TimeFormat, TellsWhatMayFollowItsEnd) {
  EXPECT_EQ(TimeFormat::compile("%Y%m")->growth(), TimeFormat::Growth::kNothing);
  EXPECT_EQ(TimeFormat::compile("%B")->growth(), TimeFormat::Growth::kNothing);
  EXPECT_EQ(TimeFormat::compile("%s")->growth(), TimeFormat::Growth::kDigits);
  EXPECT_EQ(TimeFormat::compile("%-d")->growth(), TimeFormat::Growth::kDigits);
  EXPECT_EQ(TimeFormat::compile("%T %Z")->growth(), TimeFormat::Growth::kLetters);
  EXPECT_TRUE(TimeFormat::compile("%Y")->may_begin_with('7'));
  EXPECT_FALSE(TimeFormat::compile("%Y")->may_begin_with('a'));
  EXPECT_TRUE(TimeFormat::compile("%e")->may_begin_with(' '));
  EXPECT_TRUE(TimeFormat::compile("%z")->may_begin_with('-'));
  EXPECT_TRUE(TimeFormat::compile("%b")->may_begin_with('J'));
  EXPECT_FALSE(TimeFormat::compile("[%b")->may_begin_with('J'));
}

}  // namespace
}  // namespace anonlog
