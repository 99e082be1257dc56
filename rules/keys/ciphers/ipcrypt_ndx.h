// ipcrypt-ndx: a random tweak of 16 bytes, then the address under AES-128-XTS with it. Every token differs.
//
// XTS of one block is AES between two additions of the encrypted tweak, so a column of addresses is two passes of AES; the
// crypto library's own XTS would be set up anew for each.
#ifndef ANONLOG_RULES_KEYS_CIPHERS_IPCRYPT_NDX_H_
#define ANONLOG_RULES_KEYS_CIPHERS_IPCRYPT_NDX_H_

#include <vector>

#include "rules/keys/address_cipher.h"
#include "rules/keys/ciphers/aes_column.h"

namespace anonlog {

class IpcryptNdx final : public AddressCipher {
 public:
  using Tweak = Block;

  // The halves of a key must differ, as IEEE 1619 has it.
  [[nodiscard]] bool set_key(ByteSpan key) override;
  [[nodiscard]] bool encrypt(std::span<const Address> addresses, std::span<AddressToken> tokens) override;
  [[nodiscard]] bool decrypt(const AddressToken& token, Address* address) override;

  // With tweaks that are given: for known answers. Requires: spans of one size.
  [[nodiscard]] bool encrypt(std::span<const Address> addresses, std::span<const Tweak> tweaks,
                             std::span<AddressToken> tokens);

 private:
  AesColumn cipher_;
  AesColumn back_{AesColumn::Direction::kDecrypt};
  AesColumn tweak_cipher_;
  std::vector<Tweak> tweaks_;
  std::vector<Block> masks_;
  std::vector<Block> blocks_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_CIPHERS_IPCRYPT_NDX_H_
