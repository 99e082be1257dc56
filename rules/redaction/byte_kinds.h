// What bytes can be part of, for the look at a text and for the exact searches behind it.
#ifndef ANONLOG_RULES_REDACTION_BYTE_KINDS_H_
#define ANONLOG_RULES_REDACTION_BYTE_KINDS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace anonlog {

enum ByteKind : std::uint32_t {
  kDigit = 1U << 0U,
  kSmall = 1U << 1U,
  kCapital = 1U << 2U,
  kHex = 1U << 3U,
  kJoiner = 1U << 4U,        // joins the groups of an address: '.' and '-'
  kWordOnly = 1U << 5U,      // '-' and '_'
  kSafe = 1U << 6U,          // neither alphanumeric nor of any meaning, and plain: '.' '-' '_' '/' '~'
  kAt = 1U << 7U,            // '@'
  kEscape = 1U << 8U,        // '%' and '\\'
  kColon = 1U << 9U,         // ':'
  kPathEnd = 1U << 10U,      // '?' and '#'
  kSegmentEnd = 1U << 11U,   // ';' '=' and '&'
  kNoUrl = 1U << 12U,        // space and control bytes
  kPlus = 1U << 13U,         // '+'
  kParenthesis = 1U << 14U,  // '('
  kFoldable = 1U << 15U,     // begins a character that may stand for one of ASCII (text_decoding.h)
  kSeparator = 1U << 16U     // may stand between the digits of a number: ' ' '+' '-' '.' '_'
};

inline constexpr unsigned kAlphanumeric = kDigit | kSmall | kCapital;
inline constexpr unsigned kWord = kAlphanumeric | kWordOnly;

constexpr std::array<std::uint32_t, 256> make_byte_kinds() {
  std::array<std::uint32_t, 256> kinds{};
  const auto add = [&kinds](std::string_view bytes, unsigned kind) {
    for (const char c : bytes) kinds[static_cast<unsigned char>(c)] |= kind;
  };
  for (std::size_t byte = 0; byte <= 0x20; ++byte) kinds[byte] = kNoUrl;
  kinds[0x7F] = kNoUrl;
  add("0123456789", kDigit | kHex);
  add("abcdefghijklmnopqrstuvwxyz", kSmall);
  add("ABCDEFGHIJKLMNOPQRSTUVWXYZ", kCapital);
  add("abcdefABCDEF", kHex);
  add(".-", kJoiner);
  add("-_", kWordOnly);
  add(".-_/~", kSafe);
  add("@", kAt);
  add("%\\", kEscape);
  add(":", kColon);
  add("?#", kPathEnd);
  add(";=&", kSegmentEnd);
  add("+", kPlus);
  add("(", kParenthesis);
  add("\xC0\xC1\xC2\xE0\xE2\xE3\xEF\xF0\xF8\xF9\xFA\xFB\xFC\xFD", kFoldable);
  add(" +-._", kSeparator);
  return kinds;
}
inline constexpr auto kByteKinds = make_byte_kinds();

inline unsigned kind_of(char c) { return kByteKinds[static_cast<unsigned char>(c)]; }
inline bool is_of(char c, unsigned kinds) { return (kind_of(c) & kinds) != 0; }
inline char small_letter(char c) { return is_of(c, kCapital) ? static_cast<char>(c + ('a' - 'A')) : c; }

// The end of the run of bytes of a kind that begins at `begin`.
inline std::size_t run_end(std::string_view text, std::size_t begin, unsigned kinds) {
  while (begin < text.size() && is_of(text[begin], kinds)) ++begin;
  return begin;
}

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_BYTE_KINDS_H_
