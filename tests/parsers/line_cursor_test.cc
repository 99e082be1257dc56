#include "parsers/line_cursor.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace anonlog {
namespace {

using namespace std::string_view_literals;
using Lines = std::vector<std::string>;

Lines lines_of(std::string_view chunk) {
  Lines lines;
  LineCursor cursor(chunk);
  for (std::string_view line; cursor.next(line);) lines.emplace_back(line);
  return lines;
}

TEST(LineCursor, SplitsAtNewlines) {
  EXPECT_EQ(lines_of("a\nbc\n"), (Lines{"a", "bc"}));
  EXPECT_EQ(lines_of("a\n\n\nb\n"), (Lines{"a", "", "", "b"}));
  EXPECT_EQ(lines_of(""), Lines{});
}

TEST(LineCursor, TheLastLineMayHaveNoNewline) {
  EXPECT_EQ(lines_of("a\nbc"), (Lines{"a", "bc"}));
  EXPECT_EQ(lines_of("bc"), (Lines{"bc"}));
  EXPECT_EQ(lines_of("bc\r"), (Lines{"bc"}));
}

TEST(LineCursor, ACarriageReturnBeforeTheNewlineIsNoPartOfTheLine) {
  EXPECT_EQ(lines_of("a\r\nb\r\n"), (Lines{"a", "b"}));
  EXPECT_EQ(lines_of("\r\n"), (Lines{""}));
  EXPECT_EQ(lines_of("a\r\r\n"), (Lines{"a\r"}));
  EXPECT_EQ(lines_of("a\rb\n"), (Lines{"a\rb"}));
}

TEST(LineCursor, NulBytesBeforeALineAreNoPartOfIt) {
  EXPECT_EQ(lines_of("\0\0\0abc\n\0d\n"sv), (Lines{"abc", "d"}));
  EXPECT_EQ(lines_of("\0\0\r\n"sv), (Lines{""}));
  EXPECT_EQ(lines_of("\0\0"sv), (Lines{""}));
  EXPECT_EQ(lines_of("a\0b\0\n"sv), (Lines{std::string("a\0b\0"sv)}));
}

TEST(LineCursor, GivesBackTheLastLineOnce) {
  const std::string chunk("\0a\r\nb\n"sv);
  LineCursor cursor(chunk);
  std::string_view line;
  ASSERT_TRUE(cursor.next(line));
  cursor.unread();
  ASSERT_TRUE(cursor.next(line));
  EXPECT_EQ(line, "a");
  ASSERT_TRUE(cursor.next(line));
  cursor.unread();
  ASSERT_TRUE(cursor.next(line));
  EXPECT_EQ(line, "b");
  EXPECT_FALSE(cursor.next(line));
}

TEST(LineCursor, KnowsWhichLinesHoldABackslash) {
  const std::string chunk = "a\\b\nc\n\\\n\nd\\";
  LineCursor cursor(chunk);
  std::vector<bool> has;
  for (std::string_view line; cursor.next(line);) has.push_back(cursor.has_backslash());
  EXPECT_EQ(has, (std::vector<bool>{true, false, true, false, true}));
}

TEST(LineCursor, LinesOfEveryLengthAreFoundWhole) {
  for (std::size_t length = 0; length < 300; ++length) {
    const std::string line(length, 'x');
    EXPECT_EQ(lines_of(line + "\n" + line), (length == 0 ? Lines{""} : Lines{line, line}));
  }
}

}  // namespace
}  // namespace anonlog
