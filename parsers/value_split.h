// Finds all separators of a line at once, 64 bytes at a time: values of such logs are short, and a search for the end of each
// would cost more.
#ifndef ANONLOG_PARSERS_VALUE_SPLIT_H_
#define ANONLOG_PARSERS_VALUE_SPLIT_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "parsers/byte_scan.h"

namespace anonlog {

#if defined(__SSE2__)
// Bit i: the byte at p + i is `wanted`; of 64 bytes.
inline std::uint64_t matches_in_64_bytes(const char* p, __m128i wanted) {
  std::uint64_t mask = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + std::size_t{i} * 16));
    const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, wanted)));
    mask |= std::uint64_t{bits} << (16 * i);
  }
  return mask;
}
#endif

struct Separators {
  std::size_t count = 0;
  bool adjacent = false;  // two of them stand side by side, or one at the beginning or the end of the line
};

// Where the separators of a line stand, into `positions`, in their order; those behind the first `most` may be left out.
// Positions are written in groups of eight, whether there are as many or not: how many there are in 64 bytes no processor
// can foresee. Requires: room for most + 64 + 8 positions, a line below 4 GiB.
inline Separators find_separators(std::string_view line, char separator, std::size_t most,
                                  std::uint32_t* positions) {
  Separators found;
  bool last = true;  // as if one stood before the line
  const auto take = [&](std::uint64_t mask, std::size_t at, unsigned bytes) {
    found.adjacent = found.adjacent || (mask & (mask << 1U | (last ? 1U : 0U))) != 0;
    last = (mask >> (bytes - 1) & 1U) != 0;
    const auto count = static_cast<std::size_t>(std::popcount(mask));
    std::uint32_t* out = positions + found.count;
    found.count += count;
    for (std::size_t group = 0; group < count; group += 8, out += 8) {
      for (std::size_t i = 0; i < 8; ++i, mask &= mask - 1) {
        out[i] = static_cast<std::uint32_t>(at + static_cast<std::size_t>(std::countr_zero(mask)));
      }
    }
  };
  std::size_t at = 0;
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8(separator);
  for (; line.size() - at >= 64 && found.count <= most; at += 64) {
    take(matches_in_64_bytes(line.data() + at, wanted), at, 64);
  }
  // The rest as 64 bytes that overlap what was read.
  const auto rest = static_cast<unsigned>(line.size() - at);
  if (at != 0 && rest != 0 && rest < 64 && found.count <= most) {
    take(matches_in_64_bytes(line.data() + line.size() - 64, wanted) >> (64 - rest), at, rest);
    at = line.size();
  }
#endif
  while (at != line.size() && found.count <= most) {
    const auto bytes = static_cast<unsigned>(std::min<std::size_t>(line.size() - at, 64));
    std::uint64_t mask = 0;
    for (unsigned i = 0; i < bytes; ++i) mask |= std::uint64_t{line[at + i] == separator ? 1U : 0U} << i;
    take(mask, at, bytes);
    at += bytes;
  }
  if (at == line.size()) found.adjacent = found.adjacent || last;
  return found;
}

// Copies bytes from `from` to `to`, with `replaced` for each `wanted`. They do not overlap.
inline void copy_replaced(std::string_view from, char wanted, char replaced, char* to) {
  const char* p = from.data();
  const char* const end = p + from.size();
#if defined(__SSE2__)
  if (from.size() >= 16) {
    const __m128i old = _mm_set1_epi8(wanted);
    const __m128i change = _mm_set1_epi8(static_cast<char>(wanted ^ replaced));
    const auto copy_block = [&](std::size_t at) {
      const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from.data() + at));
      const __m128i changed = _mm_xor_si128(block, _mm_and_si128(_mm_cmpeq_epi8(block, old), change));
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to + at), changed);
    };
    for (std::size_t at = 0; at + 16 < from.size(); at += 16) copy_block(at);
    copy_block(from.size() - 16);
    return;
  }
#endif
  std::transform(p, end, to, [=](char c) { return c == wanted ? replaced : c; });
}

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_VALUE_SPLIT_H_
