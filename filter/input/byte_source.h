// A stream of bytes, read once from its beginning: a file, a pipe, memory, a decompressor over another.
//
// Errors:  read() fails with kIo (the system's error), kTruncated or kBadInput (damaged compression, with the offset) or kStopped
//          (fd_source.h). After an error or the end it is not called again.
// Threads: one reader.
#ifndef ANONLOG_FILTER_INPUT_BYTE_SOURCE_H_
#define ANONLOG_FILTER_INPUT_BYTE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "parsers/error.h"

namespace anonlog {

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Reads between 1 and out.size() bytes into `out`; 0 means the end. Requires: !out.empty().
  [[nodiscard]] virtual Result<std::size_t> read(std::span<char> out) = 0;

  // Whether read() returns at once, waiting at most `timeout_ms` for that (-1: without limit). A source that
  // never pauses (a regular file, memory) says true.
  virtual bool ready([[maybe_unused]] int timeout_ms) { return true; }

  // Whether read() can wait for someone to write: a pipe, a socket, a terminal. False for a regular file and
  // what is decoded from one: that is cut and judged alike in every run.
  [[nodiscard]] virtual bool may_pause() const { return false; }

  // Bytes taken so far from the outermost source (of a compressed file: compressed bytes).
  [[nodiscard]] virtual std::uint64_t bytes_consumed() const = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_INPUT_BYTE_SOURCE_H_
