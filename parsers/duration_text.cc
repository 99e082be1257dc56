#include "parsers/duration_text.h"

#include <cstddef>

namespace anonlog {
namespace {

constexpr int kMaxDigits = 18;                               // of a number that is looked at
constexpr std::uint64_t kMaxUs = 1'000'000'000'000'000'000;  // 10^12 s

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// digits x 10^exponent
struct Decimal {
  std::uint64_t digits = 0;
  int exponent = 0;
};

// Takes a number off the front. Digits that no microsecond needs are cut off.
bool take_number(std::string_view& text, Decimal& number) {
  int size = 0;
  bool any = false;
  const auto take_digits = [&](int place) {
    for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1)) {
      any = true;
      if (size == kMaxDigits) {
        number.exponent += 1 + place;
        continue;
      }
      number.digits = number.digits * 10 + static_cast<std::uint64_t>(text[0] - '0');
      number.exponent += place;
      if (number.digits != 0) ++size;
    }
  };
  take_digits(0);
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    take_digits(-1);
  }
  return any;
}

// "e-05", when there is one.
bool take_exponent(std::string_view& text, Decimal& number) {
  if (text.empty() || (text[0] != 'e' && text[0] != 'E')) return true;
  text.remove_prefix(1);
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  int exponent = 0;
  if (text.empty()) return false;
  for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1)) {
    if (exponent < 1000) exponent = exponent * 10 + (text[0] - '0');
  }
  number.exponent += negative ? -exponent : exponent;
  return true;
}

struct Unit {
  std::string_view name;
  int exponent;  // microseconds in it: factor x 10^exponent
  std::uint64_t factor = 1;
};
constexpr Unit kUnits[] = {{"ns", -3}, {"us", 0}, {"\xC2\xB5s", 0}, {"\xCE\xBCs", 0},
                           {"ms", 3},  {"s", 6},  {"m", 6, 60},     {"h", 6, 3600}};

// Takes the longest of the units.
const Unit* take_unit(std::string_view& text) {
  for (const Unit& unit : kUnits) {
    if (!text.starts_with(unit.name)) continue;
    text.remove_prefix(unit.name.size());
    return &unit;
  }
  return nullptr;
}

std::optional<std::uint64_t> micros(const Decimal& number, int exponent, std::uint64_t factor) {
  std::uint64_t value = number.digits;
  if (value > kMaxUs / factor) return std::nullopt;
  value *= factor;
  for (exponent += number.exponent; exponent < 0 && value != 0; ++exponent) value /= 10;
  for (; exponent > 0 && value != 0; --exponent) {
    if (value > kMaxUs / 10) return std::nullopt;
    value *= 10;
  }
  return value;
}

std::optional<std::uint64_t> read_one(std::string_view text, DurationUnit unit) {
  constexpr int kExponents[] = {6, 3, 0, -3};
  Decimal number;
  if (!take_number(text, number) || !take_exponent(text, number)) return std::nullopt;
  if (text.empty()) return micros(number, kExponents[static_cast<std::size_t>(unit)], 1);
  std::uint64_t sum = 0;
  for (;;) {
    const Unit* own = take_unit(text);
    if (own == nullptr) return std::nullopt;
    const auto value = micros(number, own->exponent, own->factor);
    if (!value) return std::nullopt;
    sum += *value;
    if (sum > kMaxUs) return std::nullopt;
    if (text.empty()) return sum;
    number = {};
    if (!take_number(text, number)) return std::nullopt;
  }
}

}  // namespace

std::optional<std::uint64_t> read_duration_us(std::string_view text, DurationUnit unit) {
  std::uint64_t sum = 0;
  bool any = false;
  for (;;) {
    const std::size_t end = text.find_first_of(",: ");
    const std::string_view one = text.substr(0, end);
    if (!one.empty() && one != "-") {
      const auto value = read_one(one, unit);
      if (!value || (sum += *value) > kMaxUs) return std::nullopt;
      any = true;
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return any ? std::optional(sum) : std::nullopt;
}

}  // namespace anonlog
