// The names of browsers and operating systems that may be published. What is not listed is `Other`.
//
// uap-core copies text of the user agent into its families where it does not know better (any word before
// `/1.0` of an app, any `...bot`), so that a family is only as public as this list makes it.
#ifndef ANONLOG_RULES_AGENT_AGENT_FAMILIES_H_
#define ANONLOG_RULES_AGENT_AGENT_FAMILIES_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace anonlog {

// `Other` is the first name of both lists.
inline constexpr std::uint16_t kOtherFamily = 0;

std::span<const std::string_view> published_browsers();
std::span<const std::string_view> published_systems();

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_AGENT_FAMILIES_H_
