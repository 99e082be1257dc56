#include "filter/output/parquet/file_reader.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "filter/output/parquet/file_writer.h"
#include "filter/output/parquet/row_group_writer.h"

namespace anonlog::parquet {
namespace {

const Schema kSchema = {{.name = "time", .type = ColumnType::kTimestampMicros},
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

Rows random_rows(std::size_t count, unsigned null_percent, unsigned seed) {
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

std::string write(const std::vector<Rows>& groups) {
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
  file.finish({{"anonlog", "{}"}}, out);
  return std::string(out.bytes());
}

Result<FileReader> open(const std::string& bytes) {
  FileDescriptor file(::memfd_create("file_reader_test", MFD_CLOEXEC));
  EXPECT_EQ(::write(file.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  return FileReader::open(std::move(file), "x.parquet");
}

Rows read(const FileReader& file, std::size_t group) {
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

TEST(FileReader, ReadsWhatWasWritten) {
  for (const unsigned null_percent : {0U, 30U, 100U}) {
    for (const std::size_t count : {std::size_t{1}, std::size_t{7}, std::size_t{8}, std::size_t{9},
                                    std::size_t{20'000}, std::size_t{20'001}, std::size_t{50'000}}) {
      const std::vector<Rows> groups = {random_rows(count, null_percent, 1), random_rows(3, null_percent, 2)};
      const Result<FileReader> file = open(write(groups));
      ASSERT_TRUE(file.has_value()) << file.error().message;
      EXPECT_EQ(file->rows(), count + 3);
      EXPECT_EQ(file->rows_of(0), count);
      const Status checked = file->check();
      EXPECT_TRUE(checked.has_value()) << checked.error().message;
      EXPECT_TRUE(read(*file, 0) == groups[0] && read(*file, 1) == groups[1]) << count << " " << null_percent;
    }
  }
}

TEST(FileReader, TellsWhatTheFooterSays) {
  const Result<FileReader> file = open(write({}));
  ASSERT_TRUE(file.has_value()) << file.error().message;
  EXPECT_EQ(file->rows(), 0U);
  EXPECT_EQ(file->row_groups(), 0U);
  EXPECT_EQ(file->created_by(), "anonlog version 0.1.0 (build test)");
  EXPECT_EQ(file->key_values(), (KeyValues{{"anonlog", "{}"}}));
  ASSERT_EQ(file->schema().size(), kSchema.size());
  for (std::size_t i = 0; i < kSchema.size(); ++i) {
    EXPECT_EQ(file->schema()[i].name, kSchema[i].name);
    EXPECT_EQ(file->schema()[i].type, kSchema[i].type);
  }
}

// Whatever is flipped: either it is found, or the values are the same.
TEST(FileReader, NoFlippedBitChangesAValue) {
  const Rows rows = random_rows(40, 20, 3);
  const std::string bytes = write({rows});
  std::size_t found = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
    const Result<FileReader> file = open(damaged);
    const bool is_sound = file && file->check().has_value();
    found += is_sound ? 0 : 1;
    const bool is_same_schema = is_sound && file->schema()[0].type == kSchema[0].type;
    if (is_same_schema && file->row_groups() == 1) {
      EXPECT_TRUE(read(*file, 0) == rows) << at;
    }
  }
  EXPECT_GT(found, bytes.size() / 4);
}

TEST(FileReader, ACutFileIsNone) {
  const std::string bytes = write({random_rows(10, 0, 4)});
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(open(bytes.substr(0, size))) << size;
}

TEST(FileReader, TellsWhereThePageIs) {
  std::string bytes = write({random_rows(10, 0, 5)});
  bytes[60] = static_cast<char>(bytes[60] ^ 1);
  const Result<FileReader> file = open(bytes);
  ASSERT_TRUE(file.has_value());
  const Status checked = file->check();
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, ErrorKind::kBadInput);
  EXPECT_EQ(checked.error().message.rfind("x.parquet: the page at byte 4 is not readable: ", 0), 0U)
      << checked.error().message;
}

}  // namespace
}  // namespace anonlog::parquet
