// The moment that a time as logged tells, in UTC: a time that does not tell its zone gets it here.
#ifndef ANONLOG_RULES_UTC_TIME_H_
#define ANONLOG_RULES_UTC_TIME_H_

#include <cstdint>

#include "parsers/civil_time.h"
#include "parsers/log_time.h"
#include "rules/public_batch.h"
#include "rules/time_zone.h"

namespace anonlog {

// `zone`: of times that do not tell theirs. Null for what is none, or is outside of 1970 to 9999 in UTC.
inline PublicTime utc_time(const LogTime& time, ZoneClock& zone) {
  if (time.state == LogTime::State::kUtc) return {time.micros, time.fraction_digits};
  if (time.state != LogTime::State::kZoneless) return {};
  const std::int64_t micros = time.micros - zone.offset(time.micros / kMicrosPerSecond) * kMicrosPerSecond;
  if (micros < 0 || micros >= LogTime::kEndMicros) return {};
  return {micros, time.fraction_digits};
}

}  // namespace anonlog

#endif  // ANONLOG_RULES_UTC_TIME_H_
