// The keys of one run's pseudonyms: a key per use and UTC day.
//
// Keys are HKDF (RFC 5869, SHA-256) of a secret, with a label that names use, site and day. Without a key file the secret
// is random and dies with the object: nobody can recompute a pseudonym once the run is over. With one, each day has a
// secret of its own, the chain key of a ratchet (ratchet.h), and other days have no key at all.
//
// Errors:  false, where there is no key.
// Memory:  secrets are in a SecretBytes. Those of days that are no longer held are wiped, here and in every KeyCache.
// Threads: any; hold() by one at a time.
#ifndef ANONLOG_RULES_KEYS_DAY_KEYS_H_
#define ANONLOG_RULES_KEYS_DAY_KEYS_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "parsers/error.h"
#include "rules/keys/ratchet.h"
#include "rules/keys/secret_bytes.h"

namespace anonlog {

using Block = std::array<std::uint8_t, 16>;  // an AES block or AES-128 key

// What a key is for. Two uses never share a key: no pseudonym of one tells anything of the other's.
struct KeyUse {
  std::string_view purpose;  // "visitor"; of other columns the column and the action: "client pfx"
  std::string_view site;     // the policy's
};

// What was made from keys and is kept.
class KeyCache {
 public:
  // Forgets all of it. Called by the thread that changes the keys.
  virtual void forget() = 0;

 protected:
  ~KeyCache() = default;
};

class DayKeys {
 public:
  static constexpr std::size_t kSecretBytes = Ratchet::kChainBytes;

  // From the first to the last, both included; none when the last is before the first.
  struct Days {
    std::int64_t first;
    std::int64_t last;

    [[nodiscard]] bool is_all() const { return first == std::numeric_limits<std::int64_t>::min(); }
  };

  // Of all days. Errors: kInternal, when the system gives no random bytes.
  static Result<std::unique_ptr<const DayKeys>> random();

  // Of all days. For tests, and whoever holds a secret.
  explicit DayKeys(const std::array<std::uint8_t, kSecretBytes>& secret);

  // Of no day, until hold() gives some.
  static std::unique_ptr<DayKeys> none();

  DayKeys(const DayKeys&) = delete;
  DayKeys& operator=(const DayKeys&) = delete;

  // `day`: days since 1970-01-01. False: there is no key of this day, or the crypto library failed; `key` is then zero.
  [[nodiscard]] bool derive(const KeyUse& use, std::int64_t day, std::span<std::uint8_t> key) const;

  // The days that have a key. They may have gone when derive() is called: it decides.
  [[nodiscard]] Days days() const { return {first_day_.load(), last_day_.load()}; }

  // From now on the days of `ratchet`, up to `last_day`. When this returns, no other key is left, nor what was made from
  // one. False when the crypto library failed: then there is no key at all.
  [[nodiscard]] bool hold(const Ratchet& ratchet, std::int64_t last_day);

  // From now on no day.
  void drop();

  // `cache` is told when keys change, until it is removed.
  void add(KeyCache& cache) const;
  void remove(KeyCache& cache) const;

 private:
  using Secret = SecretBytes<kSecretBytes>;
  using Secrets = std::vector<std::unique_ptr<Secret>>;

  // What no line bears, so that all are too old.
  static constexpr Days kNoDays = {std::numeric_limits<std::int64_t>::max(),
                                   std::numeric_limits<std::int64_t>::max() - 1};

  void replace(Secrets secrets, Days days);

  mutable std::mutex mutex_;  // guards secrets_, and changes of the days
  Secrets secrets_;           // one per day; one alone for all days when is_of_all_days_
  bool is_of_all_days_ = false;
  std::atomic<std::int64_t> first_day_;
  std::atomic<std::int64_t> last_day_;

  // Taken before the lock of a cache, which is taken before mutex_.
  mutable std::mutex caches_mutex_;
  mutable std::vector<KeyCache*> caches_;
};

// The key of a use and day under the secret of that day.
[[nodiscard]] bool derive_key(std::span<const std::uint8_t> secret, const KeyUse& use, std::int64_t day,
                              std::span<std::uint8_t> key);

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_DAY_KEYS_H_
