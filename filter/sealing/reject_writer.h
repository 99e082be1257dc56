// Writes what is sealed of rejected lines: a JSON object per line, where it stands, why it was rejected, and its bytes.
//
//     {"input":"access.log","line":7,"offset":812,"reason":"format","bytes":"..."}
//
// Output:  the bytes as `anonlog parse` spells them, without the line's end; null for a line longer than --max-line, of which
//          nothing is kept. Of a wrapped input what stood within the wrapper.
// Errors:  kInternal, of the compressor.
// Memory:  a frame, and its longest line.
// Threads: one.
#ifndef ANONLOG_FILTER_SEALING_REJECT_WRITER_H_
#define ANONLOG_FILTER_SEALING_REJECT_WRITER_H_

#include "filter/output/compressor.h"
#include "filter/sealing/sealed_part.h"
#include "filter/work.h"
#include "parsers/error.h"

namespace anonlog {

class RejectWriter {
 public:
  // Appends the rejected lines of a chunk. `lines_before`: it, in its input, where that was not wrapped.
  [[nodiscard]] Status append(const Work& work, std::uint64_t lines_before, SealedPart& part);

 private:
  // Short lines grow much: they are compressed in frames of about this size.
  static constexpr std::size_t kFrameBytes = std::size_t{1} << 20;

  [[nodiscard]] Status end_frame(SealedPart& part);

  Compressor compressor_{kSealedCompression};
  ByteBuffer text_;  // of the present frame
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_SEALING_REJECT_WRITER_H_
