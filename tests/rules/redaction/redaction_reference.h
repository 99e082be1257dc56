// What text_guard.h says, word by word: no tables, no masks, every rule on its own and tried at every place.
// Slow on purpose; the tests compare the real one with it.
#ifndef ANONLOG_TESTS_RULES_TEXT_GUARD_REFERENCE_H_
#define ANONLOG_TESTS_RULES_TEXT_GUARD_REFERENCE_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace anonlog::reference {

inline bool among(char c, std::string_view bytes) { return bytes.find(c) != std::string_view::npos; }
inline bool is_digit(char c) { return among(c, "0123456789"); }
inline bool is_small(char c) { return among(c, "abcdefghijklmnopqrstuvwxyz"); }
inline bool is_capital(char c) { return among(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"); }
inline bool is_letter(char c) { return is_small(c) || is_capital(c); }
inline bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }
inline bool is_word(char c) { return is_alphanumeric(c) || among(c, "_-"); }
inline bool is_hex(char c) { return is_digit(c) || among(c, "abcdefABCDEF"); }
inline bool is_joiner(char c) { return among(c, ".-"); }

// How many bytes from the start of `text` on are of a kind.
template <typename Kind>
std::size_t run_bytes(std::string_view text, Kind kind) {
  std::size_t bytes = 0;
  while (bytes < text.size() && kind(text[bytes])) ++bytes;
  return bytes;
}

// Whether `text` begins with an address whose last number does not go on.
inline bool begins_with_ipv4(std::string_view text) {
  for (int group = 0; group < 4; ++group) {
    if (group != 0) {
      if (text.empty() || !is_joiner(text[0])) return false;
      text.remove_prefix(1);
    }
    const std::size_t digits = run_bytes(text, is_digit);
    if (digits < 1 || digits > 3 || std::stoi(std::string(text.substr(0, digits))) > 255) return false;
    text.remove_prefix(digits);
  }
  return true;
}

inline bool holds_ipv4(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool glued = i > 0 && is_digit(text[i - 1]);
    if (!glued && begins_with_ipv4(text.substr(i))) return true;
  }
  return false;
}

inline bool holds_colon_ipv6(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t colons = 0;
    bool has_digit = false;
    bool has_gap = false;
    for (std::size_t j = i; j < text.size() && (is_hex(text[j]) || text[j] == ':'); ++j) {
      has_gap |= j > i && text[j] == ':' && text[j - 1] == ':';
      if (text[j] == ':') ++colons;
      has_digit |= is_hex(text[j]);
      if (has_digit && (has_gap || colons >= 5)) return true;
    }
  }
  return false;
}

// The last digit of one group, six groups between joiners, the first digit of another.
inline bool holds_joined_ipv6(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_hex(text[i])) continue;
    std::string_view rest = text.substr(i + 1);
    bool fits = true;
    for (int joiner = 0; joiner < 7 && fits; ++joiner) {
      fits = !rest.empty() && is_joiner(rest[0]);
      if (!fits) break;
      rest.remove_prefix(1);
      const std::size_t digits = run_bytes(rest, is_hex);
      fits = digits >= 1 && (digits <= 4 || joiner == 6);
      rest.remove_prefix(digits);
    }
    if (fits) return true;
  }
  return false;
}

inline bool holds_uuid(std::string_view text) {
  constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  for (std::size_t i = 0; i + kShape.size() <= text.size(); ++i) {
    bool fits = true;
    for (std::size_t j = 0; j < kShape.size(); ++j) {
      fits = fits && (kShape[j] == 'x' ? is_hex(text[i + j]) : text[i + j] == '-');
    }
    if (fits) return true;
  }
  return false;
}

inline bool holds_long_hex(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (run_bytes(text.substr(i), is_hex) >= 32) return true;
  }
  return false;
}

inline bool holds_mixed_token(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view run = text.substr(i, run_bytes(text.substr(i), is_alphanumeric));
    bool letter = false;
    bool digit = false;
    for (const char c : run) {
      letter |= is_letter(c);
      digit |= is_digit(c);
    }
    if (run.size() >= 20 && letter && digit) return true;
  }
  return false;
}

inline bool holds_base64url_token(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view run = text.substr(i, run_bytes(text.substr(i), is_word));
    int changes = 0;
    for (std::size_t j = 1; j < run.size(); ++j) {
      changes += is_small(run[j - 1]) && (is_capital(run[j]) || is_digit(run[j])) ? 1 : 0;
    }
    if (run.size() >= 20 && changes >= 3) return true;
  }
  return false;
}

inline bool is_identifying(std::string_view text) {
  return text.find_first_of("@%\\") != std::string_view::npos || holds_ipv4(text) || holds_colon_ipv6(text) ||
         holds_joined_ipv6(text) || holds_uuid(text) || holds_long_hex(text) || holds_mixed_token(text) ||
         holds_base64url_token(text);
}

inline bool is_url(std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  return std::none_of(path.begin(), path.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
  });
}

inline std::string guard_path(std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  std::string guarded;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    std::string_view segment = path.substr(begin, end - begin);
    segment = segment.substr(0, segment.find_first_of(";=&"));
    guarded += is_identifying(segment) ? "{redacted}" : std::string(segment);
    if (end != path.size()) guarded += '/';
    begin = end + 1;
  }
  return guarded;
}

}  // namespace anonlog::reference

#endif  // ANONLOG_TESTS_RULES_TEXT_GUARD_REFERENCE_H_
