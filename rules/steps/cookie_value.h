// The value of one cookie of a header Cookie (RFC 6265 section 5.4: `a=1; b=2`).
#ifndef ANONLOG_RULES_STEPS_COOKIE_VALUE_H_
#define ANONLOG_RULES_STEPS_COOKIE_VALUE_H_

#include <algorithm>
#include <string_view>

namespace anonlog {

// Of the first cookie of this name, which servers take as well. Empty when there is none.
inline std::string_view cookie_value(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    std::string_view pair = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    pair.remove_prefix(std::min(pair.find_first_not_of(" \t"), pair.size()));
    if (!pair.starts_with(name) || pair.size() == name.size() || pair[name.size()] != '=') continue;
    pair.remove_prefix(name.size() + 1);
    return pair.substr(0, pair.find_last_not_of(" \t") + 1);
  }
  return {};
}

}  // namespace anonlog

#endif  // ANONLOG_RULES_STEPS_COOKIE_VALUE_H_
