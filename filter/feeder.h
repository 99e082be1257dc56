// Feeds the chunks of an input into the pipeline; decides with the first of them which format it has.
//
// Errors:  the source's, after the whole lines before them; kBadInput when `auto` finds no format; the
// pipeline's. Threads: the caller's.
#ifndef ANONLOG_FILTER_FEEDER_H_
#define ANONLOG_FILTER_FEEDER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "filter/input/byte_source.h"
#include "filter/input/chunk_reader.h"
#include "filter/pipeline.h"
#include "filter/reading.h"

namespace anonlog {

struct FeederSettings {
  std::vector<FormatSource> formats;  // what --format says; empty for auto
  ChunkLimits limits;
  std::uint64_t idle_ms = 0;            // silence after which complete lines go through
  std::uint64_t flush_interval_ms = 0;  // they wait no longer than this
};

class Feeder {
 public:
  // Detection and the early refusal wait for this much silence.
  static constexpr std::uint64_t kDecisionIdleMs = 200;

  Feeder(const FeederSettings& settings, ReadingSet& readings, Pipeline& pipeline)
      : settings_(settings), readings_(readings), pipeline_(pipeline) {}

  // All of one input. `name` is what messages call it; it lives as long as the pipeline.
  [[nodiscard]] Status feed(ByteSource& source, const std::string& name);

  // Decompressed bytes of all inputs so far.
  [[nodiscard]] std::uint64_t bytes_in() const { return bytes_in_; }

 private:
  [[nodiscard]] Status feed_chunks(ChunkReader& reader, const std::string& name);

  FeederSettings settings_;
  ReadingSet& readings_;
  Pipeline& pipeline_;
  std::uint64_t bytes_in_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_FEEDER_H_
