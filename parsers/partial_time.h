// A time that a log holds in parts: [%{%Y-%m-%d %H:%M:%S}t.%{msec_frac}t %{%z}t] is three fields of one time.
//
// Input:   texts, each in a TimeFormat, added in any order.
// Output:  the moment that they tell together, with the finest fraction of them. It is null when they do not tell one:
//          no date, no hour or minute, an hour of twelve without AM or PM, or a zone that is a name other than UTC or
//          GMT (CET is many zones). It is impossible when a part is no part of a time, or one that cannot be: an hour
//          of 24, the 31st of any February. Seconds that no part tells are :00. Without a zone it is zoneless. A year
//          of two digits is of 1970 to 2069. Unix time goes before dates.
// Threads: one per record; it is small and holds nothing.
#ifndef ANONLOG_PARSERS_PARTIAL_TIME_H_
#define ANONLOG_PARSERS_PARTIAL_TIME_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "parsers/log_time.h"
#include "parsers/time_format.h"

namespace anonlog {

class PartialTime {
 public:
  void add(const TimeFormat& format, std::string_view text);

  // Whether texts of these formats tell a moment together, when they are possible and the zone's name is known.
  static bool is_told_by(std::span<const TimeFormat> formats);

  [[nodiscard]] LogTime time() const;

 private:
  static constexpr int kNone = -1;

  struct Fraction {
    std::int64_t micros = 0;
    std::uint8_t digits = 0;  // 0, 3 or 6: the finest that was added
  };

  int* plain_number(TimeFormat::Part part);
  void add(const TimeFormat::Element& element, std::string_view text);
  void add_epoch(std::string_view text, std::uint8_t digits);
  void add_fraction(std::int64_t micros, std::uint8_t digits);
  void add_zone_name(std::string_view name);
  [[nodiscard]] bool is_possible() const;
  [[nodiscard]] bool has_possible_day() const;
  [[nodiscard]] bool tells_day() const;
  [[nodiscard]] std::int64_t midnight_seconds() const;
  [[nodiscard]] int hour_of_day() const;

  bool is_of_formats_ = true;  // every text is of its format
  bool knows_zone_ = true;     // no zone has a name that is not known
  bool has_zone_ = false;
  int year_ = kNone;
  int month_ = kNone;
  int day_ = kNone;
  int day_of_year_ = kNone;
  int hour_ = kNone;
  int half_day_hour_ = kNone;
  int half_day_ = kNone;  // 0: AM, 1: PM
  int minute_ = kNone;
  int second_ = 0;
  int zone_seconds_ = 0;  // east of UTC
  std::int64_t epoch_seconds_ = kNone;
  Fraction fraction_;
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_PARTIAL_TIME_H_
