// HMAC (RFC 2104) with SHA-256 of texts of any length: tokens of users, cookies and ids, with no way back.
//
// The state under the key is kept by the crypto library and taken up again for each text, which hkdf.h's function does not.
//
// Errors:  false, when the crypto library failed; what was to be filled is then any.
// Memory:  the keyed state is the library's, which wipes it.
// Threads: one per worker.
#ifndef ANONLOG_RULES_KEYS_TEXT_MAC_H_
#define ANONLOG_RULES_KEYS_TEXT_MAC_H_

#include <openssl/evp.h>

#include <memory>
#include <span>
#include <string_view>

#include "rules/keys/hkdf.h"

namespace anonlog {

class TextMac {
 public:
  static constexpr std::size_t kKeyBytes = 32;

  [[nodiscard]] bool set_key(ByteSpan key);

  // Requires: a key.
  [[nodiscard]] bool tag(std::string_view text, std::span<std::uint8_t, kSha256Bytes> tag);

 private:
  struct FreeMac {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  };

  std::unique_ptr<EVP_MAC_CTX, FreeMac> context_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_TEXT_MAC_H_
