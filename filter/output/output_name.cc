#include "filter/output/output_name.h"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>
#include <utility>

#include "filter/output/log_encoder.h"

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

OutputForm::OutputForm(OutputFormat named) : format(named) {
  const OutputFormatInfo& row = output_format_info(named);
  if (row.log_format.empty()) return;
  shape = std::make_shared<const LogShape>(LogShape::compile(row.name, row.log_format).value());
}

OutputForm::OutputForm(LogShape&& given)
    : format(OutputFormat::kLogFormat), shape(std::make_shared<const LogShape>(std::move(given))) {}

Result<OutputForm> read_output_form(std::string_view text) {
  if (text.find('$') != std::string_view::npos) {
    return LogShape::compile("--to", text).map([](LogShape&& shape) { return OutputForm(std::move(shape)); });
  }
  for (const OutputFormatInfo& row : kOutputFormats) {
    if (row.name == text && row.format != OutputFormat::kLogFormat) return OutputForm(row.format);
  }
  return fail(ErrorKind::kUsage, fmt::format("--to: \"{}\" is not one of {}, nor an nginx log_format, as "
                                             "'$remote_addr [$time_local] $status'",
                                             text, output_format_names()));
}

std::unique_ptr<Encoder> make_encoder(const OutputForm& form, std::span<const Column> columns) {
  if (form.shape != nullptr) return make_log_encoder(*form.shape, columns);
  const auto make = output_format_info(form.format).make;
  return make == nullptr ? nullptr : make(columns);
}

std::string output_format_names() {
  std::string names;
  for (const OutputFormatInfo& row : kOutputFormats) {
    if (row.format == OutputFormat::kLogFormat) continue;
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
    if (!row.ending.empty() && path.ends_with(row.ending)) name.format = row.format;
  }
  return name;
}

}  // namespace anonlog
