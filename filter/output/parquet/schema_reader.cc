#include "filter/output/parquet/schema_reader.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>

namespace anonlog::parquet {
namespace {

// What a column of a type looks like. Old writers tell its meaning as a converted type, newer ones as a logical type as well;
// kNoConverted: neither.
struct TypeRow {
  ColumnType type;
  PhysicalType physical;
  std::int64_t converted;
};

constexpr std::int64_t kNoConverted = -1;
constexpr std::int64_t kOtherConverted = -2;

constexpr TypeRow kTypes[] = {
    {ColumnType::kBoolean, PhysicalType::kBoolean, kNoConverted},
    {ColumnType::kUint16, PhysicalType::kInt32, 12},
    {ColumnType::kUint32, PhysicalType::kInt32, 13},
    {ColumnType::kUint64, PhysicalType::kInt64, 14},
    {ColumnType::kTimestampMicros, PhysicalType::kInt64, 10},
    {ColumnType::kString, PhysicalType::kByteArray, 0},
};

struct Element {
  std::int64_t physical = -1;
  std::int64_t repetition = -1;
  std::int64_t children = 0;
  std::int64_t converted = kNoConverted;
  std::optional<std::int64_t> logical;  // the converted type that means the same
  std::string_view name;
};

using Field = ThriftReader::Field;

// The converted type that means the same as an integer of these bits.
std::int64_t read_integer_type(ThriftReader& thrift, Field field) {
  std::int64_t bits = 0;
  bool is_signed = true;
  thrift.read_struct(field, [&](Field part) {
    if (part.id == 1) {
      bits = thrift.integer(part);
    } else if (part.id == 2) {
      is_signed = thrift.boolean(part);
    } else {
      thrift.skip(part);
    }
  });
  if (is_signed) return kOtherConverted;
  return bits == 16 ? 12 : bits == 32 ? 13 : bits == 64 ? 14 : kOtherConverted;
}

std::int64_t read_timestamp_type(ThriftReader& thrift, Field field) {
  bool is_utc = false;
  bool is_micros = false;
  thrift.read_struct(field, [&](Field part) {
    if (part.id == 1) {
      is_utc = thrift.boolean(part);
    } else if (part.id == 2) {
      thrift.read_struct(part, [&](Field unit) {
        is_micros = unit.id == 2;
        thrift.skip(unit);
      });
    } else {
      thrift.skip(part);
    }
  });
  return is_utc && is_micros ? 10 : kOtherConverted;
}

std::int64_t read_logical_type(ThriftReader& thrift, Field field) {
  std::int64_t converted = kOtherConverted;
  thrift.read_struct(field, [&](Field kind) {
    switch (kind.id) {
      case 1:
        converted = 0;
        return thrift.skip(kind);
      case 8:
        converted = read_timestamp_type(thrift, kind);
        return;
      case 10:
        converted = read_integer_type(thrift, kind);
        return;
      default:
        return thrift.skip(kind);
    }
  });
  return converted;
}

Element read_element(ThriftReader& thrift) {
  Element element;
  thrift.read_struct([&](Field field) {
    switch (field.id) {
      case 1:
        element.physical = thrift.integer(field);
        return;
      case 3:
        element.repetition = thrift.integer(field);
        return;
      case 4:
        element.name = thrift.text(field);
        return;
      case 5:
        element.children = thrift.integer(field);
        return;
      case 6:
        element.converted = thrift.integer(field);
        return;
      case 10:
        element.logical = read_logical_type(thrift, field);
        return;
      default:
        return thrift.skip(field);
    }
  });
  return element;
}

}  // namespace

bool read_schema(ThriftReader& thrift, Field field, Schema& schema) {
  constexpr std::int64_t kOptional = 1;
  std::optional<std::int64_t> columns;
  bool is_ours = true;
  thrift.read_list(field, ThriftReader::Type::kStruct, [&] {
    const Element element = read_element(thrift);
    if (!columns) {
      columns = element.children;
      return;
    }
    const std::int64_t meaning = element.logical.value_or(element.converted);
    const auto* const row = std::ranges::find_if(kTypes, [&](const TypeRow& known) {
      return static_cast<std::int64_t>(known.physical) == element.physical && known.converted == meaning;
    });
    is_ours = is_ours && row != std::end(kTypes) && element.repetition == kOptional && element.children == 0;
    if (is_ours) schema.push_back({.name = std::string(element.name), .type = row->type});
  });
  return is_ours && columns && *columns > 0 && static_cast<std::uint64_t>(*columns) == schema.size();
}

PhysicalType physical_type_of(ColumnType type) {
  return std::ranges::find(kTypes, type, &TypeRow::type)->physical;
}

}  // namespace anonlog::parquet
