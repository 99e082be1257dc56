// What client.h says, the slow way: the whole list cut into texts first, then walked from its end, all parsing by
// inet_pton. The tests compare the real one with it.
#ifndef ANONLOG_TESTS_RULES_CLIENT_REFERENCE_H_
#define ANONLOG_TESTS_RULES_CLIENT_REFERENCE_H_

#include <arpa/inet.h>

#include <array>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace anonlog::reference {

inline std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == mark) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// inet_pton() may take leading zeros of IPv4 for decimal; some read them as octal, so they are no address.
inline bool has_leading_zero(const std::string& text) {
  if (text.find('.') == std::string::npos) return false;
  for (const std::string& number : split(split(text, ':').back(), '.')) {
    if (number.size() > 1 && number[0] == '0') return true;
  }
  return false;
}

// 16 bytes, IPv4 as ::ffff:a.b.c.d; empty: no address.
inline std::string address_bytes(const std::string& text) {
  std::array<unsigned char, 16> bytes{};
  bytes[10] = bytes[11] = 0xFF;
  if (has_leading_zero(text)) return {};
  if (inet_pton(AF_INET, text.c_str(), &bytes[12]) != 1 &&
      inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1)
    return {};
  std::string address(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::string mapped = std::string(10, '\0') + "\xFF\xFF";
  if (address.starts_with(std::string("\x20\x02", 2))) return mapped + address.substr(2, 4);  // 6to4
  if (address.starts_with(std::string("\0\x64\xFF\x9B\0\0\0\0\0\0\0\0", 12)))
    return mapped + address.substr(12);                       // NAT64
  if (address.starts_with(std::string("\x20\x01\0\0", 4))) {  // Teredo
    std::string client = address.substr(12);
    for (char& c : client) c = static_cast<char>(~c);
    return mapped + client;
  }
  return address;
}

// First address and bits, of the 16 bytes.
using Networks = std::vector<std::pair<std::string, int>>;

inline bool is_trusted(const std::string& address, const Networks& networks) {
  const auto bit = [](const std::string& bytes, int i) {
    return static_cast<unsigned char>(bytes[static_cast<std::size_t>(i / 8)]) >> (7 - i % 8) & 1;
  };
  for (const auto& [first, bits] : networks) {
    bool same = true;
    for (int i = 0; i < bits; ++i) same = same && bit(address, i) == bit(first, i);
    const std::string mapped = std::string(10, '\0') + "\xFF\xFF";
    if (same && address.starts_with(mapped) == first.starts_with(mapped)) return true;
  }
  return false;
}

inline bool is_port(const std::string& text) {
  return !text.empty() && text.size() <= 5 && text.find_first_not_of("0123456789") == std::string::npos;
}

inline std::string element_address(std::string element) {
  const std::string padding = " \t\"";
  const auto begin = element.find_first_not_of(padding);
  if (begin == std::string::npos) return {};
  element = element.substr(begin, element.find_last_not_of(padding) - begin + 1);
  if (element[0] == '[') {
    const std::vector<std::string> parts = split(element.substr(1), ']');
    const bool ends_well =
        parts.size() == 2 && (parts[1].empty() || (parts[1][0] == ':' && is_port(parts[1].substr(1))));
    return ends_well ? address_bytes(parts[0]) : std::string();
  }
  const std::vector<std::string> parts = split(element, ':');
  if (parts.size() == 2 && is_port(parts[1])) element = parts[0];
  return address_bytes(element);
}

// The client's 16 bytes; empty: none.
inline std::string forwarded_client(const std::string& forwarded_for, const std::string& client_ip,
                                    const Networks& networks, bool trusts_unix_socket) {
  std::vector<std::string> elements;
  if (!forwarded_for.empty()) elements = split(forwarded_for, ',');
  elements.push_back(client_ip);
  for (std::size_t i = elements.size(); i-- > 0;) {
    if (i + 1 == elements.size() && trusts_unix_socket && elements[i] == "unix:") continue;
    const std::string address = element_address(elements[i]);
    if (address.empty()) return {};
    if (!is_trusted(address, networks)) return address;
  }
  return {};
}

}  // namespace anonlog::reference

#endif  // ANONLOG_TESTS_RULES_CLIENT_REFERENCE_H_
