// Writes Thrift structures in the compact protocol, as far as Parquet's metadata needs it.
//
// Source: Apache Thrift, doc/specs/thrift-compact-protocol.md.
// Input:  fields of a structure in the order of their ids; every begin_struct() has its end_struct().
// Errors: none.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_THRIFT_WRITER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_THRIFT_WRITER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "filter/output/byte_buffer.h"

namespace anonlog::parquet {

class ThriftWriter {
 public:
  // The numbers of the protocol; a list's booleans have that of true.
  enum class Type : std::uint8_t {
    kTrue = 1,
    kFalse = 2,
    kByte = 3,
    kI16 = 4,
    kI32 = 5,
    kI64 = 6,
    kBinary = 8,
    kList = 9,
    kStruct = 12,
  };

  explicit ThriftWriter(ByteBuffer& out) : out_(out) {}

  // Without a field: the outermost structure, or an element of a list.
  void begin_struct();
  void begin_struct(std::int16_t field);
  void end_struct();
  void empty_struct(std::int16_t field);

  void write_bool(std::int16_t field, bool value);
  void write_byte(std::int16_t field, std::int8_t value);
  void write_i16(std::int16_t field, std::int16_t value) { write_integer(field, Type::kI16, value); }
  void write_i32(std::int16_t field, std::int32_t value) { write_integer(field, Type::kI32, value); }
  void write_i64(std::int16_t field, std::int64_t value) { write_integer(field, Type::kI64, value); }
  void write_binary(std::int16_t field, std::string_view value);

  // Followed by `size` elements of that type.
  void begin_list(std::int16_t field, Type element, std::size_t size);
  void add_bool(bool value) { put(value ? '\1' : '\2'); }
  void add_integer(std::int64_t value);  // i16, i32, i64
  void add_binary(std::string_view value);

 private:
  static constexpr std::size_t kMaxDepth = 8;

  void put(char byte) { out_.append({&byte, 1}); }
  void put_varint(std::uint64_t value);
  void begin_field(std::int16_t field, Type type);
  void write_integer(std::int16_t field, Type type, std::int64_t value);

  ByteBuffer& out_;
  std::array<std::int16_t, kMaxDepth> last_fields_{};  // of the structures that are open
  std::size_t depth_ = 0;                              // how many are open, <= kMaxDepth
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_THRIFT_WRITER_H_
