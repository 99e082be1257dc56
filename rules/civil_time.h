// The parts of a written time: digits, months, zones, dates.
#ifndef ANONLOG_RULES_CIVIL_TIME_H_
#define ANONLOG_RULES_CIVIL_TIME_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "rules/public_batch.h"

namespace anonlog {

inline constexpr std::int64_t kSecondsPerDay = 86400;
inline constexpr std::int64_t kMicrosPerSecond = 1'000'000;
inline constexpr std::int64_t kEndSeconds = 253'402'300'800;  // 10000-01-01

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
  if (hours < 0 || minutes < 0 || minutes > 59) return false;
  *seconds = (hours * 60 + minutes) * 60 * (text[0] == '-' ? -1 : 1);
  return true;
}

// `fraction` holds the micros of the fraction, or none.
inline PublicTime with_seconds(std::int64_t seconds, const PublicTime& fraction) {
  if (seconds < 0 || seconds >= kEndSeconds) return {};
  const std::int64_t micros = fraction.micros == PublicTime::kNull ? 0 : fraction.micros;
  return {seconds * kMicrosPerSecond + micros, fraction.fraction_digits};
}

}  // namespace anonlog

#endif  // ANONLOG_RULES_CIVIL_TIME_H_
