#include "rules/user_agent_guard.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace anonlog {
namespace {

constexpr std::string_view kWordEnds = "?#=&";

bool is_separator(char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F ||
         std::string_view("()[]{}<>;,\"'|").find(c) != std::string_view::npos;
}

// Where a word ends that was cut: behind a '?' or '=' other separators may be part of what is dropped, but for the bracket
// that closes a comment.
std::size_t cut_word_end(std::string_view text, std::size_t begin) {
  const auto is_space = [text](std::size_t i) {
    return i == text.size() || static_cast<unsigned char>(text[i]) <= 0x20 || text[i] == 0x7F;
  };
  std::size_t end = begin;
  while (!is_space(end) && !(text[end] == ')' && is_space(end + 1))) ++end;
  return end;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Where the version of "name/1.2.3.4" or "rv:1.9.0.1" begins, of digits and dots only, the first number of at
// most three digits; npos for anything else.
std::size_t version_begin(std::string_view word, Redactor& redactor) {
  constexpr std::size_t kMaxFirstDigits = 3;
  const std::size_t mark = word.find_last_of("/:");
  if (mark == std::string_view::npos || mark == 0 || !is_letter(word[mark - 1]))
    return std::string_view::npos;
  const std::string_view version = word.substr(mark + 1);
  const std::size_t dot = version.find('.');
  const bool fits =
      dot != std::string_view::npos && dot > 0 && dot <= kMaxFirstDigits &&
      std::all_of(version.begin(), version.end(), [](char c) { return c == '.' || is_digit(c); });
  return fits && redactor.find(word.substr(0, mark)) == kNoClass ? mark + 1 : std::string_view::npos;
}

// Its first number, and a zero for each of the others.
void add_reduced(std::string_view version, std::string& out) {
  out += version.substr(0, version.find('.'));
  for (std::size_t dots = static_cast<std::size_t>(std::count(version.begin(), version.end(), '.')); dots > 0;
       --dots) {
    out += ".0";
  }
}

void add_word(std::string_view word, Redactor& redactor, std::string& out) {
  const IdentifierFinder::Part part = redactor.find_in_part(word);
  word = word.substr(0, part.bytes);
  const ClassId id = part.id;
  if (id == kNoClass) {
    out += word;
    return;
  }
  const std::size_t version = id == kIpClass ? version_begin(word, redactor) : std::string_view::npos;
  if (version == std::string_view::npos) {
    out += redactor.replace(id);
    return;
  }
  out += word.substr(0, version);
  add_reduced(word.substr(version), out);
}

}  // namespace

std::string_view guard_user_agent(std::string_view text, Redactor& redactor, std::string& room,
                                  TextArena& arena) {
  room.clear();
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && !is_separator(text[end])) ++end;
    const std::string_view word = text.substr(begin, end - begin);
    if (!word.empty()) add_word(word, redactor, room);
    if (word.find_first_of(kWordEnds) != std::string_view::npos) end = cut_word_end(text, end);
    const std::size_t next = begin = end;
    while (begin < text.size() && is_separator(text[begin])) ++begin;
    room += text.substr(next, begin - next);
  }
  if (room == text) return text;
  char* const space = arena.allocate(room.size());
  if (!room.empty()) std::memcpy(space, room.data(), room.size());
  return {space, room.size()};
}

}  // namespace anonlog
