// What the headers of rules/redaction/ say, word by word: no tables, no masks, no look ahead; every rule on its own and
// tried at every place, on texts that are decoded by a decoder of its own. Slow on purpose; the tests compare the real one
// with it.
#ifndef ANONLOG_TESTS_RULES_REDACTION_REDACTION_REFERENCE_H_
#define ANONLOG_TESTS_RULES_REDACTION_REDACTION_REFERENCE_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tests/rules/redaction/account_reference.h"
#include "tests/rules/redaction/decoding_reference.h"
#include "tests/rules/redaction/identifier_reference.h"

namespace anonlog::reference {

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

// Behind an encoded '?' or '#' stands no path any more.
inline bool holds_query(std::string_view segment) {
  bool encoded = false;
  const std::vector<Traced> all = rounds(segment, &encoded);
  return std::any_of(all.begin(), all.end(), [](const Traced& round) {
    return round.bytes.find_first_of("?#") != std::string::npos;
  });
}

inline std::string redacted_path(std::string_view path, bool numbers = false) {
  if (!is_url(path)) return "{malformed}";
  path = path.substr(0, path.find_first_of("?#"));
  std::string redacted;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    redacted += redacted_segment(path.substr(begin, end - begin), numbers);
    if (holds_query(path.substr(begin, end - begin))) break;
    if (end != path.size()) redacted += '/';
    begin = end + 1;
  }
  return redacted;
}

}  // namespace anonlog::reference

#endif  // ANONLOG_TESTS_RULES_REDACTION_REDACTION_REFERENCE_H_
