#include "filter/format_choice.h"

#include <fmt/format.h>

#include "parsers/detect.h"
#include "parsers/formats.h"
#include "parsers/line_cursor.h"

namespace anonlog {

bool has_record(std::string_view chunk) {
  LineCursor lines(chunk);
  std::string_view line;
  while (lines.next(line)) {
    if (!skip_reason_of_any(line)) return true;
  }
  return false;
}

Result<FormatChoice> choose_format(const std::vector<FormatSource>& given, std::string_view head,
                                   const std::string& input_name) {
  if (!given.empty()) return FormatChoice{given};
  if (!has_record(head)) return FormatChoice{format_sources(formats().front()), false};
  FormatChoice choice;
  for (const Format* format : detect(head).chosen) {
    for (FormatSource& source : format_sources(*format)) choice.formats.push_back(std::move(source));
  }
  if (!choice.formats.empty()) return choice;
  return fail(ErrorKind::kBadInput, fmt::format("{}: no known format reads even half of its first lines. {}",
                                                input_name, kFormatAdvice));
}

}  // namespace anonlog
