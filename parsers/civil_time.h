// The parts of a written time: digits, clocks, months, zones, dates.
#ifndef ANONLOG_PARSERS_CIVIL_TIME_H_
#define ANONLOG_PARSERS_CIVIL_TIME_H_

#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace anonlog {

inline constexpr std::int64_t kSecondsPerDay = 86400;
inline constexpr std::int64_t kMicrosPerSecond = 1'000'000;

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The number in the `size` digits at p, or -1.
inline int digits(const char* p, int size) {
  int number = 0;
  for (int i = 0; i < size; ++i) {
    if (!is_digit(p[i])) return -1;
    number = number * 10 + (p[i] - '0');
  }
  return number;
}

// "hh:mm:ss" at p as seconds of the day; -1 when no clock shows that. A leap second is :60.
//
// All eight bytes at once: exclusive-or with "00:00:00" leaves digits as their values and colons as 0; a byte that is
// more than may stand there carries into its high bit.
inline int clock_seconds(const char* p) {
  std::uint64_t bytes = 0;  // the first in the lowest
  std::memcpy(&bytes, p, sizeof(bytes));
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  constexpr std::uint64_t kZeroClock = 0x3030'3A30'303A'3030;
  constexpr std::uint64_t kToHighBit =
      0x8080'8080'8080'8080 - 0x0A07'010A'0601'0A03;  // "29:59:69", and one more
  bytes ^= kZeroClock;
  if (((bytes | (bytes + kToHighBit)) & 0x8080'8080'8080'8080) != 0) return -1;
  const std::uint64_t pairs = bytes * 10 + (bytes >> 8);
  const int hours = static_cast<int>(pairs & 0xFF);
  const int minutes = static_cast<int>((pairs >> 24) & 0xFF);
  const int seconds = static_cast<int>((pairs >> 48) & 0xFF);
  if (hours > 23 || seconds > 60) return -1;
  return (hours * 60 + minutes) * 60 + seconds;
}

// The month (1 to 12) with this English abbreviation, or 0.
inline unsigned month_number(const char* p) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  for (unsigned i = 0; i < 12; ++i) {
    if (kMonths.substr(std::size_t{i} * 3, 3) == std::string_view(p, 3)) return i + 1;
  }
  return 0;
}

// The Unix time of a date's midnight in UTC; false when there is no such date.
inline bool midnight(int year, int month, int day, std::int64_t* seconds) {
  if (year < 0 || month < 1 || day < 1) return false;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return false;
  *seconds = std::chrono::sys_days(date).time_since_epoch().count() * kSecondsPerDay;
  return true;
}

// "+hhmm" or "+hh:mm" as seconds east of UTC.
inline bool zone_seconds(std::string_view text, int* seconds) {
  if (text.size() != 5 && !(text.size() == 6 && text[3] == ':')) return false;
  if (text[0] != '+' && text[0] != '-') return false;
  const int hours = digits(text.data() + 1, 2);
  const int minutes = digits(text.data() + text.size() - 2, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
  *seconds = (hours * 60 + minutes) * 60 * (text[0] == '-' ? -1 : 1);
  return true;
}

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_CIVIL_TIME_H_
