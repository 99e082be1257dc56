#include "rules/host_name.h"

#include <algorithm>
#include <cstring>

#include "parsers/byte_scan.h"

namespace anonlog {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
char lower(char c) { return is_capital(c) ? static_cast<char>(c + ('a' - 'A')) : c; }

std::string_view without_port(std::string_view host) {
  const char* const end = host.data() + host.size();
  if (find_byte(host.data(), end, ':') == end) return host;
  const std::size_t colon = host.rfind(':');
  const bool digits =
      std::all_of(host.begin() + static_cast<std::ptrdiff_t>(colon) + 1, host.end(), is_digit);
  const bool in_brackets = host.find(']', colon) != std::string_view::npos;
  return digits && !in_brackets ? host.substr(0, colon) : host;
}

std::string_view without_www(std::string_view host) {
  return host.starts_with("www.") ? host.substr(4) : host;
}

bool take_scheme(std::string_view& url, std::string_view scheme) {
  if (url.starts_with(scheme)) {
    url.remove_prefix(scheme.size());
    return true;
  }
  if (url.size() < scheme.size()) return false;
  if (!std::equal(scheme.begin(), scheme.end(), url.begin(), [](char a, char b) { return a == lower(b); })) {
    return false;
  }
  url.remove_prefix(scheme.size());
  return true;
}

}  // namespace

std::string_view normal_host(std::string_view host, TextArena& arena) {
  host = without_port(host);
  if (host.size() > 1 && host.back() == '.') host.remove_suffix(1);
  if (std::none_of(host.begin(), host.end(), is_capital)) return host;
  char* space = arena.allocate(host.size());
  std::transform(host.begin(), host.end(), space, lower);
  return {space, host.size()};
}

bool url_host(std::string_view url, std::string_view* host) {
  if (!take_scheme(url, "https://") && !take_scheme(url, "http://")) return false;
  const char* const url_end = url.data() + url.size();
  // Nearly always the authority ends at a slash; only what is before it can hold another end.
  const char* end = find_byte(url.data(), url_end, '/');
  end = find_any(url.data(), end, '?', '#', '\\');
  url = url.substr(0, static_cast<std::size_t>(end - url.data()));
  if (find_byte(url.data(), end, '@') != end) url.remove_prefix(url.rfind('@') + 1);
  *host = url;
  return !url.empty();
}

bool target_host(std::string_view target, std::string_view* host) {
  if (url_host(target, host)) return true;
  const bool is_authority = target.find_first_of("/?#@ ") == std::string_view::npos &&
                            without_port(target).size() + 1 < target.size();
  if (is_authority) *host = target;
  return is_authority;
}

bool is_ip_literal(std::string_view host) {
  if (host.empty() || host.find(':') != std::string_view::npos || host.front() == '[') return true;
  const std::string_view label = host.substr(host.rfind('.') + 1);
  return std::all_of(label.begin(), label.end(), is_digit) || label.starts_with("0x");
}

bool is_same_host(std::string_view a, std::string_view b) { return without_www(a) == without_www(b); }

}  // namespace anonlog
