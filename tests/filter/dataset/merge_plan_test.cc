#include "filter/dataset/merge_plan.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace anonlog {
namespace {

DatasetPart part(const std::string& path, std::uint64_t bytes, std::int64_t first_micros) {
  DatasetPart part;
  part.path = path;
  part.inputs = {"0123456789abcdef"};
  part.rows = 1;
  part.bytes = bytes;
  part.sha256 = std::string(64, 'a');
  part.first_micros = first_micros;
  part.last_micros = first_micros + 5;
  return part;
}

std::vector<std::vector<std::string>> paths_of(const std::vector<DatasetPart>& parts,
                                               const ShapeOf& shape_of) {
  const auto groups = plan_merges(parts, shape_of);
  EXPECT_TRUE(groups);
  std::vector<std::vector<std::string>> paths;
  for (const MergeGroup& group : *groups) {
    paths.emplace_back();
    for (const DatasetPart& merged : group) paths.back().push_back(merged.path);
  }
  return paths;
}

Result<std::string> one_shape(const DatasetPart& /*part*/) { return std::string("x"); }

TEST(MergePlan, PartsOfOneDayAndFormAreMergedInTheOrderOfTheirTimes) {
  EXPECT_EQ(
      paths_of({part("dt=2025-11-23/part-a.parquet", 10, 30), part("dt=2025-11-23/part-b.parquet", 10, 10),
                part("dt=2025-11-23/part-c.csv", 10, 20), part("dt=2025-11-24/part-a.parquet", 10, 40),
                part("dt=2025-11-23/part-d.csv.zst", 10, 20), part("dt=2025-11-23/part-e.parquet", 10, 20)},
               one_shape),
      (std::vector<std::vector<std::string>>{
          {"dt=2025-11-23/part-b.parquet", "dt=2025-11-23/part-e.parquet", "dt=2025-11-23/part-a.parquet"}}));
}

TEST(MergePlan, WhatIsLargeOrAloneIsNotOpened) {
  const auto paths = paths_of({part("dt=2025-11-23/part-a.csv", kSmallBytes, 1),
                               part("dt=2025-11-23/part-b.csv", kSmallBytes - 1, 2)},
                              [](const DatasetPart& /*part*/) {
                                ADD_FAILURE() << "it was looked into";
                                return Result<std::string>(std::string());
                              });
  EXPECT_TRUE(paths.empty());
}

TEST(MergePlan, ShapesThatDifferAreNotMixed) {
  const auto paths =
      paths_of({part("dt=2025-11-23/part-a.csv", 1, 1), part("dt=2025-11-23/part-b.csv", 1, 2),
                part("dt=2025-11-23/part-c.csv", 1, 3)},
               [](const DatasetPart& one) {
                 return Result<std::string>(one.path.find("part-b") == std::string::npos ? "x" : "y");
               });
  EXPECT_EQ(
      paths,
      (std::vector<std::vector<std::string>>{{"dt=2025-11-23/part-a.csv", "dt=2025-11-23/part-c.csv"}}));
}

TEST(MergePlan, AGroupIsNeitherTooLargeNorOfTooMany) {
  std::vector<DatasetPart> parts;
  for (std::size_t i = 0; i < 2 * kMaxSources + 3; ++i) {
    parts.push_back(
        part("dt=2025-11-23/part-" + std::to_string(i) + ".csv", 1, static_cast<std::int64_t>(i)));
  }
  const auto many = paths_of(parts, one_shape);
  ASSERT_EQ(many.size(), 3U);
  EXPECT_EQ(many[0].size(), kMaxSources);
  EXPECT_EQ(many[2].size(), 3U);
  for (DatasetPart& large : parts) large.bytes = kSmallBytes / 2;
  for (const auto& group : paths_of(parts, one_shape)) EXPECT_EQ(group.size(), 2U);
}

TEST(MergePlan, AShapeThatCannotBeToldIsAnError) {
  const auto groups = plan_merges(
      {part("dt=2025-11-23/part-a.csv", 1, 1), part("dt=2025-11-23/part-b.csv", 1, 2)},
      [](const DatasetPart& /*part*/) -> Result<std::string> { return fail(ErrorKind::kIo, "no"); });
  EXPECT_FALSE(groups);
}

// Two merges of one day whose sources hold the same bytes once got one name, and the first was lost.
TEST(MergePlan, MergesOfOtherPartsHaveOtherNamesAlsoOfTheSameBytes) {
  const auto one =
      merged_part({part("dt=2025-11-23/part-a.csv", 1, 1), part("dt=2025-11-23/part-b.csv", 1, 2)});
  const auto other =
      merged_part({part("dt=2025-11-23/part-c.csv", 1, 1), part("dt=2025-11-23/part-d.csv", 1, 2)});
  ASSERT_TRUE(one && other);
  EXPECT_NE(one->path, other->path);
  EXPECT_TRUE(is_part_path(one->path));
  EXPECT_EQ(one->rows, 2U);
  EXPECT_EQ(one->first_micros, 1);
  EXPECT_EQ(one->last_micros, 7);
}

}  // namespace
}  // namespace anonlog
