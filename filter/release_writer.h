// Writes what of a table of days may be released, when all records are in it.
//
// Output:  what was written and left out is added to `stats`.
// Errors:  the sink's and the compressor's; then nothing more is written.
// Memory:  one piece of plain output, about a chunk.
#ifndef ANONLOG_FILTER_RELEASE_WRITER_H_
#define ANONLOG_FILTER_RELEASE_WRITER_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "filter/chunk_parts.h"
#include "filter/output/encoder.h"
#include "filter/part_sink.h"
#include "filter/stats.h"
#include "filter/worker.h"
#include "rules/day_table.h"

namespace anonlog {

class ReleaseWriter {
 public:
  // All outlive the writer.
  ReleaseWriter(const WorkerSettings& settings, PartSink& sink, Stats& stats);

  Status write(DayTable& table);

 private:
  // About as much as a chunk makes.
  static constexpr std::uint64_t kPieceRows = 122'880;

  Status flush();

  const WorkerSettings& settings_;
  PartSink& sink_;
  Stats& stats_;
  ChunkParts parts_;
  std::unique_ptr<Encoder> encoder_;
  std::vector<OutputPart> piece_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_RELEASE_WRITER_H_
