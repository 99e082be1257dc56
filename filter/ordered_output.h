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
#include <vector>

#include "filter/part_sink.h"
#include "filter/sealing/reject_writer.h"
#include "filter/stats.h"
#include "filter/work.h"
#include "parsers/error.h"

namespace anonlog {

class OrderedOutput {
 public:
  static constexpr std::size_t kMaxHeldBytes = std::size_t{16} << 20;

  explicit OrderedOutput(PartSink& sink) : sink_(sink) {}

  // Takes the parts. Requires: chunks in the order of their sequence.
  Status deliver(Work& work);

  // As that of PartSink, and like deliver().
  Status tick() { return sink_.tick(); }

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
  void hold(Work& work);
  Status end_input(const Work& work);
  [[nodiscard]] bool can_judge(const Work& work) const;
  [[nodiscard]] Status judge(std::string_view input);
  [[nodiscard]] std::string refusal(std::string_view input) const;

  PartSink& sink_;
  Stats stats_;
  Accounting input_counts_;  // of the present input
  Judgement judgement_;
  std::vector<OutputPart> held_;  // of the present input before it was judged
  std::size_t held_bytes_ = 0;
  SealedPart held_records_;  // and what is sealed of it
  SealedPart held_rejects_;
  SealedPart rejects_;  // of the present chunk
  RejectWriter reject_writer_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_ORDERED_OUTPUT_H_
