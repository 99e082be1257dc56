#include "filter/format_choice.h"

#include <fmt/format.h>

#include "parsers/detect.h"
#include "parsers/formats.h"
#include "parsers/line_cursor.h"

namespace anonlog {
namespace {

// Whether there is any line that a format would have to read: neither blank nor a comment.
bool has_record(std::string_view chunk) {
  LineCursor lines(chunk);
  std::string_view line;
  while (lines.next(line)) {
    if (line.find_first_not_of(" \t") != std::string_view::npos && line.front() != '#') return true;
  }
  return false;
}

}  // namespace

Result<FormatChoice> choose_format(std::string_view format_option, std::string_view head,
                                   const std::string& input_name) {
  if (format_option != "auto") return FormatChoice{format_option};
  if (!has_record(head)) return FormatChoice{formats().front().name, false};
  if (const Format* format = detect_format(head)) return FormatChoice{format->name};
  return fail(
      ErrorKind::kBadInput,
      fmt::format("{}: no known format reads even half of its first lines. Give its format with --format, "
                  "as a name of `anonlog formats` or an nginx log_format or Apache LogFormat string",
                  input_name));
}

}  // namespace anonlog
