// Kinds of bytes, and what rules/redaction/text_decoding.h says, for the reference (redaction_reference.h).
#ifndef ANONLOG_TESTS_RULES_REDACTION_DECODING_REFERENCE_H_
#define ANONLOG_TESTS_RULES_REDACTION_DECODING_REFERENCE_H_

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace anonlog::reference {

inline bool among(char c, std::string_view bytes) { return bytes.find(c) != std::string_view::npos; }
inline bool is_digit(char c) { return among(c, "0123456789"); }
inline bool is_small(char c) { return among(c, "abcdefghijklmnopqrstuvwxyz"); }
inline bool is_capital(char c) { return among(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"); }
inline bool is_letter(char c) { return is_small(c) || is_capital(c); }
inline bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }
inline bool is_word(char c) { return is_alphanumeric(c) || among(c, "_-"); }
inline bool is_hex(char c) { return is_digit(c) || among(c, "abcdefABCDEF"); }
inline bool is_joiner(char c) { return among(c, ".-_"); }
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

inline bool is_two_digits(std::string_view text, int first, int last) {
  return text.size() == 2 && is_all(text, is_digit) && std::stoi(std::string(text)) >= first &&
         std::stoi(std::string(text)) <= last;
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
  if (text.starts_with("\\\\")) return {"\\", 2};
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

}  // namespace anonlog::reference

#endif  // ANONLOG_TESTS_RULES_REDACTION_DECODING_REFERENCE_H_
