// The keys of one run's pseudonyms: a key per UTC day, made from a random secret that dies with the object.
//
// Keys are HKDF (RFC 5869, SHA-256) of the secret, with a label that names purpose and day. Nobody can
// recompute a pseudonym once the run is over: the secret was never anywhere but here.
//
// Memory:  the secret is wiped at the end.
// Threads: immutable.
#ifndef ANONLOG_RULES_KEYS_DAY_KEYS_H_
#define ANONLOG_RULES_KEYS_DAY_KEYS_H_

#include <array>
#include <cstdint>
#include <memory>

#include "parsers/error.h"

namespace anonlog {

using Block = std::array<std::uint8_t, 16>;  // an AES block or AES-128 key

class DayKeys {
 public:
  static constexpr std::size_t kSecretBytes = 32;

  // Errors: kInternal, when the system gives no random bytes.
  static Result<std::unique_ptr<const DayKeys>> random();

  // For tests, and whoever holds a secret.
  explicit DayKeys(const std::array<std::uint8_t, kSecretBytes>& secret) : secret_(secret) {}
  ~DayKeys();
  DayKeys(const DayKeys&) = delete;
  DayKeys& operator=(const DayKeys&) = delete;

  // `day`: days since 1970-01-01. False: the crypto library failed, *key is not set.
  [[nodiscard]] bool visitor_key(std::int64_t day, Block* key) const;

 private:
  std::array<std::uint8_t, kSecretBytes> secret_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_DAY_KEYS_H_
