#include "parsers/accounting.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

TEST(Accounting, BalancesWhenEveryRecordHasOneFate) {
  Accounting counts;
  EXPECT_TRUE(counts.balances());
  counts.lines = 7;
  counts.continuations = 1;
  counts.published = 3;
  counts.rejected[static_cast<std::size_t>(RejectReason::kTooLong)] = 1;
  counts.skipped[static_cast<std::size_t>(SkipReason::kComment)] = 1;
  EXPECT_FALSE(counts.balances());
  counts.excluded = {1};
  EXPECT_TRUE(counts.balances());
}

TEST(Accounting, AddsEveryCount) {
  Accounting one;
  one.lines = 1;
  one.published = 2;
  one.rejected = {3, 0, 4};
  one.skipped = {5, 6};
  one.excluded = {7, 0, 0, 0, 0, 2};
  one.continuations = 8;
  Accounting sum;
  sum.add(one);
  sum.add(one);
  EXPECT_EQ(sum.lines, 2u);
  EXPECT_EQ(sum.published, 4u);
  EXPECT_EQ(sum.rejected_total(), 14u);
  EXPECT_EQ(sum.skipped_total(), 22u);
  EXPECT_EQ(sum.excluded_total(), 18u);
  EXPECT_EQ(sum.continuations, 16u);
}

TEST(Tally, RemembersWhereTheFirstRejectsWere) {
  Tally tally;
  for (int i = 0; i < 2000; ++i) {
    ++tally.counts.lines;
    if (i == 5 || i == 999 || i == 1500) {
      tally.reject(RejectReason::kFormat, 0);
    } else {
      ++tally.counts.published;
    }
  }
  EXPECT_TRUE(tally.counts.balances());
  EXPECT_EQ(tally.rejected_lines[0].line, 6u);
  EXPECT_EQ(tally.early_rejects.count(), 2u);
  EXPECT_TRUE(tally.early_rejects[5]);
  EXPECT_TRUE(tally.early_rejects[999]);
}

TEST(Accounting, WhatOtherProgramsWroteIsNoRecordOfTheLog) {
  Tally tally;
  tally.counts.lines = 5;
  tally.skip(SkipReason::kOtherProgram);
  tally.skip(SkipReason::kBlank);
  EXPECT_EQ(tally.counts.records(), 5U);
  EXPECT_EQ(tally.counts.own_records(), 4U);
}

}  // namespace
}  // namespace anonlog
