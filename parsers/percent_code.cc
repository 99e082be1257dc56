#include "parsers/percent_code.h"

#include <array>
#include <cstdint>

#include "parsers/byte_scan.h"

namespace anonlog {
namespace {

constexpr std::int8_t kNoDigit = -1;

constexpr std::array<std::int8_t, 256> make_digits() {
  std::array<std::int8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (std::size_t i = 0; i < 10; ++i) digits['0' + i] = static_cast<std::int8_t>(i);
  for (std::size_t i = 0; i < 6; ++i) {
    digits['a' + i] = digits['A' + i] = static_cast<std::int8_t>(10 + i);
  }
  return digits;
}
constexpr std::array<std::int8_t, 256> kDigits = make_digits();

int digit(char c) { return kDigits[static_cast<unsigned char>(c)]; }

struct Decoded {
  std::size_t bytes = 0;
  bool percent = false;  // %25 was decoded
};

// Decodes the escape at p to *out, and moves both past it.
inline void take_escape(const char*& p, const char* end, char*& out, bool& percent) {
  const int high = end - p > 2 ? digit(p[1]) : kNoDigit;
  const int low = high >= 0 ? digit(p[2]) : kNoDigit;
  if (low < 0) {
    *out++ = *p++;
    return;
  }
  *out = static_cast<char>(high * 16 + low);
  percent = percent || *out == '%';
  ++out;
  p += 3;
}

// `apart`: `to` is not from's own. Then what lies between two escapes is copied while the next one is looked for.
template <bool apart>
Decoded decode(std::string_view from, char* to) {
  const char* p = from.data();
  const char* const end = p + from.size();
  char* out = to;
  bool percent = false;
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8('%');
  while (apart && end - p >= 16) {  // so out has as much room
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), block);
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, wanted)));
    const int plain = mask == 0 ? 16 : std::countr_zero(mask);
    p += plain;
    out += plain;
    if (mask != 0) take_escape(p, end, out, percent);
  }
#endif
  while (p != end) {
    if (*p == '%') {
      take_escape(p, end, out, percent);
    } else {
      *out++ = *p++;
    }
  }
  return {static_cast<std::size_t>(out - to), percent};
}

}  // namespace

std::size_t decode_percent(std::string_view from, char* to) {
  return from.data() == to ? decode<false>(from, to).bytes : decode<true>(from, to).bytes;
}

std::size_t decode_percent_twice(std::string_view from, char* to) {
  const Decoded once = from.data() == to ? decode<false>(from, to) : decode<true>(from, to);
  return once.percent ? decode<false>({to, once.bytes}, to).bytes : once.bytes;
}

}  // namespace anonlog
