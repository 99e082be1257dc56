#include "filter/output/output_name.h"

#include <cstddef>
#include <iterator>

namespace anonlog {
namespace {

constexpr bool format_table_is_in_order() {
  for (std::size_t i = 0; i < std::size(kOutputFormats); ++i) {
    if (static_cast<std::size_t>(kOutputFormats[i].format) != i) return false;
  }
  return true;
}
static_assert(format_table_is_in_order());

}  // namespace

std::unique_ptr<Encoder> make_encoder(OutputFormat format, std::span<const Column> columns) {
  const auto make = output_format_info(format).make;
  return make == nullptr ? nullptr : make(columns);
}

std::optional<OutputFormat> find_output_format(std::string_view name) {
  for (const OutputFormatInfo& row : kOutputFormats) {
    if (row.name == name) return row.format;
  }
  return std::nullopt;
}

std::string output_format_names() {
  std::string names;
  for (const OutputFormatInfo& row : kOutputFormats) {
    names += names.empty() ? "" : ", ";
    names += row.name;
  }
  return names;
}

OutputName read_output_name(std::string_view path) {
  OutputName name;
  for (const CompressionInfo& row : kCompressions) {
    if (row.ending.empty() || !path.ends_with(row.ending)) continue;
    name.compression = row.kind;
    path.remove_suffix(row.ending.size());
    break;
  }
  for (const OutputFormatInfo& row : kOutputFormats) {
    if (path.ends_with(row.ending)) name.format = row.format;
  }
  return name;
}

}  // namespace anonlog
