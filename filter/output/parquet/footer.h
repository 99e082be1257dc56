// The footer of a Parquet file, without its length and the magic behind it.
//
// Source: the Apache Parquet format, parquet.thrift (FileMetaData) and LogicalTypes.md.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_FOOTER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_FOOTER_H_

#include <span>
#include <string_view>

#include "filter/output/byte_buffer.h"
#include "filter/output/parquet/page_index.h"
#include "filter/output/parquet/row_group.h"
#include "filter/output/parquet/schema.h"

namespace anonlog::parquet {

void append_footer(const Schema& schema, std::span<const RowGroup> row_groups, const PageIndexPlaces& places,
                   std::string_view created_by, const KeyValues& key_values, ByteBuffer& out);

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_FOOTER_H_
