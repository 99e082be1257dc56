// Makes output of chunks: parses, applies the plan, encodes, compresses. All state that changes is in here.
//
// Errors:  in work.status, of the compressor.
// Memory:  a batch and a plan's caches per format, one chunk's plain output.
// Threads: one worker per thread.
#ifndef ANONLOG_FILTER_WORKER_H_
#define ANONLOG_FILTER_WORKER_H_

#include <memory>
#include <optional>
#include <vector>

#include "filter/output/compressor.h"
#include "filter/output/encoder.h"
#include "filter/output/output_name.h"
#include "filter/work.h"
#include "parsers/record_batch.h"

namespace anonlog {

struct WorkerSettings {
  OutputFormat to = OutputFormat::kNdjson;
  CompressionSpec compression;
  ParserLimits limits;
  bool count_nulls = false;
  std::vector<Column> columns;  // what is written, in this order
};

class Worker {
 public:
  explicit Worker(const WorkerSettings& settings);

  void process(Work& work);

 private:
  // What belongs to one reading, made anew when the next chunk has another.
  struct Applied {
    explicit Applied(const Reading& of);

    // Of one format; made when the first line has it: a plan's caches are large.
    PlanWorker& plan_worker(std::size_t format);

    const Reading& reading;
    std::vector<RecordBatch> batches;  // one per format
    std::vector<std::unique_ptr<PlanWorker>> plan_workers;
  };

  void encode_lines(Work& work, ByteBuffer& plain);

  WorkerSettings settings_;
  std::unique_ptr<Encoder> encoder_;
  Compressor compressor_;
  std::unique_ptr<Applied> applied_;
  ByteBuffer plain_;  // the chunk's output before compression
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_WORKER_H_
