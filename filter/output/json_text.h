// The bytes of a text as the inside of a JSON string, as `anonlog parse` spells them: what is not UTF-8 is taken for Latin-1,
// byte by byte.
//
// 16 bytes are copied at a time and looked at meanwhile, as in escaped_copy.h, which knows no ranges of bytes.
#ifndef ANONLOG_FILTER_OUTPUT_JSON_TEXT_H_
#define ANONLOG_FILTER_OUTPUT_JSON_TEXT_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "parsers/utf8.h"
#include "rules/byte_block.h"

namespace anonlog {

// Room for a text, with what a copy may touch behind it.
constexpr std::size_t json_text_room_bytes(std::size_t text_bytes) { return 6 * text_bytes + 16; }

namespace json_text {

inline char* write_escape(char c, char* out) {
  constexpr char kDigits[] = "0123456789abcdef";
  if (c == '"' || c == '\\') {
    *out++ = '\\';
    *out++ = c;
    return out;
  }
  const auto byte = static_cast<unsigned char>(c);
  std::memcpy(out, "\\u00", 4);
  out[4] = kDigits[byte >> 4U];
  out[5] = kDigits[byte & 15U];
  return out + 6;
}

// Of a text that begins with a byte that does not stand for itself alone; moves `from` behind what it wrote.
inline char* write_other(const char*& from, const char* end, char* out) {
  const bool is_ascii = static_cast<unsigned char>(*from) < 0x80;
  const std::size_t bytes = is_ascii ? 0 : utf8_character_bytes(from, end);
  if (bytes == 0) return write_escape(*from++, out);
  for (std::size_t i = 0; i < bytes; ++i) *out++ = *from++;
  return out;
}

inline bool is_plain(char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

#if defined(__SSE2__)

// Copies a block; returns which of its bytes do not stand for themselves.
inline std::uint64_t copy_block(__m128i block, char* out) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), block);
  // Signed: below a space are also all bytes that are not ASCII.
  return bits_of(either(_mm_cmplt_epi8(block, _mm_set1_epi8(0x20)), equals(block, '"'), equals(block, '\\'),
                        equals(block, 0x7F)));
}

#endif

// From where the first of them may stand.
[[gnu::noinline]] inline char* write_with_escapes(const char* from, const char* end, char* out) {
  while (from != end) {
#if defined(__SSE2__)
    const std::size_t bytes = std::min<std::size_t>(16, static_cast<std::size_t>(end - from));
    const __m128i block = bytes == 16 ? load_block(from) : load_short_block(from, bytes);
    const auto kept =
        static_cast<std::size_t>(std::countr_zero(copy_block(block, out) | std::uint64_t{1} << bytes));
    from += kept;
    out += kept;
    if (kept == bytes) continue;
#else
    if (is_plain(*from)) {
      *out++ = *from++;
      continue;
    }
#endif
    out = write_other(from, end, out);
  }
  return out;
}

}  // namespace json_text

// Appends `text` at `out`; returns its end. Requires: room for json_text_room_bytes().
inline char* write_json_text(std::string_view text, char* out) {
  const char* from = text.data();
  const char* const end = from + text.size();
#if defined(__SSE2__)
  if (text.size() >= 16) {
    for (; end - from >= 16; from += 16, out += 16) {
      if (json_text::copy_block(load_block(from), out) != 0)
        return json_text::write_with_escapes(from, end, out);
    }
    // The rest as the end of a whole block: so far the copy is the text, and its beginning is written once more.
    const auto left = static_cast<std::size_t>(end - from);
    if (json_text::copy_block(load_block(end - 16), out + left - 16) == 0) return out + left;
  }
#endif
  return json_text::write_with_escapes(from, end, out);
}

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_JSON_TEXT_H_
