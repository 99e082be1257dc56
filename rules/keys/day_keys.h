// The keys of one run's pseudonyms: a key per use and UTC day, made from a random secret that dies with the object.
//
// Keys are HKDF (RFC 5869, SHA-256) of the secret, with a label that names use, site and day. Nobody can
// recompute a pseudonym once the run is over: the secret was never anywhere but here.
//
// Memory:  the secret is wiped at the end.
// Threads: immutable.
#ifndef ANONLOG_RULES_KEYS_DAY_KEYS_H_
#define ANONLOG_RULES_KEYS_DAY_KEYS_H_

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "parsers/error.h"

namespace anonlog {

using Block = std::array<std::uint8_t, 16>;  // an AES block or AES-128 key

// What a key is for. Two uses never share a key: no pseudonym of one tells anything of the other's.
struct KeyUse {
  std::string_view purpose;  // "visitor"; of other columns the column and the action: "client pfx"
  std::string_view site;     // the policy's
};

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

  // `day`: days since 1970-01-01. False: there is no key of this day, or the crypto library failed; `key` is then zero.
  [[nodiscard]] bool derive(const KeyUse& use, std::int64_t day, std::span<std::uint8_t> key) const;

 private:
  std::array<std::uint8_t, kSecretBytes> secret_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_DAY_KEYS_H_
