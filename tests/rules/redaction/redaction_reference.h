// What the headers of rules/redaction/ say, word by word: no tables, no masks, no look ahead; every rule on its own and
// tried at every place, on texts that are decoded by a decoder of its own. Slow on purpose; the tests compare the real one
// with it.
#ifndef ANONLOG_TESTS_RULES_REDACTION_REDACTION_REFERENCE_H_
#define ANONLOG_TESTS_RULES_REDACTION_REDACTION_REFERENCE_H_

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/public_suffix.h"

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
inline bool is_separator(char c) { return among(c, " +-._"); }
inline bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }
inline std::string small(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}
inline bool is_all(std::string_view text, bool (*kind)(char)) {
  return std::all_of(text.begin(), text.end(), kind);
}

// How many bytes from the start of `text` on are of a kind.
inline std::size_t run_bytes(std::string_view text, bool (*kind)(char)) {
  std::size_t bytes = 0;
  while (bytes < text.size() && kind(text[bytes])) ++bytes;
  return bytes;
}

// All [begin, end) such that the text there is a whole run of a kind.
inline std::vector<std::pair<std::size_t, std::size_t>> whole_runs(std::string_view text,
                                                                   bool (*kind)(char)) {
  std::vector<std::pair<std::size_t, std::size_t>> runs;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kind(text[i]) && (i == 0 || !kind(text[i - 1])))
      runs.emplace_back(i, i + run_bytes(text.substr(i), kind));
  }
  return runs;
}

// Decoding. A text whose bytes know where they come from.
struct Traced {
  std::string bytes;
  std::vector<std::size_t> from;
};

inline int hex_number(std::string_view digits) {
  return is_all(digits, is_hex) ? std::stoi(std::string(digits), nullptr, 16) : -1;
}

inline std::string utf8(int code) {
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0 + code / 64), static_cast<char>(0x80 + code % 64)};
  return {static_cast<char>(0xE0 + code / 4096), static_cast<char>(0x80 + code / 64 % 64),
          static_cast<char>(0x80 + code % 64)};
}

// The bytes that an escape at the start of `text` stands for, and how long it is; 0: there is none.
inline std::pair<std::string, std::size_t> escape(std::string_view text) {
  const auto number = [text](std::size_t at, std::size_t digits) {
    return text.size() < at + digits ? -1 : hex_number(text.substr(at, digits));
  };
  const bool long_form = text.starts_with("%u") || text.starts_with("%U") || text.starts_with("\\u");
  if (long_form && number(2, 4) >= 0) return {utf8(number(2, 4)), 6};
  if (text.starts_with('%') && !long_form && number(1, 2) >= 0) return {{static_cast<char>(number(1, 2))}, 3};
  if (text.starts_with("\\x") && number(2, 2) >= 0) return {{static_cast<char>(number(2, 2))}, 4};
  return {"", 0};
}

inline Traced unescaped(const Traced& in) {
  Traced out;
  for (std::size_t i = 0; i < in.bytes.size();) {
    auto [bytes, length] = escape(std::string_view(in.bytes).substr(i));
    if (length == 0) bytes = in.bytes[i];
    out.bytes += bytes;
    out.from.insert(out.from.end(), bytes.size(), in.from[i]);
    i += std::max<std::size_t>(length, 1);
  }
  return out;
}

inline char stands_for(long code) {
  static const std::map<long, char> kMarks = {{0xA0, ' '},   {0x202F, ' '}, {0x3000, ' '}, {0x2212, '-'},
                                              {0xFE63, '-'}, {0x3002, '.'}, {0xFF61, '.'}, {0x2024, '.'},
                                              {0xFE52, '.'}, {0xFE6B, '@'}};
  if (code >= 1 && code <= 0x7F) return static_cast<char>(code);
  if (code >= 0xFF01 && code <= 0xFF5E) return static_cast<char>(code - 0xFF01 + '!');
  if (code >= 0x2000 && code <= 0x200A) return ' ';
  if (code >= 0x2010 && code <= 0x2015) return '-';
  const auto mark = kMarks.find(code);
  return mark == kMarks.end() ? '\0' : mark->second;
}

// Overlong UTF-8, full-width forms and so on as ASCII.
inline Traced folded(const Traced& in) {
  Traced out;
  for (std::size_t i = 0; i < in.bytes.size();) {
    std::size_t length = 1;
    char byte = in.bytes[i];
    for (std::size_t bytes = 2; bytes <= 6 && i + bytes <= in.bytes.size(); ++bytes) {
      const int lead = static_cast<unsigned char>(in.bytes[i]) - (0xFF00 >> bytes & 0xFF);
      if (lead < 0 || lead >= 1 << (7 - bytes)) continue;
      long code = lead;
      bool fits = true;
      for (std::size_t j = i + 1; j < i + bytes; ++j) {
        const int next = static_cast<unsigned char>(in.bytes[j]) - 0x80;
        fits = fits && next >= 0 && next < 64;
        code = code * 64 + next;
      }
      if (fits && stands_for(code) != '\0') {
        byte = stands_for(code);
        length = bytes;
      }
    }
    out.bytes += byte;
    out.from.push_back(in.from[i]);
    i += length;
  }
  return out;
}

// The text itself, and up to three rounds; `*encoded`: a fourth would change it.
inline std::vector<Traced> rounds(std::string_view text, bool* encoded) {
  Traced now{std::string(text), {}};
  for (std::size_t i = 0; i < text.size(); ++i) now.from.push_back(i);
  std::vector<Traced> all = {folded(now)};
  while (all.size() <= 3 && unescaped(all.back()).bytes != all.back().bytes) {
    all.push_back(folded(unescaped(all.back())));
  }
  *encoded = unescaped(all.back()).bytes != all.back().bytes;
  return all;
}

// Addresses and UUIDs.

inline bool is_two_digits(std::string_view text, int first, int last) {
  return text.size() == 2 && is_all(text, is_digit) && std::stoi(std::string(text)) >= first &&
         std::stoi(std::string(text)) <= last;
}

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
    if (text[at] != '@' || !(is_alphanumeric(before) || is_high(before) || among(before, "._+-'"))) continue;
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

// Accounts.

inline bool luhn(const std::string& digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) digit *= 2;
    sum += digit / 10 + digit % 10;
  }
  return sum % 10 == 0;
}

inline bool is_issued(const std::string& digits) {
  const auto first = [&digits](std::size_t count) { return std::stoi(digits.substr(0, count)); };
  const auto within = [](int number, int from, int to) { return number >= from && number <= to; };
  const std::size_t size = digits.size();
  if (first(1) == 4) return size == 13 || size == 16 || size == 19;
  if (within(first(2), 51, 55) || within(first(4), 2221, 2720)) return size == 16;
  if (first(2) == 34 || first(2) == 37) return size == 15;
  if (first(4) == 6011 || within(first(3), 644, 649) || first(2) == 65 || first(2) == 62) return size >= 16;
  if (within(first(4), 3528, 3589)) return size >= 16;
  if (within(first(3), 300, 305)) return size == 14;
  return (first(2) == 36 || first(2) == 38 || first(2) == 39) && size >= 14;
}

inline bool holds_card(std::string_view text) {
  for (const auto& [begin, first_end] : whole_runs(text, is_digit)) {
    std::string digits;
    std::string_view rest = text.substr(begin);
    while (true) {
      const std::size_t count = run_bytes(rest, is_digit);
      if (count == 0) break;
      digits += rest.substr(0, count);
      rest.remove_prefix(count);
      if (digits.size() > 19) break;
      if (digits.size() >= 13 && is_issued(digits) && luhn(digits)) return true;
      if (rest.empty() || !is_separator(rest[0])) break;
      rest.remove_prefix(1);
    }
  }
  return false;
}

inline std::size_t iban_bytes(const std::string& country) {
  static const std::map<std::string, std::size_t> kBytes = [] {
    std::map<std::string, std::size_t> bytes;
    constexpr std::string_view kRegistry =
        "NO15 BE16 DK18 FI18 FK18 FO18 GL18 NL18 SD18 MK19 SI19 AT20 BA20 EE20 KZ20 LT20 LU20 MN20 XK20 CH21 "
        "HR21 LI21 "
        "LV21 BG22 BH22 CR22 DE22 GB22 GE22 IE22 ME22 RS22 VA22 AE23 GI23 IL23 IQ23 OM23 SO23 TL23 AD24 CZ24 "
        "ES24 MD24 "
        "PK24 RO24 SA24 SE24 SK24 TN24 VG24 LY25 PT25 ST25 IS26 TR26 BI27 DJ27 FR27 GR27 IT27 MC27 MR27 SM27 "
        "AL28 AZ28 "
        "BY28 CY28 DO28 GT28 HN28 HU28 LB28 NI28 PL28 SV28 BR29 EG29 PS29 QA29 UA29 JO30 KW30 MU30 YE30 MT31 "
        "SC31 LC32 "
        "RU33 ";
    for (std::size_t i = 0; i < kRegistry.size(); i += 5) {
      bytes[std::string(kRegistry.substr(i, 2))] = std::stoul(std::string(kRegistry.substr(i + 2, 2)));
    }
    return bytes;
  }();
  const auto row = kBytes.find(country);
  return row == kBytes.end() ? 0 : row->second;
}

// As a number of many digits, from left to right.
inline bool mod97(const std::string& iban) {
  std::string digits;
  for (const char c : iban.substr(4) + iban.substr(0, 4)) {
    digits += is_digit(c) ? std::string(1, c) : std::to_string(c - 'A' + 10);
  }
  int remainder = 0;
  for (const char c : digits) remainder = (remainder * 10 + (c - '0')) % 97;
  return remainder == 1;
}

inline bool has_long_number(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (run_bytes(text.substr(i), is_digit) >= 10) return true;
    std::size_t bytes = 0;
    while (i + bytes < text.size()) {
      const std::size_t at = i + bytes;
      const bool joins = at > i && at + 1 < text.size() && is_separator(text[at]) && is_digit(text[at - 1]) &&
                         is_digit(text[at + 1]);
      if (!is_digit(text[at]) && !joins) break;
      ++bytes;
    }
    if (bytes >= 12) return true;
  }
  return false;
}

inline bool holds_iban(std::string_view text) {
  for (std::size_t i = 0; i + 4 < text.size(); ++i) {
    if (i > 0 && is_alphanumeric(text[i - 1])) continue;
    if (!is_all(text.substr(i, 2), is_letter) || !is_all(text.substr(i + 2, 2), is_digit)) continue;
    std::string iban;
    std::size_t at = i;
    while (at < text.size()) {
      if (is_alphanumeric(text[at])) {
        iban += is_small(text[at]) ? static_cast<char>(text[at] - 'a' + 'A') : text[at];
      } else if (iban.empty() || !is_separator(text[at]) || !is_alphanumeric(text[at - 1])) {
        break;
      }
      ++at;
      if (iban.size() == iban_bytes(iban.substr(0, 2)) && iban.size() > 4) break;
    }
    if (iban.size() < 5 || iban.size() != iban_bytes(iban.substr(0, 2))) continue;
    if (at < text.size() && is_alphanumeric(text[at])) continue;
    if (mod97(iban) && has_long_number(text.substr(i, at - i))) return true;
  }
  return false;
}

inline bool is_date(std::string_view text) {
  std::string digits;
  std::vector<std::size_t> breaks;  // after how many digits
  for (const char c : text) {
    if (is_digit(c)) {
      digits += c;
    } else {
      if (!is_separator(c)) return false;
      breaks.push_back(digits.size());
    }
  }
  const bool in_place = breaks.empty() || breaks == std::vector<std::size_t>{4} ||
                        breaks == std::vector<std::size_t>{6} || breaks == std::vector<std::size_t>{4, 6};
  return digits.size() == 8 && in_place && (digits.starts_with("19") || digits.starts_with("20")) &&
         is_two_digits(digits.substr(4, 2), 1, 12) && is_two_digits(digits.substr(6, 2), 1, 31);
}

inline bool holds_phone(std::string_view text) {
  constexpr std::string_view kBetween = " .()+_-";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '+') continue;
    std::size_t at = i + 1;
    if (at < text.size() && among(text[at], " .()_-")) ++at;
    if (at >= text.size() || !among(text[at], "123456789")) continue;
    std::size_t digits = 1;
    std::size_t end = at + 1;
    while (true) {
      std::size_t next = end;
      while (next < text.size() && next - end < 2 && among(text[next], kBetween)) ++next;
      if (next >= text.size() || !is_digit(text[next])) break;
      end = next + 1;
      ++digits;
    }
    if (digits < 8) continue;
    if (!is_date(text.substr(at, end - at))) return true;
    i = end - 1;
  }
  return false;
}

// All together.

// The class of what is in a text that is not decoded, empty for none.
inline std::string class_of_round(std::string_view text) {
  if (holds_jwt(text)) return "jwt";
  if (holds_authority(text)) return "userinfo";
  if (holds_email(text)) return "email";
  if (holds_user_and_password(text)) return "userinfo";
  if (holds_session(text)) return "session";
  if (holds_uuid(text)) return "uuid";
  if (holds_colon_ipv6(text) || holds_ipv4(text) || holds_joined_ipv6(text) || holds_gapped_ipv6(text))
    return "ip";
  if (holds_card(text)) return "card";
  if (holds_iban(text)) return "iban";
  if (holds_phone(text)) return "phone";
  if (holds_mixed_token(text) || holds_base64url_token(text) || holds_long_hex(text) ||
      holds_vendor_token(text)) {
    return "token";
  }
  return "";
}

inline std::string class_of(std::string_view text) {
  bool encoded = false;
  std::vector<Traced> all = rounds(text, &encoded);
  std::reverse(all.begin(), all.end());
  for (const Traced& round : all) {
    const std::string found = class_of_round(round.bytes);
    if (!found.empty()) return found;
  }
  return encoded ? "encoded" : "";
}

// What of a segment is looked at: up to what decodes to '?', '#', '&', '=' or ';'.
inline std::string_view kept_part(std::string_view segment) {
  bool encoded = false;
  std::size_t end = segment.size();
  for (const Traced& round : rounds(segment, &encoded)) {
    for (std::size_t i = 0; i < round.bytes.size(); ++i) {
      if (among(round.bytes[i], "?#&=;")) end = std::min(end, round.from[i]);
    }
  }
  return segment.substr(0, end);
}

// Long numbers, each byte marked.
inline std::vector<bool> number_marks(std::string_view text) {
  std::vector<bool> marks(text.size());
  const auto mark = [&marks](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) marks[i] = true;
  };
  for (const auto& [begin, end] : whole_runs(text, is_hex)) {
    const std::string_view run = text.substr(begin, end - begin);
    const bool mixed =
        std::any_of(run.begin(), run.end(), is_digit) && std::any_of(run.begin(), run.end(), is_letter);
    const bool after_0x = begin >= 2 && among(text[begin - 1], "xX") && text[begin - 2] == '0';
    if ((run.size() >= 8 && mixed) || (run.size() >= 5 && after_0x)) mark(begin, end);
  }
  for (const auto& [begin, end] : whole_runs(text, is_digit)) {
    if (end - begin >= 5) mark(begin, end);
  }
  return marks;
}

inline std::string with_numbers_replaced(std::string_view text) {
  bool encoded = false;
  const std::vector<Traced> all = rounds(text, &encoded);
  const auto holds = [](const Traced& round) {
    const std::vector<bool> marks = number_marks(round.bytes);
    return std::find(marks.begin(), marks.end(), true) != marks.end();
  };
  if (std::none_of(all.begin(), all.end(), holds)) return std::string(text);
  if (all.size() > 1 || all[0].bytes != text) return "{n}";
  std::string out;
  const std::vector<bool> marks = number_marks(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!marks[i]) out += text[i];
    if (marks[i] && (i == 0 || !marks[i - 1])) out += "{n}";
  }
  return out;
}

inline std::string redacted_segment(std::string_view segment, bool numbers) {
  const std::string_view kept = kept_part(segment);
  const std::string found = class_of(kept);
  if (!found.empty()) return "{" + found + "}";
  if (!numbers) return std::string(kept);
  // Where a number was, a word may begin now.
  const std::string replaced = with_numbers_replaced(kept);
  const std::string uncovered = class_of(replaced);
  return uncovered.empty() ? replaced : "{" + uncovered + "}";
}

inline bool is_url(std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  return std::none_of(path.begin(), path.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
  });
}

inline std::string redacted_path(std::string_view path, bool numbers = false) {
  if (!is_url(path)) return "{malformed}";
  path = path.substr(0, path.find_first_of("?#"));
  std::string redacted;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    redacted += redacted_segment(path.substr(begin, end - begin), numbers);
    if (end != path.size()) redacted += '/';
    begin = end + 1;
  }
  return redacted;
}

}  // namespace anonlog::reference

#endif  // ANONLOG_TESTS_RULES_REDACTION_REDACTION_REFERENCE_H_
