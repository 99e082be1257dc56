// What a Parquet file's footer says, as far as its pages are to be read.
//
// Source: parquet.thrift of the Apache Parquet format, 2.11: FileMetaData.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_FILE_FOOTER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_FILE_FOOTER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "filter/output/parquet/schema.h"
#include "parsers/error.h"

namespace anonlog::parquet {

enum class PageCodec : std::uint8_t { kNone = 0, kZstd = 6 };

struct FileFooter {
  // Where a column's pages are; they follow each other.
  struct Chunk {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    PageCodec codec = PageCodec::kNone;
  };
  struct Group {
    std::uint64_t rows = 0;
    std::vector<Chunk> chunks;  // as the schema
  };

  Schema schema;
  std::string created_by;
  KeyValues key_values;
  std::uint64_t rows = 0;  // of all groups
  std::vector<Group> groups;
};

// `pages_end`: where in the file the bytes of the footer begin. All chunks are before it, and none is within another.
// Errors: kBadInput, without the file's name.
Result<FileFooter> read_file_footer(std::string_view bytes, std::uint64_t pages_end);

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_FILE_FOOTER_H_
