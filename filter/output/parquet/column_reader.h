// Reads the values of one column of one row group, page by page, in the shapes that RowGroupWriter takes.
//
// Input:    a chunk of a flat file, every column optional: data pages V1; PLAIN, RLE_DICTIONARY (or its old name
//           PLAIN_DICTIONARY), and RLE of booleans; zstd or no compression; each page with its CRC, which anonlog always writes.
//           Nothing in it is trusted.
// Output:   a page's rows at a time; nulls as RowGroupWriter takes them.
// Lifetime: needs the FileReader that made it; what a page gave dies with the next next().
// Errors:   kBadInput with the file and the offset of the page: damage, or what is beyond that subset; kIo.
// Memory:   two pages (of at most kMaxPageBytes) and their values, at most kMaxPageRows.
// Threads:  one per reader; any number of readers of one file.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_COLUMN_READER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_COLUMN_READER_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "parsers/error.h"

namespace anonlog::parquet {

class ColumnReader {
 public:
  static constexpr std::size_t kMaxPageBytes = std::size_t{256} << 20;
  static constexpr std::size_t kMaxPageRows = std::size_t{1} << 20;

  ColumnReader(ColumnReader&&) noexcept;
  ~ColumnReader();

  // The next data page; false behind the last one, once all that the footer promises was there.
  Result<bool> next();

  // Of the present page. The shape is that of the column's type; the others are empty.
  [[nodiscard]] std::size_t rows() const;
  [[nodiscard]] std::span<const std::uint64_t> numbers() const;  // booleans as well
  [[nodiscard]] std::span<const std::int64_t> times() const;
  [[nodiscard]] std::span<const std::string_view> texts() const;  // valid UTF-8

 private:
  friend class FileReader;
  class Pages;
  explicit ColumnReader(std::unique_ptr<Pages> pages);

  std::unique_ptr<Pages> pages_;
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_COLUMN_READER_H_
