// AES-CMAC (RFC 4493) of a column of messages, all of them one block long, or all of them two.
//
// A fixed length makes it a pass of AES over the whole column per block, each one call of the crypto library: per
// message that is a few nanoseconds, where a call per message costs hundreds.
//
// Memory:  the key schedule is the library's, which wipes it, and a mask that is wiped here.
// Threads: one per worker.
#ifndef ANONLOG_RULES_KEYS_CMAC_COLUMN_H_
#define ANONLOG_RULES_KEYS_CMAC_COLUMN_H_

#include <span>

#include "rules/keys/ciphers/aes_column.h"

namespace anonlog {

class CmacColumn {
 public:
  static constexpr std::size_t kKeyBytes = AesColumn::kKeyBytes;

  CmacColumn() = default;
  ~CmacColumn();
  CmacColumn(const CmacColumn&) = delete;
  CmacColumn& operator=(const CmacColumn&) = delete;

  // Takes another key; false when the crypto library failed, and then tag() may not be called.
  [[nodiscard]] bool set_key(ByteSpan key);

  // tags[i] becomes the CMAC of messages[i]; false when the crypto library failed.
  // Requires: spans of one size, the same or apart.
  [[nodiscard]] bool tag(std::span<const Block> messages, std::span<Block> tags);

  // tags[i] becomes the CMAC of heads[i] followed by tails[i]; false when the crypto library failed.
  // Requires: three spans of one size; `tags` may be one of the others.
  [[nodiscard]] bool tag(std::span<const Block> heads, std::span<const Block> tails, std::span<Block> tags);

 private:
  AesColumn cipher_;
  Block last_block_mask_{};  // K1 of the RFC
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_CMAC_COLUMN_H_
