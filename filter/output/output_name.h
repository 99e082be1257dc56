// The one table of output forms, and what the endings of an output's name say.
#ifndef ANONLOG_FILTER_OUTPUT_OUTPUT_NAME_H_
#define ANONLOG_FILTER_OUTPUT_OUTPUT_NAME_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "filter/output/compressor.h"
#include "filter/output/encoder.h"

namespace anonlog {

enum class OutputFormat : std::uint8_t { kNdjson, kCsv };

std::unique_ptr<Encoder> make_encoder(OutputFormat format);

// As --to takes it.
std::optional<OutputFormat> find_output_format(std::string_view name);
std::string output_format_names();

struct OutputName {
  std::optional<OutputFormat> format;
  std::optional<Compression> compression;
};

// "a.csv.zst" says both, "a.gz" one, "a" nothing.
OutputName read_output_name(std::string_view path);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_OUTPUT_NAME_H_
