// Parts an address from the port behind it: "192.0.2.1:80", "[2001:db8::1]:80", "[2001:db8::1]". Of an address of IPv6
// without brackets no byte is a port's.
#ifndef ANONLOG_PARSERS_ADDRESS_PORT_H_
#define ANONLOG_PARSERS_ADDRESS_PORT_H_

#include <algorithm>
#include <string_view>

namespace anonlog {

struct AddressAndPort {
  std::string_view address;  // without brackets; the whole text where that is neither
  std::string_view port;     // null pointer: none
};

inline bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

inline AddressAndPort split_address(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return {text, {}};
    const std::string_view behind = text.substr(close + 1);
    if (behind.empty()) return {text.substr(1, close - 1), {}};
    if (behind[0] != ':' || !is_port(behind.substr(1))) return {text, {}};
    return {text.substr(1, close - 1), behind.substr(1)};
  }
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_port(text.substr(colon + 1))) return {text, {}};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_ADDRESS_PORT_H_
