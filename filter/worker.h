// Makes output of chunks: parses, applies the plan, encodes, compresses. All state that changes is in here.
//
// Errors:  in work.status, of the compressor.
// Memory:  a batch and a plan's caches per format, one chunk's output before it is compressed.
// Threads: one worker per thread.
#ifndef ANONLOG_FILTER_WORKER_H_
#define ANONLOG_FILTER_WORKER_H_

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "filter/chunk_parts.h"
#include "filter/output/compressor.h"
#include "filter/output/encoder.h"
#include "filter/sealing/sealed_record_writer.h"
#include "filter/work.h"
#include "parsers/record_batch.h"
#include "rules/day_table.h"
#include "rules/time_zone.h"

namespace anonlog {

// What is sealed of the log.
struct SealRules {
  bool records = false;
  bool rejects = false;
  std::vector<Field> fields;  // of records
  TimeZone zone;              // of times that do not tell theirs
  std::uint64_t run = 0;      // in the ids of records
};

struct WorkerSettings {
  PartSettings parts;
  ParserLimits limits;
  bool count_nulls = false;
  // Of a release: takes the records, of which nothing is written before all are there. It outlives the workers.
  DayTable* day_table = nullptr;
  std::optional<SealRules> seal = {};  // nothing: nothing is sealed
};

class Worker {
 public:
  explicit Worker(const WorkerSettings& settings);

  void process(Work& work);

 private:
  // What makes output of the records of one format. An encoder of its own: encoders keep what the batches of a
  // plan have in common, and would put it together anew whenever lines of two formats take turns.
  struct FormatOutput {
    FormatOutput(const Plan& plan, std::span<const Slot> slots, const WorkerSettings& settings,
                 std::unique_ptr<Encoder> own_encoder)
        : plan_worker(plan), encoder(std::move(own_encoder)) {
      if (settings.seal && settings.seal->records) {
        sealed_writer.emplace(settings.seal->fields, slots, settings.seal->zone);
      }
    }

    PlanWorker plan_worker;
    std::unique_ptr<Encoder> encoder;  // null: that of all formats (chunk_parts.h)
    std::optional<SealedRecordWriter> sealed_writer;
  };

  // What belongs to one reading. A few are kept, since a log may change to and fro between them.
  struct Applied {
    explicit Applied(const Reading& of);

    const Reading& reading;
    std::vector<RecordBatch> batches;                    // one per format
    std::vector<std::unique_ptr<FormatOutput>> outputs;  // null until a line has that format
  };

  static constexpr std::size_t kMaxApplied = 4;

  Applied& applied_of(const Reading& reading);

  // Of the lines of one run, which begins at `offset` of the chunk.
  void encode_lines(Work& work, const LineRun& run, std::size_t offset);
  void seal(FormatOutput& output, const RecordBatch& records, const PublicBatch& published,
            std::uint64_t first_record, SealedPart& sealed);
  FormatOutput& output_of(Applied& applied, std::size_t format);

  WorkerSettings settings_;
  ChunkParts parts_;
  std::vector<std::unique_ptr<Applied>> applied_;  // at most kMaxApplied, the one used last in front
  Compressor seal_compressor_;
  ByteBuffer sealed_plain_;  // of the chunk's records
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_WORKER_H_
