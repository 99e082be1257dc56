#include "parsers/line_prefix.h"

namespace anonlog {
namespace {

// Whether `text` begins as `pattern` says: `0` is any digit, any other byte itself.
bool begins_like(std::string_view text, std::string_view pattern) {
  if (text.size() < pattern.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '0' ? !is_digit(text[i]) : text[i] != pattern[i]) return false;
  }
  return true;
}

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '.' || c == '-';
}

}  // namespace

std::size_t clock_bytes(std::string_view text) {
  constexpr std::string_view kClock = "00:00:00";
  if (!begins_like(text, kClock)) return 0;
  std::size_t at = kClock.size();
  if (at + 1 < text.size() && (text[at] == '.' || text[at] == ',') && is_digit(text[at + 1])) {
    for (++at; at < text.size() && is_digit(text[at]);) ++at;
  }
  return at;
}

std::size_t iso_time_bytes(std::string_view text) {
  constexpr std::string_view kDate = "0000-00-00T";
  if (!begins_like(text, kDate)) return 0;
  const std::size_t clock = clock_bytes(text.substr(kDate.size()));
  if (clock == 0) return 0;
  const std::size_t at = kDate.size() + clock;
  const std::string_view zone = text.substr(at);
  if (zone.starts_with('Z')) return at + 1;
  for (const std::string_view pattern : {"+00:00", "-00:00", "+0000", "-0000"}) {
    if (begins_like(zone, pattern)) return at + pattern.size();
  }
  return 0;
}

bool read_cri(std::string_view line, char* /*buffer*/, WrappedLine& wrapped) {
  const std::size_t time = iso_time_bytes(line);
  if (time == 0) return false;
  line.remove_prefix(time);
  if (line.starts_with(" stdout ")) {
    wrapped.stream = 0;
  } else if (line.starts_with(" stderr ")) {
    wrapped.stream = 1;
  } else {
    return false;
  }
  line.remove_prefix(8);
  if (line.empty() || (line[0] != 'F' && line[0] != 'P')) return false;
  wrapped.partial = line[0] == 'P';
  std::size_t tag = 1;  // more tags may stand behind the first: F:tag:tag
  if (tag < line.size() && line[tag] == ':') {
    while (tag < line.size() && line[tag] != ' ') ++tag;
  }
  // A line without text may have lost the space before it.
  if (tag < line.size() && line[tag] != ' ') return false;
  wrapped.text = line.substr(tag == line.size() ? tag : tag + 1);
  wrapped.program = {};
  return true;
}

bool read_iso(std::string_view line, char* /*buffer*/, WrappedLine& wrapped) {
  const std::size_t time = iso_time_bytes(line);
  if (time == 0 || time == line.size() || line[time] != ' ') return false;
  wrapped = {.text = line.substr(time + 1), .program = {}};
  return true;
}

bool read_host(std::string_view line, char* /*buffer*/, WrappedLine& wrapped) {
  const std::size_t host = line.find(' ');
  if (host == 0 || host == std::string_view::npos) return false;
  const std::size_t text = line.find_first_not_of(' ', host);
  if (text == std::string_view::npos) return false;
  wrapped = {.text = line.substr(text), .program = {}};
  return true;
}

bool read_kubectl(std::string_view line, char* /*buffer*/, WrappedLine& wrapped) {
  if (!line.starts_with("[pod/")) return false;
  const std::size_t end = line.find(']');
  const std::size_t slash = line.substr(0, end).rfind('/');
  if (end == std::string_view::npos || slash < 6 || end + 1 >= line.size() || line[end + 1] != ' ')
    return false;
  if (line.substr(0, end).find(' ') != std::string_view::npos) return false;
  wrapped = {.text = line.substr(end + 2), .program = line.substr(slash + 1, end - slash - 1)};
  return true;
}

// pm2 writes the number of the process before the name: `0|app  | ...`.
bool read_compose(std::string_view line, char* /*buffer*/, WrappedLine& wrapped) {
  std::size_t at = 0;
  while (at < line.size() && is_digit(line[at])) ++at;
  if (at == 0 || at == line.size() || line[at] != '|') at = 0;  // no such number
  const std::size_t name = at == 0 ? 0 : at + 1;
  for (at = name; at < line.size() && is_name_byte(line[at]);) ++at;
  const std::size_t name_end = at;
  while (at < line.size() && line[at] == ' ') ++at;
  if (name_end == name || at == name_end || at == line.size() || line[at] != '|') return false;
  ++at;
  if (at < line.size() && line[at] != ' ') return false;
  wrapped = {.text = line.substr(at == line.size() ? at : at + 1),
             .program = line.substr(name, name_end - name)};
  return true;
}

}  // namespace anonlog
