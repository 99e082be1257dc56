#include "filter/output/parquet/rle_encoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "tests/filter/output/parquet/reference_reader.h"

namespace anonlog::parquet {
namespace {

void expect_round_trip(const std::vector<std::uint32_t>& values, unsigned width) {
  ByteBuffer out;
  append_rle(values, width, out);
  std::string_view rest = out.bytes();
  EXPECT_EQ(read_rle(rest, width, values.size()), values) << "width " << width;
  EXPECT_TRUE(rest.empty()) << "width " << width;
}

TEST(RleEncoder, GivesBackRunsAndPackedValuesOfEveryWidth) {
  std::mt19937_64 random(1);
  for (unsigned width = 0; width <= kMaxRleWidth; ++width) {
    const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
    for (int trial = 0; trial < 60; ++trial) {
      std::vector<std::uint32_t> values;
      const std::size_t pieces = random() % 12;
      for (std::size_t piece = 0; piece < pieces; ++piece) {
        const std::uint64_t value = random();
        const bool is_run = random() % 2 == 0;
        for (std::size_t left = random() % 70; left != 0; --left) {
          values.push_back(static_cast<std::uint32_t>((is_run ? value : random()) & mask));
        }
      }
      expect_round_trip(values, width);
    }
  }
}

TEST(RleEncoder, GivesBackEveryLengthOfARunBetweenOthers) {
  for (std::size_t before = 0; before < 18; ++before) {
    for (std::size_t run = 0; run < 60; ++run) {
      for (std::size_t after = 0; after < 10; ++after) {
        std::vector<std::uint32_t> values;
        for (std::size_t i = 0; i < before; ++i) values.push_back(static_cast<std::uint32_t>(i % 2));
        values.insert(values.end(), run, 3);
        for (std::size_t i = 0; i < after; ++i) values.push_back(static_cast<std::uint32_t>(i % 3));
        expect_round_trip(values, 2);
      }
    }
  }
}

TEST(RleEncoder, WritesTheExampleOfTheFormat) {
  // Encodings.md: 0 to 7 in three bits each.
  ByteBuffer out;
  append_rle(std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7}, 3, out);
  EXPECT_EQ(out.bytes(), "\x03\x88\xC6\xFA");
}

TEST(RleEncoder, WritesALongRunAsOne) {
  ByteBuffer out;
  append_rle(std::vector<std::uint32_t>(100'000, 5), 3, out);
  EXPECT_EQ(out.bytes(), std::string_view("\xC0\x9A\x0C\x05", 4));
}

}  // namespace
}  // namespace anonlog::parquet
