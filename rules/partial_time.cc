#include "rules/partial_time.h"

#include "rules/civil_time.h"

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
  const char* p = text.data();
  const char* const end = p + text.size();
  for (const TimeFormat::Element& element : format.elements()) {
    const char* const element_end = TimeFormat::element_end(element, p, end);
    if (element_end == nullptr) {
      bad_ = true;
      return;
    }
    add(element, {p, static_cast<std::size_t>(element_end - p)});
    p = element_end;
  }
  if (p != end) bad_ = true;
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
      if (!zone_seconds(text, &zone_seconds_)) bad_ = true;
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
  if (name != "UTC" && name != "GMT" && name != "Z") bad_ = true;
}

PublicTime PartialTime::time() const {
  if (bad_) return {};
  const PublicTime fraction{fraction_.micros, fraction_.digits};
  if (epoch_seconds_ != kNone) return with_seconds(epoch_seconds_, fraction);
  std::int64_t midnight_seconds = 0;
  const int hour = hour_of_day();
  const bool known = date(&midnight_seconds) && hour >= 0 && minute_ >= 0 && minute_ <= 59 && second_ <= 60;
  if (!known) return {};
  return with_seconds(midnight_seconds + (hour * 60 + minute_) * 60 + second_ - zone_seconds_, fraction);
}

bool PartialTime::date(std::int64_t* midnight_seconds) const {
  if (day_of_year_ == kNone || month_ != kNone) return midnight(year_, month_, day_, midnight_seconds);
  if (!midnight(year_, 1, 1, midnight_seconds)) return false;
  const int days = std::chrono::year(year_).is_leap() ? 366 : 365;
  *midnight_seconds += (day_of_year_ - 1) * kSecondsPerDay;
  return day_of_year_ >= 1 && day_of_year_ <= days;
}

// Or kNone.
int PartialTime::hour_of_day() const {
  if (hour_ != kNone) return hour_ <= 23 ? hour_ : kNone;
  if (half_day_ == kNone || half_day_hour_ < 1 || half_day_hour_ > 12) return kNone;
  return half_day_hour_ % 12 + half_day_ * 12;
}

}  // namespace anonlog
