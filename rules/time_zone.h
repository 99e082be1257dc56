// The zone of times that do not tell theirs.
//
// Output:  the offset of a local time. At a change of the clocks it is the one before: of a time that the clock showed
//          twice the first is meant, and one that it never showed is that of a clock that was not put forward.
// Threads: a TimeZone is immutable and shared; a ZoneClock belongs to one worker, and remembers the time between two
//          changes in which its last answer holds.
#ifndef ANONLOG_RULES_TIME_ZONE_H_
#define ANONLOG_RULES_TIME_ZONE_H_

#include <cctz/time_zone.h>

#include <cstdint>
#include <optional>
#include <string>

namespace anonlog {

class TimeZone {
 public:
  TimeZone() = default;  // UTC

  // By its name in the IANA database ("Europe/Berlin"), which is read from $TZDIR or /usr/share/zoneinfo. Nothing when
  // it is not there.
  static std::optional<TimeZone> load(const std::string& name);

 private:
  friend class ZoneClock;

  cctz::time_zone zone_ = cctz::utc_time_zone();
};

class ZoneClock {
 public:
  explicit ZoneClock(const TimeZone& zone) : zone_(zone.zone_) {}

  // Seconds east of UTC when the clock shows `local_seconds` since 1970-01-01T00:00:00.
  // Requires: not before 1970, and before the year 10000.
  std::int64_t offset(std::int64_t local_seconds) {
    if (local_seconds < begin_ || local_seconds >= end_) look_up(local_seconds);
    return offset_;
  }

 private:
  void look_up(std::int64_t local_seconds);

  cctz::time_zone zone_;
  std::int64_t offset_ = 0;
  // Local times of [begin_, end_) have this offset.
  std::int64_t begin_ = 0;
  std::int64_t end_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_TIME_ZONE_H_
