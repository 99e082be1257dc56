// The header of a page: what is read of parquet.thrift's PageHeader (Apache Parquet format, 2.11).
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_PAGE_HEADER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_PAGE_HEADER_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "filter/output/parquet/value_reader.h"

namespace anonlog::parquet {

struct PageHeader {
  bool is_dictionary = false;
  std::size_t bytes = 0;               // of the header itself
  std::size_t compressed_bytes = 0;    // of what follows it
  std::size_t uncompressed_bytes = 0;  // of that
  std::uint32_t crc = 0;               // of what follows it, as it is
  std::size_t values = 0;              // nulls as well
  ValueEncoding encoding = ValueEncoding::kPlain;
};

struct PageHeaderOutcome {
  std::optional<PageHeader> header;
  std::string_view why_not;  // where there is none
  bool is_cut = false;       // it may be one, with more bytes
};

// `bytes` begin with it. No size in it is negative; they may be larger than anything.
PageHeaderOutcome read_page_header(std::string_view bytes);

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_PAGE_HEADER_H_
