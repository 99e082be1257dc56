// Cards, bank accounts and phones, as rules/redaction/account_text.h says, for the reference (redaction_reference.h).
#ifndef ANONLOG_TESTS_RULES_REDACTION_ACCOUNT_REFERENCE_H_
#define ANONLOG_TESTS_RULES_REDACTION_ACCOUNT_REFERENCE_H_

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/rules/redaction/decoding_reference.h"

namespace anonlog::reference {

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
  constexpr std::string_view kBetween = " .,:/()+_-";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '+') continue;
    std::size_t at = i + 1;
    while (at < text.size() && at - i <= 2 && among(text[at], " .()_-")) ++at;
    if (at >= text.size() || !among(text[at], "123456789")) continue;
    std::size_t digits = 1;
    std::size_t end = at + 1;
    while (true) {
      std::size_t next = end;
      while (next < text.size() && next - end < 4 && among(text[next], kBetween)) ++next;
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

}  // namespace anonlog::reference

#endif  // ANONLOG_TESTS_RULES_REDACTION_ACCOUNT_REFERENCE_H_
