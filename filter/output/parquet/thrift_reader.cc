#include "filter/output/parquet/thrift_reader.h"

namespace anonlog::parquet {

std::uint8_t ThriftReader::byte() {
  const std::string_view taken = take(1);
  return taken.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(taken.front());
}

std::string_view ThriftReader::take(std::uint64_t bytes) {
  if (failed_) return {};
  if (bytes > bytes_.size() - at_) {
    failed_ = is_cut_ = true;
    return {};
  }
  const std::string_view taken = bytes_.substr(at_, static_cast<std::size_t>(bytes));
  at_ += taken.size();
  return taken;
}

std::uint64_t ThriftReader::varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint64_t next = byte();
    value |= (next & 0x7FU) << shift;
    if ((next & 0x80U) == 0) return value;
  }
  fail();
  return 0;
}

std::int64_t ThriftReader::zigzag() {
  const std::uint64_t value = varint();
  return static_cast<std::int64_t>((value >> 1U) ^ (~(value & 1U) + 1U));
}

bool ThriftReader::next_field(int& last_id, Field& field) {
  const std::uint8_t head = byte();
  if (failed_ || head == 0) return false;
  const unsigned delta = head >> 4U;
  const std::int64_t id = delta != 0 ? last_id + static_cast<int>(delta) : zigzag();
  field.type = static_cast<Type>(head & 0x0FU);
  if (!expect(id > 0 && id <= 0x7FFF && field.type != Type::kStop)) return false;
  field.id = last_id = static_cast<int>(id);
  return true;
}

bool ThriftReader::boolean(Field field) {
  expect(field.type == Type::kTrue || field.type == Type::kFalse);
  return field.type == Type::kTrue;
}

std::int64_t ThriftReader::integer(Field field) {
  if (field.type == Type::kByte) return static_cast<std::int8_t>(byte());
  return expect(field.type >= Type::kInt16 && field.type <= Type::kInt64) ? zigzag() : 0;
}

std::string_view ThriftReader::text(Field field) {
  return expect(field.type == Type::kBinary) ? text() : std::string_view();
}

std::string_view ThriftReader::text() { return take(varint()); }

std::size_t ThriftReader::list_size(Type& element_type) {
  const std::uint8_t head = byte();
  element_type = static_cast<Type>(head & 0x0FU);
  const std::uint64_t size = head >> 4U == 15 ? varint() : head >> 4U;
  // An element has a byte at least.
  take(size);
  if (failed_) return 0;
  at_ -= static_cast<std::size_t>(size);
  return static_cast<std::size_t>(size);
}

// Of an element a boolean is a byte; of a field it is in its type.
void ThriftReader::skip(Type type, bool is_element) {
  if (failed_ || !expect(depth_ < kMaxDepth)) return;
  switch (type) {
    case Type::kTrue:
    case Type::kFalse:
      if (is_element) byte();
      return;
    case Type::kByte:
      byte();
      return;
    case Type::kInt16:
    case Type::kInt32:
    case Type::kInt64:
      varint();
      return;
    case Type::kDouble:
      take(8);
      return;
    case Type::kBinary:
      text();
      return;
    case Type::kList:
    case Type::kSet: {
      Type element_type{};
      const std::size_t size = list_size(element_type);
      ++depth_;
      for (std::size_t i = 0; i < size && !failed_; ++i) skip(element_type, true);
      --depth_;
      return;
    }
    case Type::kMap:
      return skip_map();
    case Type::kStruct:
      return read_struct([this](Field field) { skip(field); });
    case Type::kStop:
      break;
  }
  fail();
}

void ThriftReader::skip_map() {
  const std::uint64_t size = varint();
  if (failed_ || size == 0) return;
  const std::uint8_t types = byte();
  ++depth_;
  for (std::uint64_t i = 0; i < size && !failed_; ++i) {
    skip(static_cast<Type>(types >> 4U), true);
    skip(static_cast<Type>(types & 0x0FU), true);
  }
  --depth_;
}

}  // namespace anonlog::parquet
