// ipcrypt-nd: a random tweak of 8 bytes, then the address under KIASU-BC with it. Every token differs.
//
// Two of 2^32 tokens under one key are expected to share tweak: a key per day and site keeps that away from all but the
// largest fleets, for which there is ndx.
#ifndef ANONLOG_RULES_KEYS_CIPHERS_IPCRYPT_ND_H_
#define ANONLOG_RULES_KEYS_CIPHERS_IPCRYPT_ND_H_

#include <vector>

#include "rules/keys/address_cipher.h"
#include "rules/keys/ciphers/tweakable_aes.h"

namespace anonlog {

class IpcryptNd final : public AddressCipher {
 public:
  using Tweak = TweakableAes::Tweak;

  [[nodiscard]] bool set_key(ByteSpan key) override;
  [[nodiscard]] bool encrypt(std::span<const Address> addresses, std::span<AddressToken> tokens) override;
  [[nodiscard]] bool decrypt(const AddressToken& token, Address* address) override;

  // With tweaks that are given: for known answers. Requires: spans of one size.
  [[nodiscard]] bool encrypt(std::span<const Address> addresses, std::span<const Tweak> tweaks,
                             std::span<AddressToken> tokens);

 private:
  TweakableAes cipher_;
  std::vector<Tweak> tweaks_;
  std::vector<Block> blocks_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_CIPHERS_IPCRYPT_ND_H_
