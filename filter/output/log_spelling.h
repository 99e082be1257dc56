// How the values of a record are spelled in a line of a log (log_pieces.h), for TextField.
#ifndef ANONLOG_FILTER_OUTPUT_LOG_SPELLING_H_
#define ANONLOG_FILTER_OUTPUT_LOG_SPELLING_H_

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "filter/output/escaped_copy.h"
#include "filter/output/text_copy.h"

namespace anonlog::log_spelling {

template <std::size_t kSize>
inline char* write_literal(const char (&literal)[kSize], char* out) {
  std::memcpy(out, literal, kSize - 1);
  return out + kSize - 1;
}

struct QuotedEscapes {
  static constexpr std::array kBytes = {'"', '\\'};

  static char* write(char byte, char* out) {
    return byte == '"' ? write_literal("\\x22", out) : write_literal("\\x5C", out);
  }
};

// A text inside of quotes; an empty one would not be a word.
template <const std::string_view& kNullText>
struct QuotedSpelling {
  static constexpr std::string_view kNull = kNullText;
  static constexpr std::size_t kMaxGrowth = 4;
  static constexpr std::size_t kMaxMore = kNull.size();

  static char* write(std::string_view text, bool plain, char* out) {
    if (text.empty()) return copy_text(out, kNull);
    return plain ? copy_text(out, text) : copy_escaped<QuotedEscapes>(text, out);
  }
};

inline constexpr std::string_view kDash = "-";
inline constexpr std::string_view kOldestProtocol = "HTTP/1.0";
using DashSpelling = QuotedSpelling<kDash>;
using ProtocolSpelling = QuotedSpelling<kOldestProtocol>;

// Of a network or an address.
struct NetworkSpelling {
  static constexpr std::string_view kNull = "0.0.0.0";
  static constexpr std::size_t kMaxGrowth = 1;
  static constexpr std::size_t kMaxMore = kNull.size();

  static char* write(std::string_view text, bool /*plain*/, char* out) {
    text = text.substr(0, text.rfind('/'));
    return copy_text(out, text.empty() ? kNull : text);
  }
};

struct SiteSpelling {
  static constexpr std::string_view kNull = "-";
  static constexpr std::size_t kMaxGrowth = 4;
  static constexpr std::size_t kMaxMore = 17;  // https:// and .invalid/

  static char* write(std::string_view text, bool plain, char* out) {
    if (text.empty()) return copy_text(out, kNull);
    out = write_literal("https://", out);
    // "(internal)", "{token}": no site has such a name.
    const bool is_class = text.size() > 2 && (text.front() == '(' || text.front() == '{');
    if (is_class) text = text.substr(1, text.size() - 2);
    out = plain ? copy_text(out, text) : copy_escaped<QuotedEscapes>(text, out);
    return is_class ? write_literal(".invalid/", out) : write_literal("/", out);
  }
};

}  // namespace anonlog::log_spelling

#endif  // ANONLOG_FILTER_OUTPUT_LOG_SPELLING_H_
