// A column of texts of one row group: gives each distinct text a code as it comes.
//
// Output:  a dictionary and codes, as long as that is smaller; then PLAIN. So a column whose texts are nearly all different
//          costs no more than they are long.
// Memory:  four bytes per row, and the dictionary.
// Errors:  kInternal, of zstd.
// Threads: one per column.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_TEXT_COLUMN_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_TEXT_COLUMN_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "filter/output/parquet/code_page.h"
#include "filter/output/parquet/page_writer.h"
#include "filter/output/parquet/row_group.h"
#include "filter/output/parquet/text_dictionary.h"

namespace anonlog::parquet {

class TextColumn {
 public:
  void add(std::span<const std::string_view> texts);
  void add_ids(std::span<const std::uint16_t> ids, std::span<const std::string_view> texts);
  void add_nulls(std::size_t rows) {
    codes_.resize(codes_.size() + rows, kNullCode);
    has_nulls_ = has_nulls_ || rows != 0;
  }
  [[nodiscard]] std::uint64_t rows() const { return codes_.size(); }

  // Appends the column's chunk and begins the next. Offsets count from `begin` in `out`.
  Result<ColumnChunk> finish(PageWriter& pages, std::size_t begin, ByteBuffer& out);

 private:
  // The codes of a closed set of texts, in this row group.
  struct IdCodes {
    std::span<const std::string_view> texts;
    std::vector<std::uint32_t> codes;  // kNotSeen where the id was not seen in this row group
  };
  static constexpr std::uint32_t kNotSeen = kNullCode - 1;

  IdCodes& id_codes_of(std::span<const std::string_view> texts);
  std::uint32_t code_of(std::string_view text, std::uint64_t hash, std::size_t row);
  void give_up_where_large(std::size_t row);
  [[nodiscard]] std::size_t nulls_of(std::span<const std::uint32_t> codes) const;
  [[nodiscard]] bool dictionary_pays() const;
  [[nodiscard]] std::size_t page_rows(std::size_t first, bool is_plain) const;
  Status finish_page(std::size_t first, std::size_t rows, bool is_plain, PageWriter& pages, std::size_t begin,
                     ColumnChunk& chunk, ByteBuffer& out);
  void note_bounds(std::span<const std::uint32_t> present, std::uint32_t page);

  TextDictionary texts_;
  std::vector<std::uint32_t> codes_;  // of all rows
  bool has_nulls_ = false;
  // Rows before the one where the dictionary became too large: later texts have codes of their own.
  bool is_dictionary_full_ = false;
  std::size_t dictionary_rows_ = 0;     // where it is full
  std::size_t dictionary_entries_ = 0;  // where it is full
  std::vector<IdCodes> id_codes_;       // few

  // While finish() runs.
  std::vector<std::uint32_t> last_page_;  // by code: 1 + the last page that holds it
  CodePage code_page_;
  std::uint32_t page_min_ = 0;  // codes
  std::uint32_t page_max_ = 0;
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_TEXT_COLUMN_H_
