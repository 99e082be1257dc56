// The zone that --timezone names, from the system's database.
//
// Errors:  kUsage for a name that is none, with one that was perhaps meant; kNoInput when the database is not there.
#ifndef ANONLOG_FILTER_TIME_ZONE_FILE_H_
#define ANONLOG_FILTER_TIME_ZONE_FILE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "parsers/error.h"
#include "rules/time_zone.h"

namespace anonlog {

// What to tell who did not say the zone: so many records did not tell theirs either.
std::string zoneless_note(std::uint64_t records);

// No name: UTC.
Result<TimeZone> load_time_zone(const std::optional<std::string>& name);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_TIME_ZONE_FILE_H_
