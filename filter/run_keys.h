// The keys of a run: those of --key, or random ones that die with it.
//
// Of a run that goes on they are kept up to date by a thread of its own, also while no line comes: at midnight (UTC), and
// when someone changes the key file (within kTurnSeconds). Then the file is advanced, and the keys of days that are no
// longer kept are wiped. When the file cannot be advanced, those in memory die all the same; that is told, and tried again.
//
// Errors:  as key_store.h.
// Threads: any.
#ifndef ANONLOG_FILTER_RUN_KEYS_H_
#define ANONLOG_FILTER_RUN_KEYS_H_

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>

#include "filter/file_descriptor.h"
#include "filter/key_store.h"
#include "filter/utc_clock.h"
#include "parsers/error.h"
#include "rules/column.h"
#include "rules/keys/day_keys.h"
#include "rules/policy.h"

namespace anonlog {

class RunKeys {
 public:
  static constexpr std::int64_t kTurnSeconds = 30;

  // `place`: as --key takes it; empty: random keys. Warnings go to `err_fd`.
  static Result<std::unique_ptr<RunKeys>> open(const std::string& place, KeyStore::Access access, int err_fd,
                                               const UtcClock& clock = system_seconds);
  ~RunKeys();
  RunKeys(const RunKeys&) = delete;
  RunKeys& operator=(const RunKeys&) = delete;

  [[nodiscard]] const DayKeys& day_keys() const { return keeper_keys_ ? *keeper_keys_ : *random_keys_; }

  // From now on, until the end.
  void keep_up_to_date();

  // What the thread does at every turn.
  void turn();

  // Of the key in use; nothing for random keys, and for a key that was destroyed.
  [[nodiscard]] std::optional<KeySummary> summary();

 private:
  RunKeys(int err_fd, const UtcClock& clock) : err_fd_(err_fd), clock_(clock) {}

  void give_and_warn();
  void tell_once(const std::string& message);
  void run();

  int err_fd_;
  UtcClock clock_;
  std::unique_ptr<const DayKeys> random_keys_;  // without --key
  std::unique_ptr<DayKeys> keeper_keys_;        // with it
  std::mutex mutex_;                            // guards store_ and told_
  std::unique_ptr<KeyStore> store_;
  std::string told_;     // the last message
  FileDescriptor stop_;  // an eventfd
  std::thread thread_;
};

// Whether --key has any effect where these columns are written. Errors: kUsage when it has none.
Status check_key_use(const std::string& place, const Policy& policy, std::span<const Column> columns);

// Whether there is a key that is kept, as what these columns make needs. A random key is gone before anyone could turn
// anything back. Errors: kUsage when there is none.
Status check_way_back(const std::string& place, const Policy& policy, std::span<const Column> columns);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_RUN_KEYS_H_
