// What a file's footer and page indexes tell of a row group. Offsets count from the row group's first byte, so that row
// groups are made in parallel, and where one begins is known when it is written.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_ROW_GROUP_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_ROW_GROUP_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace anonlog::parquet {

// Smallest and largest, in PLAIN encoding without a length, cut to 64 bytes (the largest then made larger in its last byte
// that can be; nothing where none can).
struct Bounds {
  std::optional<std::string> min;
  std::optional<std::string> max;
  bool min_is_exact = true;
  bool max_is_exact = true;
};

struct DataPage {
  std::uint64_t offset = 0;  // of its header
  std::uint32_t bytes = 0;   // with its header
  std::uint64_t first_row = 0;
  std::uint64_t nulls = 0;
  bool all_null = false;
  Bounds bounds;
};

struct ColumnChunk {
  std::uint64_t values = 0;  // nulls as well
  std::uint64_t nulls = 0;
  std::uint64_t bytes = 0;  // compressed, with page headers
  std::uint64_t uncompressed_bytes = 0;
  std::optional<std::uint64_t> dictionary_offset;
  std::vector<DataPage> pages;
  std::uint32_t plain_pages = 0;  // of pages; the others are of codes
  Bounds bounds;
};

struct RowGroup {
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  std::uint64_t offset = 0;          // in the file, once it is written
  std::vector<ColumnChunk> columns;  // as the schema
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_ROW_GROUP_H_
