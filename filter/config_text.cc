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

}  // namespace

Status check_config_text(std::string_view path, std::string_view text, std::string_view what) {
  const bool is_text = std::none_of(text.begin(), text.end(), [](char c) {
    return (c >= '\0' && c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == '\x7f';
  });
  if (!is_text) return fail(ErrorKind::kUsage, fmt::format("{}: is no text, so no {}", path, what));
  if (!looks_like_log(text)) return {};
  return fail(ErrorKind::kUsage, fmt::format("{}: is a log, and no {}; nothing of it is shown", path, what));
}

}  // namespace anonlog
