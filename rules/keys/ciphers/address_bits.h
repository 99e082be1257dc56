// An address as bits, for ciphers that go through them one by one: the 32 bits of IPv4, or the 128 of IPv6, the first of
// them the highest of `high`.
#ifndef ANONLOG_RULES_KEYS_CIPHERS_ADDRESS_BITS_H_
#define ANONLOG_RULES_KEYS_CIPHERS_ADDRESS_BITS_H_

#include <bit>
#include <cstdint>
#include <cstring>

#include "rules/address.h"
#include "rules/keys/address_cipher.h"
#include "rules/keys/day_keys.h"

namespace anonlog {

struct AddressBits {
  static constexpr unsigned kIpv4 = 32;
  static constexpr unsigned kIpv6 = 128;
  static constexpr unsigned kBytes = 16;

  static std::uint64_t big_endian(std::uint64_t word) {
    if constexpr (std::endian::native == std::endian::big) return word;
    return __builtin_bswap64(word);
  }

  static AddressBits load(const std::uint8_t* bytes) {
    AddressBits bits;
    std::memcpy(&bits.high, bytes, 8);
    std::memcpy(&bits.low, bytes + 8, 8);
    return {big_endian(bits.high), big_endian(bits.low)};
  }

  static AddressBits of(const Address& address) {
    const AddressBits bits = load(address.bytes().data());
    return address.is_ipv4() ? AddressBits{bits.low << 32U, 0, kIpv4} : bits;
  }

  void store(std::uint8_t* bytes) const {
    const std::uint64_t words[] = {big_endian(high), big_endian(low)};
    std::memcpy(bytes, words, sizeof(words));
  }

  [[nodiscard]] bool bit(unsigned i) const { return ((i < 64 ? high << i : low << (i - 64)) >> 63U) != 0; }
  void flip(unsigned i) { (i < 64 ? high : low) ^= std::uint64_t{1} << (63 - i % 64); }

  std::uint64_t high = 0;
  std::uint64_t low = 0;
  unsigned size = kIpv6;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_CIPHERS_ADDRESS_BITS_H_
