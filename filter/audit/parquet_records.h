// Reads the records of a Parquet file that anonlog wrote, as texts: those of its NDJSON, but for times, of which a fraction has
// three or six digits where there is one.
//
// Input:    a regular file.
// Output:   of every record each cell that is not null; and for a column that anonlog has not, its name as well.
// Lifetime: cells die with the next record.
// Errors:   those of FileReader and ColumnReader.
// Memory:   two pages of each column.
// Not read: statistics and page indexes, and what a dictionary holds that no row has: copies of cells as anonlog writes them.
#ifndef ANONLOG_FILTER_AUDIT_PARQUET_RECORDS_H_
#define ANONLOG_FILTER_AUDIT_PARQUET_RECORDS_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filter/audit/published_cell.h"
#include "filter/output/parquet/file_reader.h"
#include "filter/output/value_text.h"

namespace anonlog {

class ParquetRecords {
 public:
  static Result<std::unique_ptr<ParquetRecords>> open(const std::string& path);

  // What the file tells of how it was made (run_meta.h); empty: nothing.
  [[nodiscard]] std::string meta() const;

  // Appends the cells of the next record; false at the end.
  Result<bool> next(std::vector<PublishedCell>& cells);

 private:
  struct Cursor {
    std::optional<Column> column;
    std::string_view name;
    parquet::ColumnType type;
    std::optional<parquet::ColumnReader> reader;
    std::size_t row = 0;                      // of the present page
    std::array<char, kTimeRoomBytes> text{};  // of a number or time
  };

  explicit ParquetRecords(parquet::FileReader file);
  void begin_group();
  // Moves to the next row; false: there is none.
  static Result<bool> advance(Cursor& cursor);
  std::string_view text_of(Cursor& cursor);
  std::string_view time_text(Cursor& cursor, std::int64_t micros);

  parquet::FileReader file_;
  std::vector<Cursor> cursors_;
  TimeWriter times_;
  std::size_t groups_ = 0;       // that were begun
  std::uint64_t rows_left_ = 0;  // of the present one
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_PARQUET_RECORDS_H_
