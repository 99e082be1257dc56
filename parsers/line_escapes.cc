#include "parsers/line_escapes.h"

#include "parsers/byte_scan.h"

namespace anonlog {
namespace {

// Copies the line to the buffer and hands every `mark` in it to `undo`, which takes the bytes of an escape from the front of
// what it is given and writes what they stand for; it returns how many it took, 0 when it is none. Whether there was any.
template <typename Undo>
bool rewrite(std::string_view line, char mark, char* buffer, WrappedLine& wrapped, Undo undo) {
  const char* const end = line.data() + line.size();
  char* out = buffer;
  bool any = false;
  for (const char* p = line.data(); p != end;) {
    const char* const next = find_byte(p, end, mark);
    while (p != next) *out++ = *p++;
    if (p == end) break;
    const std::size_t taken = undo(std::string_view(p, static_cast<std::size_t>(end - p)), out);
    any = any || taken != 0;
    p += taken;
    if (taken == 0) *out++ = *p++;
  }
  wrapped = {.text = {buffer, static_cast<std::size_t>(out - buffer)}, .program = {}};
  return any;
}

}  // namespace

std::size_t control_sequence_bytes(std::string_view text) {
  if (!text.starts_with("\x1B[")) return 0;
  std::size_t at = 2;
  while (at < text.size() && text[at] >= 0x20 && text[at] <= 0x3F) ++at;
  return at < text.size() && text[at] >= 0x40 && text[at] <= 0x7E ? at + 1 : 0;
}

bool read_colours(std::string_view line, char* buffer, WrappedLine& wrapped) {
  return rewrite(line, '\x1B', buffer, wrapped,
                 [](std::string_view text, char*& /*out*/) { return control_sequence_bytes(text); });
}

bool read_octal_escapes(std::string_view line, char* buffer, WrappedLine& wrapped) {
  return rewrite(line, '#', buffer, wrapped, [](std::string_view text, char*& out) -> std::size_t {
    if (text.size() < 4) return 0;
    unsigned value = 0;
    for (std::size_t i = 1; i < 4; ++i) {
      if (text[i] < '0' || text[i] > '7') return 0;
      value = value * 8 + static_cast<unsigned>(text[i] - '0');
    }
    if (value == '\n' || (value >= 0x20 && value != 0x7F)) return 0;
    *out++ = static_cast<char>(value);
    return 4;
  });
}

bool read_escaped_quotes(std::string_view line, char* buffer, WrappedLine& wrapped) {
  return rewrite(line, '\\', buffer, wrapped, [](std::string_view text, char*& out) -> std::size_t {
    if (text.size() < 2 || (text[1] != '"' && text[1] != '\'' && text[1] != '\\')) return 0;
    *out++ = text[1];
    return 2;
  });
}

bool read_quoted_line(std::string_view line, char* buffer, WrappedLine& wrapped) {
  if (line.size() < 2 || line.front() != '"' || line.back() != '"') return false;
  char* out = buffer;
  for (std::size_t at = 1; at + 1 < line.size(); ++at) {
    if (line[at] == '"' && line[++at] != '"') return false;
    if (at + 1 == line.size()) return false;  // the quote that was to end the line is the second of two
    *out++ = line[at];
  }
  wrapped = {.text = {buffer, static_cast<std::size_t>(out - buffer)}, .program = {}};
  return true;
}

}  // namespace anonlog
