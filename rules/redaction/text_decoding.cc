#include "rules/redaction/text_decoding.h"

#include "rules/redaction/byte_kinds.h"

namespace anonlog {
namespace {

// The number of `digits` hexadecimal digits at `at`; below 0: there are not as many.
int hex_number(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return -1;
  int number = 0;
  for (const char c : text.substr(at, digits)) {
    if (!is_of(c, kHex)) return -1;
    number = number * 16 + (is_of(c, kDigit) ? c - '0' : small_letter(c) - 'a' + 10);
  }
  return number;
}

struct Escape {
  int code = -1;  // below 0: there is none
  std::size_t bytes = 0;
  bool is_character = false;  // not a byte
};

// The escape that begins at `at`, if one does.
Escape escape_at(std::string_view text, std::size_t at) {
  if (!is_of(text[at], kEscape)) return {};
  const bool percent = text[at] == '%';
  const char next = at + 1 < text.size() ? text[at + 1] : '\0';
  if (next == 'u' || (percent && next == 'U')) return {hex_number(text, at + 2, 4), 6, true};
  if (percent) return {hex_number(text, at + 1, 2), 3, false};
  if (next == 'x') return {hex_number(text, at + 2, 2), 4, false};
  if (next == '\\') return {'\\', 2, false};
  return {};
}

bool holds_escape(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (escape_at(text, at).code >= 0) return true;
  }
  return false;
}

void add_utf8(unsigned code, std::uint32_t offset, TextDecoding::Round& out) {
  if (code < 0x80) {
    out.add(static_cast<char>(code), offset);
    return;
  }
  if (code < 0x800) {
    out.add(static_cast<char>(0xC0U | code >> 6U), offset);
  } else {
    out.add(static_cast<char>(0xE0U | code >> 12U), offset);
    out.add(static_cast<char>(0x80U | (code >> 6U & 0x3FU)), offset);
  }
  out.add(static_cast<char>(0x80U | (code & 0x3FU)), offset);
}

void unescape(const TextDecoding::Round& in, TextDecoding::Round& out) {
  out.start(in.bytes.size());
  for (std::size_t at = 0; at < in.bytes.size();) {
    const Escape escape = escape_at(in.bytes, at);
    if (escape.code < 0) {
      out.add(in.bytes[at], in.offsets[at]);
      ++at;
      continue;
    }
    if (escape.is_character) {
      add_utf8(static_cast<unsigned>(escape.code), in.offsets[at], out);
    } else {
      out.add(static_cast<char>(escape.code), in.offsets[at]);
    }
    at += escape.bytes;
  }
  out.finish();
}

// A character, in whatever length it is encoded; 0 bytes: none begins here.
struct Character {
  unsigned code = 0;
  std::size_t bytes = 0;
};

Character character_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t bytes = lead < 0xC0   ? 0
                            : lead < 0xE0 ? 2
                            : lead < 0xF0 ? 3
                            : lead < 0xF8 ? 4
                            : lead < 0xFC ? 5
                            : lead < 0xFE ? 6
                                          : 0;
  if (bytes == 0 || at + bytes > text.size()) return {};
  unsigned code = lead & (0x7FU >> bytes);
  for (const char c : text.substr(at + 1, bytes - 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80) return {};
    code = code << 6U | (byte & 0x3FU);
  }
  return {code, bytes};
}

// The byte that a character stands for, 0 for none.
char ascii_of(unsigned code) {
  if (code > 0 && code < 0x80) return static_cast<char>(code);
  if (code >= 0xFF01 && code <= 0xFF5E) return static_cast<char>(code - 0xFF01 + 0x21);
  if ((code >= 0x2000 && code <= 0x200A) || code == 0xA0 || code == 0x202F || code == 0x3000) return ' ';
  if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0xFE63) return '-';
  if (code == 0x3002 || code == 0xFF61 || code == 0x2024 || code == 0xFE52) return '.';
  return code == 0xFE6B ? '@' : '\0';
}

void fold(const TextDecoding::Round& in, TextDecoding::Round& out) {
  out.start(in.bytes.size());
  for (std::size_t at = 0; at < in.bytes.size();) {
    const Character character = is_of(in.bytes[at], kFoldable) ? character_at(in.bytes, at) : Character{};
    const char ascii = character.bytes == 0 ? '\0' : ascii_of(character.code);
    out.add(ascii == '\0' ? in.bytes[at] : ascii, in.offsets[at]);
    at += ascii == '\0' ? 1 : character.bytes;
  }
  out.finish();
}

}  // namespace

void TextDecoding::decode(std::string_view text) {
  unfolded_.start(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) unfolded_.add(text[i], static_cast<std::uint32_t>(i));
  unfolded_.finish();
  fold(unfolded_, rounds_[0]);
  count_ = 1;
  still_encoded_ = holds_escape(rounds_[0].bytes);
  while (still_encoded_ && count_ <= kRounds) {
    unescape(rounds_[count_ - 1], unfolded_);
    fold(unfolded_, rounds_[count_]);
    still_encoded_ = holds_escape(rounds_[count_].bytes);
    ++count_;
  }
}

}  // namespace anonlog
