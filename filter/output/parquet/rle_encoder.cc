#include "filter/output/parquet/rle_encoder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>
#include <utility>

namespace anonlog::parquet {
namespace {

constexpr std::size_t kGroup = 8;  // what is packed together: `width` bytes
constexpr std::size_t kMaxVarintBytes = 10;

static_assert(std::endian::native == std::endian::little, "groups are packed as words");

void append_varint(std::uint64_t value, ByteBuffer& out) {
  char* end = out.reserve(kMaxVarintBytes);
  for (; value >= 0x80U; value >>= 7U) *end++ = static_cast<char>((value & 0x7FU) | 0x80U);
  *end++ = static_cast<char>(value);
  out.commit(end);
}

// Packs groups of eight; the compiler unrolls the inner loop, the shifts are constants.
template <unsigned width>
char* pack_groups(const std::uint32_t* values, std::size_t groups, char* to) {
  for (std::size_t g = 0; g < groups; ++g, values += kGroup) {
    std::uint64_t word = 0;
    unsigned bits = 0;
    for (std::size_t i = 0; i < kGroup; ++i) {
      word |= std::uint64_t{values[i]} << bits;
      bits += width;
      if (bits >= 32U) {
        const auto half = static_cast<std::uint32_t>(word);
        std::memcpy(to, &half, sizeof half);
        to += sizeof half;
        word >>= 32U;
        bits -= 32U;
      }
    }
    std::memcpy(to, &word, bits / 8U);
    to += bits / 8U;
  }
  return to;
}

using PackGroups = char* (*)(const std::uint32_t*, std::size_t, char*);

template <std::size_t... widths>
constexpr std::array<PackGroups, sizeof...(widths)> pack_table(std::index_sequence<widths...>) {
  return {pack_groups<static_cast<unsigned>(widths)>...};
}
constexpr auto kPackGroups = pack_table(std::make_index_sequence<kMaxRleWidth + 1>());

// The last group is filled up with zeros, so only the last run of all may have one that is not full.
void append_packed(std::span<const std::uint32_t> values, unsigned width, ByteBuffer& out) {
  if (values.empty()) return;
  const std::size_t groups = (values.size() + kGroup - 1) / kGroup;
  append_varint(groups << 1U | 1U, out);
  const std::size_t whole = values.size() / kGroup;
  char* end = out.reserve(groups * width);
  end = kPackGroups[width](values.data(), whole, end);
  if (whole != groups) {
    std::array<std::uint32_t, kGroup> last{};
    std::copy(values.begin() + static_cast<std::ptrdiff_t>(whole * kGroup), values.end(), last.begin());
    end = kPackGroups[width](last.data(), 1, end);
  }
  out.commit(end);
}

bool is_uniform(const std::uint32_t* group) {
  std::uint32_t difference = 0;
  for (std::size_t i = 1; i < kGroup; ++i) difference |= group[i] ^ group[0];
  return difference == 0;
}

// A run that is cut out of packed groups costs its own two headers and value, and saves `width` bits per value.
std::size_t shortest_run(unsigned width) {
  constexpr std::size_t kHeaderBits = 24;
  return width == 0 ? 1 : (kHeaderBits + (width + 7U) / 8U * 8U) / width + 1;
}

}  // namespace

void append_rle_run(std::uint32_t value, std::size_t count, unsigned width, ByteBuffer& out) {
  assert(width <= kMaxRleWidth && (width == kMaxRleWidth || value >> width == 0));
  append_varint(std::uint64_t{count} << 1U, out);
  out.append({reinterpret_cast<const char*>(&value), (width + 7U) / 8U});
}

void append_rle(std::span<const std::uint32_t> values, unsigned width, ByteBuffer& out) {
  assert(width <= kMaxRleWidth);
  const std::size_t shortest = std::max(kGroup, shortest_run(width));
  std::size_t begin = 0;  // of what is not written yet
  std::size_t at = 0;     // a whole number of groups behind `begin`
  while (values.size() - at >= kGroup) {
    if (!is_uniform(values.data() + at)) {
      at += kGroup;
      continue;
    }
    std::size_t end = at + kGroup;
    while (end < values.size() && values[end] == values[at]) ++end;
    if (end - at >= shortest) {
      append_packed(values.subspan(begin, at - begin), width, out);
      append_rle_run(values[at], end - at, width, out);
      begin = at = end;
    } else {
      at += kGroup;
    }
  }
  append_packed(values.subspan(begin), width, out);
}

}  // namespace anonlog::parquet
