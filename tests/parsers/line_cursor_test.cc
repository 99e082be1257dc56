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

TEST(LineCursor, MarksAndColoursBeforeALineAreNoPartOfIt) {
  EXPECT_EQ(lines_of("a\n\xEF\xBB\xBF"
                     "b\n\x1B[31mc\x1B[0m\n"),
            (Lines{"a", "b", "c\x1B[0m"}));
  EXPECT_EQ(lines_of("\0\xEF\xBB\xBF\0\x1B[0m\x1B[1;31md\n"sv), (Lines{"d"}));
  EXPECT_EQ(lines_of("\xEF\xBB\n\x1B[\n\x1B\n\xEF\xBB\xBF\r\n"sv), (Lines{"\xEF\xBB", "\x1B[", "\x1B", ""}));
}

TEST(LineCursor, KnowsLinesOfOtherPrograms) {
  LineOrigins origins;
  origins.add(0, {.line = 1, .offset = 0}, 1, false);
  origins.add(2, {.line = 2, .offset = 9}, 1, true);
  const std::string chunk = "a\nb\nc\n";
  LineCursor cursor(chunk, 0, &origins);
  std::vector<bool> is_other;
  for (std::string_view line; cursor.next(line);) is_other.push_back(cursor.is_of_other_program());
  EXPECT_EQ(is_other, (std::vector<bool>{false, true, false}));
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
