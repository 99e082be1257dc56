#include "filter/config_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "parsers/parser.h"

namespace anonlog {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whether the bytes at `text` have the shape of a date and time: 0 stands for a digit, A for a letter.
bool has_shape(std::string_view text, std::string_view shape) {
  return text.size() >= shape.size() &&
         std::equal(shape.begin(), shape.end(), text.begin(), [](char s, char c) {
           if (s == '0') return is_digit(c);
           if (s == 'A') return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
           return s == c;
         });
}

bool holds_log_time(std::string_view text) {
  constexpr std::string_view kShapes[] = {"00/AAA/0000:00:00:00", "0000-00-00T00:00:00",
                                          "0000-00-00 00:00:00", "0000/00/00 00:00:00", "AAA 00 00:00:00"};
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const std::string_view shape : kShapes) {
      if (has_shape(text.substr(i), shape)) return true;
    }
  }
  return false;
}

// Half of the lines at least hold a time. In a configuration one may: where it sets a header, say.
bool looks_like_log(std::string_view text) {
  constexpr std::size_t kLines = 40;
  LineCursor lines(text);
  std::string_view line;
  std::size_t count = 0;
  std::size_t with_time = 0;
  while (count < kLines && lines.next(line)) {
    if (skip_reason_of_any(line)) continue;
    ++count;
    if (holds_log_time(line)) ++with_time;
  }
  return with_time != 0 && with_time * 2 >= count;
}

// A key of ours, of age, of a server.
bool holds_key(std::string_view text) {
  constexpr std::string_view kMarks[] = {"AGE-SECRET-KEY-", "PRIVATE KEY-----", "anonlog-key-v"};
  return std::ranges::any_of(kMarks, [text](std::string_view mark) { return text.find(mark) != text.npos; });
}

std::string_view without_space(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\f";
  const std::size_t begin = std::min(text.find_first_not_of(kSpace), text.size());
  return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

// Characters of a key of TOML, also of one in quotes or with parts.
bool is_of_key(char c) {
  return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c == '-' || c == '.' ||
         c == '"' || c == '\'' || c == ' ' || c == '\t';
}

enum class TomlLine : std::uint8_t { kOwn, kOther, kEither };

// "[table]" and "key = value" are TOML's own; what may go on from the line before may be anything's.
TomlLine toml_line(std::string_view line) {
  line = without_space(line);
  if (line.empty() || line.front() == '#') return TomlLine::kEither;
  if (line.front() == '[') {
    const std::string_view name = line.substr(0, line.find('#'));
    const std::size_t begin = name.find_first_not_of('[');
    const std::size_t end = name.find(']');
    const bool is_name = begin < end && end != name.npos &&
                         std::ranges::all_of(name.substr(begin, end - begin), is_of_key) &&
                         without_space(name.substr(end)).find_first_not_of(']') == name.npos;
    return is_name ? TomlLine::kOwn : TomlLine::kEither;
  }
  const std::size_t equals = line.find('=');
  if (equals != line.npos && std::ranges::all_of(line.substr(0, equals), is_of_key)) {
    // Behind a number nothing else stands: in "ip=192.0.2.1 status=200" it does.
    const std::string_view value = without_space(line.substr(equals + 1, line.find('#') - equals - 1));
    constexpr std::string_view kBegins = "\"'[{+-0123456789tf";
    const bool begins = !value.empty() && kBegins.find(value.front()) != kBegins.npos;
    const bool is_quoted = begins && kBegins.find(value.front()) < 4;
    return begins && (is_quoted || value.find(' ') == value.npos) ? TomlLine::kOwn : TomlLine::kOther;
  }
  constexpr std::string_view kGoesOn = "\"'{}]";
  return kGoesOn.find(line.front()) != kGoesOn.npos ? TomlLine::kEither : TomlLine::kOther;
}

// One line in two is TOML's, but for those that may be.
bool looks_like_toml(std::string_view text) {
  LineCursor lines(text);
  std::size_t own = 0;
  std::size_t other = 0;
  std::size_t either = 0;
  for (std::string_view line; lines.next(line);) {
    const TomlLine kind = toml_line(line);
    own += kind == TomlLine::kOwn ? 1U : 0U;
    other += kind == TomlLine::kOther ? 1U : 0U;
    either += kind == TomlLine::kEither && !skip_reason_of_any(line) ? 1U : 0U;
  }
  return own != 0 ? own >= other : other == 0 && either == 0;
}

}  // namespace

Status check_config_text(std::string_view path, std::string_view text, std::string_view what) {
  const bool is_text = std::none_of(text.begin(), text.end(), [](char c) {
    return (c >= '\0' && c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == '\x7f';
  });
  if (!is_text) return fail(ErrorKind::kUsage, fmt::format("{}: is no text, so no {}", path, what));
  if (holds_key(text)) {
    return fail(ErrorKind::kUsage,
                fmt::format("{}: holds a secret key, and is no {}; nothing of it is shown", path, what));
  }
  if (looks_like_log(text)) {
    return fail(ErrorKind::kUsage,
                fmt::format("{}: is a log, and no {}; nothing of it is shown", path, what));
  }
  if (what != "policy" || looks_like_toml(text)) return {};
  return fail(
      ErrorKind::kUsage,
      fmt::format("{}: is no TOML, so no policy; nothing of it is shown. A policy has lines as path = "
                  "\"redact\"",
                  path));
}

}  // namespace anonlog
