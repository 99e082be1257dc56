#include "filter/output/output_name.h"

#include <gtest/gtest.h>

#include "rules/policy.h"

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
  for (const OutputFormatInfo& row : kOutputFormats) {
    EXPECT_EQ(find_output_format(row.name), row.format);
    EXPECT_EQ(make_encoder(row.format, record_columns(Policy())) == nullptr,
              row.format == OutputFormat::kParquet);
  }
  EXPECT_EQ(find_output_format("xml"), std::nullopt);
  EXPECT_EQ(find_output_format(""), std::nullopt);
  EXPECT_EQ(output_format_names(), "ndjson, csv, tsv, combined, parquet");
}

TEST(OutputFormats, TheEncoderIsThatOfTheFormat) {
  EXPECT_TRUE(make_encoder(OutputFormat::kCsv, record_columns(Policy()))->header().starts_with("time,host,"));
  EXPECT_EQ(make_encoder(OutputFormat::kNdjson, record_columns(Policy()))->header(), "");
}

}  // namespace
}  // namespace anonlog
