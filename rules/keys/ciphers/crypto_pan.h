// Crypto-PAn: bit i is flipped by the first bit of AES_K of the i bits before it, filled up with a pad. For tools that
// know it; not cryptopANT, which gives other addresses.
//
// IPv4 and IPv6 are not kept apart: both begin with the flip of the whole pad, and those of equal first bits are equal.
#ifndef ANONLOG_RULES_KEYS_CIPHERS_CRYPTO_PAN_H_
#define ANONLOG_RULES_KEYS_CIPHERS_CRYPTO_PAN_H_

#include "rules/keys/ciphers/aes_column.h"
#include "rules/keys/ciphers/prefix_cipher.h"

namespace anonlog {

class CryptoPanFlips {
 public:
  CryptoPanFlips() = default;
  ~CryptoPanFlips();
  CryptoPanFlips(const CryptoPanFlips&) = delete;
  CryptoPanFlips& operator=(const CryptoPanFlips&) = delete;

  // The cipher's key, then what becomes the pad.
  [[nodiscard]] bool set_key(ByteSpan key);

  [[nodiscard]] Block input(const AddressBits& bits, unsigned known) const {
    const std::uint64_t high_mask = known >= 64 ? ~std::uint64_t{0} : first_bits(known);
    const std::uint64_t low_mask = known <= 64 ? 0 : first_bits(known - 64);
    Block block;
    AddressBits{(bits.high & high_mask) | (pad_.high & ~high_mask),
                (bits.low & low_mask) | (pad_.low & ~low_mask)}
        .store(block.data());
    return block;
  }

  [[nodiscard]] bool run(std::span<Block> blocks, std::span<std::uint8_t> flips);

 private:
  // Of 64 bits. Requires: count < 64.
  static std::uint64_t first_bits(unsigned count) { return ~(~std::uint64_t{0} >> count); }

  AesColumn cipher_;
  AddressBits pad_;  // secret
};

using CryptoPan = PrefixCipher<CryptoPanFlips>;

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_CIPHERS_CRYPTO_PAN_H_
