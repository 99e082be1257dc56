// Addresses, tokens, e-mail and sessions, as rules/redaction/*_text.h say, for the reference (redaction_reference.h).
#ifndef ANONLOG_TESTS_RULES_REDACTION_IDENTIFIER_REFERENCE_H_
#define ANONLOG_TESTS_RULES_REDACTION_IDENTIFIER_REFERENCE_H_

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/public_suffix.h"
#include "tests/rules/redaction/decoding_reference.h"

namespace anonlog::reference {

// Addresses and UUIDs.

// The length of a date and time of day at the start of `text`, 0 for none.
inline std::size_t date_time(std::string_view text) {
  if (text.size() < 16 || !is_all(text.substr(0, 4), is_digit)) return 0;
  if (text.substr(0, 2) != "19" && text.substr(0, 2) != "20") return 0;
  for (const std::size_t at : {4U, 7U, 10U, 13U}) {
    if (!is_joiner(text[at])) return 0;
  }
  if (!is_two_digits(text.substr(5, 2), 1, 12) || !is_two_digits(text.substr(8, 2), 1, 31) ||
      !is_two_digits(text.substr(11, 2), 0, 23) || !is_two_digits(text.substr(14, 2), 0, 59)) {
    return 0;
  }
  const bool seconds = text.size() >= 19 && is_joiner(text[16]) && is_two_digits(text.substr(17, 2), 0, 59);
  const std::string_view rest = text.substr(seconds ? 19 : 16);
  const bool goes_on =
      (!rest.empty() && is_digit(rest[0])) || (rest.size() > 1 && is_joiner(rest[0]) && is_digit(rest[1]));
  return goes_on ? 0 : text.size() - rest.size();
}

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

// Dates with times are cut out first, each as one byte that joins nothing.
inline bool holds_ipv4(std::string_view text) {
  std::string left;
  for (std::size_t i = 0; i < text.size();) {
    const bool begins = i == 0 || !is_digit(text[i - 1]);
    const std::size_t date = begins ? date_time(text.substr(i)) : 0;
    left += date == 0 ? text[i] : 'T';
    i += date == 0 ? 1 : date;
  }
  for (std::size_t i = 0; i < left.size(); ++i) {
    const bool glued = i > 0 && is_digit(left[i - 1]);
    if (!glued && begins_with_ipv4(std::string_view(left).substr(i))) return true;
  }
  return false;
}

inline bool is_of_colon_ipv6(char c) { return is_hex(c) || c == ':'; }

inline bool holds_colon_ipv6(std::string_view text) {
  for (const auto& [begin, end] : whole_runs(text, is_of_colon_ipv6)) {
    const std::string_view run = text.substr(begin, end - begin);
    const auto colons = std::count(run.begin(), run.end(), ':');
    const bool has_hex = std::any_of(run.begin(), run.end(), is_hex);
    const bool has_decimal = std::any_of(run.begin(), run.end(), is_digit);
    const bool glued =
        (begin > 0 && is_alphanumeric(text[begin - 1])) || (end < text.size() && is_alphanumeric(text[end]));
    const bool has_gap = run.find("::") != std::string_view::npos;
    if (has_hex && (colons >= 5 || (has_gap && (has_decimal || !glued)))) return true;
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

// "2001-db8--1".
inline bool holds_gapped_ipv6(std::string_view text) {
  for (const auto& [begin, first_end] : whole_runs(text, is_hex)) {
    const std::string first = small(text.substr(begin, first_end - begin));
    const bool local = first.size() == 4 && first.starts_with("fe") && among(first[2], "89ab");
    const bool unique = first.size() == 4 && (first.starts_with("fc") || first.starts_with("fd"));
    if (first.size() != 4 || (!among(first[0], "23") && !local && !unique)) continue;
    std::string_view rest = text.substr(first_end);
    while (true) {
      const bool gap = rest.starts_with("--");
      if (!rest.starts_with('-')) break;
      rest.remove_prefix(gap ? 2 : 1);
      const std::size_t digits = run_bytes(rest, is_hex);
      if (digits < 1 || digits > 4 || (digits < rest.size() && is_alphanumeric(rest[digits]))) break;
      if (gap) return true;
      rest.remove_prefix(digits);
    }
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

// Tokens.

inline bool holds_long_hex(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (run_bytes(text.substr(i), is_hex) >= 32) return true;
  }
  return false;
}

inline bool holds_mixed_token(std::string_view text) {
  for (const auto& [begin, end] : whole_runs(text, is_alphanumeric)) {
    const std::string_view run = text.substr(begin, end - begin);
    if (run.size() >= 20 && std::any_of(run.begin(), run.end(), is_letter) &&
        std::any_of(run.begin(), run.end(), is_digit)) {
      return true;
    }
  }
  return false;
}

inline bool holds_base64url_token(std::string_view text) {
  for (const auto& [begin, end] : whole_runs(text, is_word)) {
    int changes = 0;
    for (std::size_t j = begin + 1; j < end; ++j) {
      changes += is_small(text[j - 1]) && (is_capital(text[j]) || is_digit(text[j])) ? 1 : 0;
    }
    if (end - begin >= 20 && changes >= 3) return true;
  }
  return false;
}

inline bool is_upper_key(char c) { return is_capital(c) || is_digit(c); }
inline bool is_key_or_line(char c) { return is_alphanumeric(c) || c == '_'; }
inline bool is_key_or_dash(char c) { return is_alphanumeric(c) || c == '-'; }

inline bool holds_vendor_token(std::string_view text) {
  struct Vendor {
    std::vector<std::string> prefixes;
    bool (*kind)(char);
    std::size_t bytes;
  };
  static const std::vector<Vendor> kVendors = {
      {{"AKIA", "ASIA", "ABIA", "ACCA"}, is_upper_key, 16},
      {{"AIza"}, is_word, 35},
      {{"ghp_", "gho_", "ghu_", "ghs_", "ghr_"}, is_alphanumeric, 36},
      {{"github_pat_"}, is_key_or_line, 22},
      {{"glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-", "gloas-"},
       is_word,
       20},
      {{"xoxa-", "xoxb-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-"}, is_key_or_dash, 12},
      {{"sk_live_", "sk_test_", "sk_prod_", "rk_live_", "rk_test_", "rk_prod_", "whsec_"},
       is_alphanumeric,
       16},
      {{"npm_"}, is_alphanumeric, 36},
      {{"pypi-AgE"}, is_word, 16},
      {{"hf_"}, is_letter, 30},
  };
  for (const auto& [begin, end] : whole_runs(text, is_word)) {
    const std::string_view rest = text.substr(begin);
    for (const Vendor& vendor : kVendors) {
      for (const std::string& prefix : vendor.prefixes) {
        if (rest.starts_with(prefix) && run_bytes(rest.substr(prefix.size()), vendor.kind) >= vendor.bytes)
          return true;
      }
    }
  }
  return false;
}

inline std::string from_base64url(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string bits;
  for (const char c : text) {
    for (int bit = 5; bit >= 0; --bit) bits += (kDigits.find(c) >> bit & 1U) != 0 ? '1' : '0';
  }
  std::string bytes;
  for (std::size_t i = 0; i + 8 <= bits.size(); i += 8) {
    bytes += static_cast<char>(std::stoi(bits.substr(i, 8), nullptr, 2));
  }
  return bytes;
}

inline bool holds_jwt(std::string_view text) {
  for (const auto& [begin, end] : whole_runs(text, is_word)) {
    const std::string_view word = text.substr(begin, end - begin);
    if (word.size() < 16 || !word.starts_with("eyJ")) continue;
    const std::string head = from_base64url(word.substr(0, 1024));
    if (head.find("\"alg\"") != std::string::npos || head.find("\"typ\"") != std::string::npos) return true;
  }
  return false;
}

// E-mail and user information.

inline std::vector<std::string> labels_of(std::string_view domain) {
  std::vector<std::string> labels(1);
  for (const char c : domain) {
    if (c == '.') {
      labels.emplace_back();
    } else {
      labels.back() += c;
    }
  }
  return labels;
}

inline std::string joined(const std::vector<std::string>& labels) {
  std::string domain;
  for (const std::string& label : labels)
    domain += (domain.empty() && &label == &labels[0] ? "" : ".") + label;
  return domain;
}

inline bool is_domain_letter(char c) { return is_letter(c) || is_high(c); }

inline bool is_mail_domain(std::string_view domain) {
  static const std::set<std::string> kFiles = {
      "png", "jpg", "jpeg", "gif", "webp", "avif", "svg",  "ico",  "bmp",  "css", "scss",
      "js",  "mjs", "cjs",  "jsx", "tsx",  "map",  "min",  "json", "html", "htm", "xml",
      "txt", "pdf", "php",  "asp", "aspx", "jsp",  "woff", "ttf",  "otf",  "eot", "wasm",
      "tgz", "gz",  "webm", "csv", "doc",  "docx", "xls",  "xlsx", "rss"};
  static const std::set<std::string> kTags = {"latest",  "next",    "beta",   "alpha",       "rc",
                                              "canary",  "nightly", "stable", "snapshot",    "master",
                                              "preview", "dev",     "main",   "experimental"};
  std::vector<std::string> labels = labels_of(domain);
  if (labels.size() > 1 && !labels[0].empty() && is_all(labels[0], is_digit)) {
    const std::size_t digits = run_bytes(labels[1], is_digit);
    if (digits > 0 && (digits == labels[1].size() || !is_domain_letter(labels[1][digits]))) return false;
  }
  if (labels.size() == 1) {
    const std::string& label = labels[0];
    const bool version = label.size() > 1 && label[0] == 'v' && is_digit(label[1]);
    return is_domain_letter(label[0]) && !version && !kTags.contains(label);
  }
  if (!kFiles.contains(labels.back())) {
    const std::string& last = labels.back();
    return last.starts_with("xn--") || (last.size() >= 2 && is_all(last, is_domain_letter));
  }
  while (labels.size() > 1 && kFiles.contains(labels.back())) labels.pop_back();
  const std::string left = joined(labels);
  return !registrable_domain(left).empty();
}

inline bool holds_email(std::string_view text) {
  for (std::size_t at = 1; at < text.size(); ++at) {
    const char before = text[at - 1];
    if (text[at] != '@' || !(is_alphanumeric(before) || is_high(before) || among(before, "._+-'!$*~^`|")))
      continue;
    std::string domain;
    for (std::size_t i = at + 1; i < text.size() && (is_word(text[i]) || is_high(text[i]) || text[i] == '.');
         ++i) {
      domain += text[i];
    }
    while (!domain.empty() && among(domain.back(), ".-_")) domain.pop_back();
    if (!domain.empty() && is_mail_domain(small(domain))) return true;
  }
  return false;
}

inline bool is_userinfo_byte(char c) { return !among(c, "/?#@") && !among(c, " \t\n\r\f"); }

// "//", something, '@'.
inline bool holds_authority(std::string_view text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    if (text.substr(i, 2) != "//") continue;
    const std::size_t bytes = run_bytes(text.substr(i + 2), is_userinfo_byte);
    if (bytes > 0 && text.substr(i + 2 + bytes).starts_with('@')) return true;
  }
  return false;
}

// Something, ':', perhaps something, '@', something.
inline bool holds_user_and_password(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] != ':' || !is_userinfo_byte(text[i - 1]) || text[i - 1] == ':') continue;
    const std::string_view rest = text.substr(i + 1);
    const std::size_t bytes = run_bytes(rest, is_userinfo_byte);
    if (bytes + 1 < rest.size() && rest[bytes] == '@' && is_userinfo_byte(rest[bytes + 1])) return true;
  }
  return false;
}

// "(S(...))", "(A(...)S(...))".
inline bool holds_session(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '(') continue;
    std::string_view rest = text.substr(i + 1);
    int parts = 0;
    while (rest.size() > 2 && is_letter(rest[0]) && rest[1] == '(') {
      const std::size_t bytes = run_bytes(rest.substr(2), is_word);
      if (bytes == 0 || !rest.substr(2 + bytes).starts_with(')')) break;
      rest.remove_prefix(2 + bytes + 1);
      ++parts;
    }
    if (parts > 0 && rest.starts_with(')')) return true;
  }
  return false;
}

}  // namespace anonlog::reference

#endif  // ANONLOG_TESTS_RULES_REDACTION_IDENTIFIER_REFERENCE_H_
