// Thrift's compact protocol: what is written is read back by the reference.
// Each byte begins a field, a structure within, or ends one; the bytes behind it are its value.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "filter/output/parquet/thrift_writer.h"
#include "tests/filter/output/parquet/reference_reader.h"
#include "tests/fuzz/require.h"

namespace {

using anonlog::parquet::ThriftValue;
using anonlog::parquet::ThriftWriter;

class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

  [[nodiscard]] bool empty() const { return size_ == 0; }
  std::string_view take(std::size_t most) {
    const std::size_t size = std::min(most, size_);
    const std::string_view taken(reinterpret_cast<const char*>(data_), size);
    data_ += size;
    size_ -= size;
    return taken;
  }
  std::uint8_t byte() { return empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(take(1)[0]); }
  std::int64_t number() {
    std::int64_t number = 0;
    const std::string_view taken = take(byte() % 9U);
    if (!taken.empty()) std::memcpy(&number, taken.data(), taken.size());
    return number;
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
};

// Writes fields until it is told to end, and gives what a reader must see.
ThriftValue write_fields(Bytes& bytes, ThriftWriter& writer, int depth) {
  ThriftValue expected;
  std::int16_t field = 0;
  while (!bytes.empty() && field < 20'000) {
    field = static_cast<std::int16_t>(field + 1 + bytes.byte() % 40);
    ThriftValue& value = expected.fields[field];
    switch (bytes.byte() % 6U) {
      case 0:
        writer.write_bool(field, (value.number = bytes.byte() % 2) != 0);
        break;
      case 1:
        writer.write_i64(field, value.number = bytes.number());
        break;
      case 2:
        writer.write_binary(field, value.bytes = bytes.take(bytes.byte()));
        break;
      case 3: {
        value.list.resize(bytes.byte() % 40U);
        writer.begin_list(field, ThriftWriter::Type::kI64, value.list.size());
        for (ThriftValue& element : value.list) writer.add_integer(element.number = bytes.number());
        break;
      }
      case 4:
        if (depth == 6) {
          writer.empty_struct(field);
        } else {
          writer.begin_struct(field);
          value = write_fields(bytes, writer, depth + 1);
          writer.end_struct();
        }
        break;
      default:
        expected.fields.erase(field);
        return expected;
    }
  }
  return expected;
}

bool is_equal(const ThriftValue& a, const ThriftValue& b) {
  if (a.number != b.number || a.bytes != b.bytes || a.list.size() != b.list.size() ||
      a.fields.size() != b.fields.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.list.size(); ++i) {
    if (!is_equal(a.list[i], b.list[i])) return false;
  }
  for (const auto& [field, value] : a.fields) {
    if (!b.has(field) || !is_equal(value, b.at(field))) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  anonlog::ByteBuffer out;
  ThriftWriter writer(out);
  writer.begin_struct();
  const ThriftValue expected = write_fields(bytes, writer, 1);
  writer.end_struct();
  std::string_view rest = out.bytes();
  anonlog::require(is_equal(anonlog::parquet::read_thrift(rest), expected),
                   "what is read is what was written");
  anonlog::require(rest.empty(), "nothing is left");
  return 0;
}
