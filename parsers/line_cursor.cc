#include "parsers/line_cursor.h"

#include "parsers/line_escapes.h"

namespace anonlog {

const char* skip_no_text(const char* first, const char* last) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  for (;;) {
    const std::string_view line(first, static_cast<std::size_t>(last - first));
    if (line.starts_with('\0')) {
      ++first;
    } else if (line.starts_with(kByteOrderMark)) {
      first += kByteOrderMark.size();
    } else if (const std::size_t colour = control_sequence_bytes(line); colour != 0) {
      first += colour;
    } else {
      return first;
    }
  }
}

}  // namespace anonlog
