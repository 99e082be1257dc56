// Keeps text that looks like a person's data out of what is published: paths, hosts, referring sites.
//
// A path ends at its first '?' or '#'; a segment at its first ';', '=' or '&' (what stands behind is a
// parameter). What is kept of a segment becomes "{redacted}" when it holds any of
//   - '@', '%' or a backslash (nothing is decoded here, so what is encoded is not published)
//   - IPv4: four numbers up to 255 joined by '.' or '-', no more digits at either end
//   - IPv6: of [0-9A-Fa-f:] a run with a digit and "::" or five colons; or eight groups of up to four
//     hexadecimal digits joined by '-' or '.' (host names made of addresses, reversed names of ip6.arpa)
//   - a UUID, or 32 hexadecimal digits in a row
//   - a token: 20 letters and digits in a row, at least one of each; or 20 of [A-Za-z0-9_-] in which a
//     capital or a digit follows a small letter three times (words joined by '-' stay, base64url goes)
//
// Input:    any bytes.
// Lifetime: results point into the input or into `arena`.
// Memory:   nothing is allocated but from `arena`, and from there only where something changes.
#ifndef ANONLOG_RULES_TEXT_GUARD_H_
#define ANONLOG_RULES_TEXT_GUARD_H_

#include <string_view>

#include "rules/text_arena.h"

namespace anonlog {

inline constexpr std::string_view kRedacted = "{redacted}";
inline constexpr std::string_view kMalformed = "{malformed}";  // what should be a URL and is none

struct GuardedPath {
  std::string_view text;  // fit to be published but for its encoding: publishable() comes next
  bool is_url =
      true;  // false: a space or control byte stands in the path; `text` is then not meant to be published
  bool plain = false;  // publishable() would change nothing and would say so; false when that is not known
};

// The path of a request target or URL.
GuardedPath guard_path(std::string_view path, TextArena& arena);

// Whether `text` as a whole (a host, a domain) would be redacted; '?', '#', ';', '=' and '&' mean nothing
// here.
bool is_identifying(std::string_view text);

}  // namespace anonlog

#endif  // ANONLOG_RULES_TEXT_GUARD_H_
