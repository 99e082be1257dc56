// Takes the processed chunks in order, judges each input by its first records, and writes.
//
// Nothing of an input is written before it was judged: a wrong format must not look like success. The
// judgement is made when kEarlyRecords records came, when the input ends or pauses, or when more than
// kMaxHeldBytes would be held.
//
// Errors:  kBadInput when over half of an input's first records are rejected; else the sink's and the
//          workers'. After an error, deliver() is not called again.
// Threads: one caller at a time.
#ifndef ANONLOG_FILTER_ORDERED_OUTPUT_H_
#define ANONLOG_FILTER_ORDERED_OUTPUT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "filter/output/byte_buffer.h"
#include "filter/output/sink.h"
#include "filter/sealing/reject_writer.h"
#include "filter/sealing/sealed_output.h"
#include "filter/stats.h"
#include "filter/work.h"
#include "parsers/error.h"

namespace anonlog {

class OrderedOutput {
 public:
  static constexpr std::size_t kMaxHeldBytes = std::size_t{16} << 20;

  // Without a sink everything is counted and nothing written. `sealed`, where records or rejected lines are sealed, takes
  // what is published instead of the sink.
  explicit OrderedOutput(Sink* sink, SealedOutput* sealed = nullptr) : sink_(sink), sealed_(sealed) {}

  // Requires: chunks in the order of their sequence.
  Status deliver(const Work& work);

  // To be called every so often, like deliver(): what is sealed must not wait for the next chunk.
  Status tick() { return sealed_ == nullptr ? Status{} : sealed_->tick(); }

  // Of all that was delivered; the input's and the clock's part is the caller's.
  [[nodiscard]] const Stats& stats() const { return stats_; }

 private:
  // The first records of the present input.
  struct Judgement {
    std::uint64_t lines = 0;  // all of the input so far
    std::size_t records = 0;  // at most Tally::kEarlyRecords
    std::size_t others = 0;   // of them, of other programs: they say nothing of the format
    std::size_t rejected = 0;
    std::array<std::uint64_t, std::size(kRejectReasons)>
        reasons{};                          // of all rejected lines of the input so far
    std::uint64_t first_rejected_line = 0;  // 0: none
    const Reading* reading = nullptr;       // of its last line
    bool done = false;
  };

  Status write_rejects(const Work& work);
  void count(const Work& work);
  [[nodiscard]] bool can_judge(const Work& work) const;
  [[nodiscard]] Status judge(std::string_view input);
  [[nodiscard]] std::string refusal(std::string_view input) const;
  Status write(std::string_view bytes, const SealedPart& records, const SealedPart& rejects);

  Sink* sink_;
  SealedOutput* sealed_;
  Stats stats_;
  Judgement judgement_;
  ByteBuffer held_;          // output of the present input before it was judged
  SealedPart held_records_;  // and what is sealed of it
  SealedPart held_rejects_;
  SealedPart rejects_;  // of the present chunk
  RejectWriter reject_writer_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_ORDERED_OUTPUT_H_
