#include "filter/output/parquet/page_index.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "filter/output/parquet/thrift_writer.h"

namespace anonlog::parquet {
namespace {

enum class BoundaryOrder : std::int32_t { kUnordered = 0, kAscending = 1, kDescending = 2 };

std::int64_t signed_number(std::string_view plain) {
  std::int64_t number = 0;
  std::memcpy(&number, plain.data(), std::min(plain.size(), sizeof number));
  return number;
}

// Bounds as they are held, in the order of the column's type.
bool is_less(ColumnType type, std::string_view a, std::string_view b) {
  if (type == ColumnType::kString) return a < b;
  const std::int64_t x = signed_number(a);
  const std::int64_t y = signed_number(b);
  if (type == ColumnType::kTimestampMicros) return x < y;
  return static_cast<std::uint64_t>(x) < static_cast<std::uint64_t>(y);
}

// Pages without values do not count.
BoundaryOrder order_of(ColumnType type, std::span<const DataPage> pages) {
  bool rises = true;
  bool falls = true;
  const DataPage* last = nullptr;
  for (const DataPage& page : pages) {
    if (page.all_null) continue;
    if (last != nullptr) {
      const Bounds& a = last->bounds;
      const Bounds& b = page.bounds;
      rises = rises && !is_less(type, *b.min, *a.min) && !is_less(type, *b.max, *a.max);
      falls = falls && !is_less(type, *a.min, *b.min) && !is_less(type, *a.max, *b.max);
    }
    last = &page;
  }
  return rises ? BoundaryOrder::kAscending : falls ? BoundaryOrder::kDescending : BoundaryOrder::kUnordered;
}

bool has_bounds(const DataPage& page) { return page.all_null || (page.bounds.min && page.bounds.max); }

void append_column_index(ColumnType type, std::span<const DataPage> pages, ByteBuffer& out) {
  using Type = ThriftWriter::Type;
  ThriftWriter index(out);
  index.begin_struct();
  index.begin_list(1, Type::kTrue, pages.size());
  for (const DataPage& page : pages) index.add_bool(page.all_null);
  index.begin_list(2, Type::kBinary, pages.size());
  for (const DataPage& page : pages) index.add_binary(page.all_null ? std::string_view() : *page.bounds.min);
  index.begin_list(3, Type::kBinary, pages.size());
  for (const DataPage& page : pages) index.add_binary(page.all_null ? std::string_view() : *page.bounds.max);
  index.write_i32(4, static_cast<std::int32_t>(order_of(type, pages)));
  index.begin_list(5, Type::kI64, pages.size());
  for (const DataPage& page : pages) index.add_integer(static_cast<std::int64_t>(page.nulls));
  index.end_struct();
}

void append_offset_index(std::uint64_t row_group_offset, std::span<const DataPage> pages, ByteBuffer& out) {
  ThriftWriter index(out);
  index.begin_struct();
  index.begin_list(1, ThriftWriter::Type::kStruct, pages.size());
  for (const DataPage& page : pages) {
    index.begin_struct();
    index.write_i64(1, static_cast<std::int64_t>(row_group_offset + page.offset));
    index.write_i32(2, static_cast<std::int32_t>(page.bytes));
    index.write_i64(3, static_cast<std::int64_t>(page.first_row));
    index.end_struct();
  }
  index.end_struct();
}

}  // namespace

PageIndexPlaces append_page_indexes(const Schema& schema, std::span<const RowGroup> row_groups,
                                    std::uint64_t end, ByteBuffer& out) {
  PageIndexPlaces places;
  const std::size_t begin = out.bytes().size();
  const auto place_from = [&](std::size_t from) {
    const std::size_t to = out.bytes().size();
    return IndexPlace{.offset = end + (from - begin), .bytes = static_cast<std::uint32_t>(to - from)};
  };
  for (const RowGroup& row_group : row_groups) {
    for (std::size_t i = 0; i < schema.size(); ++i) {
      const std::span<const DataPage> pages = row_group.columns[i].pages;
      const std::size_t from = out.bytes().size();
      if (std::all_of(pages.begin(), pages.end(), has_bounds))
        append_column_index(schema[i].type, pages, out);
      places.column_indexes.push_back(place_from(from));
    }
  }
  for (const RowGroup& row_group : row_groups) {
    for (const ColumnChunk& chunk : row_group.columns) {
      const std::size_t from = out.bytes().size();
      append_offset_index(row_group.offset, chunk.pages, out);
      places.offset_indexes.push_back(place_from(from));
    }
  }
  return places;
}

}  // namespace anonlog::parquet
