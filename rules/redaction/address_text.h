// IP addresses and UUIDs in a text, in every form in which URLs and host names hold them.
//
//   IPv4    four numbers up to 255 joined by '.' or '-', no more digits at either end. No number of a date and time of day
//           ("2025-11-23-10-30-00") is part of one
//   IPv6    of [0-9A-Fa-f:] a run with five colons and a digit; or one with "::" that holds a decimal digit, or holds a
//           digit and has no letter or digit beside it
//   IPv6 in names   eight groups of up to four hexadecimal digits joined by '-' or '.' (names made of addresses, reversed
//           names of ip6.arpa; the outer groups may be longer, since a name may stand glued to them); or a run of groups of
//           up to four joined by '-', the first of 2000::/3, fc00::/7 or fe80::/10, with one "--" and a digit behind it
//   UUID    8-4-4-4-12 hexadecimal digits, also as part of longer runs at the ends
#ifndef ANONLOG_RULES_REDACTION_ADDRESS_TEXT_H_
#define ANONLOG_RULES_REDACTION_ADDRESS_TEXT_H_

#include <string_view>

namespace anonlog {

bool holds_ipv4(std::string_view text);
bool holds_colon_ipv6(std::string_view text);
bool holds_named_ipv6(std::string_view text);
bool holds_uuid(std::string_view text);

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_ADDRESS_TEXT_H_
