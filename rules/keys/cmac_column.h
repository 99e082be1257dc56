// AES-CMAC (RFC 4493) of a column of messages, all of them two blocks long.
//
// A fixed length makes it two passes of AES over the whole column, each one call of the crypto library: per
// message that is a few nanoseconds, where a call per message costs hundreds.
//
// Memory:  the key schedule is the library's, which wipes it, and a mask that is wiped here.
// Threads: one per worker.
#ifndef ANONLOG_RULES_KEYS_CMAC_COLUMN_H_
#define ANONLOG_RULES_KEYS_CMAC_COLUMN_H_

#include <openssl/evp.h>

#include <memory>
#include <span>

#include "rules/keys/day_keys.h"

namespace anonlog {

class CmacColumn {
 public:
  CmacColumn() = default;
  ~CmacColumn();
  CmacColumn(const CmacColumn&) = delete;
  CmacColumn& operator=(const CmacColumn&) = delete;

  // Takes another key; false when the crypto library failed, and then tags() may not be called.
  [[nodiscard]] bool set_key(const Block& key);

  // tags[i] becomes the CMAC of heads[i] followed by tails[i]; false when the crypto library failed.
  // Requires: three spans of one size; `tags` may be one of the others.
  [[nodiscard]] bool tag(std::span<const Block> heads, std::span<const Block> tails, std::span<Block> tags);

 private:
  struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* cipher) const { EVP_CIPHER_CTX_free(cipher); }
  };

  bool encrypt(std::span<const Block> in, std::span<Block> out);

  std::unique_ptr<EVP_CIPHER_CTX, FreeCipher> cipher_;
  Block last_block_mask_{};  // K1 of the RFC
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_CMAC_COLUMN_H_
