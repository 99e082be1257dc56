// Host names as they stand in logs: in a Host header, in front of a log line, in a URL.
//
// Lifetime: results point into the text or into `arena`.
#ifndef ANONLOG_RULES_HOST_NAME_H_
#define ANONLOG_RULES_HOST_NAME_H_

#include <string_view>

#include "rules/text_arena.h"

namespace anonlog {

// Cuts a port and a trailing dot off and makes letters small. Brackets of IPv6 stay.
std::string_view normal_host(std::string_view host, TextArena& arena);

// The authority's host of an http or https URL with a port perhaps, user information cut off; false for
// anything else.
bool url_host(std::string_view url, std::string_view* host);

// The same of the target of a request that is such a URL, or what CONNECT asks for: host:port.
bool target_host(std::string_view target, std::string_view* host);

// An address, also one in a spelling that a browser would take for one: no name ends in a label of digits
// only, or in one that begins with 0x (WHATWG URL, "ends in a number").
bool is_ip_literal(std::string_view host);

// Whether both are the same site's host: equal, or equal but for a leading "www.".
bool is_same_host(std::string_view a, std::string_view b);

}  // namespace anonlog

#endif  // ANONLOG_RULES_HOST_NAME_H_
