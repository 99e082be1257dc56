#include "filter/output/parquet/thrift_writer.h"

#include <cassert>

namespace anonlog::parquet {

void ThriftWriter::begin_struct() {
  assert(depth_ < kMaxDepth);
  last_fields_[depth_++] = 0;
}

void ThriftWriter::begin_struct(std::int16_t field) {
  begin_field(field, Type::kStruct);
  begin_struct();
}

void ThriftWriter::end_struct() {
  assert(depth_ != 0);
  put('\0');
  --depth_;
}

void ThriftWriter::empty_struct(std::int16_t field) {
  begin_struct(field);
  end_struct();
}

void ThriftWriter::write_bool(std::int16_t field, bool value) {
  begin_field(field, value ? Type::kTrue : Type::kFalse);
}

void ThriftWriter::write_byte(std::int16_t field, std::int8_t value) {
  begin_field(field, Type::kByte);
  put(static_cast<char>(value));
}

void ThriftWriter::write_binary(std::int16_t field, std::string_view value) {
  begin_field(field, Type::kBinary);
  add_binary(value);
}

void ThriftWriter::begin_list(std::int16_t field, Type element, std::size_t size) {
  constexpr std::size_t kFirstLongSize = 15;
  begin_field(field, Type::kList);
  const auto type = static_cast<unsigned>(element);
  if (size < kFirstLongSize) {
    put(static_cast<char>(size << 4U | type));
  } else {
    put(static_cast<char>(kFirstLongSize << 4U | type));
    put_varint(size);
  }
}

void ThriftWriter::add_integer(std::int64_t value) {
  // Zigzag: small negative numbers are short too.
  put_varint(static_cast<std::uint64_t>(value) << 1U ^ static_cast<std::uint64_t>(value >> 63U));
}

void ThriftWriter::add_binary(std::string_view value) {
  put_varint(value.size());
  out_.append(value);
}

void ThriftWriter::put_varint(std::uint64_t value) {
  for (; value >= 0x80U; value >>= 7U) put(static_cast<char>((value & 0x7FU) | 0x80U));
  put(static_cast<char>(value));
}

void ThriftWriter::begin_field(std::int16_t field, Type type) {
  constexpr int kMaxShortDelta = 15;
  assert(depth_ != 0);
  std::int16_t& last = last_fields_[depth_ - 1];
  assert(field > last);
  const int delta = field - last;
  const auto type_bits = static_cast<unsigned>(type);
  if (delta <= kMaxShortDelta) {
    put(static_cast<char>(static_cast<unsigned>(delta) << 4U | type_bits));
  } else {
    put(static_cast<char>(type_bits));
    add_integer(field);
  }
  last = field;
}

void ThriftWriter::write_integer(std::int16_t field, Type type, std::int64_t value) {
  begin_field(field, type);
  add_integer(value);
}

}  // namespace anonlog::parquet
