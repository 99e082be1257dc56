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
  // A tab stays a tab below itself, so that the caret stands right in any terminal.
  std::string indent(text.substr(line_begin, column));
  std::replace_if(indent.begin(), indent.end(), [](char c) { return c != '\t'; }, ' ');
  return fmt::format("{}:{}:{}: {}\n  {}\n  {}^", name, line_number, column + 1, message,
                     text.substr(line_begin, line_end - line_begin), indent);
}

}  // namespace anonlog
