#include "filter/dataset/parquet_merge.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/filter/output/parquet/rows_file.h"

namespace anonlog {
namespace {

using parquet::FileReader;
using parquet::Rows;

class TextSink final : public Sink {
 public:
  [[nodiscard]] Status write(std::string_view bytes) override {
    text.append(bytes);
    return {};
  }
  [[nodiscard]] Status commit() override { return {}; }

  std::string text;
};

void append(Rows& to, const Rows& rows) {
  to.times.insert(to.times.end(), rows.times.begin(), rows.times.end());
  to.paths.insert(to.paths.end(), rows.paths.begin(), rows.paths.end());
  to.bytes.insert(to.bytes.end(), rows.bytes.begin(), rows.bytes.end());
  to.bots.insert(to.bots.end(), rows.bots.begin(), rows.bots.end());
}

FileReader merged(const std::vector<FileReader>& files) {
  TextSink out;
  EXPECT_TRUE(merge_parquet(files, 1, out));
  return *parquet::open(out.text);
}

Rows all_rows(const FileReader& file) {
  Rows rows;
  for (std::size_t group = 0; group < file.row_groups(); ++group) append(rows, parquet::read(file, group));
  return rows;
}

TEST(ParquetMerge, RowsKeepTheirOrderAndValues) {
  Rows expected;
  std::vector<FileReader> files;
  unsigned seed = 0;
  for (const unsigned null_percent : {0U, 30U, 100U}) {
    std::vector<Rows> groups;
    for (const std::size_t count : {1U, 999U, 25'000U}) {
      groups.push_back(parquet::random_rows(count, null_percent, ++seed));
      append(expected, groups.back());
    }
    files.push_back(*parquet::open(parquet::write(groups)));
  }
  const FileReader file = merged(files);
  EXPECT_TRUE(file.check());
  EXPECT_EQ(file.row_groups(), 1U);
  EXPECT_TRUE(all_rows(file) == expected);
}

TEST(ParquetMerge, RowGroupsAreOfTheUsualSize) {
  std::vector<FileReader> files;
  const std::string of_50_000 = parquet::write({parquet::random_rows(50'000, 10, 1)});
  for (int i = 0; i < 7; ++i) files.push_back(*parquet::open(of_50_000));
  const FileReader file = merged(files);
  ASSERT_EQ(file.row_groups(), 3U);
  EXPECT_EQ(file.rows_of(0), 150'000U);
  EXPECT_EQ(file.rows_of(1), 150'000U);
  EXPECT_EQ(file.rows_of(2), 50'000U);
}

TEST(ParquetMerge, FilesWithoutRowsMergeIntoOneWithoutRows) {
  std::vector<FileReader> files;
  files.push_back(*parquet::open(parquet::write({})));
  files.push_back(*parquet::open(parquet::write({})));
  EXPECT_EQ(merged(files).rows(), 0U);
}

TEST(ParquetMerge, HowTheFilesWereMadeIsKept) {
  const auto file_made = [](const std::string& made) { return *parquet::open(parquet::write({}, made)); };
  std::vector<FileReader> files;
  files.push_back(file_made(R"({"a":1})"));
  files.push_back(file_made(R"({"a":1})"));
  EXPECT_EQ(merged(files).key_values(), (parquet::KeyValues{{"anonlog", R"({"a":1})"}}));
  files.push_back(file_made(R"({"a":2})"));
  EXPECT_EQ(merged(files).key_values(), (parquet::KeyValues{{"anonlog.parts", R"([{"a":1},{"a":2}])"}}));
  // Merged once more.
  files.clear();
  files.push_back(file_made(R"([{"a":1},{"a":2}])"));
  files.push_back(file_made(R"({"a":3})"));
  EXPECT_EQ(merged(files).key_values(),
            (parquet::KeyValues{{"anonlog.parts", R"([{"a":1},{"a":2},{"a":3}])"}}));
}

}  // namespace
}  // namespace anonlog
