// The one table of output forms, and what the endings of an output's name say.
#ifndef ANONLOG_FILTER_OUTPUT_OUTPUT_NAME_H_
#define ANONLOG_FILTER_OUTPUT_OUTPUT_NAME_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filter/output/combined_encoder.h"
#include "filter/output/compressor.h"
#include "filter/output/csv_encoder.h"
#include "filter/output/encoder.h"
#include "filter/output/ndjson_encoder.h"
#include "filter/output/tsv_encoder.h"

namespace anonlog {

enum class OutputFormat : std::uint8_t { kNdjson, kCsv, kTsv, kCombined, kParquet };

// In the order of OutputFormat. A new form is one row here.
struct OutputFormatInfo {
  OutputFormat format;
  std::string_view name;                                              // as --to takes it
  std::string_view ending;                                            // of a file's name
  std::unique_ptr<Encoder> (*make)(std::span<const Column> columns);  // null: no text (parquet_encoder.h)
  bool has_header;                                                    // its first line names the columns
  // Which columns of a policy's records it is made of, for a form that fixes them; null: all of them, or any list.
  std::vector<Column> (*fixed_columns)(const Policy& policy);
};

inline constexpr OutputFormatInfo kOutputFormats[] = {
    {OutputFormat::kNdjson, "ndjson", ".ndjson", make_ndjson_encoder, false, nullptr},
    {OutputFormat::kCsv, "csv", ".csv", make_csv_encoder, true, nullptr},
    {OutputFormat::kTsv, "tsv", ".tsv", make_tsv_encoder, true, nullptr},
    {OutputFormat::kCombined, "combined", ".log", make_combined_encoder, false, combined_columns},
    {OutputFormat::kParquet, "parquet", ".parquet", nullptr, false, nullptr},
};

constexpr const OutputFormatInfo& output_format_info(OutputFormat format) {
  return kOutputFormats[static_cast<std::size_t>(format)];
}

// `columns`: what is written, in this order. Null for a form that is no text.
std::unique_ptr<Encoder> make_encoder(OutputFormat format, std::span<const Column> columns);

std::optional<OutputFormat> find_output_format(std::string_view name);

// "ndjson, csv, ..."
std::string output_format_names();

struct OutputName {
  std::optional<OutputFormat> format;
  std::optional<Compression> compression;
};

// "a.csv.zst" says both, "a.gz" and "a.csv" one, "a" nothing.
OutputName read_output_name(std::string_view path);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_OUTPUT_NAME_H_
