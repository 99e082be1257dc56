#include "filter/run_meta.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "filter/meta_file.h"

namespace anonlog {
namespace {

using namespace std::chrono_literals;

Policy policy_of(std::string_view toml) {
  Policy policy = read_policy("p.toml", toml).value();
  policy.name = "p \"1\".toml";
  policy.text_sha256 = "00ff";
  return policy;
}

RunMeta meta_of(const Policy& policy) {
  return {.policy = policy,
          .key = KeyMeta{"0123456789abcdef", {{"2026-11-23", "5ce9c7a1"}, {"2026-11-24", "00ff00ff"}}},
          .form = OutputFormat::kCsv,
          .columns = {Column::kStatus, Column::kNetwork, Column::kVisitor},
          .compression = {Compression::kGzip, 9},
          .inputs = 3,
          .started = std::chrono::system_clock::time_point(1'763'919'448s)};
}

TEST(RunMeta, TheFileIsJsonAndReadBackAsItWasWritten) {
  const Policy policy = policy_of(
      "site = \"a\\\"\\\\\\u00e9\\n.example\"\n[columns]\nstatus = \"keep\"\n"
      "network = { action = \"truncate\", ipv4 = 16 }\n");
  Stats stats;
  stats.counts.published = 7;
  stats.bytes_out = 12345;
  const std::string text =
      meta_file(meta_of(policy), stats, std::chrono::system_clock::time_point(1'763'919'450s));
  simdjson::dom::parser parser;
  const simdjson::dom::element json = parser.parse(text)["anonlog"];
  EXPECT_EQ(std::string_view(json["policy"]["name"]), "p \"1\".toml");
  EXPECT_EQ(std::string_view(json["site"]), "a\"\\\u00e9\n.example");
  EXPECT_EQ(std::string_view(json["key"]["days"]["2026-11-24"]), "00ff00ff");
  EXPECT_EQ(std::string_view(json["compression"]), "gzip:9");
  EXPECT_EQ(std::int64_t(json["columns"].at(1)["ipv4"]), 16);
  EXPECT_TRUE(json["columns"].at(2)["action"].is_null());
  EXPECT_EQ(std::int64_t(json["counts"]["published"]), 7);
  EXPECT_EQ(std::string_view(json["started"]), "2025-11-23T17:37:28Z");
  EXPECT_EQ(std::string_view(json["finished"]), "2025-11-23T17:37:30Z");

  const auto read = MetaFile::parse(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->policy_name, policy.name);
  EXPECT_EQ(read->policy_sha256, "00ff");
  EXPECT_EQ(read->site, policy.site);
  EXPECT_EQ(read->key_id, "0123456789abcdef");
  EXPECT_EQ(read->fingerprints.at("2026-11-23"), "5ce9c7a1");
  EXPECT_EQ(read->bytes, 12345U);
  ASSERT_EQ(read->columns.size(), 3U);
  EXPECT_EQ(read->columns[1].column, Column::kNetwork);
  EXPECT_EQ(read->columns[1].action, "truncate");
  EXPECT_EQ(read->columns[2].action, "");
}

TEST(RunMeta, TheLineIsKnownBeforeAnythingIsCounted) {
  const Policy policy = policy_of("[columns]\nstatus = \"keep\"\n");
  RunMeta meta = meta_of(policy);
  const std::string line = meta_line(meta);
  meta.started += 1h;
  meta.inputs = 1;
  EXPECT_EQ(meta_line(meta), line);
  EXPECT_TRUE(line.starts_with(kMetaBegin));
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  simdjson::dom::parser parser;
  EXPECT_EQ(parser.parse(line).error(), simdjson::SUCCESS);
  const auto read = MetaFile::parse(line);
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->bytes);
}

TEST(RunMeta, WithoutAKeyNoneIsNamed) {
  const Policy policy = policy_of("[columns]\nstatus = \"keep\"\n");
  RunMeta meta = meta_of(policy);
  meta.key = std::nullopt;
  EXPECT_NE(meta_line(meta).find("\"key\":null"), std::string::npos);
  EXPECT_EQ(MetaFile::parse(meta_line(meta))->key_id, "");
}

TEST(RunMeta, OfAReleaseOnlyWhatIsPublishedIsCounted) {
  Policy policy = read_policy("public", find_preset("public")->text).value();
  policy.site = "example.org";
  Stats stats;
  stats.counts.published = 7;
  stats.counts.lines = 4711;
  const std::string text = meta_file(meta_of(policy), stats, {});
  EXPECT_NE(text.find(R"("counts":{"published":7})"), std::string::npos) << text;
  EXPECT_EQ(text.find("4711"), std::string::npos);
  EXPECT_EQ(text.find("example.org"), std::string::npos);
}

TEST(MetaFile, WhatIsNotWholeOrNotOursIsNothing) {
  const Policy policy = policy_of("[columns]\nstatus = \"keep\"\n");
  const std::string line = meta_line(meta_of(policy));
  const std::size_t end = line.rfind('}') + 1;
  for (std::size_t size = 0; size < end - 1; ++size) {
    EXPECT_FALSE(MetaFile::parse(std::string(line.substr(0, size)))) << size;
  }
  EXPECT_TRUE(MetaFile::parse(line.substr(0, end)));
  EXPECT_FALSE(MetaFile::parse("{\"anonlog\":true}"));
  EXPECT_FALSE(MetaFile::parse("{\"time\":1}"));
}

TEST(MetaFile, WhatALaterVersionAddsIsPassedOver) {
  const auto read = MetaFile::parse(
      R"({"anonlog":{"version":"9","policy":{"name":"p","by":{"a":[1,{}]}},"new":[{"x":["]"]}],)"
      R"("columns":[{"name":"status","action":"keep","more":{"a":"}"}},{"name":"later","action":"x"}],"bytes":-1}})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->policy_name, "p");
  ASSERT_EQ(read->columns.size(), 1U);
  EXPECT_EQ(read->columns[0].action, "keep");
  EXPECT_FALSE(read->bytes);
}

}  // namespace
}  // namespace anonlog
