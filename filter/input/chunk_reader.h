// Cuts a source into chunks: runs of whole lines, the unit of work.
//
// Input:    any bytes. A byte order mark at the very beginning is dropped.
// Output:   chunks that, joined, are the input without over-long lines. Only the last may end without "\n".
//           On a source that does not pause the cuts depend on the bytes alone.
// Errors:   the source's, after the whole lines before it, and again from then on. What stands behind the
//           last "\n" before an error may be cut, so it is no line: neither given nor counted.
// Memory:   one buffer per chunk, kept by it: the larger of chunk_bytes and twice max_line_bytes, of which more
//           than chunk_bytes is touched for a longer line only. A line that does not fit, with its "\n", is
//           skipped while it is read, and counted.
// Threads:  one reader per source.
#ifndef ANONLOG_FILTER_INPUT_CHUNK_READER_H_
#define ANONLOG_FILTER_INPUT_CHUNK_READER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "filter/input/byte_source.h"
#include "filter/large_bytes.h"
#include "parsers/error.h"

namespace anonlog {

struct ChunkLimits {
  std::size_t chunk_bytes = std::size_t{4} << 20;
  std::size_t max_line_bytes = std::size_t{1} << 20;  // of lines that a parser takes; it rejects longer ones
};

struct Chunk {
  std::uint64_t offset = 0;          // of its first byte in the decompressed input
  std::uint64_t too_long_lines = 0;  // skipped directly behind this chunk's lines
  bool idle = false;  // handed out early: the source was silent, or the lines waited long enough

  [[nodiscard]] std::string_view bytes() const { return {buffer.get(), size}; }
  void clear() {
    size = 0;
    offset = 0;
    too_long_lines = 0;
    idle = false;
  }

  // Filled by the reader; uninitialized beyond `size`.
  LargeBytes buffer;
  std::size_t capacity = 0;
  std::size_t size = 0;
};

class ChunkReader {
 public:
  // `source` must outlive the reader.
  ChunkReader(ByteSource& source, const ChunkLimits& limits);
  ChunkReader(const ByteSource&& source, const ChunkLimits& limits) = delete;

  // On a source that may pause, a chunk with a whole line is handed out once the source was silent for
  // `idle_ms` (0: as soon as a read would wait), or `max_age_ms` after the chunk's first byte came.
  void set_timing(std::uint64_t idle_ms, std::uint64_t max_age_ms);

  // The next chunk into `chunk`, whose buffer is reused; false at the end. A chunk can have no bytes and yet
  // lines that were too long.
  Result<bool> next(Chunk& chunk);

  // Gives back what stands behind the first `bytes` of the last chunk: the next one begins with it. Requires: `bytes` are
  // whole lines, at least one; no line was skipped behind them.
  void put_back(Chunk& chunk, std::size_t bytes);

  // Bytes read so far, with the byte order mark and the lines that were skipped.
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] std::size_t whole_bytes(std::string_view bytes) const;
  [[nodiscard]] bool is_full(const Chunk& chunk) const;
  void begin(Chunk& chunk);
  [[nodiscard]] bool must_hand_out() const;
  void read_some(Chunk& chunk);
  void drop_byte_order_mark(Chunk& chunk);
  void skip_long_line(Chunk& chunk);
  void carry_over(Chunk& chunk, std::size_t from);

  ByteSource& source_;
  std::size_t chunk_bytes_;
  std::size_t capacity_;  // >= chunk_bytes_
  bool may_pause_;        // the source's
  std::chrono::milliseconds idle_{0};
  std::chrono::milliseconds max_age_{1000};
  std::uint64_t bytes_read_ = 0;

  // Of the present chunk.
  std::size_t whole_bytes_ = 0;   // up to and with its last "\n"
  Clock::time_point first_byte_;  // when that came; set when may_pause_ and it has bytes

  std::vector<char> carried_;   // what was read behind the last chunk: an unfinished line
  bool at_beginning_ = true;    // the byte order mark may still come
  bool ended_ = false;          // the source said so, or failed
  std::optional<Error> error_;  // the source's, to be told after the lines before it
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_INPUT_CHUNK_READER_H_
