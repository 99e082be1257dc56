// Reads what is encoded in Thrift's compact protocol, of bytes that are not trusted.
//
// Source:   thrift-compact-protocol.md of Apache Thrift.
// Errors:   the first one stays: failed(); whatever is read after it is zero or empty, and no struct or list goes on.
// Lifetime: texts are views of the input.
// Memory:   none; at most kMaxDepth calls within each other.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_THRIFT_READER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_THRIFT_READER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace anonlog::parquet {

class ThriftReader {
 public:
  static constexpr unsigned kMaxDepth = 16;

  enum class Type : std::uint8_t {
    kStop = 0,
    kTrue = 1,  // in a list: any boolean
    kFalse = 2,
    kByte = 3,
    kInt16 = 4,
    kInt32 = 5,
    kInt64 = 6,
    kDouble = 7,
    kBinary = 8,
    kList = 9,
    kSet = 10,
    kMap = 11,
    kStruct = 12,
  };

  struct Field {
    int id = 0;
    Type type = Type::kStop;
  };

  explicit ThriftReader(std::string_view bytes) : bytes_(bytes) {}

  // Calls read(field) for each field of a struct that begins here; it has to read or skip() the field's value.
  template <typename ReadField>
  void read_struct(ReadField read) {
    if (++depth_ > kMaxDepth) fail();
    int last_id = 0;
    for (Field field; next_field(last_id, field);) read(field);
    --depth_;
  }
  // The same for a field that has to be a struct.
  template <typename ReadField>
  void read_struct(Field field, ReadField read) {
    if (expect(field.type == Type::kStruct)) read_struct(read);
  }

  // Calls read() for each element of a field that has to be a list of `type`.
  template <typename ReadElement>
  void read_list(Field field, Type type, ReadElement read) {
    Type element_type{};
    const std::size_t size = expect(field.type == Type::kList) ? list_size(element_type) : 0;
    if (size != 0) expect(element_type == type);
    for (std::size_t i = 0; i < size && !failed_; ++i) read();
  }

  bool boolean(Field field);
  std::int64_t integer(Field field);   // of any width
  std::string_view text(Field field);  // or binary
  std::string_view text();             // an element of a list
  void skip(Field field) { skip(field.type, false); }

  void fail() { failed_ = true; }
  [[nodiscard]] bool failed() const { return failed_; }
  // Whether it failed for want of bytes.
  [[nodiscard]] bool is_cut() const { return is_cut_; }
  // What is read of the input.
  [[nodiscard]] std::size_t offset() const { return at_; }

 private:
  bool expect(bool is_so) {
    failed_ = failed_ || !is_so;
    return !failed_;
  }
  bool next_field(int& last_id, Field& field);
  std::size_t list_size(Type& element_type);
  void skip(Type type, bool is_element);
  void skip_map();
  std::uint8_t byte();
  std::uint64_t varint();
  std::int64_t zigzag();
  std::string_view take(std::uint64_t bytes);

  std::string_view bytes_;
  std::size_t at_ = 0;  // <= bytes_.size()
  unsigned depth_ = 0;
  bool failed_ = false;
  bool is_cut_ = false;
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_THRIFT_READER_H_
