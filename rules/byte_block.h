// Up to 16 bytes as one SSE2 register, and tests of its bytes.
//
// Texts of a log line are mostly shorter than 64 bytes: a loop over single bytes costs more than all the
// rest, and an over-read of the last block would touch bytes that are not ours. Nothing here reads outside
// [p, p + bytes).
#ifndef ANONLOG_RULES_BYTE_BLOCK_H_
#define ANONLOG_RULES_BYTE_BLOCK_H_

#if defined(__SSE2__)

#include <emmintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace anonlog {

inline __m128i load_block(const char* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }

// Fewer than 16 bytes, zeros behind them, put together from two loads that may overlap.
inline __m128i load_short_block(const char* p, std::size_t bytes) {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  if (bytes >= 8) {
    std::memcpy(&low, p, 8);
    std::memcpy(&high, p + bytes - 8, 8);
    high = high >> (8 * (15 - bytes)) >> 8U;  // in two steps: 8 bytes would shift by 64
  } else if (bytes >= 4) {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::memcpy(&first, p, 4);
    std::memcpy(&last, p + bytes - 4, 4);
    low = first | std::uint64_t{last} << (8 * (bytes - 4));
  } else {
    for (std::size_t i = 0; i < bytes; ++i) low |= std::uint64_t{static_cast<unsigned char>(p[i])} << (8 * i);
  }
  return _mm_unpacklo_epi64(_mm_cvtsi64_si128(static_cast<std::int64_t>(low)),
                            _mm_cvtsi64_si128(static_cast<std::int64_t>(high)));
}

inline __m128i equals(__m128i block, char byte) { return _mm_cmpeq_epi8(block, _mm_set1_epi8(byte)); }

// Bytes in [first, last]. SSE2 compares signed bytes only: the range is moved to where they begin.
inline __m128i is_between(__m128i block, char first, char last) {
  const __m128i moved = _mm_add_epi8(block, _mm_set1_epi8(static_cast<char>(-128 - first)));
  return _mm_cmplt_epi8(moved, _mm_set1_epi8(static_cast<char>(-128 + (last - first) + 1)));
}

inline __m128i either(__m128i a, __m128i b) { return _mm_or_si128(a, b); }

template <typename... Blocks>
inline __m128i either(__m128i a, __m128i b, Blocks... more) {
  return either(_mm_or_si128(a, b), more...);
}

// Bit i: byte i of a comparison's result.
inline std::uint64_t bits_of(__m128i matches) {
  return static_cast<std::uint32_t>(_mm_movemask_epi8(matches));
}

// Calls add(block, offset) for blocks that cover up to 64 bytes. The last block is moved back to be a whole
// one, so that its first bytes come twice, at the same offsets; fewer than 16 bytes come with zeros behind
// them.
template <typename Add>
inline void each_block(const char* p, std::size_t bytes, Add add) {
  if (bytes < 16) return add(load_short_block(p, bytes), 0);
  std::size_t offset = 0;
  for (; offset + 16 <= bytes; offset += 16) add(load_block(p + offset), offset);
  if (offset != bytes) add(load_block(p + bytes - 16), bytes - 16);
}

}  // namespace anonlog

#endif  // defined(__SSE2__)

#endif  // ANONLOG_RULES_BYTE_BLOCK_H_
