// A column of numbers, times or booleans of one row group: gives each distinct number a code as it comes, while the batch is
// in the cache, and decides at its end how they are written.
//
// Output:  a dictionary where it makes the chunk smaller, else PLAIN.
// Memory:  four bytes per row, and the dictionary; without one twelve.
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
  [[nodiscard]] std::uint64_t rows() const { return codes_.size(); }

  // Appends the column's chunk and begins the next. Offsets count from `begin` in `out`.
  Result<ColumnChunk> finish(PageWriter& pages, std::size_t begin, ByteBuffer& out);

 private:
  // Smallest and largest in the order of the type; without any number min > max.
  struct Range {
    std::uint64_t min = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t max = 0;
  };

  // Of the rows of a page.
  struct PageSummary {
    Range range;
    std::size_t nulls = 0;
  };

  void add_values(std::span<const std::uint64_t> values);
  void note(std::span<const std::uint64_t> values, PageSummary& page) const;
  void add_bits(std::span<const std::uint64_t> bits);
  // Gives how many came before the dictionary was given up.
  std::size_t add_to_dictionary(std::span<const std::uint64_t> numbers);
  void add_plain(std::span<const std::uint64_t> numbers);
  void clear();
  [[nodiscard]] bool dictionary_pays(std::size_t present) const;
  Status write_dictionary(PageWriter& pages, std::size_t begin, ColumnChunk& chunk, ByteBuffer& out);
  Status finish_page(std::size_t index, bool has_dictionary, PageWriter& pages, std::size_t begin,
                     ColumnChunk& chunk, ByteBuffer& out);
  void append_plain(std::span<const std::uint32_t> codes, ByteBuffer& body) const;
  [[nodiscard]] Bounds bounds_of(const Range& range) const;

  ColumnType type_;
  std::size_t value_bytes_;   // in PLAIN; 0: a bit
  std::uint64_t null_;        // the bits of the value that means it
  std::uint64_t order_flip_;  // values XOR this sort unsigned

  std::vector<std::uint32_t> codes_;    // of all rows; of a boolean the value
  std::vector<PageSummary> summaries_;  // of the pages that they make
  NumberDictionary dictionary_;
  bool is_dictionary_full_ = false;  // later numbers have codes of their own

  ByteBuffer dictionary_bytes_;
  CodePage code_page_;
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_NUMBER_COLUMN_H_
