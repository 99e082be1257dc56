// Reads an input as chunks of the lines that its server wrote: decompressed bytes, cut into chunks, taken out of what syslog
// and containers put around lines. All that reads a log goes through here, so that formats never see a wrapper.
//
// Output:   chunks as ChunkReader gives them. Those of a wrapped input hold other lines than the input: `origins` tells where
//           they come from; it is empty for others, which cost nothing.
// Errors:   the source's, after the whole lines before them; a record whose last piece may stand behind the error is then
//           neither given nor counted, like an unfinished line. kBadInput from choice(), and from next() when an input
//           that paused ended and held lines of other programs only.
// Memory:   that of ChunkReader; for a wrapped input one chunk more, and what waits for its last piece.
// Threads:  one.
#ifndef ANONLOG_FILTER_RECORD_READER_H_
#define ANONLOG_FILTER_RECORD_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filter/format_choice.h"
#include "filter/input/chunk_reader.h"
#include "filter/input/line_end_source.h"
#include "filter/wrapper_choice.h"
#include "parsers/line_origins.h"
#include "parsers/stream_layouts.h"
#include "parsers/unwrapper.h"

namespace anonlog {

class RecordReader {
 public:
  // `given`: what --format says; empty for auto. `json`: the policy's keys. `name` is what messages call the input. `source` must outlive the reader.
  RecordReader(ByteSource& source, const ChunkLimits& limits, std::vector<FormatSource> given,
               std::string name, std::vector<JsonKeys> json = {});

  // As ChunkReader has it.
  void set_timing(std::uint64_t idle_ms, std::uint64_t max_age_ms) {
    reader_.set_timing(idle_ms, max_age_ms);
  }

  // The next chunk; false at the end.
  Result<bool> next(Chunk& chunk, LineOrigins& origins);

  // The formats of the last next()'s chunk. While it is not final, those of the next chunk may be others.
  // `directives`: as choose_format() takes them.
  Result<FormatChoice> choice(std::string_view directives = {});

  // Gives `layouts` the choice, once per chunk until it is final, which *decided then says.
  Status decide(StreamLayouts& layouts, bool& decided);

  // Of formats whose records may be two lines: gives back the last line of the last next()'s chunk, if its record may go on
  // in the next chunk. A line that is a chunk alone, as after a pause, stays; so do all of a wrapped input.
  // Requires: choice() came before.
  void keep_open_record(Chunk& chunk);

  // Why this input is read as it is. Requires: choice() is final.
  [[nodiscard]] const WrapperChoice& wrapper_choice() const { return wrappers_; }

  [[nodiscard]] std::uint64_t bytes_read() const { return reader_.bytes_read(); }

 private:
  // Lines of other programs that may come before a record of any: then a stream is judged by them.
  static constexpr std::uint64_t kMaxUnreadLines = 200;

  void look_at(const Chunk& chunk);
  void unwrap(Chunk& chunk, LineOrigins& origins);
  Result<bool> end(Chunk& chunk, LineOrigins& origins);
  void begin(Chunk& chunk, std::size_t bytes) const;
  void append(const UnwrappedRecord& record, Chunk& chunk, LineOrigins& origins);
  [[nodiscard]] bool is_of_other_program(const UnwrappedRecord& record) const;

  LineEndSource source_;
  ChunkReader reader_;
  std::vector<FormatSource> given_;
  std::string name_;
  std::vector<JsonKeys> json_;
  std::size_t max_line_bytes_;

  WrapperChoice wrappers_;
  bool looked_at_ = false;              // wrappers_ was decided by the present chunk
  bool decided_ = false;                // the wrappers are known for the rest of the input
  bool spans_lines_ = false;            // a format has records of two lines
  bool all_unread_ = false;             // no format reads anything of the present chunk; the next one decides
  std::uint64_t unread_lines_ = 0;      // that came so
  std::string_view lines_;              // of the present chunk
  std::optional<Unwrapper> unwrapper_;  // nothing when the lines are the log's own
  Chunk wrapped_;                       // as it was read
  std::uint64_t lines_before_ =
      0;  // of the input, in the chunks so far; counted while it is not decided or wrapped
  std::uint64_t end_offset_ = 0;  // of the input so far
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_RECORD_READER_H_
