#include "filter/output/parquet/number_column.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "filter/output/parquet/number_dictionary.h"

namespace anonlog::parquet {
namespace {

constexpr std::uint64_t kNull = NumberColumn::kNullNumber;

ColumnChunk chunk_of(const std::vector<std::uint64_t>& numbers, ColumnType type = ColumnType::kUint64) {
  constexpr std::size_t kPiece = 256;
  NumberColumn column(type);
  for (std::size_t begin = 0; begin < numbers.size(); begin += kPiece) {
    const std::span rows(numbers);
    column.add(rows.subspan(begin, std::min(kPiece, numbers.size() - begin)));
  }
  PageWriter pages(1);
  ByteBuffer out;
  auto chunk = column.finish(pages, 0, out);
  EXPECT_TRUE(chunk);
  return *std::move(chunk);
}

std::uint64_t number_in(const std::optional<std::string>& plain) {
  std::uint64_t number = 0;
  EXPECT_TRUE(plain);
  std::memcpy(&number, plain->data(), plain->size());
  return number;
}

// Each value once and then again, in turn with values that were there: `new_percent` of the rows are new.
std::vector<std::uint64_t> numbers_of(std::size_t rows, unsigned new_percent) {
  std::mt19937_64 random(1);
  std::vector<std::uint64_t> numbers = {5'000};
  while (numbers.size() < rows) {
    const bool is_new = random() % 100 < new_percent;
    numbers.push_back(is_new ? random() % 1'000'000'000'000 : numbers[random() % numbers.size()]);
  }
  return numbers;
}

TEST(NumberColumn, RepeatedNumbersHaveADictionary) {
  const ColumnChunk chunk = chunk_of(numbers_of(100'000, 20));
  EXPECT_TRUE(chunk.dictionary_offset);
  EXPECT_EQ(chunk.plain_pages, 0U);
}

TEST(NumberColumn, NumbersOfWhichMostAreNewArePlain) {
  const ColumnChunk chunk = chunk_of(numbers_of(100'000, 70));
  EXPECT_FALSE(chunk.dictionary_offset);
  EXPECT_EQ(chunk.plain_pages, chunk.pages.size());
}

TEST(NumberColumn, ADictionaryGivenUpIsNotTakenUpAgain) {
  std::vector<std::uint64_t> numbers = numbers_of(20'000, 100);
  numbers.resize(200'000, 7);
  EXPECT_FALSE(chunk_of(numbers).dictionary_offset);
}

TEST(NumberColumn, NullsAndBoundsOfAPageAreOfItsRowsAlone) {
  std::vector<std::uint64_t> numbers(2 * kMaxPageRows + 1, 50);
  numbers[kMaxPageRows - 1] = 10;
  numbers[kMaxPageRows] = 90;
  numbers[kMaxPageRows + 1] = kNull;
  numbers[2 * kMaxPageRows] = kNull;
  const ColumnChunk chunk = chunk_of(numbers);
  ASSERT_EQ(chunk.pages.size(), 3U);
  EXPECT_EQ(number_in(chunk.pages[0].bounds.min), 10U);
  EXPECT_EQ(number_in(chunk.pages[0].bounds.max), 50U);
  EXPECT_EQ(number_in(chunk.pages[1].bounds.min), 50U);
  EXPECT_EQ(number_in(chunk.pages[1].bounds.max), 90U);
  EXPECT_EQ(chunk.pages[0].nulls, 0U);
  EXPECT_EQ(chunk.pages[1].nulls, 1U);
  EXPECT_TRUE(chunk.pages[2].all_null);
  EXPECT_FALSE(chunk.pages[2].bounds.min);
  EXPECT_EQ(chunk.nulls, 2U);
  EXPECT_EQ(number_in(chunk.bounds.min), 10U);
  EXPECT_EQ(number_in(chunk.bounds.max), 90U);
}

TEST(NumberDictionary, GivesEveryNumberOneCode) {
  NumberDictionary dictionary;
  std::mt19937_64 random(2);
  std::vector<std::uint64_t> numbers;
  // Small, wide, and such as differ in their upper half alone.
  for (std::uint64_t i = 0; i < 5'000; ++i) {
    numbers.insert(numbers.end(), {i, i << 32U, i << 48U | 3'000'000, random()});
  }
  std::vector<std::uint32_t> codes;
  for (const std::uint64_t number : numbers) codes.push_back(dictionary.intern(number));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    EXPECT_EQ(dictionary.numbers()[codes[i]], numbers[i]);
    EXPECT_EQ(dictionary.intern(numbers[i]), codes[i]);
  }
}

TEST(NumberDictionary, ForgetsWhatItHeldWhenCleared) {
  NumberDictionary dictionary;
  for (std::uint64_t i = 0; i < 4'000; ++i) dictionary.intern(i);
  dictionary.clear();
  EXPECT_EQ(dictionary.size(), 0U);
  EXPECT_EQ(dictionary.intern(3'999), 0U);
  EXPECT_EQ(dictionary.intern(1), 1U);
}

}  // namespace
}  // namespace anonlog::parquet
