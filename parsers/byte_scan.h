// Finds bytes in short runs of text, 16 at a time.
//
// memchr() is as fast on long runs but costs a call; the fields of a log line are mostly shorter than that
// call. SSE2 is part of every x86-64; elsewhere the plain loops run. Nothing reads outside [p, end).
#ifndef ANONLOG_PARSERS_BYTE_SCAN_H_
#define ANONLOG_PARSERS_BYTE_SCAN_H_

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace anonlog {

#if defined(__SSE2__)
// Bit i of the result: `matches(16 bytes)` is all ones in byte i. The last bytes of a run of 16 or more are
// read as one overlapping block rather than one by one.
template <typename Matcher>
inline const char* scan_blocks(const char* p, const char* end, Matcher matches) {
  while (end - p >= 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(matches(block)));
    if (mask != 0) return p + std::countr_zero(mask);
    p += 16;
  }
  return p;
}
#endif

// The first `byte` in [p, end), or end.
inline const char* find_byte(const char* p, const char* end, char byte) {
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8(byte);
  p = scan_blocks(p, end, [wanted](__m128i block) { return _mm_cmpeq_epi8(block, wanted); });
#endif
  while (p != end && *p != byte) ++p;
  return p;
}

// The first of two bytes in [p, end), or end.
inline const char* find_either(const char* p, const char* end, char a, char b) {
#if defined(__SSE2__)
  const __m128i wanted_a = _mm_set1_epi8(a);
  const __m128i wanted_b = _mm_set1_epi8(b);
  p = scan_blocks(p, end, [wanted_a, wanted_b](__m128i block) {
    return _mm_or_si128(_mm_cmpeq_epi8(block, wanted_a), _mm_cmpeq_epi8(block, wanted_b));
  });
#endif
  while (p != end && *p != a && *p != b) ++p;
  return p;
}

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_BYTE_SCAN_H_
