#include "filter/output/parquet/hybrid_reader.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace anonlog::parquet {
namespace {

using Numbers = std::vector<std::uint32_t>;

std::optional<Numbers> read(std::string_view bytes, unsigned bits, std::size_t count, std::size_t rest = 0) {
  Numbers numbers(count);
  if (!read_hybrid(bytes, bits, numbers) || bytes.size() != rest) return std::nullopt;
  return numbers;
}

// The example of Encodings.md: 0 to 7 in three bits.
TEST(HybridReader, ReadsTheExampleOfTheFormat) {
  EXPECT_EQ(read("\x03\x88\xC6\xFA", 3, 8), (Numbers{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST(HybridReader, ReadsRuns) {
  EXPECT_EQ(read(std::string_view("\x06\x05\x04\x01", 4), 3, 5), (Numbers{5, 5, 5, 1, 1}));
  EXPECT_EQ(read(std::string_view("\x04\x34\x12\x00", 4), 17, 2), (Numbers{0x1234, 0x1234}));
  EXPECT_EQ(read(std::string_view("\x02\xFF\xFF\xFF\xFF", 5), 32, 1), (Numbers{0xFFFFFFFF}));
  EXPECT_EQ(read("\x06", 0, 3), (Numbers{0, 0, 0}));
  EXPECT_EQ(read("rest", 3, 0, 4), Numbers{});
}

TEST(HybridReader, ABitPackedRunIsFilledUpToEight) {
  EXPECT_EQ(read("\x03\x05", 1, 3), (Numbers{1, 0, 1}));
  EXPECT_EQ(read(std::string_view("\x03\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", 9), 8, 8)->back(), 0x7FU);
}

TEST(HybridReader, RefusesWhatIsNone) {
  EXPECT_FALSE(read("", 1, 1));                               // nothing
  EXPECT_FALSE(read("\x03", 1, 8));                           // a run without its bytes
  EXPECT_FALSE(read("\x06", 3, 3));                           // a run without its value
  EXPECT_FALSE(read(std::string_view("\x00\x00", 2), 1, 1));  // a run of nothing
  EXPECT_FALSE(read("\x06\x08", 3, 3));                       // a value of four bits
  EXPECT_FALSE(read("\x08\x01", 1, 3));                       // a run of more values
  EXPECT_FALSE(read("\x05\x01\x01", 1, 8));                   // a packed run of more values
  EXPECT_FALSE(read("\x80\x80\x80\x80\x80\x01", 0, 3));       // a head without end
  EXPECT_FALSE(read("\xFF\xFF\xFF\xFF\x7F", 32, 8));          // of 2^34 groups
}

}  // namespace
}  // namespace anonlog::parquet
