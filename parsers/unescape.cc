#include "parsers/unescape.h"

#include <cstring>

#include "parsers/byte_scan.h"

namespace anonlog {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The number in `digits` hexadecimal digits at p, or -1.
int hex_number(const char* p, const char* end, int digits) {
  if (end - p < digits) return -1;
  int number = 0;
  for (int i = 0; i < digits; ++i) {
    const int digit = hex_digit(p[i]);
    if (digit < 0) return -1;
    number = number * 16 + digit;
  }
  return number;
}

char* append_utf8(unsigned code, char* to) {
  if (code < 0x80) {
    *to++ = static_cast<char>(code);
  } else if (code < 0x800) {
    *to++ = static_cast<char>(0xC0U | (code >> 6U));
    *to++ = static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    if (code >= 0x10000) {
      *to++ = static_cast<char>(0xF0U | (code >> 18U));
      *to++ = static_cast<char>(0x80U | ((code >> 12U) & 0x3FU));
    } else {
      *to++ = static_cast<char>(0xE0U | (code >> 12U));
    }
    *to++ = static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    *to++ = static_cast<char>(0x80U | (code & 0x3FU));
  }
  return to;
}

// Of a \uHHHH that is the first half of a pair (RFC 8259 section 7): the character of both, when the second half stands
// at p; else, as of any other, the number itself.
int with_second_half(int number, const char* p, const char* end) {
  if (number < 0xD800 || number > 0xDBFF || end - p < 6 || p[0] != '\\' || p[1] != 'u') return number;
  const int second = hex_number(p + 2, end, 4);
  if (second < 0xDC00 || second > 0xDFFF) return number;
  return 0x10000 + (number - 0xD800) * 0x400 + (second - 0xDC00);
}

// The byte that "\c" stands for, or -1.
int simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    case 'a':
      return '\a';
    default:
      return -1;
  }
}

// The byte that three octal digits at p make, or -1.
int octal_byte(const char* p, const char* end) {
  if (end - p < 3) return -1;
  int number = 0;
  for (int i = 0; i < 3; ++i) {
    if (p[i] < '0' || p[i] > '7') return -1;
    number = number * 8 + (p[i] - '0');
  }
  return number <= 0xFF ? number : -1;
}

// What an escape stands for: its bytes in the text, and the code of a character or the byte. No bytes: none stands there.
struct Escape {
  int bytes = 0;
  int code = 0;
  bool is_character = false;
};

Escape backslash_escape(const char* p, const char* end) {
  const char kind = end - p >= 2 ? p[1] : '\0';
  if (kind == 'x' || kind == 'u') {
    const int digits = kind == 'x' ? 2 : 4;
    const int number = hex_number(p + 2, end, digits);
    if (number < 0) return {};
    if (kind == 'x') return {2 + digits, number};
    const int whole = with_second_half(number, p + 6, end);
    return {whole == number ? 6 : 12, whole, true};
  }
  if (const int byte = simple_escape(kind); byte >= 0) return {2, byte};
  const int byte = octal_byte(p + 1, end);
  return byte < 0 ? Escape{} : Escape{4, byte};
}

Escape read_escape(Escapes escapes, const char* p, const char* end) {
  if (escapes == Escapes::kBackslash) return backslash_escape(p, end);
  if (escapes == Escapes::kQuote) return end - p >= 2 && p[1] == '"' ? Escape{2, '"'} : Escape{};
  const int byte = hex_number(p + 1, end, 2);
  return byte < 0 ? Escape{} : Escape{3, byte};
}

}  // namespace

std::size_t unescape(Escapes escapes, std::string_view from, char* to) {
  const char* p = from.data();
  const char* const end = p + from.size();
  char* out = to;
  while (p != end) {
    const char* const begin = find_byte(p, end, escape_byte(escapes));
    std::memmove(out, p, static_cast<std::size_t>(begin - p));
    out += begin - p;
    p = begin;
    if (p == end) break;
    const Escape escape = read_escape(escapes, p, end);
    if (escape.bytes == 0) {
      *out++ = *p++;  // it stays
    } else if (escape.is_character) {
      out = append_utf8(static_cast<unsigned>(escape.code), out);
    } else {
      *out++ = static_cast<char>(escape.code);
    }
    p += escape.bytes;
  }
  return static_cast<std::size_t>(out - to);
}

}  // namespace anonlog
