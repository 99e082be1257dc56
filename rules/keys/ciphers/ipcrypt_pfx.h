// ipcrypt-pfx: bit n is flipped by the last bit of AES_K1(x) + AES_K2(x), where x is a 1 and the bits before n, to the
// right. A sum of two permutations is a pseudorandom function; one is not, for as many inputs.
#ifndef ANONLOG_RULES_KEYS_CIPHERS_IPCRYPT_PFX_H_
#define ANONLOG_RULES_KEYS_CIPHERS_IPCRYPT_PFX_H_

#include <array>

#include "rules/keys/ciphers/aes_column.h"
#include "rules/keys/ciphers/prefix_cipher.h"

namespace anonlog {

class IpcryptPfxFlips {
 public:
  // The halves of a key must differ: else their sum is 0, and nothing is flipped.
  [[nodiscard]] bool set_key(ByteSpan key);

  [[nodiscard]] Block input(const AddressBits& bits, unsigned known) const {
    AddressBits x;
    if (bits.size == AddressBits::kIpv4) {
      // As behind the prefix ::ffff:0:0/96, which all addresses of IPv4 share.
      x = {std::uint64_t{1} << (32 + known),
           std::uint64_t{0xFFFF} << known | (known == 0 ? 0 : bits.high >> (64 - known))};
    } else if (known < 64) {
      x = {0, std::uint64_t{1} << known | (known == 0 ? 0 : bits.high >> (64 - known))};
    } else {
      const unsigned more = known - 64;
      x = {std::uint64_t{1} << more | (more == 0 ? 0 : bits.high >> (64 - more)),
           bits.high << more | (more == 0 ? 0 : bits.low >> (64 - more))};
    }
    Block block;
    x.store(block.data());
    return block;
  }

  [[nodiscard]] bool run(std::span<Block> blocks, std::span<std::uint8_t> flips);

 private:
  AesColumn first_;
  AesColumn second_;
  std::array<Block, 256> sums_;
};

using IpcryptPfx = PrefixCipher<IpcryptPfxFlips>;

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_CIPHERS_IPCRYPT_PFX_H_
