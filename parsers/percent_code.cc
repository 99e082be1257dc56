#include "parsers/percent_code.h"

#include <array>
#include <cstdint>
#include <cstring>

#include "parsers/byte_scan.h"

namespace anonlog {
namespace {

constexpr std::int8_t kNoDigit = -1;

constexpr std::array<std::int8_t, 256> make_digits() {
  std::array<std::int8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (std::size_t i = 0; i < 10; ++i) digits['0' + i] = static_cast<std::int8_t>(i);
  for (std::size_t i = 0; i < 6; ++i) {
    digits['a' + i] = digits['A' + i] = static_cast<std::int8_t>(10 + i);
  }
  return digits;
}
constexpr std::array<std::int8_t, 256> kDigits = make_digits();

int digit(char c) { return kDigits[static_cast<unsigned char>(c)]; }

struct Decoded {
  std::size_t bytes = 0;
  bool percent = false;  // %25 was decoded
};

Decoded decode(std::string_view from, char* to) {
  const char* p = from.data();
  const char* const end = p + from.size();
  char* out = to;
  Decoded decoded;
  for (;;) {
    const char* const escape = find_byte(p, end, '%');
    const auto plain = static_cast<std::size_t>(escape - p);
    // Never forwards over itself: what is written lies at or before what is read.
    if (plain != 0) std::memmove(out, p, plain);
    out += plain;
    if (escape == end) break;
    p = escape + 1;
    const int high = end - p >= 2 ? digit(p[0]) : kNoDigit;
    const int low = high >= 0 ? digit(p[1]) : kNoDigit;
    if (low < 0) {
      *out++ = '%';
      continue;
    }
    *out = static_cast<char>(high * 16 + low);
    decoded.percent = decoded.percent || *out == '%';
    ++out;
    p += 2;
  }
  decoded.bytes = static_cast<std::size_t>(out - to);
  return decoded;
}

}  // namespace

std::size_t decode_percent(std::string_view from, char* to) { return decode(from, to).bytes; }

std::size_t decode_percent_twice(std::string_view from, char* to) {
  const Decoded once = decode(from, to);
  return once.percent ? decode({to, once.bytes}, to).bytes : once.bytes;
}

}  // namespace anonlog
