// Decodes percent-encoded values (RFC 3986 section 2.1).
#ifndef ANONLOG_PARSERS_PERCENT_CODE_H_
#define ANONLOG_PARSERS_PERCENT_CODE_H_

#include <cstddef>
#include <string_view>

namespace anonlog {

// Decodes `from` to `to`, which has room for from.size() bytes and may be from's own; returns the bytes written. A % that
// no two hexadecimal digits follow stays.
std::size_t decode_percent(std::string_view from, char* to);

// As CloudFront's logs need it: decoded once, and once more when the text held %25, since older logs encode twice.
std::size_t decode_percent_twice(std::string_view from, char* to);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_PERCENT_CODE_H_
