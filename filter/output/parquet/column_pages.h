// What is behind a ColumnReader: the pages of its chunk, and the values of the present one.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_COLUMN_PAGES_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_COLUMN_PAGES_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "filter/output/parquet/column_reader.h"
#include "filter/output/parquet/page_reader.h"
#include "filter/output/parquet/schema.h"
#include "filter/output/parquet/value_reader.h"

namespace anonlog::parquet {

class ColumnReader::Pages {
 public:
  // `rows`: of the row group.
  Pages(int fd, const std::string& name, FileFooter::Chunk chunk, ColumnType type, std::uint64_t rows)
      : reader_(fd, name, chunk), values_(values_of(type)), rows_(rows) {}

  Result<bool> next();
  [[nodiscard]] std::size_t page_rows() const { return page_rows_; }
  template <typename T>
  [[nodiscard]] std::span<const T> values() const;

 private:
  using Values =
      std::variant<ValueReader<std::uint64_t>, ValueReader<std::int64_t>, ValueReader<std::string_view>>;

  static Values values_of(ColumnType type);
  Result<bool> read_data(const PageReader::Page& page);
  [[nodiscard]] tl::unexpected<Error> damage(std::string_view why) const {
    return tl::unexpected<Error>(reader_.damage(why));
  }

  PageReader reader_;
  Values values_;
  std::uint64_t rows_;
  std::uint64_t rows_before_ = 0;  // and of the present page; <= rows_
  std::size_t page_rows_ = 0;
  bool has_dictionary_ = false;
  std::vector<std::uint32_t> levels_;
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_COLUMN_PAGES_H_
