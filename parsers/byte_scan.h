// Finds bytes in short runs of text, 16 at a time.
//
// memchr() is as fast on long runs but costs a call; the fields of a log line are mostly shorter than that
// call. SSE2 is part of every x86-64; elsewhere the plain loops run. Nothing reads outside [p, end).
#ifndef ANONLOG_PARSERS_BYTE_SCAN_H_
#define ANONLOG_PARSERS_BYTE_SCAN_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace anonlog {

#if defined(__SSE2__)
// The first byte for which `matches(16 bytes)` gives all ones; p itself, unread, when fewer than 16 bytes are
// left. Four blocks at a time: most fields then end in the first round, and a loop of one round is well
// predicted.
template <bool wide, typename Matcher>
inline const char* scan_blocks(const char* p, const char* end, Matcher matches) {
  if (end - p < 16) return p;
  const auto mask_at = [matches](const char* at) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(matches(block))));
  };
  if constexpr (wide) {
    for (; end - p >= 64; p += 64) {
      const std::uint64_t low = mask_at(p) | mask_at(p + 16) << 16U;
      const std::uint64_t high = mask_at(p + 32) | mask_at(p + 48) << 16U;
      if (const std::uint64_t mask = low | high << 32U; mask != 0) return p + std::countr_zero(mask);
    }
  }
  for (; end - p >= 16; p += 16) {
    if (const std::uint64_t mask = mask_at(p); mask != 0) return p + std::countr_zero(mask);
  }
  if (p == end) return end;
  // The last bytes as one block that overlaps what was read.
  const std::uint64_t mask = mask_at(end - 16);
  return mask == 0 ? end : end - 16 + std::countr_zero(mask);
}
#endif

// Whether two runs of `bytes` bytes are the same. Inline, since the texts are shorter than a call of memcmp().
inline bool equal_bytes(const char* a, const char* b, std::size_t bytes) {
#if defined(__SSE2__)
  if (bytes >= 16) {
    const auto same_at = [a, b](std::size_t at) {
      return _mm_cmpeq_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(a + at)),
                            _mm_loadu_si128(reinterpret_cast<const __m128i*>(b + at)));
    };
    __m128i same = same_at(bytes - 16);
    for (std::size_t at = 0; at + 16 < bytes; at += 16) same = _mm_and_si128(same, same_at(at));
    return _mm_movemask_epi8(same) == 0xFFFF;
  }
#endif
  const auto same_words = [a, b, bytes]<typename Word>(Word) {  // the first and the last bytes, which overlap
    Word words[4];
    std::memcpy(&words[0], a, sizeof(Word));
    std::memcpy(&words[1], b, sizeof(Word));
    std::memcpy(&words[2], a + bytes - sizeof(Word), sizeof(Word));
    std::memcpy(&words[3], b + bytes - sizeof(Word), sizeof(Word));
    return ((words[0] ^ words[1]) | (words[2] ^ words[3])) == 0;
  };
  if (bytes >= 8 && bytes <= 16) return same_words(std::uint64_t{});
  if (bytes >= 4 && bytes < 8) return same_words(std::uint32_t{});
  if (bytes > 16) return std::memcmp(a, b, bytes) == 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

// The first `byte` in [p, end), or end.
inline const char* find_byte(const char* p, const char* end, char byte) {
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8(byte);
  p = scan_blocks<true>(p, end, [wanted](__m128i block) { return _mm_cmpeq_epi8(block, wanted); });
#endif
  while (p != end && *p != byte) ++p;
  return p;
}

// The first of two bytes in [p, end), or end.
inline const char* find_either(const char* p, const char* end, char a, char b) {
#if defined(__SSE2__)
  const __m128i wanted_a = _mm_set1_epi8(a);
  const __m128i wanted_b = _mm_set1_epi8(b);
  p = scan_blocks<true>(p, end, [wanted_a, wanted_b](__m128i block) {
    return _mm_or_si128(_mm_cmpeq_epi8(block, wanted_a), _mm_cmpeq_epi8(block, wanted_b));
  });
#endif
  while (p != end && *p != a && *p != b) ++p;
  return p;
}

// The first of three bytes in [p, end), or end.
inline const char* find_any(const char* p, const char* end, char a, char b, char c) {
#if defined(__SSE2__)
  const __m128i wanted_a = _mm_set1_epi8(a);
  const __m128i wanted_b = _mm_set1_epi8(b);
  const __m128i wanted_c = _mm_set1_epi8(c);
  p = scan_blocks<false>(p, end, [wanted_a, wanted_b, wanted_c](__m128i block) {
    const __m128i a_or_b = _mm_or_si128(_mm_cmpeq_epi8(block, wanted_a), _mm_cmpeq_epi8(block, wanted_b));
    return _mm_or_si128(a_or_b, _mm_cmpeq_epi8(block, wanted_c));
  });
#endif
  while (p != end && *p != a && *p != b && *p != c) ++p;
  return p;
}

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_BYTE_SCAN_H_
