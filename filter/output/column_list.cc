#include "filter/output/column_list.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace anonlog {
namespace {

std::string column_names() {
  std::vector<std::string_view> names;
  for (const ColumnInfo& info : kColumns) names.push_back(info.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

Result<std::vector<Column>> read_column_list(std::string_view text) {
  std::vector<Column> columns;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string_view name = text.substr(begin, end - begin);
    begin = end + 1;
    const auto* info =
        std::ranges::find_if(kColumns, [name](const ColumnInfo& column) { return column.name == name; });
    if (info == std::end(kColumns)) {
      return fail(ErrorKind::kUsage,
                  fmt::format("--columns: no column is called \"{}\"; there are: {}", name, column_names()));
    }
    if (std::ranges::find(columns, info->column) != columns.end()) {
      return fail(ErrorKind::kUsage, fmt::format("--columns: {} stands there twice", name));
    }
    columns.push_back(info->column);
  }
  return columns;
}

bool names_columns(std::string_view line, char separator) {
  ColumnSet columns;
  std::size_t count = 0;
  for (std::size_t begin = 0; begin <= line.size(); ++count) {
    const std::size_t end = std::min(line.find(separator, begin), line.size());
    const auto column = find_column(line.substr(begin, end - begin));
    if (!column) return false;
    columns.set(static_cast<std::size_t>(*column));
    begin = end + 1;
  }
  // One word alone may be anything.
  return count > 1 && columns.count() == count;
}

Result<std::vector<Column>> choose_columns(const OutputForm& to, std::span<const Column> listed,
                                           const Policy& policy) {
  std::vector<Column> published = record_columns(policy);
  if (listed.empty()) return to.shape == nullptr ? published : log_columns(*to.shape, policy);
  if (to.shape != nullptr) {
    return fail(
        ErrorKind::kUsage,
        fmt::format("--columns: the columns of --to {} are fixed; choose what they hold with a policy",
                    output_format_info(to).name));
  }
  for (const Column column : listed) {
    if (std::ranges::find(published, column) != published.end()) continue;
    if (column == Column::kRecord) {
      return fail(ErrorKind::kUsage, "--columns: record is written with --sealed only");
    }
    const std::string_view name = column_info(column).name;
    return fail(
        ErrorKind::kUsage,
        fmt::format(
            "--columns: {} is written only when the policy names it; add it to the policy's [columns]",
            name));
  }
  return std::vector<Column>(listed.begin(), listed.end());
}

}  // namespace anonlog
