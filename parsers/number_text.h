// Reads numbers as server logs write them: "200", "+243", "0.012" seconds, "0.1, 0.2 : 0.3" of nginx's upstreams.
//
// Output:  kNoNumber for what is no such text and for what 64 bits do not hold.
//
// For formats whose slots tell the unit; texts with units of their own are those of duration_text.h. What every line
// has is read inline.
#ifndef ANONLOG_PARSERS_NUMBER_TEXT_H_
#define ANONLOG_PARSERS_NUMBER_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "parsers/field.h"

namespace anonlog {

inline constexpr std::uint64_t kNoNumber = std::numeric_limits<std::uint64_t>::max();

// HAProxy writes "+30" of a size or time that it logged before the end (option logasap).
inline std::string_view without_plus(std::string_view text) {
  if (text.size() > 1 && text.front() == '+') text.remove_prefix(1);
  return text;
}

// The digits at the front of `text`, taken off; kNoNumber when there are none or more than 19.
inline std::uint64_t take_digits(std::string_view& text) {
  constexpr std::size_t kSafeDigits = 19;
  std::uint64_t number = 0;
  std::size_t size = 0;
  for (; size < text.size() && text[size] >= '0' && text[size] <= '9'; ++size) {
    if (size == kSafeDigits) return kNoNumber;
    number = number * 10 + static_cast<std::uint64_t>(text[size] - '0');
  }
  text.remove_prefix(size);
  return size == 0 ? kNoNumber : number;
}

// Digits alone.
inline std::uint64_t read_whole(std::string_view text) {
  const std::uint64_t number = take_digits(text);
  return text.empty() ? number : kNoNumber;
}

// 100 to 599.
inline std::uint64_t read_status(std::string_view text) {
  const std::uint64_t status = text.size() == 3 ? read_whole(text) : kNoNumber;
  return status >= 100 && status <= 599 ? status : kNoNumber;
}

// Of a duration. No unit is seconds.
constexpr std::uint64_t micros_in(FieldUnit unit) {
  return unit == FieldUnit::kMicroseconds ? 1 : unit == FieldUnit::kMilliseconds ? 1000 : 1'000'000;
}

// "1.234" in units of `unit_micros` microseconds; what is below a microsecond is cut off.
inline std::uint64_t read_duration(std::string_view text, std::uint64_t unit_micros) {
  const std::uint64_t whole = take_digits(text);
  if (whole == kNoNumber || whole > kNoNumber / unit_micros - 1) return kNoNumber;
  std::uint64_t micros = whole * unit_micros;
  if (text.empty()) return micros;
  if (text[0] != '.') return kNoNumber;
  text.remove_prefix(1);
  for (std::uint64_t place = unit_micros / 10; !text.empty(); text.remove_prefix(1), place /= 10) {
    if (text[0] < '0' || text[0] > '9') return kNoNumber;
    micros += static_cast<std::uint64_t>(text[0] - '0') * place;
  }
  return micros;
}

// Of a list of nginx's upstreams ("0.1, 0.2 : 0.3", perhaps with " : " at its end): the parts, one after the other. False
// when `list` has none left.
bool take_list_part(std::string_view& list, std::string_view& part);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_NUMBER_TEXT_H_
