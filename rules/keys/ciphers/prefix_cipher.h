// Prefix-preserving encryption: two addresses that share their first L bits, and no more, get tokens that share their first
// L bits, and no more. Each bit is flipped, or not, by a pseudorandom function of the bits before it.
//
// A Flips is that function:
//
//     bool set_key(ByteSpan key);
//     Block input(const AddressBits& bits, unsigned known) const;   // of the first `known` bits of an address
//     bool run(std::span<Block> blocks, std::span<std::uint8_t> flips);   // 1 or 0 of each input; may change the inputs
//
// All inputs of an address are known when it is encrypted, so that a pass is one column of blocks of several addresses.
#ifndef ANONLOG_RULES_KEYS_CIPHERS_PREFIX_CIPHER_H_
#define ANONLOG_RULES_KEYS_CIPHERS_PREFIX_CIPHER_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>

#include "rules/keys/address_cipher.h"
#include "rules/keys/ciphers/address_bits.h"

namespace anonlog {

template <typename Flips>
class PrefixCipher final : public AddressCipher {
 public:
  [[nodiscard]] bool set_key(ByteSpan key) override { return flips_.set_key(key); }

  [[nodiscard]] bool encrypt(std::span<const Address> addresses, std::span<AddressToken> tokens) override {
    assert(addresses.size() == tokens.size());
    for (std::size_t done = 0; done < addresses.size();) {
      std::size_t end = done;
      std::size_t used = 0;
      for (; end < addresses.size(); ++end) {
        const AddressBits bits = AddressBits::of(addresses[end]);
        if (used + bits.size > kPassBlocks) break;
        for (unsigned known = 0; known < bits.size; ++known) blocks_[used++] = flips_.input(bits, known);
      }
      if (!flips_.run(std::span(blocks_).first(used), std::span(bits_).first(used))) return false;
      const std::uint8_t* flips = bits_.data();
      for (; done < end; ++done) {
        const AddressBits bits = AddressBits::of(addresses[done]);
        tokens[done] = token_of(flipped(bits, flips));
        flips += bits.size;
      }
    }
    return true;
  }

  [[nodiscard]] bool decrypt(const AddressToken& token, Address* address) override {
    AddressBits bits;
    if (token.size == AddressBits::kIpv4 / 8) {
      bits.size = AddressBits::kIpv4;
    } else if (token.size != AddressBits::kIpv6 / 8) {
      return false;
    }
    const AddressBits given = AddressBits::load(token.bytes.data());
    for (unsigned known = 0; known < bits.size; ++known) {
      Block block[1] = {flips_.input(bits, known)};
      std::uint8_t flip[1];
      if (!flips_.run(block, flip)) return false;
      if (given.bit(known) != (flip[0] != 0)) bits.flip(known);
    }
    *address = address_of(bits);
    return true;
  }

 private:
  static constexpr std::size_t kPassBlocks = 256;

  // Eight bytes, 1 or 0 each, to a byte, the first to its highest bit. All products of the multiplication have bits of
  // their own, so that none carries.
  static std::uint64_t gather(const std::uint8_t* flips) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, flips, sizeof(eight));
    if constexpr (std::endian::native == std::endian::big) eight = __builtin_bswap64(eight);
    return eight * 0x8040201008040201U >> 56U;
  }

  static AddressBits flipped(AddressBits bits, const std::uint8_t* flips) {
    for (unsigned at = 0; at < bits.size; at += 8) {
      (at < 64 ? bits.high : bits.low) ^= gather(flips + at) << (56 - at % 64);
    }
    return bits;
  }

  static AddressToken token_of(const AddressBits& bits) {
    AddressToken token;
    bits.store(token.bytes.data());
    token.size = static_cast<std::uint8_t>(bits.size / 8);
    return token;
  }

  static Address address_of(const AddressBits& bits) {
    Block bytes{};
    if (bits.size == AddressBits::kIpv4) {
      AddressBits{0, std::uint64_t{0xFFFF} << 32U | bits.high >> 32U}.store(bytes.data());
    } else {
      bits.store(bytes.data());
    }
    return Address::from_bytes(bytes);
  }

  Flips flips_;
  std::array<Block, kPassBlocks> blocks_;
  std::array<std::uint8_t, kPassBlocks> bits_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_CIPHERS_PREFIX_CIPHER_H_
