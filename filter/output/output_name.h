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

#include "filter/output/compressor.h"
#include "filter/output/csv_encoder.h"
#include "filter/output/encoder.h"
#include "filter/output/log_shape.h"
#include "filter/output/ndjson_encoder.h"
#include "filter/output/tsv_encoder.h"

namespace anonlog {

enum class OutputFormat : std::uint8_t { kNdjson, kCsv, kTsv, kCombined, kCommon, kLogFormat, kParquet };

// In the order of OutputFormat. A new form is one row here.
struct OutputFormatInfo {
  OutputFormat format;
  std::string_view name;    // as --to takes it, but for kLogFormat, of which it takes the text
  std::string_view ending;  // of a file's name; empty: none
  // Of records as rows; null: of lines of a log (log_encoder.h), or no text (parquet_encoder.h).
  std::unique_ptr<Encoder> (*make)(std::span<const Column> columns);
  bool has_header = false;           // its first line names the columns
  bool is_log = false;               // lines of a log: their shape fixes which columns they are made of
  std::string_view log_format = {};  // that shape, where the form has one of its own
};

inline constexpr OutputFormatInfo kOutputFormats[] = {
    {OutputFormat::kNdjson, "ndjson", ".ndjson", make_ndjson_encoder},
    {OutputFormat::kCsv, "csv", ".csv", make_csv_encoder, true},
    {OutputFormat::kTsv, "tsv", ".tsv", make_tsv_encoder, true},
    {OutputFormat::kCombined, "combined", ".log", nullptr, false, true, kCombinedLogFormat},
    {OutputFormat::kCommon, "common", "", nullptr, false, true, kCommonLogFormat},
    {OutputFormat::kLogFormat, "log_format", "", nullptr, false, true},
    {OutputFormat::kParquet, "parquet", ".parquet", nullptr},
};

constexpr const OutputFormatInfo& output_format_info(OutputFormat format) {
  return kOutputFormats[static_cast<std::size_t>(format)];
}

// What is written: a form, and for lines of a log their shape.
struct OutputForm {
  // One that has a name; kLogFormat is nothing without a shape. Not explicit: but for lines of a log it is all there is.
  OutputForm(OutputFormat named = OutputFormat::kNdjson);  // NOLINT(google-explicit-constructor)
  explicit OutputForm(LogShape&& given);

  bool operator==(OutputFormat other) const { return format == other; }

  OutputFormat format;
  std::shared_ptr<const LogShape> shape;  // null for other forms
};

inline const OutputFormatInfo& output_format_info(const OutputForm& form) {
  return output_format_info(form.format);
}

// "csv", or an nginx log_format string. Errors: kUsage.
Result<OutputForm> read_output_form(std::string_view text);

// `columns`: what is written, in this order. Null for a form that is no text.
std::unique_ptr<Encoder> make_encoder(const OutputForm& form, std::span<const Column> columns);

// That --to takes: "ndjson, csv, ..."
std::string output_format_names();

struct OutputName {
  std::optional<OutputFormat> format;
  std::optional<Compression> compression;
};

// "a.csv.zst" says both, "a.gz" and "a.csv" one, "a" nothing.
OutputName read_output_name(std::string_view path);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_OUTPUT_NAME_H_
