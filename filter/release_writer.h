// Writes what of a table of days may be released, when all records are in it.
//
// Output:  what was written and left out is added to `stats`.
// Errors:  the sink's and the compressor's; then nothing more is written.
// Memory:  one piece of plain output, about a chunk.
#ifndef ANONLOG_FILTER_RELEASE_WRITER_H_
#define ANONLOG_FILTER_RELEASE_WRITER_H_

#include <cstddef>
#include <memory>

#include "filter/output/byte_buffer.h"
#include "filter/output/compressor.h"
#include "filter/output/encoder.h"
#include "filter/output/sink.h"
#include "filter/stats.h"
#include "filter/worker.h"
#include "rules/day_table.h"

namespace anonlog {

class ReleaseWriter {
 public:
  // `sink` null: everything is counted and nothing written. Both outlive the writer.
  ReleaseWriter(const WorkerSettings& settings, Sink* sink, Stats& stats);

  Status write(DayTable& table);

 private:
  static constexpr std::size_t kPieceBytes = std::size_t{4} << 20;

  Status flush();

  const WorkerSettings& settings_;
  Sink* sink_;
  Stats& stats_;
  std::unique_ptr<Encoder> encoder_;
  Compressor compressor_;
  ByteBuffer plain_;
  ByteBuffer compressed_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_RELEASE_WRITER_H_
