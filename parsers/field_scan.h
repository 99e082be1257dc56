// Where a field ends, by its shape alone: the scans of LineGrammar are made of these.
//
// Inline: each is a few instructions in the loop over a line's fields.
#ifndef ANONLOG_PARSERS_FIELD_SCAN_H_
#define ANONLOG_PARSERS_FIELD_SCAN_H_

#include <cstddef>
#include <string_view>

#include "parsers/byte_scan.h"
#include "parsers/field.h"
#include "parsers/literal.h"

namespace anonlog {

inline constexpr std::size_t kClfTimeBytes = 26;
inline constexpr std::size_t kIsoTimeBytes = 19;  // at least

inline bool is_number_byte(char c) { return c == '-' || c == '+' || c == '.' || (c >= '0' && c <= '9'); }

// The separators only: whether the digits make a time is asked of the row that was read (row_time.h).
inline bool is_clf_time(const char* p, const char* end) {
  return static_cast<std::size_t>(end - p) >= kClfTimeBytes && p[2] == '/' && p[6] == '/' && p[11] == ':' &&
         p[14] == ':' && p[17] == ':' && p[20] == ' ' && (p[21] == '+' || p[21] == '-');
}

inline bool is_iso_time(const char* p, const char* end) {
  return static_cast<std::size_t>(end - p) >= kIsoTimeBytes && p[4] == '-' && p[7] == '-' && p[10] == 'T' &&
         p[13] == ':' && p[16] == ':';
}

inline const char* spaces_end(const char* p, const char* end) {
  while (p != end && *p == ' ') ++p;
  return p;
}

// The end of the element of a list that begins at p. `stop`: as Literal::first().
inline const char* element_end(const char* p, const char* end, int stop) {
  while (p != end && *p != ' ' && *p != '"' && *p != ',' && *p != stop) ++p;
  return p;
}

inline const char* list_end(const char* p, const char* end, int stop) {
  p = element_end(p, end, stop);
  for (;;) {
    if (end - p >= 3 && p[0] == ' ' && p[1] == ':' && p[2] == ' ') {
      p = element_end(p + 3, end, stop);
      continue;
    }
    if (end - p >= 2 && p[0] == ',' && p[1] == ' ') {
      const char* after = element_end(p + 2, end, stop);
      if (after != p + 2) {
        p = after;
        continue;
      }
    }
    return p;
  }
}

inline const char* number_end(const char* p, const char* end, int stop) {
  while (p != end && is_number_byte(*p) && *p != stop) ++p;
  return p;
}

inline const char* token_end(const char* p, const char* end, int stop) {
  return find_any(p, end, ' ', '"', stop == Literal::kNone ? ' ' : static_cast<char>(stop));
}

inline const char* capitals_end(const char* p, const char* end, int stop) {
  while (p != end && ((*p >= 'A' && *p <= 'Z') || *p == '-' || *p == '_') && *p != stop) ++p;
  return p;
}

inline bool is_digit_byte(char c) { return c >= '0' && c <= '9'; }

// Before the ":PORT" that the token at p ends with, else its end. IPv6 without brackets has colons of its own: the
// last one counts.
inline const char* endpoint_end(const char* p, const char* end) {
  const char* const token = token_end(p, end, Literal::kNone);
  const char* digits = token;
  while (digits != p && is_digit_byte(digits[-1])) --digits;
  return digits != token && digits != p && digits[-1] == ':' ? digits - 1 : token;
}

inline const char* port_end(const char* p, const char* end) {
  if (end - p < 2 || *p != ':' || !is_digit_byte(p[1])) return p;
  for (++p; p != end && is_digit_byte(*p);) ++p;
  return p;
}

// Null: no host name.
inline const char* host_name_end(const char* p, const char* end) {
  bool dot = false;
  bool letter = false;
  for (; p != end; ++p) {
    const char lower = static_cast<char>(*p | 0x20);
    if (lower >= 'a' && lower <= 'z') {
      letter = true;
    } else if (*p == '.') {
      dot = true;
    } else if (*p != '-' && *p != '_' && !is_digit_byte(*p)) {
      break;
    }
  }
  return dot && letter ? p : nullptr;
}

inline const char* groups_end(const char* p, const char* end) {
  for (;;) {
    const char* const open = spaces_end(p, end);
    if (open == p || open == end || (*open != '{' && *open != '[')) return p;
    const char* const close = find_either(open + 1, end, *open, *open == '{' ? '}' : ']');
    if (close == end || *close == *open || (close + 1 != end && close[1] != ' ')) return p;
    p = close + 1;
  }
}

inline const char* word_end(const char* p, const char* end) { return find_any(p, end, ' ', '"', '/'); }

// Behind the quote that closes the one at p; null when none does. `backslashes`: they escape quotes.
inline const char* quoted_end(const char* p, const char* end, bool backslashes) {
  for (++p; (p = backslashes ? find_either(p, end, '"', '\\') : find_byte(p, end, '"')) != end;) {
    if (*p == '"') return p + 1;
    p += end - p >= 2 ? 2 : 1;
  }
  return nullptr;
}

inline bool is_url(std::string_view token) { return token.find("://") != std::string_view::npos; }

// Tokens joined by ", ".
inline const char* address_end(const char* begin, const char* end, int stop) {
  const char* p = token_end(begin, end, stop);
  while (p != begin && end - p >= 2 && p[-1] == ',' && p[0] == ' ' && p[1] != ' ' && p[1] != '"') {
    p = token_end(p + 1, end, stop);
  }
  return p;
}

// The end of the longest run at p whose bytes may all stand in a field of `shape` and are not `stop`.
inline const char* run_end(const char* p, const char* end, FieldShape shape, int stop) {
  switch (shape) {
    case FieldShape::kNumber:
      return number_end(p, end, stop);
    case FieldShape::kAddress:
      return address_end(p, end, stop);
    case FieldShape::kCapitals:
      return capitals_end(p, end, stop);
    case FieldShape::kToken:
    case FieldShape::kIsoTime:
    case FieldShape::kUrl:
      return token_end(p, end, stop);
    case FieldShape::kQuoted:
      if (p != end && *p == '"') break;
      return token_end(p, end, stop);
    case FieldShape::kEndpoint:
      return endpoint_end(p, end);
    case FieldShape::kPort:
      return port_end(p, end);
    case FieldShape::kGroups:
      return groups_end(p, end);
    case FieldShape::kWord: {
      const char* const word = word_end(p, end);
      return stop == Literal::kNone ? word : find_byte(p, word, static_cast<char>(stop));
    }
    case FieldShape::kText:
    case FieldShape::kList:
    case FieldShape::kClfTime:
    case FieldShape::kTimeFormat:
    case FieldShape::kTimeOfDay:
    case FieldShape::kAnyTime:
    case FieldShape::kHostName:
      break;
  }
  return end;
}

// The one end of a field that no literal follows.
inline const char* open_end(const char* begin, const char* end, FieldShape shape) {
  const char* p = run_end(begin, end, shape, Literal::kNone);
  // An address does not end between two tokens.
  while (shape == FieldShape::kAddress && p != begin && (p[-1] == ',' || p[-1] == ' ')) --p;
  return p;
}

// Without an early end: hardly a line has one.
inline bool has_double_space(std::string_view text) {
  std::size_t i = 1;
#if defined(__SSE2__)
  constexpr std::size_t kBlock = 16;
  if (text.size() > kBlock) {
    const __m128i space = _mm_set1_epi8(' ');
    const auto pairs_at = [&](std::size_t at) {  // of the bytes [at, at + kBlock]
      const __m128i* const p = reinterpret_cast<const __m128i*>(text.data() + at);
      const __m128i* const next = reinterpret_cast<const __m128i*>(text.data() + at + 1);
      return _mm_cmpeq_epi8(_mm_and_si128(_mm_cmpeq_epi8(_mm_loadu_si128(p), space), _mm_loadu_si128(next)),
                            space);
    };
    const std::size_t last = text.size() - kBlock - 1;
    __m128i found = pairs_at(last);
    for (std::size_t at = 0; at < last; at += kBlock) found = _mm_or_si128(found, pairs_at(at));
    return _mm_movemask_epi8(found) != 0;
  }
#endif
  for (; i < text.size(); ++i) {
    if (text[i - 1] == ' ' && text[i] == ' ') return true;
  }
  return false;
}

// Whether a quote of the text stays open.
inline bool has_open_quote(std::string_view text) {
  bool open = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      open = !open;
    }
  }
  return open;
}

// Whether the byte at p stands behind an odd number of backslashes of [begin, p).
inline bool is_escaped(const char* begin, const char* p) {
  bool escaped = false;
  while (p != begin && *--p == '\\') escaped = !escaped;
  return escaped;
}

// Whether `bytes` are of `shape`; only a TimeFormat itself can tell what is a kTimeFormat.
inline bool has_shape(FieldShape shape, std::string_view bytes) {
  const char* begin = bytes.data();
  const char* end = begin + bytes.size();
  switch (shape) {
    case FieldShape::kClfTime:
      return bytes.size() == kClfTimeBytes && is_clf_time(begin, end);
    case FieldShape::kIsoTime:
      if (!is_iso_time(begin, end)) return false;
      break;
    case FieldShape::kAddress:  // a list that is not finished is none
      if (!bytes.empty() && bytes.back() == ',') return false;
      break;
    case FieldShape::kUrl:
      if (!is_url(bytes)) return false;
      break;
    case FieldShape::kQuoted:
      if (!bytes.starts_with('"')) break;
      return bytes.size() >= 2 && bytes.back() == '"';
    case FieldShape::kHostName:
      return host_name_end(begin, end) == end;
    case FieldShape::kEndpoint:  // these have one end only
    case FieldShape::kPort:
    case FieldShape::kGroups:
    case FieldShape::kList:
      return true;
    case FieldShape::kText:
    case FieldShape::kToken:
    case FieldShape::kNumber:
    case FieldShape::kCapitals:
    case FieldShape::kWord:
    case FieldShape::kTimeFormat:
    case FieldShape::kTimeOfDay:
    case FieldShape::kAnyTime:
      break;
  }
  return run_end(begin, end, shape, Literal::kNone) == end;
}

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_FIELD_SCAN_H_
