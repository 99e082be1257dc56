// Parquet files of random rows for tests: written, opened from memory, read back.
#ifndef ANONLOG_TESTS_FILTER_OUTPUT_PARQUET_ROWS_FILE_H_
#define ANONLOG_TESTS_FILTER_OUTPUT_PARQUET_ROWS_FILE_H_

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "filter/output/parquet/file_reader.h"
#include "filter/output/parquet/file_writer.h"
#include "filter/output/parquet/row_group_writer.h"

namespace anonlog::parquet {

inline const Schema kSchema = {{.name = "time", .type = ColumnType::kTimestampMicros},
                               {.name = "path", .type = ColumnType::kString},
                               {.name = "bytes", .type = ColumnType::kUint64},
                               {.name = "bot", .type = ColumnType::kBoolean}};

struct Rows {
  std::vector<std::int64_t> times;
  std::vector<std::optional<std::string>> paths;
  std::vector<std::uint64_t> bytes;
  std::vector<std::uint64_t> bots;

  bool operator==(const Rows&) const = default;
};

inline Rows random_rows(std::size_t count, unsigned null_percent, unsigned seed) {
  std::mt19937 random(seed);
  const auto is_null = [&] { return random() % 100 < null_percent; };
  Rows rows;
  for (std::size_t i = 0; i < count; ++i) {
    rows.times.push_back(is_null() ? RowGroupWriter::kNullTime : static_cast<std::int64_t>(random()) * 1000);
    rows.paths.push_back(
        is_null() ? std::nullopt
                  : std::optional(std::string(random() % 3, 'a') + std::to_string(random() % 500)));
    if (i % 7 == 0 && rows.paths.back()) rows.paths.back()->clear();
    rows.bytes.push_back(is_null() ? RowGroupWriter::kNullNumber : std::uint64_t{random()} << 20U);
    rows.bots.push_back(is_null() ? RowGroupWriter::kNullNumber : random() % 2);
  }
  return rows;
}

inline std::string write(const std::vector<Rows>& groups, const std::string& made = "{}") {
  FileWriter file(kSchema, "anonlog version 0.1.0 (build test)");
  RowGroupWriter writer(kSchema, 1);
  ByteBuffer out;
  file.begin(out);
  for (const Rows& rows : groups) {
    std::vector<std::string_view> paths;
    for (const auto& path : rows.paths) paths.push_back(path ? std::string_view(*path) : std::string_view());
    writer.add_times(0, rows.times);
    writer.add_texts(1, paths);
    writer.add_numbers(2, rows.bytes);
    writer.add_numbers(3, rows.bots);
    Result<RowGroup> group = writer.finish(out);
    EXPECT_TRUE(group.has_value());
    file.add(*std::move(group));
  }
  file.finish({{"anonlog", made}}, out);
  return std::string(out.bytes());
}

inline Result<FileReader> open(const std::string& bytes) {
  FileDescriptor file(::memfd_create("file_reader_test", MFD_CLOEXEC));
  EXPECT_EQ(::write(file.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  return FileReader::open(std::move(file), "x.parquet");
}

inline Rows read(const FileReader& file, std::size_t group) {
  Rows rows;
  for (std::size_t column = 0; column < kSchema.size(); ++column) {
    ColumnReader reader = file.read(group, column);
    for (Result<bool> more = reader.next(); more && *more; more = reader.next()) {
      for (const std::int64_t time : reader.times()) rows.times.push_back(time);
      for (const std::string_view text : reader.texts()) {
        rows.paths.push_back(text.data() == nullptr ? std::nullopt : std::optional(std::string(text)));
      }
      auto& numbers = column == 2 ? rows.bytes : rows.bots;
      numbers.insert(numbers.end(), reader.numbers().begin(), reader.numbers().end());
    }
  }
  return rows;
}

}  // namespace anonlog::parquet

#endif  // ANONLOG_TESTS_FILTER_OUTPUT_PARQUET_ROWS_FILE_H_
