#include "rules/redaction/account_text.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "rules/redaction/byte_kinds.h"
#include "rules/redaction/pattern_options.h"

namespace anonlog {
namespace {

constexpr std::size_t kMinCardDigits = 13;
constexpr std::size_t kMaxCardDigits = 19;

// The first `bytes` digits from `first` to `last`, and the lengths of the numbers that begin so.
struct Issuer {
  std::size_t bytes;
  unsigned first;
  unsigned last;
  std::size_t min_digits;
  std::size_t max_digits;
};
// Visa, Mastercard, American Express, Discover, JCB, UnionPay, Diners Club.
constexpr Issuer kIssuers[] = {
    {1, 4, 4, 13, 13},       {1, 4, 4, 16, 16},   {1, 4, 4, 19, 19},       {2, 51, 55, 16, 16},
    {4, 2221, 2720, 16, 16}, {2, 34, 34, 15, 15}, {2, 37, 37, 15, 15},     {4, 6011, 6011, 16, 19},
    {3, 644, 649, 16, 19},   {2, 65, 65, 16, 19}, {4, 3528, 3589, 16, 19}, {2, 62, 62, 16, 19},
    {3, 300, 305, 14, 14},   {2, 36, 36, 14, 19}, {2, 38, 39, 14, 19},
};

// Digits, without what stands between them.
using Digits = std::string_view;

bool has_issuer(Digits digits) {
  return std::ranges::any_of(kIssuers, [digits](const Issuer& issuer) {
    if (digits.size() < issuer.min_digits || digits.size() > issuer.max_digits) return false;
    unsigned begin = 0;
    for (const char digit : digits.substr(0, issuer.bytes))
      begin = begin * 10 + static_cast<unsigned>(digit - '0');
    return begin >= issuer.first && begin <= issuer.last;
  });
}

// ISO/IEC 7812-1 annex B.
bool has_luhn(Digits digits) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto digit = static_cast<unsigned>(digits[digits.size() - 1 - i] - '0');
    sum += i % 2 == 0 ? digit : digit < 5 ? digit * 2 : digit * 2 - 9;
  }
  return sum % 10 == 0;
}

// A card that begins with the group at `begin`, whose groups are joined by single separators.
bool begins_with_card(std::string_view text, std::size_t begin) {
  std::array<char, kMaxCardDigits> digits;
  std::size_t count = 0;
  for (std::size_t at = begin;;) {
    const std::size_t end = run_end(text, at, kDigit);
    if (end == at || count + (end - at) > kMaxCardDigits) return false;
    std::copy(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(end),
              digits.begin() + static_cast<std::ptrdiff_t>(count));
    count += end - at;
    const Digits all(digits.data(), count);
    if (count >= kMinCardDigits && has_issuer(all) && has_luhn(all)) return true;
    if (end == text.size() || !is_of(text[end], kSeparator)) return false;
    at = end + 1;
  }
}

// The registry of ISO 13616 (SWIFT, release 99): countries and the lengths of their numbers.
struct IbanCountry {
  std::string_view code;
  std::size_t bytes;
};
constexpr IbanCountry kIbanCountries[] = {
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22},
    {"BH", 22}, {"BI", 27}, {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24},
    {"DE", 22}, {"DJ", 27}, {"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18},
    {"FK", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27},
    {"GT", 28}, {"HN", 28}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26},
    {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20},
    {"LU", 20}, {"LV", 21}, {"LY", 25}, {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MN", 20},
    {"MR", 27}, {"MT", 31}, {"MU", 30}, {"NI", 28}, {"NL", 18}, {"NO", 15}, {"OM", 23}, {"PK", 24},
    {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"RU", 33}, {"SA", 24},
    {"SC", 31}, {"SD", 18}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"SO", 23}, {"ST", 25},
    {"SV", 28}, {"TL", 23}, {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20},
    {"YE", 30}};

constexpr std::size_t kMaxIbanBytes = 34;
static_assert(std::ranges::all_of(kIbanCountries,
                                  [](const IbanCountry& country) { return country.bytes <= kMaxIbanBytes; }));

std::size_t iban_bytes(std::string_view text, std::size_t begin) {
  const char code[] = {static_cast<char>(text[begin] & ~0x20), static_cast<char>(text[begin + 1] & ~0x20)};
  const auto* country = std::ranges::find(kIbanCountries, std::string_view(code, 2), &IbanCountry::code);
  return country == std::end(kIbanCountries) ? 0 : country->bytes;
}

// ISO 7064 mod 97-10 over the number with its first four bytes moved to the end; letters count from 10.
bool has_mod97(std::string_view iban) {
  unsigned remainder = 0;
  for (std::size_t i = 0; i < iban.size(); ++i) {
    const char c = iban[(i + 4) % iban.size()];
    const auto value = static_cast<unsigned>(is_of(c, kDigit) ? c - '0' : small_letter(c) - 'a' + 10);
    remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97;
  }
  return remainder == 1;
}

// Ten digits in a row, or twelve bytes of digits with single joiners between them: what the look at a text finds.
bool has_long_number(std::string_view text) {
  std::size_t digits = 0;
  std::size_t bytes = 0;  // the last one counts when a digit follows
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = is_of(text[i], kDigit);
    const bool joiner = is_of(text[i], kSeparator) && bytes > 0 && is_of(text[i - 1], kDigit) &&
                        i + 1 < text.size() && is_of(text[i + 1], kDigit);
    digits = digit ? digits + 1 : 0;
    bytes = digit || joiner ? bytes + 1 : 0;
    if (digits >= 10 || bytes >= 12) return true;
  }
  return false;
}

bool begins_with_iban(std::string_view text, std::size_t begin) {
  const std::size_t bytes = iban_bytes(text, begin);
  std::array<char, kMaxIbanBytes> iban;
  std::size_t count = 0;
  std::size_t at = begin;
  while (count < bytes && at < text.size()) {
    if (count != 0 && is_of(text[at], kSeparator)) ++at;
    if (at == text.size() || !is_of(text[at], kAlphanumeric)) return false;
    iban[count++] = text[at++];
  }
  if (bytes == 0 || count < bytes) return false;
  const bool goes_on = at < text.size() && is_of(text[at], kAlphanumeric);
  return !goes_on && has_mod97({iban.data(), count}) && has_long_number(text.substr(begin, at - begin));
}

// With all digits that belong to it.
const re2::RE2& phones() {
  static const re2::RE2 pattern("\\+[ .()_-]{0,2}([1-9](?:[ .,:/()+_-]{0,4}[0-9]){7,})", pattern_options());
  return pattern;
}

const re2::RE2& dates() {
  static const re2::RE2 pattern(
      "(?:19|20)[0-9]{2}[ ._+-]?(?:0[1-9]|1[0-2])[ ._+-]?(?:0[1-9]|[12][0-9]|3[01])", pattern_options());
  return pattern;
}

}  // namespace

bool holds_card(std::string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = run_end(text, begin, kDigit);
    if (end != begin && begins_with_card(text, begin)) return true;
    begin = end + 1;
  }
  return false;
}

bool holds_iban(std::string_view text) {
  for (std::size_t i = 0; i + 4 < text.size(); ++i) {
    const bool begins = is_of(text[i], kSmall | kCapital) && is_of(text[i + 1], kSmall | kCapital) &&
                        is_of(text[i + 2], kDigit) && is_of(text[i + 3], kDigit) &&
                        (i == 0 || !is_of(text[i - 1], kAlphanumeric));
    if (begins && begins_with_iban(text, i)) return true;
  }
  return false;
}

bool holds_phone(std::string_view text) {
  if (std::ranges::none_of(text, [](char c) { return is_of(c, kDigit); })) return false;
  re2::StringPiece rest(text.data(), text.size());
  re2::StringPiece number;
  while (re2::RE2::FindAndConsume(&rest, phones(), &number)) {
    if (!re2::RE2::FullMatch(number, dates())) return true;
  }
  return false;
}

}  // namespace anonlog
