#include "rules/client.h"

#include <algorithm>

namespace anonlog {
namespace {

bool is_padding(char c) { return c == ' ' || c == '\t' || c == '"'; }

std::string_view trimmed(std::string_view element) {
  while (!element.empty() && is_padding(element.front())) element.remove_prefix(1);
  while (!element.empty() && is_padding(element.back())) element.remove_suffix(1);
  return element;
}

// ":" and one to five digits.
bool is_port(std::string_view text) {
  constexpr std::size_t kMaxDigits = 5;
  if (text.size() < 2 || text.size() > 1 + kMaxDigits || text.front() != ':') return false;
  return std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What is no address gives what is no address.
std::string_view without_port(std::string_view element) {
  if (element.empty()) return element;
  if (element.front() == '[') {
    const std::size_t close = element.find(']');
    if (close == std::string_view::npos) return {};
    const std::string_view behind = element.substr(close + 1);
    return behind.empty() || is_port(behind) ? element.substr(1, close - 1) : std::string_view();
  }
  const std::size_t colon = element.find(':');
  const bool is_last =
      colon != std::string_view::npos && element.find(':', colon + 1) == std::string_view::npos;
  return is_last && is_port(element.substr(colon)) ? element.substr(0, colon) : element;
}

}  // namespace

// Nearly every element is an address and nothing else.
bool read_element(std::string_view element, Address* address) {
  return Address::parse(element, address) || Address::parse(without_port(trimmed(element)), address);
}

bool find_forwarded_client(std::string_view forwarded_for, std::string_view client_ip,
                           const TrustedProxies& trusted, Address* client) {
  if (!trusted.unix_socket || client_ip != kUnixSocket) {
    if (!read_element(client_ip, client)) return false;
    if (!trusted.contains(*client)) return true;
  }
  while (!forwarded_for.empty()) {
    const std::size_t comma = forwarded_for.rfind(',');
    const bool is_first = comma == std::string_view::npos;
    const std::string_view element = trimmed(is_first ? forwarded_for : forwarded_for.substr(comma + 1));
    if (!read_element(element, client)) return false;
    if (!trusted.contains(*client)) return true;
    if (is_first) return false;
    forwarded_for = forwarded_for.substr(0, comma);
  }
  return false;
}

}  // namespace anonlog
