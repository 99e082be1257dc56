// Walks over one line that holds a JSON object as servers really write it. The one reader of JSON that is no library:
// what nginx, Apache and Caddy write is not always JSON (RFC 8259), and a line that a strict reader rejects is lost.
//
// Input:   a line that begins with "{", perhaps behind spaces. Beyond RFC 8259 these are read:
//            "a":, "a":}         no value (nginx, escape=json, an unquoted variable that is not there)
//            "a":-               any unquoted text up to , } ] { [ or a quote: an address, a time
//            "a":0.1, 0.2,       a list of nginx's upstreams: what is no member behind a comma is left out
//            {"a":1,} [1,]       a comma too many at the end
//            strings with raw control bytes, bytes that are no UTF-8, and any escape (unescape.h)
//          What stands behind the object's end is ignored. Containers are nested at most kMaxDepth deep.
// Output:  members one by one; texts are as logged, to be decoded with unescape() when `escaped`.
// Errors:  kBad: not readable. Where the walk skips, brackets and strings are still matched.
// Lifetime: views into the line.
// Memory:  no allocation.
#ifndef ANONLOG_PARSERS_JSON_SCANNER_H_
#define ANONLOG_PARSERS_JSON_SCANNER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "parsers/byte_scan.h"

namespace anonlog {

class JsonScanner {
 public:
  static constexpr unsigned kMaxDepth = 64;

  enum class Next : std::uint8_t { kOne, kEnd, kBad };
  enum class Kind : std::uint8_t {
    kNone,    // null, or nothing at all
    kString,  // in quotes
    kBare,    // a number, true, false, or what should have had quotes
    kObject,  // entered: its members are next
    kArray,   // entered: its elements are next
    kBad,
  };
  struct Value {
    Kind kind = Kind::kBad;
    bool escaped = false;
    std::string_view text;  // without quotes
  };

  // `has_backslash`: the line may hold one.
  JsonScanner(std::string_view line, bool has_backslash)
      : p_(line.data()), end_(line.data() + line.size()), has_backslash_(has_backslash) {}

  // Enters the line's object. False: there is none.
  bool open() {
    skip_space();
    return p_ != end_ && *p_ == '{' && enter(false);
  }

  // Moves to the next member of the object that was entered last, or leaves it. value() must follow kOne.
  Next next_member(Value& key);

  // The value of a member.
  Value value();

  // Moves to the next element of the array that was entered last, or leaves it.
  Next next_element(Value& element);

  // Leaves what was entered last.
  bool skip();

 private:
  bool enter(bool array);
  bool leave(bool array);
  void skip_space() {
    while (p_ != end_ && is_space(*p_)) ++p_;
  }
  // Past the comma that must stand between two; false when there is none.
  bool take_comma();
  Value string();
  Value bare();
  void skip_bare() {
    while (p_ != end_ && !is_structure(*p_)) ++p_;
  }
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
  static bool is_structure(char c) {
    return c == ',' || c == '}' || c == ']' || c == '{' || c == '[' || c == '"';
  }

  // The first quote or backslash. One block at a time: most strings are short.
  static const char* quote_or_backslash(const char* p, const char* end) {
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    p = scan_blocks<false>(p, end, [quote, backslash](__m128i block) {
      return _mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, backslash));
    });
#endif
    while (p != end && *p != '"' && *p != '\\') ++p;
    return p;
  }

  const char* p_;
  const char* end_;
  std::uint64_t arrays_ = 0;  // bit 0: what was entered last is an array; bit 1: what holds it is one; ...
  unsigned depth_ = 0;
  bool has_backslash_;
  bool needs_comma_ = false;  // a member or element stands before
  bool after_bare_ = false;   // and it had no quotes
};

inline bool JsonScanner::enter(bool array) {
  if (depth_ == kMaxDepth) return false;
  ++p_;
  ++depth_;
  arrays_ = arrays_ << 1U | static_cast<unsigned>(array);
  needs_comma_ = false;
  return true;
}

inline bool JsonScanner::leave(bool array) {
  if ((arrays_ & 1U) != static_cast<unsigned>(array)) return false;
  ++p_;
  --depth_;
  arrays_ >>= 1U;
  needs_comma_ = true;
  after_bare_ = false;
  return true;
}

inline bool JsonScanner::take_comma() {
  skip_space();
  if (p_ == end_) return false;
  if (!needs_comma_ || *p_ == '}' || *p_ == ']') return true;
  if (*p_ != ',') return false;
  ++p_;
  skip_space();
  return p_ != end_;
}

inline JsonScanner::Value JsonScanner::string() {
  const char* const begin = ++p_;
  bool escaped = false;
  while ((p_ = quote_or_backslash(p_, end_)) != end_ && *p_ == '\\') {
    escaped = true;
    if (end_ - p_ < 2) return {};
    p_ += 2;
  }
  if (p_ == end_) return {};
  return {Kind::kString, escaped, {begin, static_cast<std::size_t>(p_++ - begin)}};
}

inline JsonScanner::Value JsonScanner::bare() {
  const char* const begin = p_;
  skip_bare();
  const char* last = p_;
  while (last != begin && is_space(last[-1])) --last;
  const std::string_view text(begin, static_cast<std::size_t>(last - begin));
  return {text.empty() || text == "null" ? Kind::kNone : Kind::kBare, has_backslash_, text};
}

inline JsonScanner::Next JsonScanner::next_member(Value& key) {
  for (;;) {
    if (!take_comma()) return Next::kBad;
    if (*p_ == '"') break;
    if (*p_ == '}') return leave(false) ? Next::kEnd : Next::kBad;
    // Behind a string it would be the rest of one with a bare quote in it.
    if (!needs_comma_ || !after_bare_ || is_structure(*p_)) return Next::kBad;
    skip_bare();
  }
  key = string();
  if (key.kind == Kind::kBad) return Next::kBad;
  skip_space();
  if (p_ == end_ || *p_ != ':') return Next::kBad;
  ++p_;
  return Next::kOne;
}

inline JsonScanner::Value JsonScanner::value() {
  needs_comma_ = true;
  after_bare_ = false;
  skip_space();
  if (p_ == end_) return {};
  if (*p_ == '"') return string();
  if (*p_ == '{' || *p_ == '[') {
    const bool array = *p_ == '[';
    if (!enter(array)) return {};
    return {array ? Kind::kArray : Kind::kObject, false, {}};
  }
  after_bare_ = true;
  return bare();
}

inline JsonScanner::Next JsonScanner::next_element(Value& element) {
  if (!take_comma()) return Next::kBad;
  if (*p_ == ']') return leave(true) ? Next::kEnd : Next::kBad;
  if (*p_ == ',' || *p_ == '}') return Next::kBad;
  element = value();
  return element.kind == Kind::kBad ? Next::kBad : Next::kOne;
}

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_JSON_SCANNER_H_
