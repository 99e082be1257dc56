#include "rules/log_time.h"

#include <algorithm>
#include <chrono>
#include <cstring>

namespace anonlog {
namespace {

constexpr std::int64_t kSecondsPerDay = 86400;
constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kEndSeconds = 253'402'300'800;  // 10000-01-01
constexpr int kMaxFractionDigits = 6;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The number in the `size` digits at p, or -1.
int digits(const char* p, int size) {
  int number = 0;
  for (int i = 0; i < size; ++i) {
    if (!is_digit(p[i])) return -1;
    number = number * 10 + (p[i] - '0');
  }
  return number;
}

// The month (1 to 12) with this English abbreviation, or 0.
unsigned month_number(const char* p) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  for (unsigned i = 0; i < 12; ++i) {
    if (kMonths.substr(std::size_t{i} * 3, 3) == std::string_view(p, 3)) return i + 1;
  }
  return 0;
}

// The Unix time of a date's midnight in UTC; false when there is no such date.
bool midnight(int year, int month, int day, std::int64_t* seconds) {
  if (year < 0 || month < 1 || day < 1) return false;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return false;
  *seconds = std::chrono::sys_days(date).time_since_epoch().count() * kSecondsPerDay;
  return true;
}

// "hh:mm:ss" at p as seconds of the day, or -1.
int clock_seconds(const char* p) {
  const int hours = digits(p, 2);
  const int minutes = digits(p + 3, 2);
  const int seconds = digits(p + 6, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) return -1;
  return (hours * 60 + minutes) * 60 + seconds;
}

// "+hhmm" or "+hh:mm" as seconds east of UTC.
bool zone_seconds(std::string_view text, int* seconds) {
  if (text.size() != 5 && !(text.size() == 6 && text[3] == ':')) return false;
  if (text[0] != '+' && text[0] != '-') return false;
  const int hours = digits(text.data() + 1, 2);
  const int minutes = digits(text.data() + text.size() - 2, 2);
  if (hours < 0 || minutes < 0 || minutes > 59) return false;
  *seconds = (hours * 60 + minutes) * 60 * (text[0] == '-' ? -1 : 1);
  return true;
}

// Takes ".123" off the front of `text`; the digits beyond six are cut off.
void take_fraction(std::string_view& text, PublicTime& time) {
  if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || !is_digit(text[1])) return;
  text.remove_prefix(1);
  std::int64_t micros = 0;
  int taken = 0;
  for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1)) {
    if (taken == kMaxFractionDigits) continue;
    micros = micros * 10 + (text[0] - '0');
    ++taken;
  }
  time.fraction_digits = static_cast<std::uint8_t>(taken);
  for (; taken < kMaxFractionDigits; ++taken) micros *= 10;
  time.micros = micros;
}

// `fraction` holds the micros of the fraction, or none.
PublicTime with_seconds(std::int64_t seconds, const PublicTime& fraction) {
  if (seconds < 0 || seconds >= kEndSeconds) return {};
  const std::int64_t micros = fraction.micros == PublicTime::kNull ? 0 : fraction.micros;
  return {seconds * kMicrosPerSecond + micros, fraction.fraction_digits};
}

PublicTime read_iso(std::string_view text) {
  constexpr std::size_t kDateAndClock = 19;
  if (text.size() < kDateAndClock) return {};
  const char* p = text.data();
  const bool separators = p[4] == '-' && p[7] == '-' && p[10] == 'T' && p[13] == ':' && p[16] == ':';
  std::int64_t date = 0;
  const int clock = clock_seconds(p + 11);
  if (!separators || clock < 0 || !midnight(digits(p, 4), digits(p + 5, 2), digits(p + 8, 2), &date))
    return {};
  text.remove_prefix(kDateAndClock);
  PublicTime fraction;
  take_fraction(text, fraction);
  int zone = 0;
  if (!text.empty() && text != "Z" && !zone_seconds(text, &zone)) return {};
  return with_seconds(date + clock - zone, fraction);
}

PublicTime read_epoch(std::string_view text) {
  constexpr std::size_t kMaxDigits = 12;
  std::size_t size = 0;
  std::int64_t seconds = 0;
  for (; size < text.size() && is_digit(text[size]); ++size) {
    if (size == kMaxDigits) return {};
    seconds = seconds * 10 + (text[size] - '0');
  }
  text.remove_prefix(size);
  PublicTime fraction;
  take_fraction(text, fraction);
  if (size == 0 || !text.empty()) return {};
  return with_seconds(seconds, fraction);
}

}  // namespace

PublicTime LogTimeReader::read(std::string_view text) {
  switch (shape_) {
    case FieldShape::kClfTime:
      return read_clf(text);
    case FieldShape::kIsoTime:
      return read_iso(text);
    default:
      return read_epoch(text);
  }
}

PublicTime LogTimeReader::read_clf(std::string_view text) {
  constexpr std::size_t kBytes = 26;
  if (text.size() != kBytes || text[2] != '/' || text[6] != '/' || text[11] != ':' || text[14] != ':' ||
      text[17] != ':') {
    return {};
  }
  const char* p = text.data();
  const bool same_date = std::memcmp(p, last_date_and_zone_.data(), 11) == 0 &&
                         std::memcmp(p + 20, last_date_and_zone_.data() + 11, 6) == 0;
  if (!same_date) {
    std::int64_t date = 0;
    int zone = 0;
    const auto month = static_cast<int>(month_number(p + 3));
    if (!midnight(digits(p + 7, 4), month, digits(p, 2), &date)) return {};
    if (p[20] != ' ' || !zone_seconds(text.substr(21), &zone)) return {};
    last_midnight_seconds_ = date - zone;
    std::copy_n(p, 11, last_date_and_zone_.begin());
    std::copy_n(p + 20, 6, last_date_and_zone_.begin() + 11);
  }
  const int clock = clock_seconds(p + 12);
  if (clock < 0) return {};
  return with_seconds(last_midnight_seconds_ + clock, PublicTime{});
}

}  // namespace anonlog
