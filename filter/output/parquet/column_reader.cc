#include "filter/output/parquet/column_reader.h"

#include <cstring>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "filter/output/parquet/column_pages.h"
#include "filter/output/parquet/hybrid_reader.h"

namespace anonlog::parquet {

ColumnReader::Pages::Values ColumnReader::Pages::values_of(ColumnType type) {
  switch (type) {
    case ColumnType::kString:
      return ValueReader<std::string_view>(type);
    case ColumnType::kTimestampMicros:
      return ValueReader<std::int64_t>(type);
    default:
      return ValueReader<std::uint64_t>(type);
  }
}

Result<bool> ColumnReader::Pages::next() {
  page_rows_ = 0;
  for (PageReader::Page page;;) {
    const Result<bool> more = reader_.next(page);
    if (!more) return more;
    if (!*more) break;
    if (page.header.values > rows_ - rows_before_ && !page.header.is_dictionary) {
      return damage("there are more rows than the footer tells of");
    }
    if (!page.header.is_dictionary) return read_data(page);
    const bool is_first = rows_before_ == 0 && !std::exchange(has_dictionary_, true);
    const bool is_read =
        is_first &&
        std::visit([&page](auto& values) { return values.read_dictionary(page.bytes, page.header.values); },
                   values_);
    if (!is_read) return damage("it is no dictionary of this column");
  }
  if (rows_before_ != rows_) return damage("there are fewer rows than the footer tells of");
  return false;
}

// Four bytes of their size, the levels, and the values.
Result<bool> ColumnReader::Pages::read_data(const PageReader::Page& page) {
  std::string_view bytes = page.bytes;
  std::uint32_t size = 0;
  levels_.resize(page.header.values);
  if (bytes.size() >= sizeof size) std::memcpy(&size, bytes.data(), sizeof size);
  if (bytes.size() < sizeof size || size > bytes.size() - sizeof size) return damage("it is too short");
  std::string_view levels = bytes.substr(sizeof size, size);
  bytes.remove_prefix(sizeof size + size);
  if (!read_hybrid(levels, 1, levels_) || !levels.empty()) return damage("where nulls stand is not told");
  const bool is_read = std::visit(
      [&](auto& values) { return values.read_page(page.header.encoding, bytes, levels_); }, values_);
  if (!is_read) return damage("its values are not of this column");
  page_rows_ = levels_.size();
  rows_before_ += page_rows_;
  return true;
}

template <typename T>
std::span<const T> ColumnReader::Pages::values() const {
  const auto* const values = std::get_if<ValueReader<T>>(&values_);
  return values == nullptr ? std::span<const T>() : values->rows().first(page_rows_);
}

ColumnReader::ColumnReader(std::unique_ptr<Pages> pages) : pages_(std::move(pages)) {}
ColumnReader::ColumnReader(ColumnReader&&) noexcept = default;
ColumnReader::~ColumnReader() = default;

Result<bool> ColumnReader::next() { return pages_->next(); }
std::size_t ColumnReader::rows() const { return pages_->page_rows(); }
std::span<const std::uint64_t> ColumnReader::numbers() const { return pages_->values<std::uint64_t>(); }
std::span<const std::int64_t> ColumnReader::times() const { return pages_->values<std::int64_t>(); }
std::span<const std::string_view> ColumnReader::texts() const { return pages_->values<std::string_view>(); }

}  // namespace anonlog::parquet
