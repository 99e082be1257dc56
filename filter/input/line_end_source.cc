#include "filter/input/line_end_source.h"

#include <algorithm>
#include <string_view>

namespace anonlog {

Result<std::size_t> LineEndSource::read(std::span<char> out) {
  if (ends_ == Ends::kNewline) return source_.read(out);
  for (;;) {
    const std::size_t held = holds_return_ ? 1 : 0;
    if (out.size() == held) {  // no room for what tells
      holds_return_ = false;
      ends_ = Ends::kNewline;
      out[0] = '\r';
      return held;
    }
    Result<std::size_t> count = source_.read(out.subspan(held));
    if (!count) return count;
    if (held != 0) out[0] = '\r';
    holds_return_ = false;
    if (*count == 0) return held;
    const std::span<char> bytes = out.first(held + *count);
    std::size_t given = bytes.size();
    if (ends_ == Ends::kUnknown) given = look_at(bytes);
    if (ends_ == Ends::kCarriageReturn) std::ranges::replace(bytes, '\r', '\n');
    if (given != 0) return given;
  }
}

// Decides, where it can; how many of the bytes may be given out.
std::size_t LineEndSource::look_at(std::span<const char> bytes) {
  const std::string_view text(bytes.data(), bytes.size());
  const std::size_t carriage_return = text.find('\r');
  if (text.find('\n') != std::string_view::npos) {
    ends_ = Ends::kNewline;
  } else if (carriage_return != std::string_view::npos &&
             text.find_first_not_of('\r', carriage_return) != std::string_view::npos) {
    ends_ = Ends::kCarriageReturn;
  } else if (carriage_return + 1 == text.size()) {
    holds_return_ = true;
    return text.size() - 1;
  }
  return text.size();
}

}  // namespace anonlog
