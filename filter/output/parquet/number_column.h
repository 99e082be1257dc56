// A column of numbers, times or booleans of one row group: holds the values, and decides at its end how they are written.
//
// Output:  a dictionary where it makes the chunk smaller, else PLAIN.
// Memory:  eight bytes per row, and the dictionary.
// Errors:  kInternal, of zstd.
// Threads: one per column.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_NUMBER_COLUMN_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_NUMBER_COLUMN_H_

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "filter/output/parquet/code_page.h"
#include "filter/output/parquet/number_dictionary.h"
#include "filter/output/parquet/page_writer.h"
#include "filter/output/parquet/row_group.h"
#include "filter/output/parquet/schema.h"

namespace anonlog::parquet {

class NumberColumn {
 public:
  static constexpr std::uint64_t kNullNumber = std::numeric_limits<std::uint64_t>::max();
  static constexpr std::int64_t kNullTime = std::numeric_limits<std::int64_t>::min();

  explicit NumberColumn(ColumnType type);

  void add(std::span<const std::uint64_t> numbers);
  void add_times(std::span<const std::int64_t> micros);
  void add_nulls(std::size_t rows);
  [[nodiscard]] std::uint64_t rows() const { return numbers_.size(); }

  // Appends the column's chunk and begins the next. Offsets count from `begin` in `out`.
  Result<ColumnChunk> finish(PageWriter& pages, std::size_t begin, ByteBuffer& out);

 private:
  // Smallest and largest in the order of the type; without any number min > max.
  struct Range {
    std::uint64_t min = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t max = 0;
  };

  Status finish_page(std::size_t first, std::size_t rows, bool has_dictionary, PageWriter& pages,
                     std::size_t begin, ColumnChunk& chunk, ByteBuffer& out);
  Status write_dictionary(PageWriter& pages, std::size_t begin, ColumnChunk& chunk, ByteBuffer& out);
  bool make_dictionary();
  [[nodiscard]] Range range_of(std::span<const std::uint64_t> numbers) const;
  void append_plain(std::span<const std::uint64_t> numbers, ByteBuffer& body) const;
  [[nodiscard]] Bounds bounds_of(const Range& range) const;

  ColumnType type_;
  std::size_t value_bytes_;   // in PLAIN; 0: a bit
  std::uint64_t null_;        // the bits of the value that means it
  std::uint64_t order_flip_;  // values XOR this sort unsigned

  std::vector<std::uint64_t> numbers_;  // of all rows
  std::vector<std::uint32_t> codes_;    // of all rows, in finish(); without a dictionary 0 or kNullCode
  NumberDictionary dictionary_;
  ByteBuffer dictionary_bytes_;
  CodePage code_page_;
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_NUMBER_COLUMN_H_
