#include "rules/redaction/number_runs.h"

#include <algorithm>
#include <cstddef>

#include "rules/redaction/byte_kinds.h"
#include "rules/redaction/text_look.h"

namespace anonlog {
namespace {

constexpr std::size_t kHexDigits = 8;

bool is_after_0x(std::string_view text, std::size_t begin) {
  return begin >= 2 && small_letter(text[begin - 1]) == 'x' && text[begin - 2] == '0';
}

// A run of hexadecimal digits [begin, end) that is one long number as a whole.
bool is_hex_number(std::string_view text, std::size_t begin, std::size_t end) {
  if (end - begin > kLongestNumberDigits && is_after_0x(text, begin)) return true;
  const std::string_view run = text.substr(begin, end - begin);
  const auto is_digit = [](char c) { return is_of(c, kDigit); };
  return run.size() >= kHexDigits && std::ranges::any_of(run, is_digit) &&
         !std::ranges::all_of(run, is_digit);
}

// The first long number from `begin` on; empty at the end of the text: there is none.
struct Run {
  std::size_t begin;
  std::size_t end;
};

Run next_long_number(std::string_view text, std::size_t begin) {
  while (begin < text.size()) {
    const bool run_begins = is_of(text[begin], kHex) && (begin == 0 || !is_of(text[begin - 1], kHex));
    const std::size_t hex_end = run_end(text, begin, kHex);
    if (run_begins && is_hex_number(text, begin, hex_end)) return {begin, hex_end};
    const std::size_t digits_end = run_end(text, begin, kDigit);
    if (digits_end - begin > kLongestNumberDigits) return {begin, digits_end};
    begin = std::max(digits_end, begin + 1);
  }
  return {text.size(), text.size()};
}

}  // namespace

bool holds_long_number(std::string_view text) { return next_long_number(text, 0).begin != text.size(); }

std::size_t replace_long_numbers(std::string_view text, std::string_view replacement, std::string& out) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Run run = next_long_number(text, at);
    out += text.substr(at, run.begin - at);
    if (run.begin != run.end) {
      out += replacement;
      ++count;
    }
    at = run.end;
  }
  return count;
}

}  // namespace anonlog
