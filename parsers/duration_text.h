// Reads how long something took, in the ways in which logs that name their values write it.
//
// Input:   a number, perhaps with a fraction and an exponent, in the unit that the format says ("0.058", "5.3e-05"); or
//          with units of its own, as Go writes a duration ("1.5ms", "1m2.5s", "0.058927s"): ns us µs ms s m h.
//          A list of nginx's upstreams ("0.1, 0.2 : 0.3", "-" for one that was not asked) is their sum.
// Output:  microseconds; what is below one is cut off. Nothing for what is no such text, negative or over 10^12 s.
#ifndef ANONLOG_PARSERS_DURATION_TEXT_H_
#define ANONLOG_PARSERS_DURATION_TEXT_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace anonlog {

enum class DurationUnit : std::uint8_t { kSeconds, kMilliseconds, kMicroseconds, kNanoseconds };

std::optional<std::uint64_t> read_duration_us(std::string_view text, DurationUnit unit);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_DURATION_TEXT_H_
