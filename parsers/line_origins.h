// Where the lines of a chunk come from, when they are not those of the input one by one: they were taken out of wrappers and
// joined. Empty for a chunk as it was read.
//
// Memory:  16 bytes for a line whose distance from its place in the input is another than that of the line before it.
#ifndef ANONLOG_PARSERS_LINE_ORIGINS_H_
#define ANONLOG_PARSERS_LINE_ORIGINS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "parsers/accounting.h"

namespace anonlog {

// Where a line stands in its input.
struct LinePlace {
  std::uint64_t line = 0;    // from 1
  std::uint64_t offset = 0;  // of its first byte
};

class LineOrigins {
 public:
  // `first_line`: of the input, that may come in this chunk.
  void clear(std::uint64_t first_line = 1);

  // The next line of the chunk, which begins at `offset` of it. `pieces`: lines of the input that it is made of. `stream`: 0
  // or 1.
  void add(std::size_t offset, const LinePlace& place, std::uint64_t pieces, bool is_of_other_program,
           std::uint8_t stream = 0);

  // Where the input goes on behind the last line of the chunk, which is `offset` bytes long.
  void end(std::size_t offset, const LinePlace& place);

  // Whether the lines come from elsewhere.
  [[nodiscard]] bool empty() const { return shifts_.empty(); }

  // Whether the line that begins at `offset` was written by a program whose lines are none of this log.
  [[nodiscard]] bool is_of_other_program(std::size_t offset) const;

  // Where lines of the other stream begin, in turn; the first ones are of stream 0.
  [[nodiscard]] std::span<const std::uint32_t> stream_changes() const { return stream_changes_; }

  // The place in the input of the line `line` of the chunk, from 1, at `offset` of it. Requires: !empty().
  [[nodiscard]] LinePlace place_of(std::uint64_t line, std::uint64_t offset) const;

  // Counts the pieces of records, and turns places in the chunk into places in the input. Requires: !empty().
  void settle(Tally& tally) const;

 private:
  // From this line of the chunk on, what to add to a line's number and offset.
  struct Shift {
    std::uint32_t offset = 0;  // in the chunk
    std::int32_t lines = 0;    // to first_line_ and the number in the chunk, from 0
    std::int64_t bytes = 0;
  };

  std::uint64_t first_line_ = 1;
  std::uint64_t lines_ = 0;                       // of the chunk so far
  std::uint64_t continuations_ = 0;               // pieces but the first of each record
  std::vector<Shift> shifts_;                     // by offset
  std::vector<std::uint32_t> of_other_programs_;  // offsets
  std::vector<std::uint32_t> stream_changes_;     // offsets
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_LINE_ORIGINS_H_
