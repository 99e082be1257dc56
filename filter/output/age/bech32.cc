#include "filter/output/age/bech32.h"

#include <algorithm>
#include <array>

namespace anonlog {
namespace {

constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t kChecksumDigits = 6;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool has_mixed_case(std::string_view text) {
  const bool has_lower = std::ranges::any_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
  const bool has_upper = std::ranges::any_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
  return has_lower && has_upper;
}

// The next state of the checksum's polynomial.
std::uint32_t absorb(std::uint32_t state, std::uint32_t digit) {
  constexpr std::array<std::uint32_t, 5> kGenerator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                       0x2a1462b3};
  const std::uint32_t top = state >> 25U;
  state = ((state & 0x1ffffffU) << 5U) ^ digit;
  for (std::size_t i = 0; i < kGenerator.size(); ++i) {
    if (((top >> i) & 1U) != 0) state ^= kGenerator[i];
  }
  return state;
}

bool has_right_checksum(std::string_view readable_part, const std::vector<std::uint8_t>& digits) {
  std::uint32_t state = 1;
  for (const char c : readable_part) state = absorb(state, static_cast<unsigned char>(lower(c)) >> 5U);
  state = absorb(state, 0);
  for (const char c : readable_part) state = absorb(state, static_cast<unsigned char>(lower(c)) & 31U);
  for (const std::uint8_t digit : digits) state = absorb(state, digit);
  return state == 1;
}

// Digits of 5 bits as bytes. False: what is left over is no padding.
bool regroup(const std::vector<std::uint8_t>& digits, std::size_t count, std::vector<std::uint8_t>& bytes) {
  std::uint32_t bits = 0;
  unsigned size = 0;
  for (std::size_t i = 0; i < count; ++i) {
    bits = (bits << 5U) | digits[i];
    size += 5;
    if (size < 8) continue;
    size -= 8;
    bytes.push_back(static_cast<std::uint8_t>(bits >> size));
    bits &= (1U << size) - 1;
  }
  return size < 5 && bits == 0;
}

}  // namespace

std::optional<Bech32Text> decode_bech32(std::string_view text) {
  const std::size_t one = text.rfind('1');
  if (one == std::string_view::npos || one == 0 || text.size() - one - 1 < kChecksumDigits)
    return std::nullopt;
  const std::string_view readable_part = text.substr(0, one);
  const bool is_printable = std::ranges::all_of(readable_part, [](char c) { return c >= 33 && c <= 126; });
  if (!is_printable || has_mixed_case(text)) return std::nullopt;
  std::vector<std::uint8_t> digits;
  for (const char c : text.substr(one + 1)) {
    const std::size_t digit = kAlphabet.find(lower(c));
    if (digit == std::string_view::npos) return std::nullopt;
    digits.push_back(static_cast<std::uint8_t>(digit));
  }
  if (!has_right_checksum(readable_part, digits)) return std::nullopt;
  Bech32Text decoded{std::string(readable_part), {}};
  if (!regroup(digits, digits.size() - kChecksumDigits, decoded.bytes)) return std::nullopt;
  return decoded;
}

}  // namespace anonlog
