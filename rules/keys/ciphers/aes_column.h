// AES-128 of a column of blocks, each by itself (ECB): what the ciphers and CMAC are built of.
//
// One call of the crypto library for a column: per block that is a nanosecond or two, where a call per block costs thirty.
//
// Errors:  false, when the crypto library failed; what was to be filled is then any.
// Memory:  the key schedule is the library's, which wipes it.
// Threads: one per worker.
#ifndef ANONLOG_RULES_KEYS_CIPHERS_AES_COLUMN_H_
#define ANONLOG_RULES_KEYS_CIPHERS_AES_COLUMN_H_

#include <openssl/evp.h>

#include <memory>
#include <span>

#include "rules/keys/day_keys.h"
#include "rules/keys/hkdf.h"

namespace anonlog {

class AesColumn {
 public:
  enum class Direction : std::uint8_t { kEncrypt, kDecrypt };

  static constexpr std::size_t kKeyBytes = 16;

  explicit AesColumn(Direction direction = Direction::kEncrypt) : direction_(direction) {}

  // Requires: kKeyBytes bytes.
  [[nodiscard]] bool set_key(ByteSpan key);

  // Requires: a key; spans of one size, the same or apart.
  [[nodiscard]] bool run(std::span<const Block> in, std::span<Block> out);

 private:
  struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* cipher) const { EVP_CIPHER_CTX_free(cipher); }
  };

  Direction direction_;
  std::unique_ptr<EVP_CIPHER_CTX, FreeCipher> cipher_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_CIPHERS_AES_COLUMN_H_
