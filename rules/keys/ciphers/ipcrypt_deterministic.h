// ipcrypt-deterministic: an address is a block of AES-128. One address, one token, under one key.
#ifndef ANONLOG_RULES_KEYS_CIPHERS_IPCRYPT_DETERMINISTIC_H_
#define ANONLOG_RULES_KEYS_CIPHERS_IPCRYPT_DETERMINISTIC_H_

#include <vector>

#include "rules/keys/address_cipher.h"
#include "rules/keys/ciphers/aes_column.h"

namespace anonlog {

class IpcryptDeterministic final : public AddressCipher {
 public:
  [[nodiscard]] bool set_key(ByteSpan key) override;
  [[nodiscard]] bool encrypt(std::span<const Address> addresses, std::span<AddressToken> tokens) override;
  [[nodiscard]] bool decrypt(const AddressToken& token, Address* address) override;

 private:
  AesColumn cipher_;
  AesColumn back_{AesColumn::Direction::kDecrypt};
  std::vector<Block> blocks_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_CIPHERS_IPCRYPT_DETERMINISTIC_H_
