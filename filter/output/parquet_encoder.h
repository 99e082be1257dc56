// Puts batches of published records into row groups of a Parquet file.
//
// Input:    PublicBatch, and nothing else.
// Lifetime: of a batch nothing is kept but its vocabularies' addresses (encoder.h).
// Memory:   a piece of a column; nothing is allocated.
// Threads:  one per worker.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_ENCODER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_ENCODER_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "filter/output/encoder.h"
#include "filter/output/parquet/row_group_writer.h"
#include "filter/output/parquet/schema.h"
#include "rules/public_batch.h"

namespace anonlog {

// Of records with these columns.
parquet::Schema parquet_schema(std::span<const Column> columns);

class ParquetEncoder {
 public:
  explicit ParquetEncoder(std::span<const Column> columns) : columns_(columns.begin(), columns.end()) {}

  // Requires: `row_group` has the schema of the same columns.
  void encode_rows(const PublicBatch& batch, RowRange rows, parquet::RowGroupWriter& row_group);

 private:
  void add(const PublicColumn& column, std::size_t place, RowRange rows, parquet::RowGroupWriter& row_group);

  std::vector<Column> columns_;
  std::array<std::int64_t, RecordBatch::kMaxRows> micros_{};
  std::array<std::string_view, RecordBatch::kMaxRows> texts_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_ENCODER_H_
