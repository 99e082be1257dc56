// The columns of a Parquet file, as far as flat records need them: every column may be null.
//
// Source: the Apache Parquet format, 2.11 (parquet.thrift, LogicalTypes.md).
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_SCHEMA_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_SCHEMA_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace anonlog::parquet {

// A file begins and ends with it.
inline constexpr std::string_view kMagic = "PAR1";

// How values are held; the numbers are those of the format.
enum class PhysicalType : std::uint8_t { kBoolean = 0, kInt32 = 1, kInt64 = 2, kByteArray = 6 };

// What values mean.
enum class ColumnType : std::uint8_t {
  kBoolean,
  kUint16,           // INT32
  kUint32,           // INT32
  kUint64,           // INT64
  kTimestampMicros,  // INT64, UTC
  kString,           // BYTE_ARRAY, UTF-8
};

constexpr PhysicalType physical_type(ColumnType type) {
  switch (type) {
    case ColumnType::kBoolean:
      return PhysicalType::kBoolean;
    case ColumnType::kUint16:
    case ColumnType::kUint32:
      return PhysicalType::kInt32;
    case ColumnType::kUint64:
    case ColumnType::kTimestampMicros:
      return PhysicalType::kInt64;
    case ColumnType::kString:
      break;
  }
  return PhysicalType::kByteArray;
}

struct Column {
  std::string name;
  ColumnType type;
};

using Schema = std::vector<Column>;

// What a file says of itself besides.
using KeyValues = std::vector<std::pair<std::string, std::string>>;

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_SCHEMA_H_
