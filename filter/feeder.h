// Feeds the chunks of an input into the pipeline; decides with the first of them which format it has.
//
// Errors:  the source's, after the whole lines before them, but for those of early_end(); kBadInput when `auto` finds
//          no format; the pipeline's. Threads: the caller's.
#ifndef ANONLOG_FILTER_FEEDER_H_
#define ANONLOG_FILTER_FEEDER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "filter/dataset/input_identity.h"
#include "filter/input/byte_source.h"
#include "filter/pipeline.h"
#include "filter/progress.h"
#include "filter/reading.h"
#include "filter/record_reader.h"
#include "parsers/stream_layouts.h"

namespace anonlog {

struct FeederSettings {
  std::vector<FormatSource> formats;  // what --format says; empty for auto
  std::string fields = {};            // what --fields says; empty for nothing
  std::vector<JsonKeys> json = {};    // the policy's
  ChunkLimits limits;
  std::uint64_t idle_ms = 0;           // silence after which complete lines go through
  std::uint64_t max_age_ms = 0;        // they wait no longer than this
  std::uint64_t first_max_age_ms = 0;  // the first ones of an input
  bool allow_truncated = false;        // an input that was cut ends early, and that is no error
};

class Feeder {
 public:
  // Detection and the early refusal wait for this much silence.
  static constexpr std::uint64_t kDecisionIdleMs = 200;

  Feeder(const FeederSettings& settings, ReadingSet& readings, Pipeline& pipeline, Progress& progress)
      : settings_(settings), readings_(readings), pipeline_(pipeline), progress_(progress) {}

  // All of one input. `name` is what messages call it; it lives as long as the pipeline. `identity`: takes note of what is
  // read, where the output asks for it.
  [[nodiscard]] Status feed(ByteSource& source, const std::string& name, InputIdentity* identity = nullptr);

  // One input more, of which nothing came.
  [[nodiscard]] Status feed_nothing(const std::string& name);

  // Why the last input, of which feed() did not fail, was not read to its end: kBadInput, damage that the settings allow;
  // kStopped.
  [[nodiscard]] const std::optional<Error>& early_end() const { return early_end_; }

  // Of all inputs so far, decompressed and as they are.
  [[nodiscard]] std::uint64_t bytes_in() const { return bytes_in_; }
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  [[nodiscard]] Status feed_chunks(ByteSource& source, RecordReader& reader, const std::string& name);
  [[nodiscard]] Status end_input(const std::string& name, std::string identity);
  [[nodiscard]] Status make_runs(StreamLayouts& layouts, Work& work);
  [[nodiscard]] tl::unexpected<Error> at(const Work& work, std::size_t offset, const Error& error) const;
  [[nodiscard]] Status end_of(const Error& error);

  FeederSettings settings_;
  ReadingSet& readings_;
  Pipeline& pipeline_;
  Progress& progress_;
  std::vector<LayoutRun> layout_runs_;  // of the present chunk
  bool has_submitted_ = false;          // anything, of any input
  std::uint64_t lines_before_ = 0;      // it, of its input; where directives are read
  std::optional<Error> early_end_;
  std::uint64_t bytes_in_ = 0;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_FEEDER_H_
