// The page indexes of a file: where the pages of each column chunk are, and between which bounds their values.
//
// Source: the Apache Parquet format, PageIndex.md and parquet.thrift (ColumnIndex, OffsetIndex).
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_PAGE_INDEX_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_PAGE_INDEX_H_

#include <cstdint>
#include <span>
#include <vector>

#include "filter/output/byte_buffer.h"
#include "filter/output/parquet/row_group.h"
#include "filter/output/parquet/schema.h"

namespace anonlog::parquet {

// In the file; 0 bytes: there is none.
struct IndexPlace {
  std::uint64_t offset = 0;
  std::uint32_t bytes = 0;
};

struct PageIndexPlaces {
  std::vector<IndexPlace> column_indexes;  // by row group, and in it by column
  std::vector<IndexPlace> offset_indexes;  // the same
};

// Appends all of them to what ends at `end` in the file. A chunk with a page that has no bounds though it has values has no
// column index.
PageIndexPlaces append_page_indexes(const Schema& schema, std::span<const RowGroup> row_groups,
                                    std::uint64_t end, ByteBuffer& out);

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_PAGE_INDEX_H_
