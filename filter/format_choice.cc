#include "filter/format_choice.h"

#include <fmt/format.h>

#include <algorithm>

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

namespace {

Status refuse_utf16(std::string_view head, const std::string& input_name) {
  if (!head.starts_with("\xFF\xFE") && !head.starts_with("\xFE\xFF")) return {};
  return fail(
      ErrorKind::kBadInput,
      fmt::format("{}: it is UTF-16, as its first bytes say; convert it: iconv -f UTF-16 -t UTF-8 FILE "
                  "| anonlog",
                  input_name));
}

}  // namespace

Result<Detection> detect_behind(std::string_view directives, std::string_view head,
                                const std::string& input_name, const Detection* known) {
  if (Status status = refuse_utf16(head, input_name); !status) return tl::unexpected<Error>(status.error());
  if (known != nullptr && directives.empty()) return *known;
  return directives.empty() ? detect(head) : detect(std::string(directives) + std::string(head));
}

Result<FormatChoice> choose_format(const std::vector<FormatSource>& given, std::string_view directives,
                                   std::string_view head, const std::string& input_name,
                                   const Detection* known) {
  if (Status status = refuse_utf16(head, input_name); !status) return tl::unexpected<Error>(status.error());
  if (!given.empty()) return FormatChoice{given};
  if (!has_record(head)) return FormatChoice{format_sources(formats().front()), false};
  const Result<Detection> detection = detect_behind(directives, head, input_name, known);
  if (!detection) return tl::unexpected<Error>(detection.error());
  FormatChoice choice;
  // An error log beside an access log tells the same requests again: they are not counted twice.
  const auto is_error_log = [](const Format* format) {
    return format->variants[0].language == FormatLanguage::kErrorLog;
  };
  const bool skips = !std::ranges::all_of(detection->chosen, is_error_log);
  for (const Format* format : detection->chosen) {
    for (FormatSource& source : format_sources(*format)) {
      source.skipped = skips && is_error_log(format);
      choice.formats.push_back(std::move(source));
    }
  }
  if (!choice.formats.empty()) return choice;
  return fail(ErrorKind::kBadInput, fmt::format("{}: no known format reads even half of its first lines. {}",
                                                input_name, kFormatAdvice));
}

}  // namespace anonlog
