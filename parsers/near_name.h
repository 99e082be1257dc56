// Finds what a misspelled name was meant to be.
#ifndef ANONLOG_PARSERS_NEAR_NAME_H_
#define ANONLOG_PARSERS_NEAR_NAME_H_

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace anonlog {

// Whether one byte more, less or other, or two neighbours swapped, makes `a` of `b`; not when they are equal.
inline bool is_one_edit_away(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin());
  const auto at = static_cast<std::size_t>(in_a - a.begin());
  const std::string_view rest_a = a.substr(at);
  const std::string_view rest_b = b.substr(at);
  if (rest_b.empty()) return false;
  if (a.size() != b.size()) return rest_a == rest_b.substr(1);
  const bool swapped = rest_a.size() >= 2 && rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0] &&
                       rest_a.substr(2) == rest_b.substr(2);
  return swapped || rest_a.substr(1) == rest_b.substr(1);
}

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_NEAR_NAME_H_
