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

}  // namespace

std::size_t unescape(std::string_view from, char* to) {
  const char* p = from.data();
  const char* end = p + from.size();
  char* out = to;
  while (p != end) {
    const char* backslash = find_byte(p, end, '\\');
    std::memmove(out, p, static_cast<std::size_t>(backslash - p));
    out += backslash - p;
    p = backslash;
    if (p == end) break;
    const char kind = end - p >= 2 ? p[1] : '\0';
    const int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : 0;
    const int number = digits == 0 ? -1 : hex_number(p + 2, end, digits);
    if (kind == 'u' && number >= 0) {
      const int whole = with_second_half(number, p + 6, end);
      out = append_utf8(static_cast<unsigned>(whole), out);
      p += whole == number ? 6 : 12;
    } else if (number >= 0) {
      *out++ = static_cast<char>(number);
      p += 4;
    } else if (const int byte = simple_escape(kind); byte >= 0) {
      *out++ = static_cast<char>(byte);
      p += 2;
    } else {
      *out++ = *p++;  // a lone backslash stays
    }
  }
  return static_cast<std::size_t>(out - to);
}

}  // namespace anonlog
