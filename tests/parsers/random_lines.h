// Lines of a given format with random fields, and their damaged kin, for the differential test.
//
// Equal seeds give equal lines on every machine: only the engine of <random> is used, whose numbers the
// standard fixes, and none of its distributions.
#ifndef ANONLOG_TESTS_PARSERS_RANDOM_LINES_H_
#define ANONLOG_TESTS_PARSERS_RANDOM_LINES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/line_grammar.h"
#include "parsers/nginx_log_format.h"

namespace anonlog {

// A format in parts: what LineGrammar's constructor takes.
struct FormatParts {
  std::vector<LineGrammar::Piece> pieces;
  std::string tail;
  LineGrammar::Escapes escapes = LineGrammar::Escapes::kBackslash;
  LineGrammar::Rest rest = LineGrammar::Rest::kIgnored;
};

// Splits the text of a format at its $names.
inline FormatParts split_format(std::string_view text) {
  constexpr std::string_view kNameBytes = "abcdefghijklmnopqrstuvwxyz0123456789_";
  FormatParts parts;
  for (;;) {
    const std::size_t dollar = std::min(text.find('$'), text.size());
    const std::string literal(text.substr(0, dollar));
    if (dollar == text.size()) {
      parts.tail = literal;
      return parts;
    }
    const std::size_t end = std::min(text.find_first_not_of(kNameBytes, dollar + 1), text.size());
    parts.pieces.push_back({literal, nginx_variable_slot(text.substr(dollar + 1, end - dollar - 1))});
    text.remove_prefix(end);
  }
}

class RandomLines {
 public:
  explicit RandomLines(std::uint64_t seed) : engine_(seed) {}

  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }
  bool one_in(std::size_t n) { return below(n) == 0; }

  // What a server with this format could write.
  std::string line(const FormatParts& format) {
    std::string out;
    for (const auto& piece : format.pieces) {
      out += spaced(piece.literal) + value(piece.slot, format.escapes);
    }
    return out + spaced(format.tail) + (one_in(8) ? text(format.escapes) : "");
  }

  // Pieces of all shapes, some of which touch: what no format of nginx holds.
  FormatParts layout() {
    static constexpr std::string_view kLiterals[] = {"",   "",  " ", "  ", "\" \"", " [",
                                                     "] ", "|", "-", "\t", "/",     "."};
    static constexpr FieldShape kShapes[] = {
        FieldShape::kText,       FieldShape::kToken,  FieldShape::kAddress,  FieldShape::kNumber,
        FieldShape::kClfTime,    FieldShape::kList,   FieldShape::kCapitals, FieldShape::kTimeFormat,
        FieldShape::kTimeFormat, FieldShape::kQuoted, FieldShape::kEndpoint, FieldShape::kPort,
        FieldShape::kHostName,   FieldShape::kUrl,    FieldShape::kGroups,   FieldShape::kWord};
    static constexpr LineGrammar::Escapes kEscapes[] = {
        LineGrammar::Escapes::kBackslash, LineGrammar::Escapes::kQuote, LineGrammar::Escapes::kHash,
        LineGrammar::Escapes::kNone};
    static constexpr std::string_view kTimes[] = {"%F %T",     "%d/%b/%Y", "%Y%m%d", "sec",      "msec_frac",
                                                  "usec_frac", "%z",       "%B %e",  "%I:%M %p", "%j"};
    FormatParts parts;
    if (one_in(2)) parts.escapes = pick(kEscapes);
    if (one_in(2)) parts.rest = one_in(3) ? LineGrammar::Rest::kClosed : LineGrammar::Rest::kNone;
    for (std::size_t left = below(6) + 1; left != 0; --left) {
      Slot slot;
      slot.shape = pick(kShapes);
      if (slot.shape == FieldShape::kTimeFormat) slot.time_format = pick(kTimes);
      parts.pieces.push_back(
          {std::string(pick(kLiterals)), slot,
           (slot.shape == FieldShape::kText || slot.shape == FieldShape::kQuoted) && one_in(3)});
    }
    if (one_in(2)) parts.tail = pick(kLiterals);
    return parts;
  }

  // `line` with one to four injuries.
  std::string damaged(std::string line) {
    for (std::size_t i = below(4) + 1; i != 0; --i) damage(line);
    return line;
  }

  // The text of a log_format directive behind its name, and its parts.
  FormatParts format(std::string& directive) {
    static constexpr std::string_view kVariables[] = {"remote_addr",
                                                      "remote_user",
                                                      "time_local",
                                                      "time_iso8601",
                                                      "request",
                                                      "status",
                                                      "body_bytes_sent",
                                                      "http_referer",
                                                      "host",
                                                      "msec",
                                                      "request_time",
                                                      "http_x_forwarded_for",
                                                      "upstream_addr",
                                                      "upstream_header_time",
                                                      "my_variable",
                                                      "proxy_add_x_forwarded_for"};
    static constexpr std::string_view kLiterals[] = {
        " ", " ",  " ", "  ", R"(" ")", R"( ")", R"(" )", R"(")", " [",         "] ", "|", ":",
        ",", ", ", "-", ".",  "T",      "\t",    "\\",    " - ",  R"(","b":")", ";",  "0", " : "};
    static constexpr std::string_view kEscapes[] = {"escape=default ", "escape=json ", "escape=none "};
    FormatParts parts;
    const std::size_t escape = below(std::size(kEscapes));
    parts.escapes = escape == 2 ? LineGrammar::Escapes::kNone : LineGrammar::Escapes::kBackslash;
    directive = std::string(kEscapes[escape]) + "'";
    const auto literal = [&] {
      const std::string_view chosen = pick(kLiterals);
      for (const char c : chosen) directive += c == '\\' ? "\\\\" : std::string(1, c);
      return std::string(chosen);
    };
    for (std::size_t left = below(9) + 2; left != 0; --left) {
      std::string before = parts.pieces.empty() && one_in(2) ? "" : literal();
      const std::string_view variable = pick(kVariables);
      directive.append("${").append(variable).append("}");
      parts.pieces.push_back({std::move(before), nginx_variable_slot(variable)});
    }
    if (one_in(2)) parts.tail = literal();
    directive += "'";
    return parts;
  }

 private:
  template <typename T, std::size_t n>
  T pick(const T (&from)[n]) {
    return from[below(n)];
  }

  // Now and then with more spaces.
  std::string spaced(const std::string& literal) {
    std::string out;
    for (const char c : literal) out.append(c == ' ' && one_in(16) ? below(3) + 1 : 1, c);
    return out;
  }

  // What a time format may write.
  std::string time(const std::string& format) {
    static constexpr std::string_view kWritten[][3] = {
        {"%F %T", "2025-10-10 13:55:36", "1970-01-01 00:00:00"},
        {"%d/%b/%Y", "10/Oct/2025", "01/May/2025"},
        {"%d/%b/%Y:%H:%M:%S", "10/Oct/2025:13:55:36", "01/May/2025:00:00:00"},
        {"%Y%m%d", "20251010", "99991231"},
        {"sec", "1760104536", "7"},
        {"msec_frac", "000", "123"},
        {"usec_frac", "000120", "999999"},
        {"%z", "+0000", "-0730"},
        {"%B %e", "May  1", "September 30"},
        {"%I:%M %p", "12:01 AM", "11:59 pm"},
        {"%j", "001", "366"}};
    for (const auto& row : kWritten) {
      if (row[0] == format) return std::string(row[1 + below(2)]);
    }
    return {};
  }

  std::string value(const Slot& slot, LineGrammar::Escapes escapes) {
    const FieldShape shape = slot.shape;
    static constexpr std::string_view kMethods[] = {"GET", "POST", "VERSION-CONTROL", "X_Y", "-"};
    static constexpr std::string_view kAddresses[] = {
        "203.0.113.7", "2001:db8::1", "unix:",   "203.0.113.7, 198.51.100.2",
        "a, b, c",     "fe80::1%br0", "[::1]:80"};
    static constexpr std::string_view kNumbers[] = {
        "200", "0", "000", "-1", "12.345", "+7", "18446744073709551615"};
    static constexpr std::string_view kIsoTimes[] = {"2025-10-10T13:55:36+00:00",
                                                     "2025-10-10T13:55:36.123Z",
                                                     "2025-10-10T13:55:36",
                                                     "{",
                                                     "}",
                                                     " {a}",
                                                     ":1",
                                                     "://",
                                                     "#22",
                                                     "\" "};
    static constexpr std::string_view kTokens[] = {"example.org", "a",   "x|y", "a:b",
                                                   "a\\b",        "-x-", "T0",  "a,b"};
    static constexpr std::string_view kElements[] = {"203.0.113.7:80", "0.001", "-",
                                                     "unix:/a.sock",   "200",   "[::1]:8"};
    if (shape == FieldShape::kClfTime) return "10/Oct/2025:13:55:36 +0000";
    if (shape == FieldShape::kIsoTime) return std::string(pick(kIsoTimes));
    if (shape == FieldShape::kTimeFormat) return time(slot.time_format);
    static constexpr std::string_view kEndpoints[] = {"203.0.113.7", "[2001:db8::7]", "2001:db8::7", "unix",
                                                      "[::1"};
    static constexpr std::string_view kPorts[] = {":80", ":65535", "", ":", ":x"};
    static constexpr std::string_view kHostNames[] = {"example.org", "WWW.a-b_c.example", "x.", ".y"};
    static constexpr std::string_view kUrls[] = {"http://example.org/a?b", "://", "ftp://h", "http:/x"};
    static constexpr std::string_view kGroups[] = {" {a b|c}", " {} {d}",  "",          "  {x}",    " {",
                                                   " {a{b}}",  " [x] [y]", " [::1]:80", " [a] {b}", " [a]x"};
    if (shape == FieldShape::kEndpoint) return std::string(pick(kEndpoints)) + (one_in(3) ? ":8080" : "");
    if (shape == FieldShape::kPort) return std::string(pick(kPorts));
    if (shape == FieldShape::kHostName) return std::string(pick(kHostNames));
    if (shape == FieldShape::kUrl) return std::string(pick(kUrls));
    if (shape == FieldShape::kGroups) return std::string(pick(kGroups));
    if (one_in(8)) return "-";
    if (one_in(16)) return "";
    switch (shape) {
      case FieldShape::kQuoted:
        return one_in(4) ? std::string(pick(kTokens)) : "\"" + text(escapes) + "\"";
      case FieldShape::kCapitals:
        return std::string(pick(kMethods));
      case FieldShape::kAddress:
        return std::string(pick(kAddresses));
      case FieldShape::kNumber:
        return std::string(pick(kNumbers));
      case FieldShape::kToken:
      case FieldShape::kWord:
        return std::string(pick(kTokens));
      case FieldShape::kList: {
        std::string list(pick(kElements));
        while (one_in(3)) list.append(one_in(2) ? ", " : " : ").append(pick(kElements));
        return list + (one_in(8) ? " : " : "");
      }
      default:
        return text(escapes);
    }
  }

  // Words, and what servers write for bytes that they escape; sometimes the bytes themselves.
  std::string text(LineGrammar::Escapes escapes) {
    static constexpr std::string_view kWords[] = {
        "GET", "/a?b=c", "HTTP/1.1", "Mozilla/5.0", "(X11;", "https://example.org/",
        "-",   "x",      "[",        "] ",          "|",     ","};
    static constexpr std::string_view kEscaped[] = {R"(\")",   R"(\\)", R"(\x22)", R"(\xE4)", R"(\u20ac)",
                                                    R"(\n)",   R"(\/)", R"(\q)",   R"(\x2)",  R"(\101)",
                                                    R"(\477)", "#22",   "#2",      "#7b"};
    static constexpr std::string_view kRaw[] = {"\"", "\\",   " ", "\xE4", std::string_view("\0", 1),
                                                "\t", "\" \""};
    std::string out;
    for (std::size_t words = below(5) + 1; words != 0; --words) {
      out += pick(kWords);
      if (one_in(6)) out += pick(kEscaped);
      if (one_in(escapes == LineGrammar::Escapes::kNone ? 8 : 60)) out += pick(kRaw);
      if (words != 1) out += ' ';
    }
    return out;
  }

  void damage(std::string& line) {
    static constexpr std::string_view kInserted[] = {" ",
                                                     " ",
                                                     "   ",
                                                     "\"",
                                                     "\"",
                                                     "\\",
                                                     "\\\\",
                                                     "\\\"",
                                                     "-",
                                                     " - ",
                                                     "[",
                                                     "]",
                                                     ",",
                                                     ", ",
                                                     " : ",
                                                     ":",
                                                     "|",
                                                     ".",
                                                     "0",
                                                     "T",
                                                     "x",
                                                     "\t",
                                                     "\xFF",
                                                     std::string_view("\0", 1),
                                                     "10/Oct/2025:13:55:36 +0000",
                                                     "2025-10-10T13:55:36"};
    const std::size_t at = below(line.size() + 1);
    const std::size_t count = std::min(below(6) + 1, line.size() - at);
    switch (below(7)) {
      case 0:
        line.erase(at, 1);
        break;
      case 1:
        line.erase(at, count);
        break;
      case 2:
        line.insert(at, line.substr(below(line.size() + 1), 12));
        break;
      case 3:
        if (at + 1 < line.size()) std::swap(line[at], line[at + 1]);
        break;
      case 4:
        if (at < line.size()) line[at] = static_cast<char>(below(256));
        break;
      default:
        line.insert(at, pick(kInserted));
    }
  }

  std::mt19937_64 engine_;
};

}  // namespace anonlog

#endif  // ANONLOG_TESTS_PARSERS_RANDOM_LINES_H_
