// Reads what anonlog wrote: ndjson, csv, tsv or lines of a log, plain or compressed, line by line and cell by cell; and Parquet. Nothing of a line
// is left out: what is no cell of its form is a cell without a column.
//
// Input:    a regular file: an audit reads it more than once. Its first line says of which form it is, for lines of a log_format the PATH.meta.json beside it.
// Errors:   kUsage: no regular file; kNoInput; those of decompressed(); kBadInput for a file of none of the forms, and one that holds
//           a line of more than kMaxLineBytes.
// Lifetime: a line's cells die with the next one.
// Memory:   a chunk and a line.
// Threads:  one.
#ifndef ANONLOG_FILTER_AUDIT_PUBLISHED_FILE_H_
#define ANONLOG_FILTER_AUDIT_PUBLISHED_FILE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filter/audit/log_lines.h"
#include "filter/audit/parquet_records.h"
#include "filter/audit/published_cell.h"
#include "filter/input/chunk_reader.h"
#include "filter/output/output_name.h"
#include "parsers/line_cursor.h"
#include "rules/column.h"

namespace anonlog {

struct MetaFile;

class PublishedFile {
 public:
  static constexpr std::size_t kMaxLineBytes = std::size_t{64} << 20;

  using Cell = PublishedCell;

  static Result<std::unique_ptr<PublishedFile>> open(const std::string& path);
  // For who reads it once: a pipe will do.
  static Result<std::unique_ptr<PublishedFile>> open_once(const std::string& path);

  // The next record; false at the end.
  Result<bool> next();

  [[nodiscard]] const std::vector<Cell>& cells() const { return cells_; }
  // Of the present record, from 1; a header counts. Of Parquet, which has no lines, the record's number.
  [[nodiscard]] std::uint64_t line() const { return line_; }
  [[nodiscard]] std::uint64_t records() const { return records_; }
  [[nodiscard]] std::uint64_t bytes_read() const { return reader_.bytes_read(); }
  [[nodiscard]] OutputFormat form() const { return form_; }
  // What stands before the present record and tells how it was made (run_meta.h); empty: nothing.
  [[nodiscard]] const std::string& meta_line() const { return meta_line_; }
  // At the end: its last line has no line end, which anonlog always writes.
  [[nodiscard]] bool is_cut() const { return is_cut_; }

 private:
  PublishedFile(std::unique_ptr<ByteSource> source, std::string name);

  // Takes note of the columns or the log_format of a file whose lines do not tell them.
  void expect(const MetaFile& meta);
  void begin_parquet(std::unique_ptr<ParquetRecords> records);
  Result<bool> next_parquet();
  Result<bool> next_line(std::string_view& line);
  bool read_header(std::string_view line);
  bool begin(std::string_view first_line);
  void read_cells(std::string_view line);
  void read_ndjson(std::string_view line);
  void read_csv(std::string_view line);
  void read_tsv(std::string_view line);
  bool begin_log(std::string_view first_line);
  void read_log_line(std::string_view line);
  void add(std::optional<Column> column, std::string_view text);
  void add_delimited(std::size_t index, std::string_view text, bool is_null);
  std::string_view decoded(std::string_view text);

  std::unique_ptr<ByteSource> source_;
  ChunkReader reader_;
  std::string name_;
  std::unique_ptr<ParquetRecords> parquet_;  // null: it is text
  Chunk chunk_;
  std::optional<LineCursor> lines_;
  bool has_begun_ = false;
  bool is_cut_ = false;
  OutputFormat form_ = OutputFormat::kNdjson;
  std::optional<LogLines> log_lines_;          // of lines of a log
  std::vector<std::optional<Column>> header_;  // of csv and tsv
  bool is_header_ = false;                     // the first line is it
  std::vector<Cell> cells_;
  std::string arena_;  // what had to be unescaped; as large as the line before it is used
  std::string meta_line_;
  std::uint64_t line_ = 0;
  std::uint64_t records_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_PUBLISHED_FILE_H_
