// Reads the times that logs hold.
//
// Input:   one time in the shape of its slot: "10/Oct/2000:13:55:36 -0700", "2000-10-10T13:55:36-07:00" (a fraction;
//          "Z", "+hh:mm", "+hhmm" or no zone at all; a space or tab for the T, and seconds that are not logged, are :00),
//          Unix time with a fraction, or the time of a day that is known.
// Output:  the time with as many digits of its fraction as it has, at most six. A leap second is the next second.
//          What no clock shows is impossible: the 31st of February, 24:00, a zone of 24 hours, a month that has no such
//          English name, the year 10000, bytes that are no time. Before 1970 it is null: clocks that were never set
//          show that.
// Threads: one reader per worker; it remembers the last date, which nearly every line shares.
#ifndef ANONLOG_PARSERS_LOG_TIME_H_
#define ANONLOG_PARSERS_LOG_TIME_H_

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

#include "parsers/field.h"

namespace anonlog {

// A time as a log has it.
struct LogTime {
  enum class State : std::uint8_t {
    kNull,        // not logged, or not told whole
    kImpossible,  // a time that cannot be: its line is no record
    kUtc,
    kZoneless,  // the log does not say in which zone
  };

  static constexpr std::int64_t kEndMicros = 253'402'300'800'000'000;  // 10000-01-01

  std::int64_t micros = 0;  // since 1970-01-01T00:00:00, in UTC or in the zone that is not told
  std::uint8_t fraction_digits = 0;
  State state = State::kNull;

  static constexpr std::int64_t kNoDay = std::numeric_limits<std::int64_t>::min();

  static constexpr LogTime impossible() { return {0, 0, State::kImpossible}; }

  // `micros`: of the fraction.
  static constexpr LogTime at(std::int64_t seconds, std::int64_t micros, std::uint8_t fraction_digits,
                              State state = State::kUtc) {
    constexpr std::int64_t kPerSecond = 1'000'000;
    if (seconds >= kEndMicros / kPerSecond) return impossible();
    if (seconds < 0) return {};
    return {seconds * kPerSecond + micros, fraction_digits, state};
  }
};

class LogTimeReader {
 public:
  // `shape`: kClfTime, kIsoTime, kTimeOfDay, or kNumber for Unix time.
  explicit LogTimeReader(FieldShape shape) : shape_(shape) {}

  LogTime read(std::string_view text) {
    return shape_ == FieldShape::kClfTime ? read_clf(text) : read_other(text);
  }

  // Of a kTimeOfDay, in days since 1970-01-01; without one it is null.
  void set_day(std::int64_t day) { day_ = day; }

 private:
  LogTime read_clf(std::string_view text);
  // Apart, so that it is all that the time of most logs runs through.
  [[gnu::noinline]] LogTime read_other(std::string_view text);
  [[gnu::noinline]] bool remember_clf_date(std::string_view text);

  FieldShape shape_;
  std::int64_t day_ = LogTime::kNoDay;
  // Of the last CLF time with a possible date.
  std::array<char, 12> last_date_ = {'0', '1', '/', 'J', 'a', 'n', '/', '1', '9', '7', '0', ':'};
  std::array<char, 6> last_zone_ = {' ', '+', '0', '0', '0', '0'};
  std::int64_t last_midnight_seconds_ = 0;  // the Unix time at which that date begins in that zone
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_LOG_TIME_H_
