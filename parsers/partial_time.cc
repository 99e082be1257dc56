#include "parsers/partial_time.h"

#include "parsers/civil_time.h"

namespace anonlog {
namespace {

using Part = TimeFormat::Part;

// Digits, perhaps behind a space that pads them; their number is bounded by their format.
std::int64_t number(std::string_view text) {
  std::int64_t number = 0;
  for (const char c : text) {
    if (c != ' ') number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

void PartialTime::add(const TimeFormat& format, std::string_view text) {
  const auto take = [this](const TimeFormat::Element& element, std::string_view part) { add(element, part); };
  if (!format.visit(text, take)) is_of_formats_ = false;
}

// Where the value of a part goes that is its number as it stands; null for all others.
int* PartialTime::plain_number(Part part) {
  switch (part) {
    case Part::kYear:
      return &year_;
    case Part::kMonth:
      return &month_;
    case Part::kDay:
      return &day_;
    case Part::kDayOfYear:
      return &day_of_year_;
    case Part::kHour:
      return &hour_;
    case Part::kHalfDayHour:
      return &half_day_hour_;
    case Part::kMinute:
      return &minute_;
    case Part::kSecond:
      return &second_;
    default:
      return nullptr;
  }
}

void PartialTime::add(const TimeFormat::Element& element, std::string_view text) {
  if (int* value = plain_number(element.part)) {
    *value = static_cast<int>(number(text));
    return;
  }
  switch (element.part) {
    case Part::kYearOfCentury:
      year_ = static_cast<int>(number(text)) + (number(text) < 70 ? 2000 : 1900);
      break;
    case Part::kMonthName:
    case Part::kFullMonthName:
      month_ = static_cast<int>(month_number(text.data()));
      break;
    case Part::kHalfDay:
      half_day_ = text[0] == 'P' || text[0] == 'p' ? 1 : 0;
      break;
    case Part::kZone:
      has_zone_ = true;
      if (!zone_seconds(text, &zone_seconds_)) is_of_formats_ = false;
      break;
    case Part::kZoneName:
      add_zone_name(text);
      break;
    case Part::kEpochSeconds:
      add_epoch(text, 0);
      break;
    case Part::kEpochMillis:
      add_epoch(text, 3);
      break;
    case Part::kEpochMicros:
      add_epoch(text, 6);
      break;
    case Part::kMillis:
      add_fraction(number(text) * 1000, 3);
      break;
    case Part::kMicros:
      add_fraction(number(text), 6);
      break;
    default:  // literals and weekdays add nothing
      break;
  }
}

// `digits` of the text's are of its fraction.
void PartialTime::add_epoch(std::string_view text, std::uint8_t digits) {
  const std::int64_t units = number(text);
  const std::int64_t per_second = digits == 0 ? 1 : digits == 3 ? 1000 : kMicrosPerSecond;
  epoch_seconds_ = units / per_second;
  if (digits != 0) add_fraction(units % per_second * (kMicrosPerSecond / per_second), digits);
}

void PartialTime::add_fraction(std::int64_t micros, std::uint8_t digits) {
  if (digits > fraction_.digits) fraction_ = {micros, digits};
}

void PartialTime::add_zone_name(std::string_view name) {
  has_zone_ = true;
  if (name != "UTC" && name != "GMT" && name != "Z") knows_zone_ = false;
}

bool PartialTime::is_told_by(std::span<const TimeFormat> formats) {
  PartialTime any;
  for (const TimeFormat& format : formats) {
    for (const TimeFormat::Element& element : format.elements()) {
      if (element.part != Part::kZone && element.part != Part::kZoneName) any.add(element, "111");
    }
  }
  return any.epoch_seconds_ != kNone ||
         (any.tells_day() && any.hour_of_day() != kNone && any.minute_ != kNone);
}

LogTime PartialTime::time() const {
  if (!is_possible()) return LogTime::impossible();
  if (epoch_seconds_ != kNone) return LogTime::at(epoch_seconds_, fraction_.micros, fraction_.digits);
  const int hour = hour_of_day();
  if (!tells_day() || hour == kNone || minute_ == kNone || !knows_zone_) return {};
  const std::int64_t seconds = midnight_seconds() + (hour * 60 + minute_) * 60 + second_ - zone_seconds_;
  return LogTime::at(seconds, fraction_.micros, fraction_.digits,
                     has_zone_ ? LogTime::State::kUtc : LogTime::State::kZoneless);
}

bool PartialTime::is_possible() const {
  const bool has_possible_clock = hour_ <= 23 && minute_ <= 59 && second_ <= 60 &&
                                  (half_day_hour_ == kNone || (half_day_hour_ >= 1 && half_day_hour_ <= 12));
  return is_of_formats_ && has_possible_clock && has_possible_day();
}

// A part that is not told may be any: of a leap year, of a month of 31 days.
bool PartialTime::has_possible_day() const {
  constexpr int kAnyYear = 2000;
  constexpr int kAnyMonth = 1;
  const int year = year_ == kNone ? kAnyYear : year_;
  std::int64_t seconds = 0;
  if (!midnight(year, month_ == kNone ? kAnyMonth : month_, day_ == kNone ? 1 : day_, &seconds)) return false;
  const int days = std::chrono::year(year).is_leap() ? 366 : 365;
  return day_of_year_ == kNone || (day_of_year_ >= 1 && day_of_year_ <= days);
}

bool PartialTime::tells_day() const {
  return year_ != kNone && ((month_ != kNone && day_ != kNone) || (month_ == kNone && day_of_year_ != kNone));
}

// Of the day that is told.
std::int64_t PartialTime::midnight_seconds() const {
  const bool is_of_month = month_ != kNone;
  std::int64_t seconds = 0;
  midnight(year_, is_of_month ? month_ : 1, is_of_month ? day_ : 1, &seconds);
  return is_of_month ? seconds : seconds + (day_of_year_ - 1) * kSecondsPerDay;
}

// Or kNone.
int PartialTime::hour_of_day() const {
  if (hour_ != kNone) return hour_;
  if (half_day_ == kNone || half_day_hour_ == kNone) return kNone;
  return half_day_hour_ % 12 + half_day_ * 12;
}

}  // namespace anonlog
