// Cuts a line into values at one separator, 64 bytes at a time: values of such logs are short, and a search for the end
// of each would cost more than to find all ends at once.
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

// Calls take(begin, end) for each value in its order, until that gives false. `runs`: a run of separators is one, and
// those before the first value and behind the last are none.
template <bool runs, typename Take>
inline void split_values(std::string_view line, char separator, Take take) {
  const char* p = line.data();
  const char* const end = p + line.size();
  const char* begin = p;
  const auto take_to = [&](const char* stop) {
    const bool more = (runs && stop == begin) || take(begin, stop);
    begin = stop + 1;
    return more;
  };
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8(separator);
  for (; end - p >= 64; p += 64) {
    for (std::uint64_t mask = matches_in_64_bytes(p, wanted); mask != 0; mask &= mask - 1) {
      if (!take_to(p + std::countr_zero(mask))) return;
    }
  }
  for (; end - p >= 16; p += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, wanted)));
    for (; mask != 0; mask &= mask - 1) {
      if (!take_to(p + std::countr_zero(mask))) return;
    }
  }
#endif
  for (; p != end; ++p) {
    if (*p == separator && !take_to(p)) return;
  }
  take_to(end);
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
