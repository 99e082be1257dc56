// UTF-8 (RFC 3629), one character at a time.
#ifndef ANONLOG_PARSERS_UTF8_H_
#define ANONLOG_PARSERS_UTF8_H_

#include <cstddef>

namespace anonlog {

// The bytes of the UTF-8 character that begins at `p`; 0 when none does: a continuation byte, an overlong
// form, a surrogate, above U+10FFFF, or cut off. Requires: p != end.
inline std::size_t utf8_character_bytes(const char* p, const char* end) {
  const auto byte = [p](std::size_t i) { return static_cast<unsigned char>(p[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t bytes = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (static_cast<std::size_t>(end - p) < bytes) return 0;
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
  }
  const unsigned char second = byte(1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second > 0x9F;
  const bool beyond = lead == 0xF4 && second > 0x8F;
  return overlong || surrogate || beyond ? 0 : bytes;
}

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_UTF8_H_
