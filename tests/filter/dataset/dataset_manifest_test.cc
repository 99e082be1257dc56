#include "filter/dataset/dataset_manifest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace anonlog {
namespace {

const std::string kA = "000000000000000a", kB = "000000000000000b", kC = "000000000000000c";
const std::string kHash(64, 'e');

DatasetInput input(const std::string& identity) {
  return {identity, R"({"identity":")" + identity + R"(","counts":{"lines":7},"form":"csv"})"};
}

DatasetPart part(const std::string& day, const std::vector<std::string>& inputs) {
  DatasetPart made;
  made.path = "dt=" + day + "/part-" + inputs.front() + "-0000.parquet";
  made.inputs = inputs;
  made.rows = 12;
  made.bytes = 18'446'744'073'709'551'615U;
  made.sha256 = kHash;
  made.first_micros = -1;
  made.last_micros = 1'763'884'800'000'000;
  return made;
}

DatasetManifest manifest() {
  DatasetManifest made;
  made.inputs = {input(kB), input(kA)};
  made.parts = {part("1969-12-31", {kA}), part("2025-11-23", {kA}), part("2025-11-23", {kB})};
  return made;
}

void expect_same(const DatasetManifest& a, const DatasetManifest& b) {
  ASSERT_EQ(a.inputs.size(), b.inputs.size());
  for (std::size_t i = 0; i < a.inputs.size(); ++i) {
    EXPECT_EQ(a.inputs[i].identity, b.inputs[i].identity);
    EXPECT_EQ(a.inputs[i].text, b.inputs[i].text);
  }
  ASSERT_EQ(a.parts.size(), b.parts.size());
  for (std::size_t i = 0; i < a.parts.size(); ++i) {
    EXPECT_EQ(a.parts[i].path, b.parts[i].path);
    EXPECT_EQ(a.parts[i].inputs, b.parts[i].inputs);
    EXPECT_EQ(a.parts[i].rows, b.parts[i].rows);
    EXPECT_EQ(a.parts[i].bytes, b.parts[i].bytes);
    EXPECT_EQ(a.parts[i].sha256, b.parts[i].sha256);
    EXPECT_EQ(a.parts[i].first_micros, b.parts[i].first_micros);
    EXPECT_EQ(a.parts[i].last_micros, b.parts[i].last_micros);
  }
}

TEST(DatasetManifest, ComesBackFromItsText) {
  DatasetManifest made = manifest();
  made.parts.push_back(part("__HIVE_DEFAULT_PARTITION__", {kC, kA}));
  made.parts.back().first_micros.reset();
  made.parts.back().last_micros.reset();
  const auto read = DatasetManifest::parse(made.text());
  ASSERT_TRUE(read);
  expect_same(*read, made);
  EXPECT_EQ(read->text(), made.text());
}

TEST(DatasetManifest, AnEmptyOneComesBackToo) {
  const auto read = DatasetManifest::parse(DatasetManifest().text());
  ASSERT_TRUE(read);
  expect_same(*read, DatasetManifest());
}

TEST(DatasetManifest, HasAnEntryALine) {
  const std::string text = manifest().text();
  EXPECT_EQ(std::ranges::count(text, '\n'), 1 + 2 + 1 + 3 + 1);
}

std::string with(std::string text, const std::string& old, const std::string& replacement) {
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return at == std::string::npos ? text : text.replace(at, old.size(), replacement);
}

TEST(DatasetManifest, TextThatIsNoneOfOursIsRefused) {
  const std::string whole = manifest().text();
  ASSERT_TRUE(DatasetManifest::parse(whole));
  const std::vector<std::string> damaged = {
      "",
      "{}",
      std::string(100, '\0'),
      whole + "\n",
      with(whole, "\"anonlog_dataset\":1", "\"anonlog_dataset\":2"),
      with(whole, kA, "../" + kA),
      with(whole, kA, "000000000000000A"),
      with(whole, "dt=1969-12-31/", "dt=1969-12-31/../"),
      with(whole, "dt=1969-12-31/", "/dt=1969-12-31/"),
      with(whole, "dt=1969-12-31/", "dt=yesterday/"),
      with(whole, "dt=1969-12-31/part-", "dt=1969-12-31/.part-"),
      with(whole, kHash, kHash.substr(1)),
      with(whole, "\"rows\":12", "\"rows\":-12"),
      with(whole, "\"rows\":12", "\"rows\":\"12\""),
      with(whole, "\"rows\":12", "\"rows\":12x"),
      with(whole, "\"bytes\":18446744073709551615", "\"bytes\":18446744073709551616"),
      with(whole, "\"inputs\":[\"" + kA + "\"]", "\"inputs\":[]"),
      with(whole, "\"inputs\":[\"" + kA + "\"]", "\"inputs\":null"),
      with(whole, "\"first_micros\":-1", "\"first_micros\":true"),
  };
  for (const std::string& text : damaged) {
    const auto read = DatasetManifest::parse(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().kind, ErrorKind::kBadInput);
  }
}

TEST(DatasetManifest, TextThatWasCutIsRefusedWhereverThatIs) {
  const std::string whole = manifest().text();
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
    EXPECT_FALSE(DatasetManifest::parse(whole.substr(0, bytes))) << bytes;
  }
}

TEST(DatasetManifest, RemovingAnInputTakesItsPartsAlone) {
  DatasetManifest made = manifest();
  EXPECT_EQ(made.remove(kA), (std::vector<std::string>{"dt=1969-12-31/part-" + kA + "-0000.parquet",
                                                       "dt=2025-11-23/part-" + kA + "-0000.parquet"}));
  EXPECT_FALSE(made.has(kA));
  EXPECT_TRUE(made.has(kB));
  ASSERT_EQ(made.parts.size(), 1U);
  EXPECT_EQ(made.parts.front().inputs.front(), kB);
  EXPECT_TRUE(made.remove(kC).empty());
}

TEST(DatasetManifest, AnInputIsMergedWhereAPartHoldsOthersToo) {
  DatasetManifest made = manifest();
  made.parts.push_back(part("2025-11-24", {kB, kC}));
  EXPECT_FALSE(made.is_merged(kA));
  EXPECT_TRUE(made.is_merged(kB));
  EXPECT_TRUE(made.is_merged(kC));
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
