#include "filter/output/parquet/thrift_writer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "tests/filter/output/parquet/reference_reader.h"

namespace anonlog::parquet {
namespace {

TEST(ThriftWriter, GivesBackEveryKindOfField) {
  ByteBuffer out;
  ThriftWriter writer(out);
  writer.begin_struct();
  writer.write_bool(1, true);
  writer.write_bool(2, false);
  writer.write_byte(3, -3);
  writer.write_i16(19, std::numeric_limits<std::int16_t>::min());
  writer.write_i32(300, std::numeric_limits<std::int32_t>::min());
  writer.begin_struct(301);
  writer.write_i64(1, std::numeric_limits<std::int64_t>::max());
  writer.empty_struct(2);
  writer.end_struct();
  writer.write_binary(302, std::string_view("a\0b", 3));
  writer.end_struct();
  std::string_view rest = out.bytes();
  const ThriftValue value = read_thrift(rest);
  EXPECT_TRUE(rest.empty());
  EXPECT_EQ(value.fields.size(), 7U);
  EXPECT_EQ(value.at(1).number, 1);
  EXPECT_EQ(value.at(2).number, 0);
  EXPECT_EQ(value.at(3).number, -3);
  EXPECT_EQ(value.at(19).number, std::numeric_limits<std::int16_t>::min());
  EXPECT_EQ(value.at(300).number, std::numeric_limits<std::int32_t>::min());
  EXPECT_EQ(value.at(301).at(1).number, std::numeric_limits<std::int64_t>::max());
  EXPECT_TRUE(value.at(301).at(2).fields.empty());
  EXPECT_EQ(value.at(302).bytes, std::string("a\0b", 3));
}

TEST(ThriftWriter, GivesBackListsOfEverySize) {
  for (const std::size_t size : {0U, 1U, 14U, 15U, 16U, 200U}) {
    ByteBuffer out;
    ThriftWriter writer(out);
    writer.begin_struct();
    writer.begin_list(1, ThriftWriter::Type::kTrue, size);
    for (std::size_t i = 0; i < size; ++i) writer.add_bool(i % 3 == 0);
    writer.begin_list(2, ThriftWriter::Type::kI64, size);
    for (std::size_t i = 0; i < size; ++i) writer.add_integer(-static_cast<std::int64_t>(i) * 1000);
    writer.begin_list(3, ThriftWriter::Type::kBinary, size);
    for (std::size_t i = 0; i < size; ++i) writer.add_binary(std::string(i, 'x'));
    writer.end_struct();
    std::string_view rest = out.bytes();
    const ThriftValue value = read_thrift(rest);
    EXPECT_TRUE(rest.empty());
    ASSERT_EQ(value.at(1).list.size(), size);
    ASSERT_EQ(value.at(3).list.size(), size);
    for (std::size_t i = 0; i < size; ++i) {
      EXPECT_EQ(value.at(1).list[i].number, i % 3 == 0 ? 1 : 0);
      EXPECT_EQ(value.at(2).list[i].number, -static_cast<std::int64_t>(i) * 1000);
      EXPECT_EQ(value.at(3).list[i].bytes.size(), i);
    }
  }
}

}  // namespace
}  // namespace anonlog::parquet
