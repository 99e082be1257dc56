#include "parsers/json_wrapper.h"

#include <algorithm>
#include <bit>
#include <charconv>

#include "parsers/byte_scan.h"

namespace anonlog {
namespace {

// Copies up to the next quote or backslash, which it does not copy. Requires: room for all of [p, end).
const char* copy_plain(const char* p, const char* end, char*& out) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  for (; end - p >= 16; p += 16, out += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), block);
    const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, backslash));
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(found));
    if (mask == 0) continue;
    const int plain = std::countr_zero(mask);
    out += plain;
    return p + plain;
  }
#endif
  while (p != end && *p != '"' && *p != '\\') *out++ = *p++;
  return p;
}

void put_utf8(std::uint32_t code, char*& out) {
  const auto put = [&out](std::uint32_t byte) {
    *out++ = static_cast<char>(static_cast<unsigned char>(byte));
  };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0U | code >> 6U);
  } else if (code < 0x10000) {
    put(0xE0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3FU));
  } else {
    put(0xF0U | code >> 18U);
    put(0x80U | (code >> 12U & 0x3FU));
    put(0x80U | (code >> 6U & 0x3FU));
  }
  put(0x80U | (code & 0x3FU));
}

// A newline within a text would end the line: it stays escaped.
void put_newline(char*& out) {
  *out++ = '\\';
  *out++ = 'n';
}

// The code unit of `\uHHHH` at p; false when there is none.
bool read_unit(const char* p, const char* end, std::uint32_t& unit) {
  if (end - p < 6 || p[0] != '\\' || p[1] != 'u') return false;
  const auto [last, error] = std::from_chars(p + 2, p + 6, unit, 16);
  return error == std::errc() && last == p + 6;
}

const char* decode_unit(const char* p, const char* end, char*& out) {
  constexpr std::uint32_t kReplacement = 0xFFFD;
  std::uint32_t code = 0;
  if (!read_unit(p, end, code)) {
    *out++ = *p;
    return p + 1;
  }
  p += 6;
  std::uint32_t low = 0;
  if (code >= 0xD800 && code < 0xDC00 && read_unit(p, end, low) && low >= 0xDC00 && low < 0xE000) {
    code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    p += 6;
  } else if (code >= 0xD800 && code < 0xE000) {
    code = kReplacement;
  }
  if (code == '\n') {
    put_newline(out);
  } else {
    put_utf8(code, out);
  }
  return p;
}

// Decodes the escape at p; what is none stays as it is. `ends_line`: it is the newline at the end of the string.
const char* decode_escape(const char* p, const char* end, char*& out, bool& ends_line) {
  if (end - p < 2) {
    *out++ = *p;
    return p + 1;
  }
  char byte = 0;
  switch (p[1]) {
    case '"':
    case '\\':
    case '/':
      byte = p[1];
      break;
    case 'n':
      ends_line = end - p > 2 && p[2] == '"';
      if (!ends_line) put_newline(out);
      return p + 2;
    case 't':
      byte = '\t';
      break;
    case 'r':
      byte = '\r';
      break;
    case 'b':
      byte = '\b';
      break;
    case 'f':
      byte = '\f';
      break;
    case 'u':
      return decode_unit(p, end, out);
    default:
      *out++ = *p;
      return p + 1;
  }
  *out++ = byte;
  return p + 2;
}

// Decodes a string whose first byte is at p. Where its closing quote is; null: it has none.
const char* decode_string(const char* p, const char* end, char*& out, bool& ends_line) {
  for (;;) {
    p = copy_plain(p, end, out);
    if (p == end) return nullptr;
    if (*p == '"') return p;
    p = decode_escape(p, end, out, ends_line);
  }
}

// The members of one object. Lenient: what it takes for a value only has to end.
class Members {
 public:
  explicit Members(std::string_view object) : p_(object.data()), end_(p_ + object.size()) {
    if (p_ != end_ && *p_ == '{') {
      ++p_;
    } else {
      p_ = nullptr;
    }
  }

  // The next member's key, as it is written; its value is next, and one of the functions below must take it.
  bool next(std::string_view& key) {
    if (p_ == nullptr) return false;
    skip_spaces();
    if (p_ != end_ && *p_ == '}') {
      whole_ = std::all_of(p_ + 1, end_, [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
      return false;
    }
    if (!first_ && !take(',')) return false;
    first_ = false;
    skip_spaces();
    if (!take_string(key)) return false;
    skip_spaces();
    if (!take(':')) return false;
    skip_spaces();
    return p_ != end_;
  }

  // Whether the object ended, and nothing stands behind it.
  [[nodiscard]] bool whole() const { return whole_; }

  [[nodiscard]] char first_of_value() const { return *p_; }

  // A string as it is written.
  bool take_string(std::string_view& text) {
    if (!take('"')) return false;
    const char* const begin = p_;
    while (p_ != end_ && *p_ != '"') {
      p_ = find_either(p_, end_, '"', '\\');
      if (p_ != end_ && *p_ == '\\') p_ = end_ - p_ < 2 ? end_ : p_ + 2;
    }
    text = {begin, static_cast<std::size_t>(p_ - begin)};
    return take('"');
  }

  // A string, decoded to `out`.
  bool decode(char*& out, bool& ends_line) {
    if (!take('"')) return false;
    const char* const quote = decode_string(p_, end_, out, ends_line);
    p_ = quote == nullptr ? end_ : quote;
    return take('"');
  }

  // An array of bytes, as numbers.
  bool decode_bytes(char*& out) {
    if (!take('[')) return false;
    while (p_ != end_ && *p_ != ']') {
      unsigned byte = 0;
      const auto [last, error] = std::from_chars(p_, end_, byte);
      if (error != std::errc() || byte > 255) return false;
      if (byte == '\n') {
        put_newline(out);
      } else {
        *out++ = static_cast<char>(static_cast<unsigned char>(byte));
      }
      p_ = last;
      skip_spaces();
      if (p_ != end_ && *p_ == ',') ++p_;
      skip_spaces();
    }
    return take(']');
  }

  // A value of any kind. False when it does not end.
  bool skip_value() {
    std::string_view text;
    if (*p_ == '"') return take_string(text);
    std::size_t depth = 0;
    while (p_ != end_) {
      if (*p_ == '"') {
        if (!take_string(text)) return false;
        continue;
      }
      if (depth == 0 && (*p_ == ',' || *p_ == '}')) return true;
      if (*p_ == '{' || *p_ == '[') ++depth;
      if ((*p_ == '}' || *p_ == ']') && depth-- == 1) {
        ++p_;
        return true;
      }
      ++p_;
    }
    return false;
  }

 private:
  bool take(char c) {
    if (p_ == end_ || *p_ != c) {
      p_ = nullptr;
      return false;
    }
    ++p_;
    return true;
  }

  void skip_spaces() {
    while (p_ != end_ && (*p_ == ' ' || *p_ == '\t')) ++p_;
  }

  const char* p_;  // null: it is no object
  const char* end_;
  bool first_ = true;
  bool whole_ = false;
};

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

bool read_docker_json(std::string_view line, char* buffer, WrappedLine& wrapped) {
  Members members(line);
  bool has_log = false;
  bool has_stream = false;
  bool has_time = false;
  bool ends_line = false;
  char* out = buffer;
  for (std::string_view key; members.next(key);) {
    bool taken = false;
    if (key == "log" && !has_log) {
      taken = has_log = members.decode(out, ends_line);
    } else if (key == "stream" && members.first_of_value() == '"') {
      std::string_view stream;
      taken = members.take_string(stream);
      has_stream = stream == "stdout" || stream == "stderr";
      wrapped.stream = stream == "stderr" ? 1 : 0;
    } else {
      has_time = has_time || key == "time";
      taken = members.skip_value();
    }
    if (!taken) return false;
  }
  if (!members.whole() || !has_log || !has_stream || !has_time) return false;
  wrapped.text = between(buffer, out);
  wrapped.program = {};
  wrapped.partial = !ends_line;
  return true;
}

bool read_journal_json(std::string_view line, char* buffer, WrappedLine& wrapped) {
  Members members(line);
  bool has_message = false;
  bool has_time = false;
  std::string_view identifier;
  std::string_view command;
  char* out = buffer;
  for (std::string_view key; members.next(key);) {
    const char first = members.first_of_value();
    bool taken = false;
    if (key == "MESSAGE" && !has_message && (first == '"' || first == '[')) {
      bool ends_line = false;  // the newline at the end of a message is none of it
      taken = has_message = first == '"' ? members.decode(out, ends_line) : members.decode_bytes(out);
    } else if (key == "SYSLOG_IDENTIFIER" && first == '"') {
      taken = members.take_string(identifier);
    } else if (key == "_COMM" && first == '"') {
      taken = members.take_string(command);
    } else {
      has_time = has_time || key == "__REALTIME_TIMESTAMP";
      taken = members.skip_value();
    }
    if (!taken) return false;
  }
  if (!members.whole() || !has_message || !has_time) return false;
  wrapped = {.text = between(buffer, out), .program = identifier.empty() ? command : identifier};
  return true;
}

}  // namespace anonlog
