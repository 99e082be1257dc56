#include "rules/keys/token_text.h"

#include <algorithm>
#include <cassert>

#include "rules/address.h"

namespace anonlog {
namespace {

constexpr char kDigits[] = "0123456789abcdef";
constexpr std::size_t kIpv4Bytes = 4;
constexpr std::size_t kBeforeIpv4 = Address::kBytes - kIpv4Bytes;

// -1: none. Only the digits that write_hex() writes.
int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool read_hex(std::string_view text, AddressToken* token) {
  if (text.size() % 2 != 0 || text.size() > kMaxAddressTokenText) return false;
  for (std::size_t i = 0; i < text.size() / 2; ++i) {
    const int high = hex_value(text[2 * i]);
    const int low = hex_value(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    token->bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  token->size = static_cast<std::uint8_t>(text.size() / 2);
  return token->size != 0;
}

// Not Address::parse(): a token that happens to lie in 2002::/16 stands for no address of IPv4.
bool read_address(std::string_view text, AddressToken* token) {
  Address address;
  if (!Address::parse_as_written(text, &address)) return false;
  const bool ipv4 = text.find(':') == std::string_view::npos;
  const auto begin = address.bytes().begin() + (ipv4 ? kBeforeIpv4 : 0);
  std::copy(begin, address.bytes().end(), token->bytes.begin());
  token->size = ipv4 ? kIpv4Bytes : Address::kBytes;
  return true;
}

}  // namespace

std::size_t write_hex(ByteSpan bytes, char* out) {
  for (const std::uint8_t byte : bytes) {
    *out++ = kDigits[byte >> 4U];
    *out++ = kDigits[byte & 0xFU];
  }
  return 2 * bytes.size();
}

std::size_t write_address_token(const AddressToken& token, char* out) {
  assert(token.size == kIpv4Bytes || token.size == Address::kBytes);
  std::array<std::uint8_t, Address::kBytes> bytes{};
  if (token.size == kIpv4Bytes) {
    bytes[kBeforeIpv4 - 2] = bytes[kBeforeIpv4 - 1] = 0xFF;
    std::copy_n(token.bytes.begin(), kIpv4Bytes, bytes.begin() + kBeforeIpv4);
  } else {
    std::copy_n(token.bytes.begin(), Address::kBytes, bytes.begin());
  }
  return Address::from_bytes(bytes).write(out);
}

bool read_address_token(std::string_view text, AddressToken* token) {
  return text.find_first_of(".:") == std::string_view::npos ? read_hex(text, token)
                                                            : read_address(text, token);
}

}  // namespace anonlog
