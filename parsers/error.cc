#include "parsers/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace anonlog {

std::string locate(std::string_view name, std::string_view text, std::size_t byte_offset,
                   std::string_view message) {
  byte_offset = std::min(byte_offset, text.size());
  const std::string_view before = text.substr(0, byte_offset);
  const auto line_number = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t line_begin = before.empty() ? 0 : before.rfind('\n') + 1;  // npos + 1 == 0
  const std::size_t line_end = std::min(text.find('\n', byte_offset), text.size());
  const std::size_t column = byte_offset - line_begin;
  // Of a long line the part around the place, and of no line what a terminal would take for a command.
  constexpr std::size_t kMaxBefore = 400;
  constexpr std::size_t kMaxBehind = 200;
  const std::size_t shown_begin = column > kMaxBefore ? byte_offset - kMaxBefore : line_begin;
  const std::size_t shown_end = std::min(line_end, byte_offset + kMaxBehind);
  std::string shown(text.substr(shown_begin, shown_end - shown_begin));
  const auto is_control = [](char c) { return (c >= '\0' && c < ' ' && c != '\t') || c == '\x7F'; };
  std::replace_if(shown.begin(), shown.end(), is_control, '?');
  // A tab stays a tab below itself, so that the caret stands right in any terminal.
  std::string indent = shown.substr(0, byte_offset - shown_begin);
  std::replace_if(indent.begin(), indent.end(), [](char c) { return c != '\t'; }, ' ');
  return fmt::format("{}:{}:{}: {}\n  {}\n  {}^", name, line_number, column + 1, message, shown, indent);
}

}  // namespace anonlog
