// The key that --key names: a file, an open file descriptor ("fd:N"), or a credential of systemd ("credential:NAME", a
// file in $CREDENTIALS_DIRECTORY). Nothing of a key is ever taken from the command line or the environment.
//
// Age goes by the clock, never by a log. A file that may be written is advanced: keys of days older than kept are
// destroyed there. The others are advanced in memory alone, and a warning says that the place holds more than it should.
// A clock that is before the oldest day changes nothing. One that is more than kMaxJumpDays behind what is due may be
// wrong, and what it would destroy does not come back: that needs `anonlog key advance --force`.
//
// Errors:  kUsage for what is no place; kPermission for such a jump, and for a file that others may read; kNoInput,
//          kPolicy, kLocked, kIo as key_file.h.
// Threads: one at a time.
#ifndef ANONLOG_FILTER_KEY_STORE_H_
#define ANONLOG_FILTER_KEY_STORE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "filter/key_file.h"
#include "filter/utc_clock.h"
#include "parsers/error.h"
#include "rules/keys/day_keys.h"
#include "rules/keys/ratchet.h"

namespace anonlog {

// What may be told of a key, in a summary or beside an output.
struct KeySummary {
  std::string id;
  std::int64_t first_day;  // that has a key; days from 1970-01-01
  std::int64_t last_day;
};

class KeyStore {
 public:
  static constexpr std::int64_t kMaxJumpDays = 7;

  enum class Access : std::uint8_t {
    kAdvance,  // the file, where it may be written
    kDryRun,   // the same, in memory
    kLook,     // nothing: all days that the place holds have keys
  };

  // Reads the key, and advances it.
  static Result<std::unique_ptr<KeyStore>> open(const std::string& place, Access access,
                                                const UtcClock& clock = system_seconds);

  // Again, for a run that goes on: takes what others made of the file, and advances it by the clock. When the file cannot
  // be advanced, the keys in memory are all the same, unless the jump is too long. What the warnings say is then new.
  [[nodiscard]] Status refresh();

  // Whether refresh() would do anything.
  [[nodiscard]] bool is_due() const;

  // Requires: has_key().
  [[nodiscard]] const Ratchet& ratchet() const { return *ratchet_; }

  // False when the file was removed meanwhile, as `anonlog key destroy` does: then there is no key any more.
  [[nodiscard]] bool has_key() const { return ratchet_ != nullptr; }

  // Gives `keys` the days that have one; none when the crypto library failed, or there is no key. After a jump that is too
  // long they stay as they are.
  void give(DayKeys& keys) const;

  [[nodiscard]] KeySummary summary() const;

  // About the state of the place; for stderr.
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  KeyStore(std::string name, Access access, const UtcClock& clock)
      : name_(std::move(name)), access_(access), clock_(clock) {}

  [[nodiscard]] Status read(const std::string& place);
  [[nodiscard]] Status advance(std::int64_t today);
  [[nodiscard]] Status advance_file(std::int64_t today);

  std::string name_;  // for messages
  Access access_;
  UtcClock clock_;
  std::unique_ptr<KeyFile> file_;  // else it cannot be read again
  std::unique_ptr<Ratchet> ratchet_;
  std::string file_state_;  // when it was read
  std::int64_t day_ = 0;    // of the last advance that succeeded
  std::vector<std::string> warnings_;
};

// Destroys what is due in `ratchet` when the clock shows `today`; whether that was anything.
// Errors: kPermission for a jump that is too long, unless `force`. `name` stands before messages.
Result<bool> advance_by_clock(Ratchet& ratchet, std::string_view name, std::int64_t today, bool force);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_KEY_STORE_H_
