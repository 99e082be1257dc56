#include "filter/output/parquet/footer.h"

#include <cstdint>

#include "filter/output/parquet/page_writer.h"
#include "filter/output/parquet/thrift_writer.h"

namespace anonlog::parquet {
namespace {

using Type = ThriftWriter::Type;

constexpr std::int32_t kFormatVersion = 2;
constexpr std::int32_t kOptional = 1;
constexpr std::int32_t kZstd = 6;
constexpr std::int32_t kDataPage = 0;
constexpr std::int32_t kDictionaryPage = 2;

constexpr std::int64_t i64(std::uint64_t number) { return static_cast<std::int64_t>(number); }

// The old way to say what values mean.
enum class ConvertedType : std::int32_t {
  kUtf8 = 0,
  kTimestampMicros = 10,
  kUint16 = 12,
  kUint32 = 13,
  kUint64 = 14,
};

void append_integer_type(int bits, ConvertedType converted, ThriftWriter& out) {
  out.write_i32(6, static_cast<std::int32_t>(converted));
  out.begin_struct(10);  // LogicalType
  out.begin_struct(10);  // INTEGER
  out.write_byte(1, static_cast<std::int8_t>(bits));
  out.write_bool(2, false);  // signed
  out.end_struct();
  out.end_struct();
}

void append_meaning(ColumnType type, ThriftWriter& out) {
  switch (type) {
    case ColumnType::kBoolean:
      break;
    case ColumnType::kUint16:
      append_integer_type(16, ConvertedType::kUint16, out);
      break;
    case ColumnType::kUint32:
      append_integer_type(32, ConvertedType::kUint32, out);
      break;
    case ColumnType::kUint64:
      append_integer_type(64, ConvertedType::kUint64, out);
      break;
    case ColumnType::kTimestampMicros:
      out.write_i32(6, static_cast<std::int32_t>(ConvertedType::kTimestampMicros));
      out.begin_struct(10);     // LogicalType
      out.begin_struct(8);      // TIMESTAMP
      out.write_bool(1, true);  // UTC
      out.begin_struct(2);      // unit
      out.empty_struct(2);      // MICROS
      out.end_struct();
      out.end_struct();
      out.end_struct();
      break;
    case ColumnType::kString:
      out.write_i32(6, static_cast<std::int32_t>(ConvertedType::kUtf8));
      out.begin_struct(10);  // LogicalType
      out.empty_struct(1);   // STRING
      out.end_struct();
      break;
  }
}

void append_schema(const Schema& schema, ThriftWriter& out) {
  out.begin_list(2, Type::kStruct, schema.size() + 1);
  out.begin_struct();
  out.write_binary(4, "schema");
  out.write_i32(5, static_cast<std::int32_t>(schema.size()));
  out.end_struct();
  for (const Column& column : schema) {
    out.begin_struct();
    out.write_i32(1, static_cast<std::int32_t>(physical_type(column.type)));
    out.write_i32(3, kOptional);
    out.write_binary(4, column.name);
    append_meaning(column.type, out);
    out.end_struct();
  }
}

void append_statistics(const ColumnChunk& chunk, ThriftWriter& out) {
  const Bounds& bounds = chunk.bounds;
  out.begin_struct(12);
  out.write_i64(3, i64(chunk.nulls));
  if (bounds.max) out.write_binary(5, *bounds.max);
  if (bounds.min) out.write_binary(6, *bounds.min);
  if (bounds.max) out.write_bool(7, bounds.max_is_exact);
  if (bounds.min) out.write_bool(8, bounds.min_is_exact);
  out.end_struct();
}

void append_encoding_counts(const ColumnChunk& chunk, ThriftWriter& out) {
  struct Row {
    std::int32_t page_type;
    Encoding encoding;
    std::size_t count;
  };
  const std::size_t code_pages = chunk.pages.size() - chunk.plain_pages;
  const Row rows[] = {{.page_type = kDictionaryPage,
                       .encoding = Encoding::kPlain,
                       .count = chunk.dictionary_offset ? 1U : 0U},
                      {.page_type = kDataPage, .encoding = Encoding::kRleDictionary, .count = code_pages},
                      {.page_type = kDataPage, .encoding = Encoding::kPlain, .count = chunk.plain_pages}};
  std::size_t used = 0;
  for (const Row& row : rows) used += row.count != 0 ? 1 : 0;
  out.begin_list(13, Type::kStruct, used);
  for (const Row& row : rows) {
    if (row.count == 0) continue;
    out.begin_struct();
    out.write_i32(1, row.page_type);
    out.write_i32(2, static_cast<std::int32_t>(row.encoding));
    out.write_i32(3, static_cast<std::int32_t>(row.count));
    out.end_struct();
  }
}

void append_chunk_data(const Column& column, const ColumnChunk& chunk, std::uint64_t offset,
                       ThriftWriter& out) {
  out.begin_struct(3);
  out.write_i32(1, static_cast<std::int32_t>(physical_type(column.type)));
  const bool has_dictionary = chunk.dictionary_offset.has_value();
  out.begin_list(2, Type::kI32, has_dictionary ? 3 : 2);
  out.add_integer(static_cast<std::int64_t>(Encoding::kPlain));
  out.add_integer(static_cast<std::int64_t>(Encoding::kRle));
  if (has_dictionary) out.add_integer(static_cast<std::int64_t>(Encoding::kRleDictionary));
  out.begin_list(3, Type::kBinary, 1);
  out.add_binary(column.name);
  out.write_i32(4, kZstd);
  out.write_i64(5, i64(chunk.values));
  out.write_i64(6, i64(chunk.uncompressed_bytes));
  out.write_i64(7, i64(chunk.bytes));
  out.write_i64(9, i64(offset + chunk.pages.front().offset));
  if (has_dictionary) out.write_i64(11, i64(offset + *chunk.dictionary_offset));
  append_statistics(chunk, out);
  append_encoding_counts(chunk, out);
  out.end_struct();
}

void append_index_places(const IndexPlace& column_index, const IndexPlace& offset_index, ThriftWriter& out) {
  out.write_i64(4, i64(offset_index.offset));
  out.write_i32(5, static_cast<std::int32_t>(offset_index.bytes));
  if (column_index.bytes == 0) return;
  out.write_i64(6, i64(column_index.offset));
  out.write_i32(7, static_cast<std::int32_t>(column_index.bytes));
}

void append_row_group(const Schema& schema, const RowGroup& row_group, std::size_t ordinal,
                      const PageIndexPlaces& places, ThriftWriter& out) {
  constexpr std::size_t kMaxOrdinal = 0x7FFF;
  std::uint64_t uncompressed_bytes = 0;
  for (const ColumnChunk& chunk : row_group.columns) uncompressed_bytes += chunk.uncompressed_bytes;
  out.begin_struct();
  out.begin_list(1, Type::kStruct, schema.size());
  for (std::size_t i = 0; i < schema.size(); ++i) {
    const std::size_t place = ordinal * schema.size() + i;
    out.begin_struct();
    out.write_i64(2, 0);  // where the metadata stands a second time: nowhere
    append_chunk_data(schema[i], row_group.columns[i], row_group.offset, out);
    append_index_places(places.column_indexes[place], places.offset_indexes[place], out);
    out.end_struct();
  }
  out.write_i64(2, i64(uncompressed_bytes));
  out.write_i64(3, i64(row_group.rows));
  out.write_i64(5, i64(row_group.offset));
  out.write_i64(6, i64(row_group.bytes));
  if (ordinal <= kMaxOrdinal) out.write_i16(7, static_cast<std::int16_t>(ordinal));
  out.end_struct();
}

}  // namespace

void append_footer(const Schema& schema, std::span<const RowGroup> row_groups, const PageIndexPlaces& places,
                   std::string_view created_by, const KeyValues& key_values, ByteBuffer& bytes) {
  ThriftWriter out(bytes);
  std::uint64_t rows = 0;
  for (const RowGroup& row_group : row_groups) rows += row_group.rows;
  out.begin_struct();
  out.write_i32(1, kFormatVersion);
  append_schema(schema, out);
  out.write_i64(3, i64(rows));
  out.begin_list(4, Type::kStruct, row_groups.size());
  for (std::size_t i = 0; i < row_groups.size(); ++i) append_row_group(schema, row_groups[i], i, places, out);
  if (!key_values.empty()) {
    out.begin_list(5, Type::kStruct, key_values.size());
    for (const auto& [key, value] : key_values) {
      out.begin_struct();
      out.write_binary(1, key);
      out.write_binary(2, value);
      out.end_struct();
    }
  }
  out.write_binary(6, created_by);
  out.begin_list(7, Type::kStruct, schema.size());  // column_orders
  for (std::size_t i = 0; i < schema.size(); ++i) {
    out.begin_struct();
    out.empty_struct(1);  // TYPE_ORDER
    out.end_struct();
  }
  out.end_struct();
}

}  // namespace anonlog::parquet
