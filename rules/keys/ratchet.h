// A one-way ratchet: the key of a day makes that of the next, never that of the day before. What is older than the oldest
// key that is kept is gone, and every machine that holds a copy has the same keys for the days that it still holds.
//
//     chain[d + 1] = HKDF-Expand(chain[d], "anonlog v1 ratchet", 32)
//
// After a rekey a second chain begins at a later day: who knew the first one knows nothing from that day on. Days before
// keep theirs, so that late lines do.
//
//     chain'[d] = HKDF(key: 32 random bytes, salt: chain[d], "anonlog v1 rekey", 32)
//
// Errors:  false or an Error of kInternal, when the crypto library failed. The ratchet is then as it was.
// Memory:  chains are secrets (secret_bytes.h).
// Threads: one at a time.
#ifndef ANONLOG_RULES_KEYS_RATCHET_H_
#define ANONLOG_RULES_KEYS_RATCHET_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "parsers/error.h"
#include "rules/keys/secret_bytes.h"

namespace anonlog {

class Ratchet {
 public:
  static constexpr std::size_t kChainBytes = 32;
  static constexpr unsigned kMaxKeepDays = 366;
  static constexpr std::size_t kMaxChains = 8;

  // A file that nobody advanced for years has keys of all days since; so many are in memory at most.
  static constexpr std::int64_t kMaxHeldDays = 2 * kMaxKeepDays;

  using ChainBytes = std::span<const std::uint8_t, kChainBytes>;

  // Days are counted from 1970-01-01, in UTC.
  struct Chain {
    std::int64_t day = 0;  // its first
    SecretBytes<kChainBytes> bytes;
  };

  // A new one, whose oldest day is the one that is kept when the clock shows `today`.
  static Result<Ratchet> random(unsigned keep_days, std::int64_t today);

  // Of what a file holds. Requires: 1 to kMaxChains chains, ascending by day.
  Ratchet(std::string id, unsigned keep_days, std::vector<std::unique_ptr<Chain>> chains);

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] unsigned keep_days() const { return keep_days_; }
  [[nodiscard]] const std::vector<std::unique_ptr<Chain>>& chains() const { return chains_; }

  // The oldest day that has a key.
  [[nodiscard]] std::int64_t first_day() const { return chains_.front()->day; }

  // The oldest day that should have one when the clock shows `today`.
  [[nodiscard]] std::int64_t due_day(std::int64_t today) const { return today - keep_days_ + 1; }

  // The last day that lines may bear: the clocks of others run ahead of ours. When ours is behind the keys, theirs counts.
  // At most kMaxHeldDays from the first.
  [[nodiscard]] std::int64_t last_day(std::int64_t today) const;

  // Destroys the keys of all days before `day`. Nothing is done when they are gone already.
  [[nodiscard]] bool advance(std::int64_t day);

  // A chain of its own from `day` on, made from the one that was there and fresh randomness; a new id. Another chain that
  // begins at that day is replaced. Errors: kUsage when there would be too many chains.
  // Requires: `day` is later than first_day(), and no chain begins later.
  Status rekey(std::int64_t day);

  // The first chain key after a rekey: who lacks the one before or what is fresh does not learn it.
  [[nodiscard]] static bool mix(ChainBytes before, ChainBytes fresh,
                                std::span<std::uint8_t, kChainBytes> mixed);

  // Calls take(day, chain) for every day from the oldest to `last_day`. False when the crypto library failed.
  [[nodiscard]] bool for_each_day(std::int64_t last_day,
                                  const std::function<void(std::int64_t, ChainBytes)>& take) const;

 private:
  // The chain key of `day`, not before first_day().
  [[nodiscard]] bool find_chain(std::int64_t day, SecretBytes<kChainBytes>& chain) const;

  std::string id_;      // 16 hex digits
  unsigned keep_days_;  // 1 to kMaxKeepDays; today is one of them
  std::vector<std::unique_ptr<Chain>> chains_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_RATCHET_H_
