// The hybrid of run lengths and bit packing: what is written is read back by the reference.
// The first byte is the width; each of the others says a value, and how often it comes.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "filter/output/parquet/rle_encoder.h"
#include "tests/filter/output/parquet/reference_reader.h"
#include "tests/fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace anonlog;
  if (size == 0) return 0;
  const unsigned width = data[0] % (parquet::kMaxRleWidth + 1);
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  std::vector<std::uint32_t> values;
  for (std::size_t i = 1; i < size; ++i) {
    const std::uint64_t value = data[i] % 16U * 0x9E3779B97F4A7C15U >> 20U;
    values.insert(values.end(), 1 + data[i] / 16U, static_cast<std::uint32_t>(value & mask));
  }
  ByteBuffer out;
  parquet::append_rle(values, width, out);
  std::string_view rest = out.bytes();
  require(parquet::read_rle(rest, width, values.size()) == values, "what is read is what was written");
  require(rest.empty(), "nothing is left");
  return 0;
}
