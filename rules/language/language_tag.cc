#include "rules/language/language_tag.h"

#include <algorithm>
#include <cstddef>

#include "parsers/byte_scan.h"

namespace anonlog {
namespace {

constexpr std::size_t kMaxSubtagBytes = 8;
constexpr int kFullWeight = 1000;

bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_separator(char c) { return c == '-' || c == '_'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Subtags of at most eight letters and digits, the first of letters only. *primary_bytes: of the first.
bool is_language_tag(std::string_view text, std::size_t* primary_bytes) {
  std::size_t begin = 0;
  std::size_t primary = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && !is_separator(text[i])) {
      if (!is_letter(text[i]) && (primary == 0 || !is_digit(text[i]))) return false;
      continue;
    }
    if (i == begin || i - begin > kMaxSubtagBytes) return false;
    if (primary == 0) primary = i;
    begin = i + 1;
  }
  *primary_bytes = primary;
  return true;
}

// In thousandths; further digits are not read. -1: none. "q=" of either case.
int read_weight(std::string_view text) {
  text = trimmed(text);
  if (text.size() < 3 || (text[0] | 0x20) != 'q' || text[1] != '=') return -1;
  text.remove_prefix(2);
  if (text[0] != '0' && text[0] != '1') return -1;
  int weight = (text[0] - '0') * kFullWeight;
  if (text.size() > 1 && text[1] != '.') return -1;
  int scale = kFullWeight / 10;
  for (std::size_t i = 2; i < text.size(); ++i, scale /= 10) {
    if (!is_digit(text[i])) return -1;
    weight += (text[i] - '0') * scale;
  }
  return weight > kFullWeight ? -1 : weight;
}

// Whether `text`, from its begin on, is a tag of a language in small letters and perhaps a region of two letters, with
// one of `ends` behind it.
std::uint16_t tag_before(std::string_view text, std::string_view ends) {
  if (text.size() < 3 || !is_small(text[0]) || !is_small(text[1])) return PublicColumn::kNullId;
  std::size_t end = 2;
  if (is_separator(text[2])) {
    if (text.size() < 6 || !is_letter(text[3]) || !is_letter(text[4])) return PublicColumn::kNullId;
    end = 5;
  }
  if (ends.find(text[end]) == std::string_view::npos) return PublicColumn::kNullId;
  return language_id(text[0], text[1]);
}

// The same behind a key of an app, where also the end of the text ends it.
std::uint16_t tag_of_app(std::string_view user_agent, std::string_view key) {
  const std::size_t at = user_agent.find(key);
  if (at == std::string_view::npos) return PublicColumn::kNullId;
  const std::string_view tag = user_agent.substr(at + key.size());
  const std::size_t end = std::min(tag.find_first_of(";] "), tag.size());
  std::size_t primary = 0;
  const bool is_tag = is_language_tag(tag.substr(0, end), &primary) && primary == 2 && is_small(tag[0]);
  return is_tag ? language_id(tag[0], tag[1]) : PublicColumn::kNullId;
}

}  // namespace

PreferredLanguage preferred_language(std::string_view accept_language) {
  PreferredLanguage preferred;
  int best = 0;
  const char* at = accept_language.data();
  const char* const end = at + accept_language.size();
  for (int entries = 0; at < end && entries < kMaxAcceptedLanguages; ++entries) {
    const char* const comma = find_byte(at, end, ',');
    const std::string_view entry(at, static_cast<std::size_t>(comma - at));
    at = comma == end ? end : comma + 1;
    const std::size_t semicolon = std::min(entry.find(';'), entry.size());
    const std::string_view tag = trimmed(entry.substr(0, semicolon));
    const int weight = semicolon == entry.size() ? kFullWeight : read_weight(entry.substr(semicolon + 1));
    std::size_t primary = 0;
    if (weight <= best || !is_language_tag(tag, &primary)) continue;
    best = weight;
    preferred = {true, primary == 2 ? language_id(tag[0], tag[1]) : PublicColumn::kNullId};
    if (best == kFullWeight) break;
  }
  return preferred;
}

std::uint16_t language_of_user_agent(std::string_view user_agent) {
  user_agent = user_agent.substr(0, kMaxUserAgentBytes);
  const char* const begin = user_agent.data();
  const char* const end = begin + user_agent.size();
  for (const char* at = find_any(begin, end, '(', ';', '['); at != end;
       at = find_any(at + 1, end, '(', ';', '[')) {
    std::string_view rest = user_agent.substr(static_cast<std::size_t>(at - begin) + 1);
    const bool is_bracket = *at == '[';
    while (!is_bracket && rest.starts_with(' ')) rest.remove_prefix(1);
    const std::uint16_t id = tag_before(rest, is_bracket ? "]" : ";)");
    if (id != PublicColumn::kNullId) return id;
  }
  for (const std::string_view key : {"FBLC/", " Language/"}) {
    const std::uint16_t id = tag_of_app(user_agent, key);
    if (id != PublicColumn::kNullId) return id;
  }
  return PublicColumn::kNullId;
}

}  // namespace anonlog
