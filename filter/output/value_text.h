// The text form of numbers and times, the same in every output form that is text.
//
//     2025-11-23T17:37:28Z, 2025-11-23T17:37:28.123Z with the log's own digits
#ifndef ANONLOG_FILTER_OUTPUT_VALUE_TEXT_H_
#define ANONLOG_FILTER_OUTPUT_VALUE_TEXT_H_

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "rules/public_batch.h"

namespace anonlog {

// What the writers below may touch, of which the text is the beginning.
inline constexpr std::size_t kNumberRoomBytes = 24;
inline constexpr std::size_t kTimeRoomBytes = 32;

namespace value_text {

// Of every number below 1000: its three digits, and how many of them are leading zeros.
constexpr std::array<char, 4000> make_digit_groups() {
  std::array<char, 4000> groups{};
  for (std::size_t i = 0; i < 1000; ++i) {
    groups[4 * i] = static_cast<char>('0' + i / 100);
    groups[4 * i + 1] = static_cast<char>('0' + i / 10 % 10);
    groups[4 * i + 2] = static_cast<char>('0' + i % 10);
    groups[4 * i + 3] = i < 10 ? 2 : i < 100 ? 1 : 0;
  }
  return groups;
}
inline constexpr auto kDigitGroups = make_digit_groups();

// Requires: number < 100.
inline void write_pair(std::uint64_t number, char* out) {
  assert(number < 100);
  out[0] = static_cast<char>('0' + number / 10);
  out[1] = static_cast<char>('0' + number % 10);
}

// Writes a byte more.
inline char* write_three_digits(std::uint64_t number, char* out) {
  std::memcpy(out, &kDigitGroups[4 * number], 4);
  return out + 3;
}

// Appends the decimal text of `number`, at least 1,000,000.
char* write_large_number(std::uint64_t number, char* out);

}  // namespace value_text

// Appends the decimal text of `number`; returns its end. Requires: room for kNumberRoomBytes.
inline char* write_number(std::uint64_t number, char* out) {
  if (number >= 1'000'000) return value_text::write_large_number(number, out);
  // Numbers on both sides of 1000 are too well mixed for a branch.
  const char* high = &value_text::kDigitGroups[4 * (number / 1000)];
  const char* low = &value_text::kDigitGroups[4 * (number % 1000)];
  const bool is_small = number < 1000;
  const std::size_t high_skip = is_small ? 3 : static_cast<std::size_t>(high[3]);
  const std::size_t low_skip = is_small ? static_cast<std::size_t>(low[3]) : 0;
  std::memcpy(out, high + high_skip, 4);  // what has digits to skip is not the table's last
  out += 3 - high_skip;
  std::memcpy(out, low + low_skip, 4);
  return out + 3 - low_skip;
}

// Writes times. Neighbouring records mostly share the second, and nearly always the day: their texts are
// kept.
class TimeWriter {
 public:
  // Appends the text of `time`, which is not null; returns its end. Requires: room for kTimeRoomBytes.
  char* write(const PublicTime& time, char* out) {
    assert(time.micros >= 0 && time.fraction_digits <= 6);
    const auto micros = static_cast<std::uint64_t>(time.micros);
    if (micros - second_begin_ >= kMicrosPerSecond) begin_second(micros);
    std::memcpy(out, second_text_.data(), second_text_.size());
    if (time.fraction_digits == 0) return out + kSecondText + 1;
    return write_fraction(micros - second_begin_, time.fraction_digits, out + kSecondText);
  }

 private:
  static constexpr std::uint64_t kMicrosPerSecond = 1'000'000;
  static constexpr std::size_t kSecondText = 19;

  void begin_second(std::uint64_t micros);
  void begin_day(std::uint64_t second);

  // `out` holds a 'Z', which moves behind the digits.
  static char* write_fraction(std::uint64_t micros, std::size_t digits, char* out) {
    *out++ = '.';
    char* const end = value_text::write_three_digits(micros / 1000, out);
    value_text::write_three_digits(micros % 1000, end);
    out[digits] = 'Z';
    return out + digits + 1;
  }

  // Neither has begun: no time is that far from 0.
  std::uint64_t second_begin_ = std::uint64_t{1} << 63U;  // in microseconds
  std::uint64_t day_begin_ = std::uint64_t{1} << 63U;     // in seconds
  std::array<char, 24> second_text_{"0000-00-00T00:00:00Z"};
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_VALUE_TEXT_H_
