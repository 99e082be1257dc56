#include "filter/output/parquet/row_group_writer.h"

#include <cassert>
#include <utility>

namespace anonlog::parquet {

RowGroupWriter::RowGroupWriter(const Schema& schema, int zstd_level) : pages_(zstd_level) {
  columns_.reserve(schema.size());
  for (const Column& column : schema) {
    if (column.type == ColumnType::kString) {
      columns_.emplace_back(std::in_place_type<TextColumn>);
    } else {
      columns_.emplace_back(std::in_place_type<NumberColumn>, column.type);
    }
  }
}

void RowGroupWriter::add_numbers(std::size_t column, std::span<const std::uint64_t> numbers) {
  std::get<NumberColumn>(columns_[column]).add(numbers);
}

void RowGroupWriter::add_times(std::size_t column, std::span<const std::int64_t> micros) {
  std::get<NumberColumn>(columns_[column]).add_times(micros);
}

void RowGroupWriter::add_texts(std::size_t column, std::span<const std::string_view> texts) {
  std::get<TextColumn>(columns_[column]).add(texts);
}

void RowGroupWriter::add_ids(std::size_t column, std::span<const std::uint16_t> ids,
                             std::span<const std::string_view> texts) {
  std::get<TextColumn>(columns_[column]).add_ids(ids, texts);
}

void RowGroupWriter::add_nulls(std::size_t column, std::size_t rows) {
  std::visit([rows](auto& any) { any.add_nulls(rows); }, columns_[column]);
}

std::uint64_t RowGroupWriter::rows() const {
  return std::visit([](const auto& any) { return any.rows(); }, columns_.front());
}

Result<RowGroup> RowGroupWriter::finish(ByteBuffer& out) {
  assert(rows() != 0);
  const std::size_t begin = out.bytes().size();
  RowGroup row_group;
  row_group.rows = rows();
  row_group.columns.reserve(columns_.size());
  for (AnyColumn& any : columns_) {
    auto chunk = std::visit([&](auto& column) { return column.finish(pages_, begin, out); }, any);
    if (!chunk) return tl::unexpected(std::move(chunk.error()));
    assert(chunk->values == row_group.rows);
    row_group.columns.push_back(*std::move(chunk));
  }
  row_group.bytes = out.bytes().size() - begin;
  return row_group;
}

}  // namespace anonlog::parquet
