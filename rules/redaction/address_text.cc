#include "rules/redaction/address_text.h"

#include <algorithm>
#include <cstddef>

#include "rules/redaction/byte_kinds.h"

namespace anonlog {
namespace {

bool joins(char c) { return is_of(c, kJoiner | kWordOnly); }

// Of a run that begins at `begin`: whether one joiner ties it to the run before, which ended at `last_end`.
bool is_joined(std::string_view text, std::size_t last_end, std::size_t begin) {
  return begin == last_end + 1 && joins(text[last_end]);
}

// Two digits at `at` that are a number of [first, last].
bool is_number_of(std::string_view text, std::size_t at, unsigned first, unsigned last) {
  if (at + 2 > text.size() || !is_of(text[at], kDigit) || !is_of(text[at + 1], kDigit)) return false;
  const auto number = static_cast<unsigned>((text[at] - '0') * 10 + (text[at + 1] - '0'));
  return number >= first && number <= last;
}

// How many bytes from the start of a run of digits on are a date and a time of day, all of whole runs: "2025-11-23-10-30",
// "2025.11.23-10.30.00". 0: none, or numbers go on behind it.
std::size_t date_time_bytes(std::string_view text, std::size_t begin) {
  constexpr std::size_t kToMinute = std::string_view("2025-11-23-10-30").size();
  const std::string_view rest = text.substr(begin);
  if (!(rest.starts_with("19") || rest.starts_with("20")) || run_end(rest, 0, kDigit) != 4) return 0;
  if (!is_number_of(rest, 5, 1, 12) || !is_number_of(rest, 8, 1, 31) || !is_number_of(rest, 11, 0, 23) ||
      !is_number_of(rest, 14, 0, 59)) {
    return 0;
  }
  for (std::size_t joiner = 4; joiner < kToMinute - 2; joiner += 3) {
    if (!joins(rest[joiner])) return 0;
  }
  std::size_t end = kToMinute;
  const auto at_joiner = [&]() { return end < rest.size() && joins(rest[end]); };
  if (at_joiner() && is_number_of(rest, end + 1, 0, 59)) end += 3;
  const bool goes_on =
      run_end(rest, end, kDigit) != end || (at_joiner() && run_end(rest, end + 1, kDigit) != end + 1);
  return goes_on ? 0 : end;
}

// Whether a first group is one of addresses that machines have: global, unique local, link local.
bool begins_an_address(std::string_view group) {
  if (group.size() != 4) return false;
  const char first = small_letter(group[0]);
  const char second = small_letter(group[1]);
  const bool link_local =
      second == 'e' && std::string_view("89abAB").find(group[2]) != std::string_view::npos;
  return first == '2' || first == '3' || (first == 'f' && (second == 'c' || second == 'd' || link_local));
}

}  // namespace

bool holds_ipv4(std::string_view text) {
  std::size_t groups = 0;
  std::size_t last_end = text.size();
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_of(text[begin], kDigit)) {
      ++begin;
      continue;
    }
    if (const std::size_t bytes = date_time_bytes(text, begin); bytes != 0) {
      groups = 0;
      begin += bytes;
      continue;
    }
    const std::size_t end = run_end(text, begin, kDigit);
    unsigned number = 0;
    for (std::size_t i = begin; i < end && end - begin <= 3; ++i) {
      number = number * 10 + static_cast<unsigned>(text[i] - '0');
    }
    const bool fits = end - begin <= 3 && number <= 255;
    groups = !fits ? 0 : is_joined(text, last_end, begin) ? groups + 1 : 1;
    if (groups == 4) return true;
    last_end = begin = end;
  }
  return false;
}

bool holds_colon_ipv6(std::string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = run_end(text, begin, kHex | kColon);
    const std::string_view run = text.substr(begin, end - begin);
    const auto colons = static_cast<std::size_t>(std::ranges::count(run, ':'));
    const bool glued = (begin > 0 && is_of(text[begin - 1], kAlphanumeric)) ||
                       (end < text.size() && is_of(text[end], kAlphanumeric));
    const bool decimal = std::ranges::any_of(run, [](char c) { return is_of(c, kDigit); });
    const bool has_gap = run.find("::") != std::string_view::npos;
    if (colons < run.size() && (colons >= 5 || (has_gap && (decimal || !glued)))) return true;
    begin = end + 1;
  }
  return false;
}

bool holds_named_ipv6(std::string_view text) {
  std::size_t groups = 0;  // joined by single joiners, the last of them the last run
  bool opened = false;     // the runs before are groups joined by '-' of an address, as far as "--" or so
  bool has_gap = false;
  std::size_t last_bytes = 0;
  std::size_t last_end = text.size();
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_of(text[begin], kHex)) {
      ++begin;
      continue;
    }
    const std::size_t end = run_end(text, begin, kHex);
    const std::size_t bytes = end - begin;
    const bool joined = is_joined(text, last_end, begin);
    groups = !joined ? 1 : last_bytes <= 4 ? groups + 1 : 2;
    if (groups == 8) return true;

    const bool gap = begin == last_end + 2 && text.substr(last_end, 2) == "--";
    const bool alone = end == text.size() || !is_of(text[end], kAlphanumeric);
    const bool goes_on =
        opened && bytes <= 4 && alone && ((joined && text[last_end] == '-') || (gap && !has_gap));
    has_gap = goes_on && (has_gap || gap);
    if (has_gap) return true;
    opened = goes_on || (alone && begins_an_address(text.substr(begin, bytes)));
    last_bytes = bytes;
    last_end = begin = end;
  }
  return false;
}

bool holds_uuid(std::string_view text) {
  std::size_t parts = 0;  // of 8-4-4-4-12 that the last run ends
  std::size_t last_end = text.size();
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_of(text[begin], kHex)) {
      ++begin;
      continue;
    }
    const std::size_t end = run_end(text, begin, kHex);
    const std::size_t bytes = end - begin;
    const bool goes_on = is_joined(text, last_end, begin) && text[last_end] == '-' && parts != 0;
    if (goes_on && parts == 4 && bytes >= 12) return true;
    parts = goes_on && parts < 4 && bytes == 4 ? parts + 1 : bytes >= 8 ? 1 : 0;
    last_end = begin = end;
  }
  return false;
}

}  // namespace anonlog
