#include "filter/output/output_name.h"

#include <gtest/gtest.h>

#include "rules/policy.h"
#include "tests/filter/output/output_forms.h"

namespace anonlog {
namespace {

TEST(ReadOutputName, EndingsSayFormatAndCompression) {
  const struct {
    std::string_view path;
    std::optional<OutputFormat> format;
    std::optional<Compression> compression;
  } cases[] = {
      {"a.ndjson", OutputFormat::kNdjson, std::nullopt},
      {"a.csv", OutputFormat::kCsv, std::nullopt},
      {"a.log.gz", OutputFormat::kCombined, Compression::kGzip},
      {"a.tsv", OutputFormat::kTsv, std::nullopt},
      {"a.csv.zst", OutputFormat::kCsv, Compression::kZstd},
      {"/var/log/a.b/x.ndjson.gz", OutputFormat::kNdjson, Compression::kGzip},
      {"a.gz", std::nullopt, Compression::kGzip},
      {"a", std::nullopt, std::nullopt},
      {"", std::nullopt, std::nullopt},
      {"a.csv/b", std::nullopt, std::nullopt},
      {"acsv", std::nullopt, std::nullopt},
      {"a.zst.csv", OutputFormat::kCsv, std::nullopt},
      {"a.gz.zst", std::nullopt, Compression::kZstd},
      {"a.CSV", std::nullopt, std::nullopt},
  };
  for (const auto& expected : cases) {
    const OutputName name = read_output_name(expected.path);
    EXPECT_EQ(name.format, expected.format) << expected.path;
    EXPECT_EQ(name.compression, expected.compression) << expected.path;
  }
}

TEST(OutputFormats, AreFoundByTheirNames) {
  for (const OutputForm& form : every_output_form()) {
    EXPECT_EQ(make_encoder(form, record_columns(Policy())) == nullptr, form == OutputFormat::kParquet);
    EXPECT_EQ(form.shape != nullptr, output_format_info(form).is_log);
    if (form == OutputFormat::kLogFormat) continue;
    EXPECT_TRUE(*read_output_form(output_format_info(form).name) == form.format);
  }
  for (const std::string_view name : {"xml", "", "log_format"}) {
    const auto form = read_output_form(name);
    ASSERT_FALSE(form) << name;
    EXPECT_EQ(form.error().kind, ErrorKind::kUsage);
    EXPECT_NE(
        form.error().message.find("ndjson, csv, tsv, combined, common, parquet, nor an nginx log_format"),
        std::string::npos);
  }
}

TEST(OutputFormats, WhatHoldsADollarIsALogFormat) {
  EXPECT_TRUE(*read_output_form("$status") == OutputFormat::kLogFormat);
  EXPECT_TRUE(*read_output_form("log_format x '$status';") == OutputFormat::kLogFormat);
}

TEST(OutputFormats, TheEncoderIsThatOfTheFormat) {
  EXPECT_TRUE(make_encoder(OutputFormat::kCsv, record_columns(Policy()))->header().starts_with("time,host,"));
  EXPECT_EQ(make_encoder(OutputFormat::kNdjson, record_columns(Policy()))->header(), "");
}

}  // namespace
}  // namespace anonlog
