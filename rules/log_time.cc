#include "rules/log_time.h"

#include <algorithm>
#include <cstring>

#include "parsers/any_time.h"
#include "rules/civil_time.h"

namespace anonlog {
namespace {

constexpr int kMaxFractionDigits = 6;

// "hh:mm:ss" at p as seconds of the day, or -1.
int clock_seconds(const char* p) {
  const int hours = digits(p, 2);
  const int minutes = digits(p + 3, 2);
  const int seconds = digits(p + 6, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) return -1;
  return (hours * 60 + minutes) * 60 + seconds;
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
