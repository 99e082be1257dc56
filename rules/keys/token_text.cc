#include "rules/keys/token_text.h"

#include <algorithm>
#include <cassert>
#include <span>

#include "rules/address.h"
#include "rules/keys/hex_text.h"

namespace anonlog {
namespace {

constexpr std::size_t kIpv4Bytes = 4;
constexpr std::size_t kBeforeIpv4 = Address::kBytes - kIpv4Bytes;

bool read_hex_token(std::string_view text, AddressToken* token) {
  if (text.empty() || text.size() > kMaxAddressTokenText) return false;
  token->size = static_cast<std::uint8_t>(text.size() / 2);
  return read_hex(text, std::span(token->bytes).first(token->size));
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
  return text.find_first_of(".:") == std::string_view::npos ? read_hex_token(text, token)
                                                            : read_address(text, token);
}

}  // namespace anonlog
