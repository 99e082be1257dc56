// AES-CMAC of an address: a pseudonym with no way back, for whoever holds the key neither but by trying addresses.
//
// An AddressCipher only in that it makes tokens of addresses: decrypt() is always false.
//
// Memory:  what is needed for a batch, kept.
// Threads: one per worker.
#ifndef ANONLOG_RULES_KEYS_ADDRESS_MAC_H_
#define ANONLOG_RULES_KEYS_ADDRESS_MAC_H_

#include <vector>

#include "rules/keys/address_cipher.h"
#include "rules/keys/cmac_column.h"

namespace anonlog {

class AddressMac final : public AddressCipher {
 public:
  static constexpr std::size_t kKeyBytes = CmacColumn::kKeyBytes;

  [[nodiscard]] bool set_key(ByteSpan key) override { return cmac_.set_key(key); }

  // Tokens of 16 bytes.
  [[nodiscard]] bool encrypt(std::span<const Address> addresses, std::span<AddressToken> tokens) override;
  [[nodiscard]] bool decrypt(const AddressToken& /*token*/, Address* /*address*/) override { return false; }

 private:
  CmacColumn cmac_;
  std::vector<Block> blocks_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_ADDRESS_MAC_H_
