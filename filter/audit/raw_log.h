// Reads raw logs as `anonlog parse` does, but line by line, those that are no records included.
//
// Errors:   of the input and its format. Where it is allowed an input that was cut ends there.
// Lifetime: a line dies with the call.
// Memory:   a chunk, and a batch per format.
// Threads:  one.
#ifndef ANONLOG_FILTER_AUDIT_RAW_LOG_H_
#define ANONLOG_FILTER_AUDIT_RAW_LOG_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filter/input/byte_source.h"
#include "parsers/format_set.h"
#include "parsers/format_source.h"
#include "parsers/record_batch.h"
#include "rules/json_keys.h"

namespace anonlog {

struct RawLine {
  std::string_view text;  // of a record of two lines: both
  // What reads it, and the one row that it made; null: it is no record.
  const Parser* parser = nullptr;
  const RecordBatch* batch = nullptr;
};

struct RawCounts {
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::uint64_t records = 0;
  std::uint64_t unread = 0;    // neither records nor blank
  std::uint64_t too_long = 0;  // lines that were not looked at
};

class RawLog {
 public:
  // A longer line is no record, but looked at up to kMaxLineBytes.
  static constexpr std::size_t kMaxRecordBytes = std::size_t{1} << 20;
  static constexpr std::size_t kMaxLineBytes = std::size_t{64} << 20;

  using TakeLine = std::function<void(const RawLine& line)>;

  struct Settings {
    std::vector<FormatSource> formats;  // what --format says; empty for auto
    std::string fields;                 // what --fields says
    std::vector<JsonKeys> json;         // of the policy
    bool allow_truncated = false;
  };

  explicit RawLog(Settings settings) : settings_(std::move(settings)) {}

  // All lines of one input.
  Status read(ByteSource& source, const std::string& name, const TakeLine& take);

  // Of all inputs so far.
  [[nodiscard]] const RawCounts& counts() const { return counts_; }

 private:
  // The formats of a layout, compiled.
  struct Compiled {
    std::vector<FormatSource> sources;
    FormatSet formats;
    std::vector<RecordBatch> batches;
    bool spans_lines = false;
  };

  Result<Compiled*> compiled(const std::vector<FormatSource>& sources);
  // Of one run, which begins at `begin` of the chunk.
  void take_run(Compiled& compiled, std::string_view chunk, std::size_t begin, const LineOrigins& origins,
                const TakeLine& take);
  // The one or two lines of [begin, end) of the chunk; false: they are no record.
  static const RecordBatch* read_record(Compiled& compiled, std::string_view chunk, std::size_t begin,
                                        std::size_t end, const LineOrigins& origins, Tally& tally,
                                        const Parser*& parser);

  Settings settings_;
  std::vector<std::unique_ptr<Compiled>> compiled_;
  RawCounts counts_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_RAW_LOG_H_
