// Wrappers that are nothing but a prefix, and the times that they begin with. Rows of the table in wrapper.h.
#ifndef ANONLOG_PARSERS_LINE_PREFIX_H_
#define ANONLOG_PARSERS_LINE_PREFIX_H_

#include <string_view>

#include "parsers/wrapper.h"

namespace anonlog {

// The bytes of the time `2024-05-07T08:39:37[.326492](Z|+00:00|+0000)` that `text` begins with; 0 when it does not. A zone
// must be there: a log that writes no zone writes its own time.
std::size_t iso_time_bytes(std::string_view text);

// The bytes of `HH:MM:SS`, the fraction of a second behind it included; 0 when `text` does not begin so.
std::size_t clock_bytes(std::string_view text);

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool read_cri(std::string_view line, char* buffer, WrappedLine& wrapped);
bool read_iso(std::string_view line, char* buffer, WrappedLine& wrapped);
bool read_host(std::string_view line, char* buffer, WrappedLine& wrapped);
bool read_kubectl(std::string_view line, char* buffer, WrappedLine& wrapped);
bool read_compose(std::string_view line, char* buffer, WrappedLine& wrapped);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_LINE_PREFIX_H_
