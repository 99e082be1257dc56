#include "filter/output/output_name.h"

#include <algorithm>

#include "filter/output/csv_encoder.h"
#include "filter/output/ndjson_encoder.h"

namespace anonlog {
namespace {

struct FormatRow {
  OutputFormat format;
  std::string_view name;
  std::string_view ending;
  std::unique_ptr<Encoder> (*make)();
};

constexpr FormatRow kFormats[] = {
    {OutputFormat::kNdjson, "ndjson", ".ndjson", make_ndjson_encoder},
    {OutputFormat::kCsv, "csv", ".csv", make_csv_encoder},
};

struct CompressionRow {
  Compression compression;
  std::string_view ending;
};

constexpr CompressionRow kCompressions[] = {
    {Compression::kZstd, ".zst"},
    {Compression::kGzip, ".gz"},
};

}  // namespace

std::unique_ptr<Encoder> make_encoder(OutputFormat format) {
  return std::find_if(std::begin(kFormats), std::end(kFormats),
                      [format](const FormatRow& row) { return row.format == format; })
      ->make();
}

std::optional<OutputFormat> find_output_format(std::string_view name) {
  for (const FormatRow& row : kFormats) {
    if (row.name == name) return row.format;
  }
  return std::nullopt;
}

std::string output_format_names() {
  std::string names;
  for (const FormatRow& row : kFormats) names += (names.empty() ? "" : ", ") + std::string(row.name);
  return names;
}

OutputName read_output_name(std::string_view path) {
  OutputName name;
  for (const CompressionRow& row : kCompressions) {
    if (!path.ends_with(row.ending)) continue;
    name.compression = row.compression;
    path.remove_suffix(row.ending.size());
    break;
  }
  for (const FormatRow& row : kFormats) {
    if (path.ends_with(row.ending)) name.format = row.format;
  }
  return name;
}

}  // namespace anonlog
