// The registrable domain of a host, under the ICANN rules of the public suffix list only.
//
// Why not psl_registrable_domain(): it also obeys the private rules, so that `alice.github.io` would stay
// whole and publish a user's name. Here it is `github.io`.
//
// Input:    a host in lower case without port or trailing dot, ASCII (punycode for other scripts).
// Output:   a view of the end of the input; empty when there is none (a single label, a bare suffix, an
//           unknown top-level domain's own label).
// Lifetime: the result dies with the input.
// Threads:  immutable; the list is libpsl's own (Debian: kept fresh by the publicsuffix package).
#ifndef ANONLOG_RULES_PUBLIC_SUFFIX_H_
#define ANONLOG_RULES_PUBLIC_SUFFIX_H_

#include <string>
#include <string_view>

namespace anonlog {

// Requires: `host` ends with a NUL behind it (libpsl reads C strings).
std::string_view registrable_domain(const std::string& host);

}  // namespace anonlog

#endif  // ANONLOG_RULES_PUBLIC_SUFFIX_H_
