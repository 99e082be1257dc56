#include "filter/output/parquet/hybrid_reader.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace anonlog::parquet {
namespace {

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  if (!bytes.empty()) std::memcpy(&value, bytes.data(), std::min(bytes.size(), sizeof value));
  return value;
}

bool read_run_head(std::string_view& bytes, std::uint64_t& head) {
  head = 0;
  for (unsigned shift = 0; shift < 35 && !bytes.empty(); shift += 7) {
    const auto next = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    head |= std::uint64_t{next & 0x7FU} << shift;
    if ((next & 0x80U) == 0) return true;
  }
  return false;
}

// A value is within 8 bytes, wherever in a byte it begins.
void unpack(std::string_view bytes, unsigned bits, std::span<std::uint32_t> values) {
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t at = i * bits;
    values[i] = static_cast<std::uint32_t>(little_endian(bytes.substr(at / 8)) >> (at % 8) & mask);
  }
}

}  // namespace

bool read_hybrid(std::string_view& bytes, unsigned bits, std::span<std::uint32_t> values) {
  while (!values.empty()) {
    std::uint64_t head = 0;
    if (!read_run_head(bytes, head)) return false;
    const std::uint64_t length = head >> 1U;
    if (length == 0) return false;
    const bool is_packed = (head & 1U) != 0;
    const std::uint64_t run_bytes = is_packed ? length * bits : (bits + 7) / 8;
    if (run_bytes > bytes.size()) return false;
    const std::string_view run = bytes.substr(0, static_cast<std::size_t>(run_bytes));
    bytes.remove_prefix(run.size());
    const std::uint64_t run_values = is_packed ? length * 8 : length;
    if (run_values > values.size() + (is_packed ? 7U : 0U)) return false;
    const auto taken =
        values.first(static_cast<std::size_t>(std::min<std::uint64_t>(run_values, values.size())));
    if (is_packed) {
      unpack(run, bits, taken);
    } else {
      const std::uint64_t value = little_endian(run);
      if (value >> bits != 0) return false;
      std::ranges::fill(taken, static_cast<std::uint32_t>(value));
    }
    values = values.subspan(taken.size());
  }
  return true;
}

}  // namespace anonlog::parquet
