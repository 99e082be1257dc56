// One chunk on its way through the program: filled by the reader, processed by a worker, written in order.
#ifndef ANONLOG_FILTER_WORK_H_
#define ANONLOG_FILTER_WORK_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "filter/input/chunk_reader.h"
#include "filter/output/output_part.h"
#include "filter/reading.h"
#include "filter/sealing/sealed_part.h"
#include "filter/stats.h"
#include "parsers/accounting.h"
#include "parsers/line_origins.h"
#include "parsers/record_batch.h"
#include "rules/redaction/redaction_counts.h"

namespace anonlog {

// Lines in a row that are read in the same way.
struct LineRun {
  std::size_t bytes = 0;
  const Reading* reading = nullptr;
  std::int64_t day = RecordBatch::kNoDay;  // of lines that hold the time of day alone
};

struct Work {
  // From the reader.
  Chunk chunk;
  LineOrigins origins;         // of the chunk's lines, where they were wrapped
  std::vector<LineRun> runs;   // together the chunk; none: it has no lines
  std::string_view input;      // its name; lives as long as the run
  std::uint64_t sequence = 0;  // from 0, without gaps
  bool ends_input = false;     // the last of its input
  std::string identity;        // of the input, where it ends and the output asks for it

  // From the worker.
  std::vector<OutputPart> parts;       // of the output
  SealedPart sealed;                   // of the records in them, when they are sealed
  std::vector<RejectedLine> rejected;  // all, when they are sealed; within the chunk
  Tally tally;
  NullCounts nulls;
  std::uint64_t zoneless_times = 0;  // of published records, where the time did not tell its zone
  KeylessRecords keyless;            // of published records
  RedactionCounts redactions;
  Status status;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_WORK_H_
