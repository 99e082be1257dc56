// UTC days and moments as ISO 8601 text, in what we write ourselves: key files, sealed files' names, metadata. Not for logs,
// where log_time.h reads.
#ifndef ANONLOG_PARSERS_DAY_TEXT_H_
#define ANONLOG_PARSERS_DAY_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anonlog {

// "2026-11-24". `day`: since 1970-01-01, of years up to 9999.
std::string day_text(std::int64_t day);

// The same back; nothing for any other text, and for days before 1970.
std::optional<std::int64_t> read_day(std::string_view text);

// "2026-11-24T17:37:28Z". `seconds`: since 1970-01-01T00:00:00Z.
std::string second_text(std::int64_t seconds);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_DAY_TEXT_H_
