#include "filter/output/parquet/file_writer.h"

#include <gtest/gtest.h>

#include <cstring>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "filter/output/parquet/code_page.h"
#include "filter/output/parquet/row_group_writer.h"
#include "tests/filter/output/parquet/reference_reader.h"

namespace anonlog::parquet {
namespace {

constexpr std::string_view kWords[] = {"GET", "POST", "", "GET", "a longer word than the others"};

const Schema& schema() {
  static const Schema columns = {{.name = "time", .type = ColumnType::kTimestampMicros},
                                 {.name = "status", .type = ColumnType::kUint16},
                                 {.name = "asn", .type = ColumnType::kUint32},
                                 {.name = "bytes", .type = ColumnType::kUint64},
                                 {.name = "bot", .type = ColumnType::kBoolean},
                                 {.name = "method", .type = ColumnType::kString},
                                 {.name = "path", .type = ColumnType::kString},
                                 {.name = "nothing", .type = ColumnType::kString}};
  return columns;
}

// Rows of all columns.
struct Rows {
  std::vector<std::int64_t> times;
  std::vector<std::uint64_t> statuses, asns, bytes, bots;
  std::vector<std::uint16_t> methods;
  std::vector<ReferenceValue> paths;
};

std::string hostile_text(std::mt19937_64& random) {
  static const std::string kPieces[] = {
      "a", "\"", ",", "\n", std::string(1, '\0'), "\xC3\xA9", "\xF4\x8F\xBF\xBF", "/"};
  std::string text;
  for (std::size_t left = random() % 40; left != 0; --left) text += kPieces[random() % std::size(kPieces)];
  return text;
}

Rows make_rows(std::size_t count, unsigned null_percent, std::size_t distinct_paths, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto is_null = [&] { return random() % 100 < null_percent; };
  const auto number = [&](std::uint64_t value) { return is_null() ? RowGroupWriter::kNullNumber : value; };
  std::vector<std::string> paths;
  while (paths.size() < distinct_paths) paths.push_back(hostile_text(random) + std::to_string(paths.size()));
  Rows rows;
  for (std::size_t i = 0; i < count; ++i) {
    rows.times.push_back(is_null() ? RowGroupWriter::kNullTime
                                   : static_cast<std::int64_t>(random() % 5000) - 2500);
    rows.statuses.push_back(number(random() % 65'536));
    rows.asns.push_back(number(random() % 3 * 2'000'000'000));
    rows.bytes.push_back(number(random() >> random() % 64 & ~std::uint64_t{1}));
    rows.bots.push_back(number(random() % 2));
    rows.methods.push_back(is_null() ? 9 : static_cast<std::uint16_t>(random() % std::size(kWords)));
    rows.paths.push_back(is_null() ? ReferenceValue() : ReferenceValue(paths[random() % paths.size()]));
  }
  return rows;
}

template <typename T>
std::span<const T> piece_of(const std::vector<T>& values, std::size_t begin, std::size_t end) {
  return std::span<const T>(values).subspan(begin, end - begin);
}

// In pieces of at most `piece` rows.
void add_rows(const Rows& rows, std::size_t piece, bool methods_as_texts, RowGroupWriter& writer) {
  for (std::size_t begin = 0; begin < rows.times.size(); begin += piece) {
    const std::size_t end = std::min(rows.times.size(), begin + piece);
    writer.add_times(0, piece_of(rows.times, begin, end));
    writer.add_numbers(1, piece_of(rows.statuses, begin, end));
    writer.add_numbers(2, piece_of(rows.asns, begin, end));
    writer.add_numbers(3, piece_of(rows.bytes, begin, end));
    writer.add_numbers(4, piece_of(rows.bots, begin, end));
    std::vector<std::string_view> methods, paths;
    for (std::size_t i = begin; i < end; ++i) {
      methods.push_back(rows.methods[i] < std::size(kWords) ? kWords[rows.methods[i]] : std::string_view());
      paths.push_back(rows.paths[i] ? std::string_view(*rows.paths[i]) : std::string_view());
    }
    if (methods_as_texts) {
      writer.add_texts(5, methods);
    } else {
      writer.add_ids(5, piece_of(rows.methods, begin, end), kWords);
    }
    writer.add_texts(6, paths);
    writer.add_nulls(7, end - begin);
  }
}

struct Options {
  std::size_t piece = 1000;
  bool methods_as_texts = false;
};

std::string write_file(const std::deque<Rows>& row_groups, const Options& options) {
  FileWriter file(schema(), "anonlog version 1.2.3 (build test)");
  RowGroupWriter writer(schema(), 1);
  ByteBuffer out;
  file.begin(out);
  for (const Rows& rows : row_groups) {
    add_rows(rows, options.piece, options.methods_as_texts, writer);
    EXPECT_EQ(writer.rows(), rows.times.size());
    auto row_group = writer.finish(out);
    EXPECT_TRUE(row_group);
    file.add(*std::move(row_group));
  }
  file.finish({{"key", "value"}}, out);
  return std::string(out.bytes());
}

template <std::size_t bytes, typename T>
ReferenceValue plain(T value, T null) {
  if (value == null) return std::nullopt;
  std::string text(bytes, '\0');
  std::memcpy(text.data(), &value, bytes);
  return text;
}

std::vector<std::vector<ReferenceValue>> expected_columns(const std::deque<Rows>& row_groups) {
  std::vector<std::vector<ReferenceValue>> columns(schema().size());
  constexpr std::uint64_t kNull = RowGroupWriter::kNullNumber;
  for (const Rows& rows : row_groups) {
    for (std::size_t i = 0; i < rows.times.size(); ++i) {
      columns[0].push_back(plain<8>(rows.times[i], RowGroupWriter::kNullTime));
      columns[1].push_back(plain<4>(rows.statuses[i], kNull));
      columns[2].push_back(plain<4>(rows.asns[i], kNull));
      columns[3].push_back(plain<8>(rows.bytes[i], kNull));
      columns[4].push_back(plain<1>(rows.bots[i], kNull));
      const bool has_method = rows.methods[i] < std::size(kWords);
      columns[5].push_back(has_method ? ReferenceValue(kWords[rows.methods[i]]) : ReferenceValue());
      columns[6].push_back(rows.paths[i]);
      columns[7].emplace_back();
    }
  }
  return columns;
}

void expect_round_trip(const std::deque<Rows>& row_groups) {
  const ReferenceFile file = read_reference_file(write_file(row_groups, {}));
  const auto expected = expected_columns(row_groups);
  for (std::size_t i = 0; i < schema().size(); ++i) {
    if (file.column(i) != expected[i]) ADD_FAILURE() << schema()[i].name;
  }
  ASSERT_EQ(file.footer.at(3).number, static_cast<std::int64_t>(expected[0].size()));
}

TEST(ParquetFile, WithoutRowsIsValidAndHasItsSchema) {
  const ReferenceFile file = read_reference_file(write_file({}, {}));
  EXPECT_EQ(file.footer.at(3).number, 0);
  EXPECT_EQ(file.footer.at(2).list.size(), schema().size() + 1);
  EXPECT_EQ(file.footer.at(6).bytes, "anonlog version 1.2.3 (build test)");
  EXPECT_EQ(file.footer.at(5).list.at(0).at(1).bytes, "key");
  EXPECT_EQ(file.footer.at(5).list.at(0).at(2).bytes, "value");
}

TEST(ParquetFile, GivesBackOneRow) {
  expect_round_trip({make_rows(1, 0, 1, 1)});
  expect_round_trip({make_rows(1, 100, 1, 1)});
}

TEST(ParquetFile, GivesBackNullsEverywhere) {
  for (const unsigned percent : {0U, 1U, 50U, 99U, 100U}) {
    expect_round_trip({make_rows(3000, percent, 500, percent), make_rows(77, percent, 5, percent + 1)});
  }
}

TEST(ParquetFile, GivesBackRowsAtTheBordersOfPages) {
  for (const std::size_t count : {kMaxPageRows - 1, kMaxPageRows, kMaxPageRows + 1, 2 * kMaxPageRows}) {
    expect_round_trip({make_rows(count, 10, 5000, count)});
  }
}

TEST(ParquetFile, GoesOnWithPlainWhereADictionaryGrowsTooLarge) {
  Rows rows = make_rows(20'000, 5, 50, 4);
  const Rows distinct = make_rows(70'000, 5, 50, 5);
  rows = [&] {
    Rows all = rows;
    for (std::size_t i = 0; i < distinct.times.size(); ++i) {
      all.times.push_back(distinct.times[i]);
      all.statuses.push_back(distinct.statuses[i]);
      all.asns.push_back(distinct.asns[i]);
      all.bytes.push_back(distinct.bytes[i]);
      all.bots.push_back(distinct.bots[i]);
      all.methods.push_back(distinct.methods[i]);
      all.paths.push_back(ReferenceValue(std::string(100, 'x') + std::to_string(i)));
    }
    return all;
  }();
  const std::deque<Rows> row_groups = {rows, make_rows(100, 0, 100'000, 6)};
  expect_round_trip(row_groups);
  const ReferenceFile file = read_reference_file(write_file(row_groups, {}));
  EXPECT_EQ(file.pages.at(0).at(6).front().encoding, 8);
  EXPECT_EQ(file.pages.at(0).at(6).back().encoding, 0);
  EXPECT_EQ(file.pages.at(1).at(6).front().encoding, 0) << "a few texts that are all different";
}

TEST(ParquetFile, HasTheSameBytesHoweverRowsCame) {
  for (const std::size_t distinct : {std::size_t{300}, std::size_t{100'000}}) {
    const std::deque<Rows> row_groups = {make_rows(30'000, 3, distinct, 7), make_rows(2000, 3, 20, 8)};
    const std::string file = write_file(row_groups, {});
    EXPECT_TRUE(file == write_file(row_groups, {.piece = 1, .methods_as_texts = false}));
    EXPECT_TRUE(file == write_file(row_groups, {.piece = 70, .methods_as_texts = true}));
    EXPECT_TRUE(file == write_file(row_groups, {.piece = 1'000'000, .methods_as_texts = true}));
  }
}

TEST(ParquetFile, HasNoTraceOfTheRowGroupBefore) {
  const Rows second = make_rows(500, 3, 20, 10);
  const auto bytes_of_second = [&](const std::deque<Rows>& before) {
    RowGroupWriter writer(schema(), 1);
    ByteBuffer out;
    for (const Rows& rows : before) {
      add_rows(rows, 100, false, writer);
      EXPECT_TRUE(writer.finish(out));
    }
    out.clear();
    add_rows(second, 100, false, writer);
    EXPECT_TRUE(writer.finish(out));
    return std::string(out.bytes());
  };
  EXPECT_TRUE(bytes_of_second({}) == bytes_of_second({make_rows(40'000, 0, 90'000, 9)}));
}

// Bounds of a page or chunk as an engine reads them: wrong ones lose rows silently.
bool is_less(std::size_t column, const std::string& a, const std::string& b) {
  if (schema()[column].type == ColumnType::kString) return a < b;
  std::uint64_t x = 0, y = 0;
  std::memcpy(&x, a.data(), a.size());
  std::memcpy(&y, b.data(), b.size());
  if (column == 0) return static_cast<std::int64_t>(x) < static_cast<std::int64_t>(y);
  return x < y;
}

void expect_page_index(std::string_view file, const ThriftValue& chunk,
                       const std::vector<ReferencePage>& pages, std::size_t column) {
  ASSERT_TRUE(chunk.has(4));
  std::string_view at = file.substr(static_cast<std::size_t>(chunk.at(4).number));
  const ThriftValue offsets = read_thrift(at);
  ASSERT_EQ(offsets.at(1).list.size(), pages.size());
  ASSERT_TRUE(chunk.has(6));
  at =
      file.substr(static_cast<std::size_t>(chunk.at(6).number), static_cast<std::size_t>(chunk.at(7).number));
  const ThriftValue index = read_thrift(at);
  EXPECT_TRUE(at.empty());
  std::int64_t first_row = 0;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    EXPECT_EQ(offsets.at(1).list[i].at(1).number, pages[i].offset);
    EXPECT_EQ(offsets.at(1).list[i].at(2).number, pages[i].bytes);
    EXPECT_EQ(offsets.at(1).list[i].at(3).number, first_row);
    std::int64_t nulls = 0;
    bool has_min = false;
    for (const ReferenceValue& value : pages[i].values) {
      nulls += value ? 0 : 1;
      if (!value) continue;
      ASSERT_FALSE(is_less(column, *value, index.at(2).list[i].bytes));
      ASSERT_FALSE(is_less(column, index.at(3).list[i].bytes, *value));
      has_min = has_min || *value == index.at(2).list[i].bytes;
    }
    EXPECT_EQ(index.at(5).list[i].number, nulls);
    EXPECT_EQ(index.at(1).list[i].number == 1, nulls == static_cast<std::int64_t>(pages[i].values.size()));
    EXPECT_TRUE(has_min || index.at(1).list[i].number == 1 || index.at(2).list[i].bytes.size() > 60);
    if (i != 0 && index.at(4).number == 1 && index.at(1).list[i].number != 1 &&
        index.at(1).list[i - 1].number != 1) {
      EXPECT_FALSE(is_less(column, index.at(2).list[i].bytes, index.at(2).list[i - 1].bytes));
    }
    first_row += static_cast<std::int64_t>(pages[i].values.size());
  }
}

TEST(ParquetFile, HasBoundsThatHoldForEveryValue) {
  for (const std::size_t distinct : {std::size_t{40}, std::size_t{100'000}}) {
    const std::deque<Rows> row_groups = {make_rows(50'000, 3, distinct, 11), make_rows(30, 0, 3, 12)};
    const std::string bytes = write_file(row_groups, {});
    const ReferenceFile file = read_reference_file(bytes);
    for (std::size_t group = 0; group < file.pages.size(); ++group) {
      for (std::size_t column = 0; column < schema().size(); ++column) {
        const ThriftValue& chunk = file.footer.at(4).list[group].at(1).list[column];
        const ThriftValue& statistics = chunk.at(3).at(12);
        std::int64_t nulls = 0;
        for (const ReferencePage& page : file.pages[group][column]) {
          for (const ReferenceValue& value : page.values) {
            nulls += value ? 0 : 1;
            if (!value) continue;
            ASSERT_FALSE(is_less(column, statistics.at(5).bytes, *value));
            ASSERT_FALSE(is_less(column, *value, statistics.at(6).bytes));
          }
        }
        EXPECT_EQ(statistics.at(3).number, nulls);
        expect_page_index(bytes, chunk, file.pages[group][column], column);
      }
    }
  }
}

}  // namespace
}  // namespace anonlog::parquet
