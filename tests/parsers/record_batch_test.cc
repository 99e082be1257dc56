#include "parsers/record_batch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace anonlog {
namespace {

const std::vector<Slot> kSlots = {{Field::kClientIp, "client_ip", FieldShape::kToken},
                                  {Field::kTime, "time", FieldShape::kClfTime}};

void add_row(RecordBatch& batch, std::string_view first, std::string_view second, std::size_t line_bytes) {
  RawBytes* row = batch.next_row();
  row[0] = RawBytes(first);
  row[RecordBatch::kColumnStride] = RawBytes(second);
  batch.commit_row(line_bytes);
}

TEST(RecordBatch, ColumnsHoldTheCellsOfAllRows) {
  RecordBatch batch(kSlots);
  ASSERT_TRUE(batch.has_room(10));
  add_row(batch, "a", "b", 10);
  ASSERT_TRUE(batch.has_room(20));
  add_row(batch, "c", "d", 20);
  EXPECT_EQ(batch.rows(), 2u);
  EXPECT_EQ(batch.line_bytes(), 30u);
  ASSERT_EQ(batch.column(1).size(), 2u);
  EXPECT_EQ(batch.column(0)[1].bytes(), "c");
  EXPECT_EQ(batch.column(1)[0].bytes(), "b");
  EXPECT_EQ(batch.column(1)[1].bytes(), "d");
}

TEST(RecordBatch, IsFullAfterItsRowsAndColumnsDoNotOverlap) {
  RecordBatch batch(kSlots);
  const std::vector<std::string> texts = [] {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < 2 * RecordBatch::kMaxRows; ++i) out.push_back(std::to_string(i));
    return out;
  }();
  for (std::size_t i = 0; i < RecordBatch::kMaxRows; ++i) {
    ASSERT_TRUE(batch.has_room(1));
    add_row(batch, texts[i], texts[RecordBatch::kMaxRows + i], 1);
  }
  EXPECT_FALSE(batch.has_room(1));
  EXPECT_FALSE(batch.has_room(0));
  for (std::size_t i = 0; i < RecordBatch::kMaxRows; ++i) {
    ASSERT_EQ(batch.column(0)[i].bytes(), texts[i]);
    ASSERT_EQ(batch.column(1)[i].bytes(), texts[RecordBatch::kMaxRows + i]);
  }
}

TEST(RecordBatch, IsFullAfterItsBytes) {
  RecordBatch batch(kSlots);
  ASSERT_TRUE(batch.has_room(RecordBatch::kMaxBytes - 1));
  add_row(batch, "a", "b", RecordBatch::kMaxBytes - 1);
  EXPECT_TRUE(batch.has_room(1));
  EXPECT_FALSE(batch.has_room(2));
}

TEST(RecordBatch, TakesALineOfAnyLengthWhenEmpty) {
  RecordBatch batch(kSlots);
  ASSERT_TRUE(batch.has_room(3 * RecordBatch::kMaxBytes));
  std::fill_n(batch.arena(), 3 * RecordBatch::kMaxBytes, 'x');  // room for all its bytes unescaped
  batch.use_arena(3 * RecordBatch::kMaxBytes);
  add_row(batch, "a", "b", 3 * RecordBatch::kMaxBytes);
  EXPECT_FALSE(batch.has_room(1));
}

TEST(RecordBatch, TheArenaStaysWhereItIsWhileRowsAreAdded) {
  RecordBatch batch(kSlots);
  ASSERT_TRUE(batch.has_room(1));
  const char* const begin = batch.arena();
  std::size_t used = 0;
  for (std::size_t bytes = 1; batch.has_room(bytes); bytes *= 2) {
    ASSERT_EQ(batch.arena(), begin + used);
    std::fill_n(batch.arena(), bytes, 'x');
    batch.use_arena(bytes);
    used += bytes;
    add_row(batch, "a", "b", bytes);
  }
  EXPECT_GT(used, RecordBatch::kMaxBytes / 4);
}

TEST(RecordBatch, ClearGivesBackRowsAndArena) {
  RecordBatch batch(kSlots);
  ASSERT_TRUE(batch.has_room(8));
  const char* const begin = batch.arena();
  batch.use_arena(8);
  add_row(batch, "a", "b", 8);
  batch.clear();
  EXPECT_EQ(batch.rows(), 0u);
  EXPECT_EQ(batch.line_bytes(), 0u);
  EXPECT_EQ(batch.arena(), begin);
  EXPECT_TRUE(batch.column(0).empty());
}

TEST(RecordBatch, ARowOfAnImpossibleTimeLeavesNothingBehind) {
  constexpr std::size_t kLineBytes = 2 * RecordBatch::kMaxBytes;
  RecordBatch batch(kSlots);
  ASSERT_TRUE(batch.has_room(kLineBytes));
  const char* const begin = batch.arena();
  batch.use_arena(kLineBytes);
  add_row(batch, "a", "31/Feb/2025:17:37:28 +0000", kLineBytes);
  EXPECT_FALSE(batch.take_time());
  EXPECT_EQ(batch.rows(), 0U);
  EXPECT_EQ(batch.line_bytes(), 0U);
  EXPECT_EQ(batch.arena(), begin);

  ASSERT_TRUE(batch.has_room(8));
  batch.use_arena(8);
  add_row(batch, "b", "23/Nov/2025:17:37:28 +0000", 8);
  EXPECT_TRUE(batch.take_time());
  ASSERT_TRUE(batch.has_room(100));
  batch.use_arena(100);
  add_row(batch, "c", "23/Nov/2025:25:37:28 +0000", 100);
  EXPECT_FALSE(batch.take_time());
  EXPECT_EQ(batch.rows(), 1U);
  EXPECT_EQ(batch.line_bytes(), 8U);
  EXPECT_EQ(batch.arena(), begin + 8);
  ASSERT_EQ(batch.times().size(), 1U);
  EXPECT_EQ(batch.times()[0].micros, 1763919448'000'000);
}

TEST(RawBytes, AnEmptyValueIsNotAbsent) {
  EXPECT_TRUE(RawBytes().absent());
  EXPECT_FALSE(RawBytes("").absent());
  EXPECT_EQ(RawBytes().bytes(), "");
}

}  // namespace
}  // namespace anonlog
