#include "parsers/syslog_line.h"

#include <algorithm>

#include "parsers/line_prefix.h"

namespace anonlog {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Takes the bytes before the next space, and the space; nothing when there is none.
std::string_view take_word(std::string_view& text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return {};
  const std::string_view word = text.substr(0, space);
  text.remove_prefix(space + 1);
  return word;
}

// Takes `NNN ` before `<`: the length of the message, as RFC 6587 frames it in a stream.
void take_octet_count(std::string_view& text) {
  std::size_t digits = 0;
  while (digits < text.size() && digits < 10 && is_digit(text[digits])) ++digits;
  if (digits != 0 && text.substr(digits).starts_with(" <")) text.remove_prefix(digits + 1);
}

// Takes `<PRI>`, from <0> to <191>.
bool take_priority(std::string_view& text) {
  if (!text.starts_with('<')) return false;
  unsigned value = 0;
  std::size_t at = 1;
  for (; at < text.size() && at < 4 && is_digit(text[at]); ++at) {
    value = value * 10 + static_cast<unsigned>(text[at] - '0');
  }
  if (at == 1 || at == text.size() || text[at] != '>' || value > 191) return false;
  text.remove_prefix(at + 1);
  return true;
}

// Takes `May  7 [2024 ]08:39:37[.326492] `.
bool take_bsd_time(std::string_view& text) {
  constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() < 4 || text[3] != ' ' ||
      std::ranges::find(kMonths, text.substr(0, 3)) == std::end(kMonths)) {
    return false;
  }
  std::string_view rest = text.substr(4);
  if (rest.starts_with(' ')) rest.remove_prefix(1);
  const std::string_view day = take_word(rest);
  if (day.empty() || day.size() > 2 || !std::ranges::all_of(day, is_digit)) return false;
  if (rest.size() > 4 && rest[4] == ' ' && std::ranges::all_of(rest.substr(0, 4), is_digit))
    rest.remove_prefix(5);
  const std::size_t clock = clock_bytes(rest);
  if (clock == 0 || clock == rest.size() || rest[clock] != ' ') return false;
  text = rest.substr(clock + 1);
  return true;
}

bool take_iso_time(std::string_view& text) {
  const std::size_t time = iso_time_bytes(text);
  if (time == 0 || time == text.size() || text[time] != ' ') return false;
  text.remove_prefix(time + 1);
  return true;
}

// The program of `tag[pid]:` or `tag:`; empty: it is no tag.
std::string_view program_of(std::string_view word) {
  if (word.size() < 2 || !word.ends_with(':')) return {};
  word.remove_suffix(1);
  const std::size_t bracket = word.find('[');
  if (bracket == std::string_view::npos) return word;
  return word.ends_with(']') ? word.substr(0, bracket) : std::string_view();
}

// Takes `tag[pid]: `, where the text may be missing. The program; empty: there is no tag.
std::string_view take_tag(std::string_view& text) {
  std::string_view rest = text;
  std::string_view word = take_word(rest);
  if (word.empty()) {
    word = text;
    rest = {};
  }
  const std::string_view program = program_of(word);
  if (!program.empty()) text = rest;
  return program;
}

// What stands behind the time: `[host ]tag[pid]: text`. A server that does not know its host yet writes an empty one
// (nginx, in its first lines).
bool read_host_and_tag(std::string_view text, bool needs_tag, WrappedLine& wrapped) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  std::string_view program = take_tag(text);
  if (program.empty()) {
    std::string_view behind_host = text;
    if (take_word(behind_host).empty()) return false;
    program = take_tag(behind_host);
    if (program.empty() && needs_tag) return false;
    text = behind_host;
  }
  wrapped = {.text = text, .program = program.empty() ? kNoProgram : program};
  return true;
}

// Takes the structured data: `-`, or groups in brackets, in which a bracket within quotes is escaped.
bool take_structured_data(std::string_view& text) {
  if (text.starts_with('-')) {
    text.remove_prefix(1);
    return true;
  }
  if (!text.starts_with('[')) return false;
  while (text.starts_with('[')) {
    std::size_t at = 1;
    bool quoted = false;
    for (; at < text.size() && (quoted || text[at] != ']'); ++at) {
      if (quoted && text[at] == '\\') {
        ++at;
      } else if (text[at] == '"') {
        quoted = !quoted;
      }
    }
    if (at >= text.size()) return false;
    text.remove_prefix(at + 1);
  }
  return true;
}

// What stands behind `<PRI>1 `.
bool read_rfc5424(std::string_view text, WrappedLine& wrapped) {
  const std::string_view time = take_word(text);
  if (time != "-" && (time.empty() || iso_time_bytes(time) != time.size())) return false;
  const std::string_view host = take_word(text);
  const std::string_view program = take_word(text);
  const std::string_view pid = take_word(text);
  const std::string_view message_id = take_word(text);
  if (host.empty() || program.empty() || pid.empty() || message_id.empty()) return false;
  if (!take_structured_data(text)) return false;
  if (!text.empty() && text[0] != ' ') return false;
  if (!text.empty()) text.remove_prefix(1);
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  wrapped = {.text = text, .program = program};
  return true;
}

}  // namespace

bool read_syslog(std::string_view line, char* /*buffer*/, WrappedLine& wrapped) {
  take_octet_count(line);
  const bool has_priority = take_priority(line);
  if (has_priority && line.starts_with("1 ") && read_rfc5424(line.substr(2), wrapped)) return true;
  if (take_bsd_time(line)) return read_host_and_tag(line, false, wrapped);
  // Without the priority or a tag behind the host, much else begins with such a time.
  if (take_iso_time(line)) return read_host_and_tag(line, !has_priority, wrapped);
  if (!has_priority) return false;
  const std::string_view program = take_tag(line);
  wrapped = {.text = line, .program = program.empty() ? kNoProgram : program};
  return true;
}

}  // namespace anonlog
