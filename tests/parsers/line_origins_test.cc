#include "parsers/line_origins.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

TEST(LineOrigins, PlacesAreThoseOfTheInput) {
  LineOrigins origins;
  EXPECT_TRUE(origins.empty());
  origins.clear(101);
  origins.add(0, {.line = 101, .offset = 5000}, 1, false);
  origins.add(10, {.line = 102, .offset = 5030}, 3, true);  // lines 102 to 104
  origins.add(25, {.line = 105, .offset = 5200}, 1, false);
  origins.add(30, {.line = 99, .offset = 4000}, 2, false);  // it began in the chunk before
  origins.end(40, {.line = 107, .offset = 5300});
  EXPECT_FALSE(origins.empty());

  Tally tally;
  for (const std::uint64_t offset : {0U, 10U, 25U, 30U, 40U}) {
    ++tally.counts.lines;
    tally.reject(RejectReason::kFormat, offset);
  }
  origins.settle(tally);
  const std::pair<std::uint64_t, std::uint64_t> places[] = {
      {101, 5000}, {102, 5030}, {105, 5200}, {99, 4000}, {107, 5300}};
  for (std::size_t i = 0; i < std::size(places); ++i) {
    EXPECT_EQ(tally.rejected_lines[i].line, places[i].first) << i;
    EXPECT_EQ(tally.rejected_lines[i].offset, places[i].second) << i;
  }
  EXPECT_EQ(tally.counts.lines, 8U);
  EXPECT_EQ(tally.counts.continuations, 3U);
  EXPECT_TRUE(tally.counts.balances());

  origins.clear(1);
  EXPECT_TRUE(origins.empty());
}

TEST(LineOrigins, LinesMayBeElsewhereWhereBytesAreNot) {
  LineOrigins origins;
  origins.add(0, {.line = 1, .offset = 100}, 1, false);
  origins.add(10, {.line = 5, .offset = 110}, 1, false);
  Tally tally;
  tally.counts.lines = 2;
  tally.reject(RejectReason::kFormat, 10);
  origins.settle(tally);
  EXPECT_EQ(tally.rejected_lines[0].line, 5U);
  EXPECT_EQ(tally.rejected_lines[0].offset, 110U);
}

TEST(LineOrigins, KnowsLinesOfOtherProgramsByTheirOffset) {
  LineOrigins origins;
  for (std::size_t i = 0; i < 100; ++i) origins.add(i * 7, {.line = i + 1, .offset = i * 9}, 1, i % 3 == 0);
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(origins.is_of_other_program(i * 7), i % 3 == 0) << i;
  EXPECT_FALSE(origins.is_of_other_program(1));
  origins.clear();
  EXPECT_FALSE(origins.is_of_other_program(0));
}

}  // namespace
}  // namespace anonlog
