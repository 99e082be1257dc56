#include "parsers/log_time.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "parsers/any_time.h"
#include "parsers/civil_time.h"

namespace anonlog {
namespace {

constexpr int kMaxFractionDigits = 6;

// Of a second.
struct Fraction {
  std::int64_t micros = 0;
  std::uint8_t digits = 0;
};

// Takes ".123" off the front of `text`; the digits beyond six are cut off.
Fraction take_fraction(std::string_view& text) {
  if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || !is_digit(text[1])) return {};
  text.remove_prefix(1);
  std::int64_t micros = 0;
  int taken = 0;
  for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1)) {
    if (taken == kMaxFractionDigits) continue;
    micros = micros * 10 + (text[0] - '0');
    ++taken;
  }
  const auto fraction_digits = static_cast<std::uint8_t>(taken);
  for (; taken < kMaxFractionDigits; ++taken) micros *= 10;
  return {micros, fraction_digits};
}

// Takes "hh:mm:ss" or, where nothing stands behind it, "hh:mm" off the front of `text`; seconds of the day, or -1.
int take_clock(std::string_view& text) {
  constexpr std::size_t kMinutes = 5;
  constexpr std::size_t kSeconds = 8;
  if (text.size() == kMinutes) {
    const std::array<char, kSeconds> full = {text[0], text[1], text[2], text[3], text[4], ':', '0', '0'};
    text = {};
    return clock_seconds(full.data());
  }
  if (text.size() < kSeconds) return -1;
  const int seconds = clock_seconds(text.data());
  text.remove_prefix(kSeconds);
  return seconds;
}

LogTime read_time_of_day(std::string_view text, std::int64_t day) {
  const int clock = take_clock(text);
  const Fraction fraction = take_fraction(text);
  if (clock < 0 || !text.empty()) return LogTime::impossible();
  constexpr std::int64_t kEndDay = LogTime::kEndMicros / kMicrosPerSecond / kSecondsPerDay;
  if (day < 0 || day >= kEndDay) return {};
  return LogTime::at(day * kSecondsPerDay + clock, fraction.micros, fraction.digits,
                     LogTime::State::kZoneless);
}

LogTime read_iso(std::string_view text) {
  constexpr std::size_t kDate = 11;
  if (text.size() < kDate) return LogTime::impossible();
  const char* p = text.data();
  std::int64_t date = 0;
  text.remove_prefix(kDate);
  const int clock = take_clock(text);
  const bool is_time = p[4] == '-' && p[7] == '-' && (p[10] == 'T' || p[10] == ' ' || p[10] == '\t') &&
                       clock >= 0 && midnight(digits(p, 4), digits(p + 5, 2), digits(p + 8, 2), &date);
  if (!is_time) return LogTime::impossible();
  const Fraction fraction = take_fraction(text);
  if (text.empty())
    return LogTime::at(date + clock, fraction.micros, fraction.digits, LogTime::State::kZoneless);
  int zone = 0;
  if (text != "Z" && !zone_seconds(text, &zone)) return LogTime::impossible();
  return LogTime::at(date + clock - zone, fraction.micros, fraction.digits);
}

LogTime read_epoch(std::string_view text) {
  constexpr std::size_t kMaxDigits = 12;
  std::size_t size = 0;
  std::int64_t seconds = 0;
  for (; size < text.size() && is_digit(text[size]); ++size) {
    if (size == kMaxDigits) return LogTime::impossible();
    seconds = seconds * 10 + (text[size] - '0');
  }
  text.remove_prefix(size);
  const Fraction fraction = take_fraction(text);
  if (size == 0 || !text.empty()) return LogTime::impossible();
  return LogTime::at(seconds, fraction.micros, fraction.digits);
}

}  // namespace

bool LogTimeReader::remember_clf_date(std::string_view text) {
  const char* const p = text.data();
  std::int64_t date = 0;
  int zone = 0;
  const bool separators = p[2] == '/' && p[6] == '/' && p[11] == ':' && p[20] == ' ';
  const auto month = static_cast<int>(month_number(p + 3));
  if (!separators || !midnight(digits(p + 7, 4), month, digits(p, 2), &date)) return false;
  if (!zone_seconds(text.substr(21), &zone)) return false;
  last_midnight_seconds_ = date - zone;
  std::copy_n(p, last_date_.size(), last_date_.begin());
  std::copy_n(p + 20, last_zone_.size(), last_zone_.begin());
  return true;
}

LogTime LogTimeReader::read_other(std::string_view text) {
  switch (shape_) {
    case FieldShape::kIsoTime:
      return read_iso(text);
    case FieldShape::kTimeOfDay:
      return read_time_of_day(text, day_);
    case FieldShape::kAnyTime: {
      TimeBuffer buffer;
      const ShapedTime time = shape_of_any_time(text, buffer);
      if (time.shape == FieldShape::kClfTime) return read_clf(time.text);
      return time.shape == FieldShape::kIsoTime ? read_iso(time.text) : read_epoch(time.text);
    }
    default:
      return read_epoch(text);
  }
}

LogTime LogTimeReader::read_clf(std::string_view text) {
  constexpr std::size_t kBytes = 26;
  if (text.size() != kBytes) return LogTime::impossible();
  const char* const p = text.data();
  const bool same_date =
      std::memcmp(p, last_date_.data(), 12) == 0 && std::memcmp(p + 20, last_zone_.data(), 6) == 0;
  if (!same_date && !remember_clf_date(text)) return LogTime::impossible();
  const int clock = clock_seconds(p + 12);
  return clock < 0 ? LogTime::impossible() : LogTime::at(last_midnight_seconds_ + clock, 0, 0);
}

}  // namespace anonlog
