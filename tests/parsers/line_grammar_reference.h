// The rules at the top of parsers/line_grammar.h once more, word by word and without any thought of speed:
// what the scanners are compared with. Written from the rules, shares no code with line_grammar.cc.
#ifndef ANONLOG_TESTS_PARSERS_LINE_GRAMMAR_REFERENCE_H_
#define ANONLOG_TESTS_PARSERS_LINE_GRAMMAR_REFERENCE_H_

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/line_grammar.h"

namespace anonlog {

class LineGrammarReference {
 public:
  enum class Answer { kNo, kYes, kUndecided };

  // Undecided beyond: far below the bound of the real scan, which so has no excuse to give up earlier.
  static constexpr std::size_t kMaxCost = 20000;

  LineGrammarReference(const std::vector<LineGrammar::Piece>& pieces, const std::string& tail,
                       LineGrammar::Escapes escapes, LineGrammar::Rest rest = LineGrammar::Rest::kIgnored)
      : escapes_(escapes), rest_(rest) {
    for (const auto& piece : pieces) {
      literals_.push_back(one_space_for_each_run(piece.literal));
      shapes_.push_back(piece.slot.shape);
      latest_ends_.push_back(piece.latest_end);
      time_formats_.push_back(piece.slot.time_format);
    }
    literals_.push_back(one_space_for_each_run(tail));
  }

  // `values`: one per field, nullopt when absent; only when kYes.
  Answer read(const std::string& line, std::vector<std::optional<std::string>>& values) {
    line_ = line;
    cost_ = 0;
    fields_.assign(shapes_.size(), {0, 0});
    std::size_t run = 0;
    const auto begin = literal_end(literals_[0], 0, run);
    const bool yes = begin && read_from(0, *begin, run);
    if (cost_ > kMaxCost) return Answer::kUndecided;
    if (!yes) return Answer::kNo;
    values.clear();
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const auto [from, to] = fields_[i];
      values.push_back(value(unwrapped(shapes_[i], line_.substr(from, to - from))));
    }
    return Answer::kYes;
  }

 private:
  static std::string one_space_for_each_run(const std::string& text) {
    std::string out = text;
    for (std::size_t i; (i = out.find("  ")) != std::string::npos;) out.erase(i, 1);
    return out;
  }

  bool read_from(std::size_t field, std::size_t begin, std::size_t run) {
    if (field == shapes_.size()) {
      if (rest_ == LineGrammar::Rest::kClosed) return !has_open_quote(line_.substr(begin));
      return rest_ == LineGrammar::Rest::kIgnored || begin == line_.size();
    }
    for (const std::size_t end : ends(field, begin)) {
      if (read_field(field, begin, end)) return true;
      if (cost_ > kMaxCost) return false;
    }
    return run > 1 && !literals_[field + 1].empty() && read_field(field, begin - 1, begin - 1);
  }

  bool read_field(std::size_t field, std::size_t begin, std::size_t end) {
    ++cost_;
    const std::string& literal = literals_[field + 1];
    std::size_t run = 0;
    const auto next = literal_end(literal, end, run);
    if (!next) return false;
    cost_ += run;
    if (backslashes() && literal[0] == '"' && is_escaped(begin, end)) return false;
    if (shapes_[field] != FieldShape::kText) cost_ += end - begin;
    if (!is_of_shape(field, line_.substr(begin, end - begin))) return false;
    fields_[field] = {begin, end};
    return read_from(field + 1, *next, run);
  }

  // All ends that a field may have, in the order in which they are tried.
  std::vector<std::size_t> ends(std::size_t field, std::size_t begin) {
    const FieldShape shape = shapes_[field];
    const std::string& literal = literals_[field + 1];
    std::vector<std::size_t> all;
    if (shape == FieldShape::kClfTime) {
      if (begin + 26 <= line_.size()) all.push_back(begin + 26);
      return all;
    }
    if (shape == FieldShape::kList) return {longest_list(begin, literal)};
    if (const auto end = only_end(field, begin)) {
      if (*end != std::string::npos) all.push_back(*end);
      return all;
    }
    if (literal.empty() || shape == FieldShape::kTimeFormat) {
      for (std::size_t end = line_.size();; --end) {
        if (is_of_shape(field, line_.substr(begin, end - begin))) return {end};
        if (end == begin) return all;
      }
    }
    const bool any_bytes = shape == FieldShape::kText || shape == FieldShape::kAddress ||
                           (shape == FieldShape::kQuoted && line_.compare(begin, 1, "\"") == 0);
    for (std::size_t end = begin; end <= line_.size(); ++end) {
      all.push_back(end);
      // All other shapes are of tokens: no longer one is.
      if (!any_bytes && end != line_.size() && (line_[end] == ' ' || line_[end] == '"')) break;
    }
    if (latest_ends_[field]) std::reverse(all.begin(), all.end());
    return all;
  }

  static bool has_open_quote(const std::string& text) {
    std::size_t quotes = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') ++quotes;
      if (text[i] == '\\') ++i;
    }
    return quotes % 2 == 1;
  }

  // Of shapes that have one end: where it is, npos when there is none. Nothing: of the other shapes.
  [[nodiscard]] std::optional<std::size_t> only_end(std::size_t field, std::size_t begin) const {
    const std::string rest = line_.substr(begin);
    switch (shapes_[field]) {
      case FieldShape::kEndpoint: {
        const std::string token = rest.substr(0, rest.find_first_of(" \""));
        const std::size_t colon = token.rfind(':');
        const bool port = colon != std::string::npos && colon + 1 != token.size() &&
                          token.find_first_not_of("0123456789", colon + 1) == std::string::npos;
        return begin + (port ? colon : token.size());
      }
      case FieldShape::kPort: {
        const std::size_t digits = rest.empty() || rest[0] != ':'
                                       ? 0
                                       : std::min(rest.find_first_not_of("0123456789", 1), rest.size()) - 1;
        return begin + (digits == 0 ? 0 : 1 + digits);
      }
      case FieldShape::kHostName: {
        constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        const std::string name =
            rest.substr(0, rest.find_first_not_of("-._0123456789" + std::string(kLetters)));
        const bool is_name =
            name.find('.') != std::string::npos && name.find_first_of(kLetters) != std::string::npos;
        return is_name ? begin + name.size() : std::string::npos;
      }
      case FieldShape::kGroups: {
        std::size_t size = 0;
        for (;;) {
          const std::size_t open = rest.find_first_not_of(' ', size);
          if (open == std::string::npos || open == size) return begin + size;
          if (rest[open] != '{' && rest[open] != '[') return begin + size;
          const std::size_t close = rest.find_first_of(rest[open] == '{' ? "{}" : "[]", open + 1);
          if (close == std::string::npos || rest[close] == rest[open]) return begin + size;
          if (close + 1 != rest.size() && rest[close + 1] != ' ') return begin + size;
          size = close + 1;
        }
      }
      case FieldShape::kQuoted: {
        if (rest.empty() || rest[0] != '"') return std::nullopt;
        if (escapes_ == LineGrammar::Escapes::kNone && !literals_[field + 1].empty()) return std::nullopt;
        for (std::size_t i = 1; i < rest.size(); ++i) {
          if (rest[i] == '"') return begin + i + 1;
          if (rest[i] == '\\' && backslashes()) ++i;
        }
        return std::string::npos;
      }
      default:
        return std::nullopt;
    }
  }

  [[nodiscard]] bool backslashes() const {
    return escapes_ == LineGrammar::Escapes::kBackslash || escapes_ == LineGrammar::Escapes::kQuote;
  }

  // What the shape leaves in the value.
  static std::string unwrapped(FieldShape shape, const std::string& text) {
    const auto inside = [&](char open, char close) {
      const bool wrapped = text.size() >= 2 && text.front() == open && text.back() == close;
      return wrapped ? text.substr(1, text.size() - 2) : text;
    };
    switch (shape) {
      case FieldShape::kQuoted:
        return inside('"', '"');
      case FieldShape::kEndpoint:
        return inside('[', ']');
      case FieldShape::kPort:
        return text.empty() ? "-" : text.substr(1);
      case FieldShape::kGroups:
        return text.empty() ? "-" : text.substr(text.find_first_not_of(' '));
      default:
        return text;
    }
  }

  // Where `literal` ends when it stands at `at`. `run`: how many spaces its last byte took.
  std::optional<std::size_t> literal_end(const std::string& literal, std::size_t at, std::size_t& run) const {
    run = 0;
    for (const char c : literal) {
      std::size_t taken = 0;
      while (at + taken < line_.size() && line_[at + taken] == c && (c == ' ' || taken == 0)) ++taken;
      if (taken == 0) return std::nullopt;
      at += taken;
      run = c == ' ' ? taken : 0;
    }
    return at;
  }

  [[nodiscard]] bool is_escaped(std::size_t begin, std::size_t at) const {
    std::size_t backslashes = 0;
    while (at > begin && line_[at - 1] == '\\') --at, ++backslashes;
    return backslashes % 2 == 1;
  }

  static bool has_at(const std::string& text, const std::string& pattern) {  // '.' is any byte, '+' a sign
    if (text.size() < pattern.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] == '.') continue;
      if (pattern[i] == '+' ? text[i] != '+' && text[i] != '-' : text[i] != pattern[i]) return false;
    }
    return true;
  }

  [[nodiscard]] bool is_of_shape(std::size_t field, const std::string& text) const {
    const bool token = text.find_first_of(" \"") == std::string::npos;
    switch (shapes_[field]) {
      case FieldShape::kText:
      case FieldShape::kList:
        return true;
      case FieldShape::kToken:
        return token;
      case FieldShape::kNumber:
        return text.find_first_not_of("-+.0123456789") == std::string::npos;
      case FieldShape::kClfTime:
        return text.size() == 26 && has_at(text, "../.../....:..:..:.. +....");
      case FieldShape::kIsoTime:
        return token && has_at(text, "....-..-..T..:..:..");
      case FieldShape::kAddress:
        return is_address(text);
      case FieldShape::kCapitals:
        return text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == std::string::npos;
      case FieldShape::kTimeFormat:
        return is_time(time_formats_[field], text);
      case FieldShape::kTimeOfDay:  // of no grammar
      case FieldShape::kAnyTime:
        break;
      case FieldShape::kWord:
        return token && text.find('/') == std::string::npos;
      case FieldShape::kUrl:
        return token && text.find("://") != std::string::npos;
      case FieldShape::kQuoted:
        return token || (text.size() >= 2 && text.front() == '"' && text.back() == '"');
      case FieldShape::kHostName:  // only_end() has looked at it, but for the empty one
        return !text.empty();
      case FieldShape::kEndpoint:
      case FieldShape::kPort:
      case FieldShape::kGroups:
        return true;
    }
    std::abort();
  }

  // Of time formats the ones that the tests use. Each part takes as much as it can.
  static bool is_time(const std::string& format, const std::string& text) {
    static const std::map<std::string, std::string> kShort = {
        {"sec", "%s"}, {"msec_frac", "%3"}, {"usec_frac", "%6"}, {"%F %T", "%Y-%m-%d %H:%M:%S"}};
    if (kShort.contains(format)) return is_time(kShort.at(format), text);
    if (format.empty()) return text.empty();
    if (format[0] != '%')
      return !text.empty() && text[0] == format[0] && is_time(format.substr(1), text.substr(1));
    for (std::size_t size = text.size(); size != 0; --size) {
      if (is_time_part(format[1], text.substr(0, size))) return is_time(format.substr(2), text.substr(size));
    }
    return false;
  }

  static bool is_time_part(char part, const std::string& text) {
    constexpr std::string_view kMonths =
        "|January|February|March|April|May|June|July|August|September|October|November|December|";
    const std::string spaceless = text[0] == ' ' ? text.substr(1) : text;
    const auto digits = [](const std::string& number, std::size_t least, std::size_t most) {
      return number.find_first_not_of("0123456789") == std::string::npos && number.size() >= least &&
             number.size() <= most;
    };
    switch (part) {
      case 'Y':
        return digits(text, 4, 4);
      case '3':
      case 'j':
        return digits(text, 3, 3);
      case '6':
        return digits(text, 6, 6);
      case 's':
        return digits(text, 1, 12);
      case 'e':
        return text.size() <= 2 && digits(spaceless, 1, 2);
      case 'b':
        return text.size() == 3 &&
               std::ranges::all_of(text, [](unsigned char c) { return std::isalpha(c) != 0; });
      case 'B':
        return kMonths.find("|" + text + "|") != std::string_view::npos;
      case 'z':
        return (text[0] == '+' || text[0] == '-') && digits(text.substr(1), 4, 4);
      case 'p':
        return text == "AM" || text == "PM" || text == "am" || text == "pm";
      default:  // m d H I M S
        return digits(text, 2, 2);
    }
  }

  // Tokens joined by ", ", the last of which does not end in a comma.
  static bool is_address(const std::string& text) {
    if (text.find('"') != std::string::npos) return false;
    if (!text.empty() && (text.back() == ',' || text.back() == ' ')) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == ' ' && (i == 0 || text[i - 1] != ',' || text[i + 1] == ' ')) return false;
    }
    return true;
  }

  // list = element { ", " element | " : " element }; the first, and one behind " : ", may be missing.
  std::size_t longest_list(std::size_t at, const std::string& literal) {
    const std::string no_element = std::string(" \",") + (literal.empty() ? "" : literal.substr(0, 1));
    const auto element_end = [&](std::size_t from) {
      return std::min(line_.find_first_of(no_element, from), line_.size());
    };
    const std::size_t begin = at;
    at = element_end(at);
    for (;;) {
      std::size_t after = at;
      if (line_.compare(at, 3, " : ") == 0) after = element_end(at + 3);
      if (line_.compare(at, 2, ", ") == 0 && element_end(at + 2) != at + 2) after = element_end(at + 2);
      if (after == at) break;
      at = after;
    }
    cost_ += at - begin;
    return at;
  }

  [[nodiscard]] std::optional<std::string> value(const std::string& bytes) const {
    if (bytes == "-") return std::nullopt;
    switch (escapes_) {
      case LineGrammar::Escapes::kBackslash:
        return decoded(bytes);
      case LineGrammar::Escapes::kQuote:
        return with_quotes(bytes);
      case LineGrammar::Escapes::kHash:
        return with_bytes(bytes);
      case LineGrammar::Escapes::kNone:
        break;
    }
    return bytes;
  }

  static std::string with_quotes(std::string text) {
    for (std::size_t i = 0; (i = text.find("\\\"", i)) != std::string::npos; ++i) text.erase(i, 1);
    return text;
  }

  static std::string with_bytes(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const std::string hex = text.substr(i, 3);
      if (hex.size() == 3 && hex[0] == '#' &&
          hex.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos) {
        out += static_cast<char>(std::stoul(hex.substr(1), nullptr, 16));
        i += 2;
      } else {
        out += text[i];
      }
    }
    return out;
  }

  static std::string decoded(const std::string& text) {
    constexpr std::string_view kNames = "\"\\/bfnrtva";
    constexpr std::string_view kBytes = "\"\\/\b\f\n\r\t\v\a";
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
      const std::string two = text.substr(i, 2);
      const std::size_t digits = two == "\\x" ? 2 : two == "\\u" ? 4 : 0;
      const std::string hex = digits == 0 ? "" : text.substr(i + 2, digits);
      if (digits != 0 && hex.size() == digits &&
          hex.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos) {
        auto code = static_cast<unsigned>(std::stoul(hex, nullptr, 16));
        if (digits == 4 && code / 0x400 == 0xD800 / 0x400) {  // the first half of a pair
          const std::string second = text.substr(std::min(i + 6, text.size()), 6);
          const auto is_hex = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
          if (second.size() == 6 && second.starts_with("\\u") &&
              std::all_of(second.begin() + 2, second.end(), is_hex)) {
            const auto low = static_cast<unsigned>(std::stoul(second.substr(2), nullptr, 16));
            if (low / 0x400 == 0xDC00 / 0x400) {
              code = 0x10000 + code % 0x400 * 0x400 + low % 0x400;
              i += 6;
            }
          }
        }
        out += digits == 2 ? std::string(1, static_cast<char>(code)) : utf8(code);
        i += 2 + digits;
      } else if (two[0] == '\\' && is_octal_byte(text.substr(i + 1, 3))) {
        out += static_cast<char>(std::stoul(text.substr(i + 1, 3), nullptr, 8));
        i += 4;
      } else if (two.size() == 2 && two[0] == '\\' && kNames.find(two[1]) != std::string::npos) {
        out += kBytes[kNames.find(two[1])];
        i += 2;
      } else {
        out += text[i++];
      }
    }
    return out;
  }

  static bool is_octal_byte(const std::string& digits) {
    return digits.size() == 3 && digits.find_first_not_of("01234567") == std::string::npos &&
           digits[0] <= '3';
  }

  static std::string utf8(unsigned code) {
    const auto byte = [](unsigned b) { return static_cast<char>(b); };
    if (code < 0x80) return {byte(code)};
    if (code < 0x800) return {byte(0xC0 + code / 64), byte(0x80 + code % 64)};
    if (code >= 0x10000) {
      return {byte(0xF0 + code / 262144), byte(0x80 + code / 4096 % 64), byte(0x80 + code / 64 % 64),
              byte(0x80 + code % 64)};
    }
    return {byte(0xE0 + code / 4096), byte(0x80 + code / 64 % 64), byte(0x80 + code % 64)};
  }

  std::vector<std::string> literals_;  // one more than fields
  std::vector<FieldShape> shapes_;
  std::vector<bool> latest_ends_;
  LineGrammar::Escapes escapes_;
  LineGrammar::Rest rest_;
  std::vector<std::string> time_formats_;  // empty for a field of another shape
  std::string line_;
  std::vector<std::pair<std::size_t, std::size_t>> fields_;  // begin and end of each
  std::size_t cost_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_TESTS_PARSERS_LINE_GRAMMAR_REFERENCE_H_
