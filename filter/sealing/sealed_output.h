// Seals first, publishes second: what is published of a record is held back until what was sealed of it stands in whole
// written chunks. Killed at any moment, no published record lacks its sealed half.
//
// Memory:  what is held: what was published of the records of one sealed chunk, and kMaxHeldBytes at most beside the last
//          piece, since then the chunk is filled up.
// Errors:  of the sealed streams and of the sink. After an error of a stream nothing more is published.
// Threads: one caller at a time; ask_for_new_files() in any, and in signal handlers.
#ifndef ANONLOG_FILTER_SEALING_SEALED_OUTPUT_H_
#define ANONLOG_FILTER_SEALING_SEALED_OUTPUT_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "filter/output/sink.h"
#include "filter/sealing/sealed_part.h"
#include "filter/sealing/sealed_stream.h"

namespace anonlog {

class SealedOutput {
 public:
  static constexpr std::size_t kMaxHeldBytes = std::size_t{16} << 20;

  // All must outlive this. `published`: null where nothing is held back. `records`, `rejects`: null when they are not sealed; one of them is.
  SealedOutput(Sink* published, SealedStream* records, SealedStream* rejects, std::uint64_t interval_ms)
      : published_(published), records_(records), rejects_(rejects), interval_(interval_ms) {}

  [[nodiscard]] bool seals_rejects() const { return rejects_ != nullptr; }

  // Takes what was published of records, and what is sealed of them and of rejected lines.
  [[nodiscard]] Status write(std::string_view published, const SealedPart& records,
                             const SealedPart& rejects);

  // To be called several times in an interval: writes what waited for a whole one, ends files of a day that is over.
  [[nodiscard]] Status tick();

  // At the end: writes and publishes all. Nothing may follow.
  [[nodiscard]] Status close();

  // From the next write() or tick() on there are other files.
  void ask_for_new_files() { wants_new_files_ = true; }

 private:
  using Clock = std::chrono::steady_clock;

  struct Held {
    std::uint64_t sealed_end = 0;  // in the stream of records: what must be written before
    std::size_t bytes = 0;
  };

  [[nodiscard]] Status flush();
  [[nodiscard]] Status rotate();
  [[nodiscard]] Status publish();
  [[nodiscard]] bool waits() const;

  Sink* published_;
  Status published_failure_;  // the first: what follows would leave a gap
  SealedStream* records_;
  SealedStream* rejects_;
  std::chrono::milliseconds interval_;
  std::deque<Held> pieces_;  // of held_
  std::string held_;
  std::optional<Clock::time_point> waits_since_;  // when what is not written yet began to wait
  std::atomic<bool> wants_new_files_ = false;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_SEALING_SEALED_OUTPUT_H_
