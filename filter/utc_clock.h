// What time it is: given to who needs it, so that a test can have its own. Logs are never read by it, only keys age.
#ifndef ANONLOG_FILTER_UTC_CLOCK_H_
#define ANONLOG_FILTER_UTC_CLOCK_H_

#include <chrono>
#include <cstdint>
#include <functional>

#include "parsers/civil_time.h"

namespace anonlog {

// Seconds since 1970-01-01 in UTC.
using UtcClock = std::function<std::int64_t()>;

inline std::int64_t system_seconds() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

// The day that a clock shows, counted from 1970-01-01.
inline std::int64_t day_of(const UtcClock& clock) { return clock() / kSecondsPerDay; }

}  // namespace anonlog

#endif  // ANONLOG_FILTER_UTC_CLOCK_H_
