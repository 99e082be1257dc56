#include "filter/dataset/dataset_manifest.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "parsers/day_text.h"

namespace anonlog {
namespace {

const std::string kSha256(64, 'a');

DatasetPart part(const std::string& day, const std::string& name, const std::vector<std::string>& inputs) {
  DatasetPart part;
  part.path = "dt=" + day + "/part-" + name + ".parquet";
  part.inputs = inputs;
  part.rows = 12;
  part.bytes = 3456;
  part.sha256 = kSha256;
  if (const auto number = read_day(day)) {
    part.first_micros = *number * 86'400'000'000;
    part.last_micros = (*number + 1) * 86'400'000'000 - 1;
  }
  return part;
}

DatasetInput input(const std::string& identity) {
  return {identity, R"({"identity":")" + identity +
                        R"(","counts":{"lines":12,"rejected":{"total":0}},"anonlog":{"key":null}})"};
}

const std::string kA = "0123456789abcdef";
const std::string kB = "fedcba9876543210";

DatasetManifest of_two() {
  DatasetManifest manifest;
  manifest.inputs = {input(kA), input(kB)};
  manifest.parts = {part("2025-11-23", "a-0000", {kA}), part("2025-11-24", "a-0000", {kA}),
                    part("__HIVE_DEFAULT_PARTITION__", "b-0000", {kB})};
  return manifest;
}

TEST(DatasetManifest, IsReadAsItWasWritten) {
  for (const DatasetManifest& manifest : {DatasetManifest(), of_two()}) {
    const Result<DatasetManifest> read = DatasetManifest::parse(manifest.text());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->text(), manifest.text());
    EXPECT_EQ(read->inputs.size(), manifest.inputs.size());
    EXPECT_EQ(read->parts.size(), manifest.parts.size());
  }
}

TEST(DatasetManifest, AnythingElseIsRefused) {
  const std::string text = of_two().text();
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(DatasetManifest::parse(text.substr(0, size))) << size;
  }
  EXPECT_FALSE(DatasetManifest::parse(text + "\n"));
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return DatasetManifest::parse(changed).has_value();
  };
  EXPECT_TRUE(with("\"rows\":12", "\"rows\":13"));
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\"anonlog_dataset\":1", "\"anonlog_dataset\":2"},
           {"\"rows\":12", "\"rows\":-1"},
           {"\"rows\":12", "\"rows\":\"12\""},
           {"dt=2025-11-23/part-", "dt=2025-11-23/../part-"},
           {"dt=2025-11-23/part-", "/etc/part-"},
           {"dt=2025-11-23/part-", "dt=2025-13-23/part-"},
           {"\"inputs\":[\"" + kA, "\"inputs\":[\"x"},
           {"\"identity\":\"" + kA, "\"identity\":\"" + kA + "0"},
           {"a-0000.parquet", "a-0000"},
           {"a-0000.parquet", "a-0000.xyz"},
           {"dt=2025-11-24/", "dt=2025-11-23/"},  // the part stands there, and its times are of another day
           {"\"path\":\"dt=2025-11-23/", "\"path\":\"dt=2025-11-22/"},
           {"\"identity\":\"" + kA, "\"identity\":\"" + kB},
           {kSha256, "a"}}) {
    EXPECT_FALSE(with(from, to)) << to;
  }
}

TEST(DatasetManifest, AnInputGoesWithAllOfItsParts) {
  DatasetManifest manifest = of_two();
  EXPECT_TRUE(manifest.has(manifest.parts.front()));
  EXPECT_EQ(manifest.remove(kA), (std::vector<std::string>{"dt=2025-11-23/part-a-0000.parquet",
                                                           "dt=2025-11-24/part-a-0000.parquet"}));
  ASSERT_EQ(manifest.inputs.size(), 1U);
  EXPECT_EQ(manifest.inputs.front().identity, kB);
  EXPECT_FALSE(manifest.has(part("2025-11-23", "a-0000", {kA})));
  EXPECT_EQ(manifest.parts.size(), 1U);
  EXPECT_TRUE(manifest.remove("0000000000000000").empty());
}

TEST(DatasetManifest, OnlyInputsThatShareAPartAreMerged) {
  DatasetManifest manifest = of_two();
  EXPECT_FALSE(manifest.is_merged(kA));
  manifest.parts.push_back(part("2025-11-25", "both-0000", {kA, kB}));
  EXPECT_TRUE(manifest.is_merged(kA));
  EXPECT_TRUE(manifest.is_merged(kB));
}

TEST(DatasetManifest, APartsPathStaysInItsFolder) {
  for (const char* const path :
       {"dt=2025-11-23/part-0-0000.parquet", "dt=__HIVE_DEFAULT_PARTITION__/part-0.ndjson.zst"}) {
    EXPECT_TRUE(is_part_path(path)) << path;
  }
  for (const char* const path :
       {"", "/", "part-0.parquet", "dt=2025-11-23", "dt=2025-11-23/", "dt=2025-11-23/x.parquet",
        "dt=2025-13-23/part-0.parquet", "dt=/part-0.parquet", "dt=../part-0.parquet",
        "dt=2025-11-23/part-../../../etc/passwd", "dt=2025-11-23/part-0/x", "../dt=2025-11-23/part-0",
        "dt=2025-11-23/part-0 x", "dt=2025-11-23/part-\n", "/dt=2025-11-23/part-0"}) {
    EXPECT_FALSE(is_part_path(path)) << path;
  }
}

}  // namespace
}  // namespace anonlog
