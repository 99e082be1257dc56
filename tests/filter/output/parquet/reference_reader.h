// Reads Parquet files slowly and plainly, as the format's text tells: the oracle of the writer's tests. It shares no code
// with the writer. What is wrong throws.
#ifndef ANONLOG_TESTS_FILTER_OUTPUT_PARQUET_REFERENCE_READER_H_
#define ANONLOG_TESTS_FILTER_OUTPUT_PARQUET_REFERENCE_READER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anonlog::parquet {

// Any value of Thrift's compact protocol.
struct ThriftValue {
  int type = 0;  // as the protocol numbers them; 1 and 2 are true and false
  std::int64_t number = 0;
  std::string bytes;
  std::vector<ThriftValue> list;
  std::map<int, ThriftValue> fields;

  [[nodiscard]] const ThriftValue& at(int field) const { return fields.at(field); }
  [[nodiscard]] bool has(int field) const { return fields.contains(field); }
};

// Reads a structure from the beginning of `rest`, and takes it off.
ThriftValue read_thrift(std::string_view& rest);

// `count` values of the hybrid of run lengths and bit packing; `rest` is then what stands behind them.
std::vector<std::uint32_t> read_rle(std::string_view& rest, unsigned width, std::size_t count);

// A value as PLAIN holds it, without a length; a boolean is one byte.
using ReferenceValue = std::optional<std::string>;

struct ReferencePage {
  std::int64_t offset = 0;
  std::int64_t bytes = 0;
  std::int64_t encoding = 0;
  std::vector<ReferenceValue> values;
};

struct ReferenceFile {
  ThriftValue footer;
  std::vector<std::vector<std::vector<ReferencePage>>> pages;  // by row group and column

  [[nodiscard]] std::vector<ReferenceValue> column(std::size_t index) const;
};

ReferenceFile read_reference_file(std::string_view file);

}  // namespace anonlog::parquet

#endif  // ANONLOG_TESTS_FILTER_OUTPUT_PARQUET_REFERENCE_READER_H_
