// Decodes what servers write for the bytes that they escape.
#ifndef ANONLOG_PARSERS_UNESCAPE_H_
#define ANONLOG_PARSERS_UNESCAPE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace anonlog {

enum class Escapes : std::uint8_t {
  // \xHH, \uHHHH, \ooo (three octal digits), \" \\ \/ \b \f \n \r \t \v \a: nginx "default" and "json", Apache, lighttpd,
  // Varnish; one superset, since none of them writes a lone backslash; and the pairs \uD8HH\uDCHH of other writers of
  // JSON. Any other backslash stays; half a pair is decoded as it is, which is no UTF-8.
  kBackslash,
  kQuote,  // \" alone: Traefik, which writes any other backslash as it came
  kHash,   // #HH: HAProxy
  kNone,   // nothing, not even quotes
};

// What every escape begins with. Of kNone: any byte.
constexpr char escape_byte(Escapes escapes) { return escapes == Escapes::kHash ? '#' : '\\'; }

// Decodes `from` to `to`, which has room for from.size() bytes; returns the bytes written. Requires: not kNone.
std::size_t unescape(Escapes escapes, std::string_view from, char* to);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_UNESCAPE_H_
