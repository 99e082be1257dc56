// Where the parts of an output go, with what is sealed of their records.
//
// Errors:  of the sink, of sealing, and of what stands around parts.
// Threads: one caller at a time.
#ifndef ANONLOG_FILTER_PART_SINK_H_
#define ANONLOG_FILTER_PART_SINK_H_

#include <cstdint>
#include <span>

#include "filter/output/output_part.h"
#include "filter/sealing/sealed_part.h"
#include "parsers/accounting.h"
#include "parsers/error.h"

namespace anonlog {

// An input that was read to its end, and is whole in the output.
struct InputEnd {
  std::string_view name;
  std::string_view identity;  // of its bytes, where the output asks for it; else empty
  const Accounting& counts;   // of it alone
};

class PartSink {
 public:
  virtual ~PartSink() = default;

  [[nodiscard]] virtual Status write(std::span<OutputPart> parts, const SealedPart& records,
                                     const SealedPart& rejects) = 0;

  // Behind the parts of each input.
  [[nodiscard]] virtual Status end_input(const InputEnd& end) = 0;

  // To be called every so often: what is sealed must not wait for the next part.
  [[nodiscard]] virtual Status tick() = 0;

  // Behind all parts, of a run that did not fail. Nothing may follow.
  [[nodiscard]] virtual Status finish() = 0;

  // So far, also where nothing is really written.
  [[nodiscard]] virtual std::uint64_t bytes() const = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_PART_SINK_H_
