#include "parsers/any_time.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace anonlog {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "2000-10-10T13:55:36" at the front of `text`, whatever stands between its numbers.
ShapedTime iso_time(std::string_view text, TimeBuffer& buffer) {
  constexpr std::size_t kDateAndClock = 19;
  if (text[10] == 'T' && text[4] == '-' && text.find(' ') == std::string_view::npos) {
    return {FieldShape::kIsoTime, text};
  }
  if (text.size() > buffer.size() || text[4] != text[7]) return {FieldShape::kNumber, text};
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    // A space before the zone says nothing.
    if (i >= kDateAndClock && text[i] == ' ') continue;
    buffer[size++] = text[i];
  }
  buffer[4] = buffer[7] = '-';
  buffer[10] = 'T';
  std::string_view iso(buffer.data(), size);
  if (iso.ends_with("UTC")) {
    buffer[size - 3] = 'Z';
    iso.remove_suffix(2);
  }
  return {FieldShape::kIsoTime, iso};
}

// Unix time of `digits` digits before a point. Where the seconds end depends on their number.
ShapedTime unix_time(std::string_view text, std::size_t digits, TimeBuffer& buffer) {
  constexpr std::size_t kMaxDigits = 20;
  const std::size_t below_a_second = digits <= 11 ? 0 : digits <= 14 ? 3 : digits <= 17 ? 6 : 9;
  if (below_a_second == 0 || digits > kMaxDigits) return {FieldShape::kNumber, text};
  const std::size_t seconds = digits - below_a_second;
  std::string_view fraction = text.substr(digits);
  if (!fraction.empty()) fraction.remove_prefix(1);
  fraction = fraction.substr(0, buffer.size() - kMaxDigits - 1);
  char* out = std::copy_n(text.data(), seconds, buffer.data());
  *out++ = '.';
  out = std::copy_n(text.data() + seconds, below_a_second, out);
  out = std::copy(fraction.begin(), fraction.end(), out);
  return {FieldShape::kNumber, {buffer.data(), static_cast<std::size_t>(out - buffer.data())}};
}

}  // namespace

ShapedTime shape_of_any_time(std::string_view text, TimeBuffer& buffer) {
  constexpr std::size_t kDateAndClock = 19;
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
    text.remove_prefix(1);
    text.remove_suffix(1);
  }
  if (text.size() >= kDateAndClock) {
    if (text[2] == '/') return {FieldShape::kClfTime, text};
    if (!is_digit(text[4]) && text[13] == ':' && (text[10] == 'T' || text[10] == ' '))
      return iso_time(text, buffer);
  }
  const auto digits = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
  if (digits != text.size() && text[digits] != '.') return {FieldShape::kNumber, text};
  return unix_time(text, digits, buffer);
}

}  // namespace anonlog
