#include "filter/output/byte_buffer.h"

#include <gtest/gtest.h>

#include <string>

namespace anonlog {
namespace {

TEST(ByteBuffer, IsEmptyAtFirstAndAfterClear) {
  ByteBuffer buffer;
  EXPECT_TRUE(buffer.empty());
  EXPECT_EQ(buffer.bytes(), "");
  buffer.append("");
  EXPECT_TRUE(buffer.empty());
  buffer.append("a");
  buffer.clear();
  EXPECT_TRUE(buffer.empty());
}

TEST(ByteBuffer, KeepsItsBytesWhenItGrows) {
  ByteBuffer buffer;
  std::string expected;
  for (int i = 0; i < 200'000; ++i) {
    const std::string text = std::to_string(i);
    buffer.append(text);
    expected += text;
  }
  EXPECT_EQ(buffer.bytes(), expected);
}

TEST(ByteBuffer, WhatIsReservedCountsOnlyUpToTheCommittedEnd) {
  ByteBuffer buffer;
  buffer.append("ab");
  char* space = buffer.reserve(1'000'000);
  space[0] = 'c';
  space[1] = 'd';
  buffer.commit(space + 1);
  EXPECT_EQ(buffer.bytes(), "abc");
}

TEST(ByteBuffer, ClearKeepsTheSpace) {
  ByteBuffer buffer;
  const char* space = buffer.reserve(1'000'000);
  buffer.clear();
  EXPECT_EQ(buffer.reserve(1'000'000), space);
}

}  // namespace
}  // namespace anonlog
