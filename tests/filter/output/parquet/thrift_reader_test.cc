#include "filter/output/parquet/thrift_reader.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace anonlog::parquet {
namespace {

using Field = ThriftReader::Field;

std::string_view bytes_of(const std::vector<std::uint8_t>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// All fields but 1, an integer, are skipped.
bool read_first(const std::vector<std::uint8_t>& bytes, std::int64_t& value) {
  ThriftReader thrift(bytes_of(bytes));
  thrift.read_struct([&](Field field) {
    if (field.id == 1) {
      value = thrift.integer(field);
    } else {
      thrift.skip(field);
    }
  });
  return !thrift.failed() && thrift.offset() == bytes.size();
}

TEST(ThriftReader, ReadsIntegersOfAnyWidth) {
  std::int64_t value = 0;
  EXPECT_TRUE(read_first({0x15, 0x02, 0x00}, value) && value == 1);
  EXPECT_TRUE(read_first({0x15, 0x01, 0x00}, value) && value == -1);
  EXPECT_TRUE(read_first({0x16, 0xAC, 0x02, 0x00}, value) && value == 150);
  EXPECT_TRUE(read_first({0x13, 0x80, 0x00}, value) && value == -128);
  EXPECT_TRUE(read_first({0x16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x00}, value) &&
              value == INT64_MIN);
}

TEST(ThriftReader, SkipsWhatIsUnknown) {
  const std::vector<std::vector<std::uint8_t>> fields = {
      {0x11},                               // true
      {0x12},                               // false
      {0x13, 0x07},                         // a byte
      {0x17, 1, 2, 3, 4, 5, 6, 7, 8},       // a double
      {0x18, 0x02, 'a', 'b'},               // binary
      {0x19, 0x25, 0x02, 0x04},             // a list of integers
      {0x19, 0x21, 0x01, 0x02},             // of booleans
      {0x19, 0x1C, 0x15, 0x02, 0x00},       // of structs
      {0x1B, 0x00},                         // a map of nothing
      {0x1B, 0x01, 0x85, 0x01, 'k', 0x02},  // a map
      {0x1C, 0x15, 0x02, 0x00},             // a struct
      {0x05, 0x80, 0x02, 0x02},             // a field 128
  };
  for (const auto& field : fields) {
    std::vector<std::uint8_t> bytes = {0x15, 0x54};
    bytes.insert(bytes.end(), field.begin(), field.end());
    bytes.push_back(0x00);
    std::int64_t value = 0;
    EXPECT_TRUE(read_first(bytes, value)) << int{field[0]};
    EXPECT_EQ(value, 42);
    // Cut anywhere it fails, and says for want of what.
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      ThriftReader thrift(bytes_of(bytes).substr(0, size));
      thrift.read_struct([&](Field next) { thrift.skip(next); });
      EXPECT_TRUE(thrift.failed() && thrift.is_cut()) << size;
    }
  }
}

TEST(ThriftReader, RefusesWhatIsNone) {
  std::int64_t value = 0;
  EXPECT_FALSE(read_first({0x18, 0x01, 'a', 0x00}, value));  // a text in place of an integer
  EXPECT_FALSE(read_first({0x2D, 0x00}, value));             // of no type
  EXPECT_FALSE(read_first({0x29, 0xF5, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x00}, value));  // a list of 2^32
  EXPECT_FALSE(read_first({0x05, 0x00, 0x02, 0x00}, value));                          // a field 0
  EXPECT_FALSE(read_first(std::vector<std::uint8_t>(100'000, 0x2C), value));          // too deep
  EXPECT_FALSE(read_first(std::vector<std::uint8_t>(100'000, 0x29), value));
}

TEST(ThriftReader, NothingIsReadBehindAFailure) {
  const std::vector<std::uint8_t> bytes = {0x18, 0x7F, 'a', 0x00};
  ThriftReader thrift(bytes_of(bytes));
  int fields = 0;
  thrift.read_struct([&](Field field) {
    ++fields;
    EXPECT_EQ(thrift.text(field), "");
    EXPECT_EQ(thrift.text(), "");
  });
  EXPECT_EQ(fields, 1);
}

}  // namespace
}  // namespace anonlog::parquet
