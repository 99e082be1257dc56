#include "rules/time_zone.h"

#include <algorithm>

#include "parsers/civil_time.h"

namespace anonlog {
namespace {

constexpr cctz::civil_second kEpoch(1970, 1, 1);

// 2400-01-01: cctz knows the offsets of later times, but need not tell when they change.
constexpr std::int64_t kChangesEnd = 13'569'465'600;

// A change takes effect for who reads the clock when it shows a time that it could not show before: at the later of the
// two that it shows at that moment.
std::int64_t first_second_after(const cctz::time_zone::civil_transition& change) {
  return std::max(change.from, change.to) - kEpoch;
}

}  // namespace

std::optional<TimeZone> TimeZone::load(const std::string& name) {
  TimeZone zone;
  if (!cctz::load_time_zone(name, &zone.zone_)) return std::nullopt;
  return zone;
}

void ZoneClock::look_up(std::int64_t local_seconds) {
  using Lookup = cctz::time_zone::civil_lookup;
  const Lookup found = zone_.lookup(kEpoch + local_seconds);
  offset_ = local_seconds - found.pre.time_since_epoch().count();
  begin_ = local_seconds;
  end_ = local_seconds + 1;
  if (local_seconds >= kChangesEnd) return;
  // A skipped time has the offset of before the change, but would be behind it.
  const bool is_skipped = found.kind == Lookup::SKIPPED;
  const auto moment = is_skipped ? found.trans - std::chrono::seconds(1) : found.pre;
  cctz::time_zone::civil_transition change;
  // The moment of a change is behind it.
  const bool has_begin = zone_.prev_transition(moment + std::chrono::seconds(1), &change);
  begin_ = has_begin ? std::min(begin_, first_second_after(change)) : 0;
  const bool has_end = zone_.next_transition(moment, &change);
  end_ = std::max(end_, has_end ? std::min(first_second_after(change), kChangesEnd) : kChangesEnd);
}

}  // namespace anonlog
