// All that a run needs to seal: its folders, its files, and the order in which things are written.
//
// Errors:  open(): kUsage for options or a policy that do not go together, those of recipients and folders; kInternal when the
//          system gives no random bytes. finish(): of SealedStream.
// Threads: one at a time, but for those of SealedOutput.
#ifndef ANONLOG_FILTER_SEALING_SEALING_H_
#define ANONLOG_FILTER_SEALING_SEALING_H_

#include <memory>
#include <optional>

#include "filter/cli/options.h"
#include "filter/sealing/hangup_signal.h"
#include "filter/sealing/sealed_output.h"
#include "filter/worker.h"
#include "rules/policy.h"

namespace anonlog {

// Whether the options seal anything.
inline bool wants_sealing(const Options& options) {
  return !options.sealed.empty() || !options.rejects.empty();
}

// For a dry run, which seals nothing: whether the recipients are such.
[[nodiscard]] Status check_recipients(const Options& options);

// Gives the policy the column record, where records are sealed.
// Errors: kUsage when the options do not go together with the policy; kPolicy when it seals nothing.
[[nodiscard]] Status add_record_column(const Options& options, Policy& policy);

class Sealing {
 public:
  // Makes the folders, but no file. `clock` gives them their names.
  static Result<std::unique_ptr<Sealing>> open(const Options& options, const Policy& policy,
                                               UtcClock clock = system_seconds);

  // What the workers seal. `zone`: of times that do not tell theirs.
  [[nodiscard]] SealRules rules(const TimeZone& zone) const;

  // What takes the output of the workers for `sink`, which outlives this; null: it is given what is sealed alone. From now on
  // SIGHUP is heard. To be called once.
  SealedOutput& begin(Sink* sink);

  // How often the output needs a tick.
  [[nodiscard]] std::chrono::milliseconds tick_period() const;

  // At the end: gives the files their names.
  [[nodiscard]] Status finish();

  // At the end of a run whose records are not published: they are taken away, rejected lines stay.
  void discard_records();

  // What was sealed; null: nothing of this kind.
  [[nodiscard]] const SealedStream* records() const { return records_ ? &*records_ : nullptr; }
  [[nodiscard]] const SealedStream* rejects() const { return rejects_ ? &*rejects_ : nullptr; }

 private:
  Sealing() = default;

  SealSettings settings_;
  std::vector<Field> fields_;
  std::unique_ptr<SealedFolder> records_folder_;
  std::unique_ptr<SealedFolder> rejects_folder_;
  std::optional<SealedStream> records_;
  std::optional<SealedStream> rejects_;
  std::optional<SealedOutput> output_;
  std::optional<HangupSignal> hangup_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_SEALING_SEALING_H_
