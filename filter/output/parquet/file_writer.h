// What stands around the row groups of a Parquet file: the magic, page indexes, and the footer.
//
// Source:  the Apache Parquet format, 2.11 (parquet.thrift, README.md "File Format", PageIndex.md).
// Memory:  what footer and indexes tell of each row group: about 200 bytes per page.
// Threads: one.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_FILE_WRITER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_FILE_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "filter/output/byte_buffer.h"
#include "filter/output/parquet/row_group.h"
#include "filter/output/parquet/schema.h"

namespace anonlog::parquet {

class FileWriter {
 public:
  // created_by: "NAME version X.Y.Z (build WORD)", or readers take it for a writer with known faults.
  FileWriter(const Schema& schema, std::string created_by);

  void begin(ByteBuffer& out);
  void add(RowGroup&& row_group);  // whose bytes are written now
  // Also without any row group.
  void finish(const KeyValues& key_values, ByteBuffer& out);
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  [[nodiscard]] std::size_t held_bytes() const { return held_bytes_; }  // about what finish() will append

 private:
  Schema schema_;
  std::string created_by_;
  std::vector<RowGroup> row_groups_;
  std::uint64_t rows_ = 0;
  std::uint64_t end_ = 0;  // of what is written of the file
  std::size_t held_bytes_ = 0;
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_FILE_WRITER_H_
