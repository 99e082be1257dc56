// Decodes the values of pages in the shape T that RowGroupWriter takes: numbers, times or texts.
//
// Source:   Encodings.md of the Apache Parquet format: PLAIN, RLE_DICTIONARY, and RLE for booleans.
// Lifetime: texts are views of the bytes given: of the dictionary's page, and of the data page.
// Errors:   false: not what the encoding allows, a text that is no UTF-8, or a value beyond the column's type or taken for null.
// Memory:   a page's values, and the dictionary's.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_VALUE_READER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_VALUE_READER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "filter/output/parquet/schema.h"

namespace anonlog::parquet {

enum class ValueEncoding : std::uint8_t { kPlain, kDictionary, kRle };

template <typename T>
class ValueReader {
 public:
  explicit ValueReader(ColumnType type) : type_(type) {}

  // All of `bytes` are `count` values, PLAIN.
  bool read_dictionary(std::string_view bytes, std::size_t count);

  // All of `bytes` are the values of a page whose rows `levels` tells: 1, or 0 for null.
  bool read_page(ValueEncoding encoding, std::string_view bytes, std::span<const std::uint32_t> levels);

  // Of the page that was read last, nulls as well.
  [[nodiscard]] std::span<const T> rows() const { return rows_; }

 private:
  bool read_plain(std::string_view& bytes, std::span<T> values);
  bool read_codes(std::string_view& bytes, std::span<T> values);
  [[nodiscard]] bool read_rle(std::string_view& bytes, std::span<T> values);

  ColumnType type_;
  std::vector<T> dictionary_;
  std::vector<T> values_;  // of a page, without nulls
  std::vector<T> rows_;
  std::vector<std::uint32_t> codes_;
};

extern template class ValueReader<std::uint64_t>;
extern template class ValueReader<std::int64_t>;
extern template class ValueReader<std::string_view>;

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_VALUE_READER_H_
