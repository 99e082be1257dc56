// Reads Parquet files of the subset that FileWriter and RowGroupWriter make. Nothing in a file is trusted.
//
// Source:   the Apache Parquet format, 2.11 (parquet.thrift, Encodings.md).
// Input:    a regular file: flat, every column optional, of the types of schema.h.
// Errors:   kNoInput: cannot be opened; kBadInput: no Parquet file, damaged, or beyond that subset, with the offset; kIo.
// Memory:   the footer, of at most kMaxFooterBytes, as it is read.
// Threads:  any number may read() at the same time.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_FILE_READER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_FILE_READER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "filter/file_descriptor.h"
#include "filter/output/parquet/column_reader.h"
#include "filter/output/parquet/schema.h"
#include "parsers/error.h"

namespace anonlog::parquet {

// Whether a regular file begins as one.
bool begins_as_parquet(const std::string& path);

class FileReader {
 public:
  static constexpr std::size_t kMaxFooterBytes = std::size_t{64} << 20;

  static Result<FileReader> open(const std::string& path);
  // `name` is for messages.
  static Result<FileReader> open(FileDescriptor file, std::string name);

  FileReader(FileReader&&) noexcept;
  ~FileReader();

  [[nodiscard]] const Schema& schema() const;
  [[nodiscard]] const std::string& created_by() const;
  [[nodiscard]] const KeyValues& key_values() const;
  [[nodiscard]] std::uint64_t rows() const;
  [[nodiscard]] std::size_t row_groups() const;
  [[nodiscard]] std::uint64_t rows_of(std::size_t row_group) const;

  // Requires: a row group and a column that there are.
  [[nodiscard]] ColumnReader read(std::size_t row_group, std::size_t column) const;

  // Reads every value of every page: checksums, encodings, counts.
  [[nodiscard]] Status check() const;

 private:
  struct Contents;
  explicit FileReader(std::unique_ptr<Contents> contents);

  std::unique_ptr<Contents> contents_;
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_FILE_READER_H_
