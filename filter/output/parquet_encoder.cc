#include "filter/output/parquet_encoder.h"

namespace anonlog {
namespace {

parquet::ColumnType parquet_type(ColumnType type) {
  switch (type) {
    case ColumnType::kTimestamp:
      return parquet::ColumnType::kTimestampMicros;
    case ColumnType::kText:
      return parquet::ColumnType::kString;
    case ColumnType::kUint16:
      return parquet::ColumnType::kUint16;
    case ColumnType::kUint32:
      return parquet::ColumnType::kUint32;
    case ColumnType::kUint64:
      return parquet::ColumnType::kUint64;
    case ColumnType::kBool:
      return parquet::ColumnType::kBoolean;
  }
  return parquet::ColumnType::kString;
}

// The values of one piece of rows; a text that is null has no data.
static_assert(PublicTime::kNull == parquet::RowGroupWriter::kNullTime);
static_assert(PublicColumn::kNullNumber == parquet::RowGroupWriter::kNullNumber);

}  // namespace

parquet::Schema parquet_schema(std::span<const Column> columns) {
  parquet::Schema schema;
  for (const Column column : columns) {
    const ColumnInfo& info = column_info(column);
    schema.push_back({std::string(info.name), parquet_type(info.type)});
  }
  return schema;
}

void ParquetEncoder::encode_rows(const PublicBatch& batch, RowRange rows,
                                 parquet::RowGroupWriter& row_group) {
  for (std::size_t i = 0; i < columns_.size(); ++i) add(batch.column(columns_[i]), i, rows, row_group);
}

void ParquetEncoder::add(const PublicColumn& column, std::size_t place, RowRange rows,
                         parquet::RowGroupWriter& row_group) {
  switch (column.form()) {
    case PublicColumn::Form::kNull:
      row_group.add_nulls(place, rows.size());
      return;
    case PublicColumn::Form::kTime:
      for (std::size_t i = 0; i < rows.size(); ++i) micros_[i] = column.times()[rows.begin + i].micros;
      row_group.add_times(place, std::span(micros_).first(rows.size()));
      return;
    case PublicColumn::Form::kNumber:
      row_group.add_numbers(place, column.numbers().subspan(rows.begin, rows.size()));
      return;
    case PublicColumn::Form::kId:
      row_group.add_ids(place, column.ids().subspan(rows.begin, rows.size()), column.vocabulary());
      return;
    case PublicColumn::Form::kText:
      for (std::size_t i = 0; i < rows.size(); ++i) texts_[i] = column.texts()[rows.begin + i].bytes();
      row_group.add_texts(place, std::span(texts_).first(rows.size()));
      return;
  }
}

}  // namespace anonlog
