// Makes row groups of a Parquet file: takes values column by column in pieces of rows, and gives the bytes of the whole.
//
// Input:   every column gets as many values as the others before finish(). Texts are UTF-8.
// Output:  per column a dictionary page, where that is smaller, and data pages (V1, PLAIN or RLE_DICTIONARY) of at most
//          20,480 rows or about 1 MiB; each page a zstd frame with a checksum, and a CRC in its header. The bytes depend on
//          the values, how they were put in (ids or texts: no difference), and zstd's version alone.
// Memory:  the columns of one row group; nothing is allocated once it was as large before.
// Errors:  kInternal, of zstd.
// Threads: one per writer.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_ROW_GROUP_WRITER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_ROW_GROUP_WRITER_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "filter/output/byte_buffer.h"
#include "filter/output/parquet/number_column.h"
#include "filter/output/parquet/page_writer.h"
#include "filter/output/parquet/row_group.h"
#include "filter/output/parquet/schema.h"
#include "filter/output/parquet/text_column.h"
#include "parsers/error.h"

namespace anonlog::parquet {

class RowGroupWriter {
 public:
  static constexpr std::uint64_t kNullNumber = NumberColumn::kNullNumber;
  static constexpr std::int64_t kNullTime = NumberColumn::kNullTime;

  RowGroupWriter(const Schema& schema, int zstd_level);

  // Each takes the next values of the column; ids that are no index of `texts` are null, as is a text without data().
  // `texts`: the same span (address and size) means the same texts for as long as the writer lives.
  void add_numbers(std::size_t column, std::span<const std::uint64_t> numbers);  // also booleans
  void add_times(std::size_t column, std::span<const std::int64_t> micros);
  void add_texts(std::size_t column, std::span<const std::string_view> texts);
  void add_ids(std::size_t column, std::span<const std::uint16_t> ids,
               std::span<const std::string_view> texts);
  void add_nulls(std::size_t column, std::size_t rows);

  [[nodiscard]] std::uint64_t rows() const;

  // Appends the row group to `out` and begins the next one. Requires: rows() != 0.
  [[nodiscard]] Result<RowGroup> finish(ByteBuffer& out);

 private:
  using AnyColumn = std::variant<NumberColumn, TextColumn>;

  std::vector<AnyColumn> columns_;  // as the schema
  PageWriter pages_;
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_ROW_GROUP_WRITER_H_
