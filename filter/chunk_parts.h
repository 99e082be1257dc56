// Makes parts of an output from the batches of a chunk: one of all its records, or in a dataset one for each UTC day.
//
// Output:  parts in the order in which their days came; none without records.
// Errors:  of finish(): kBadInput where a chunk has records of more than kMaxDays days; kInternal, of compression.
// Memory:  the chunk's output before it is compressed; a day that was in a chunk keeps its buffers for the next ones.
// Threads: one per worker.
#ifndef ANONLOG_FILTER_CHUNK_PARTS_H_
#define ANONLOG_FILTER_CHUNK_PARTS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "filter/output/byte_buffer.h"
#include "filter/output/compressor.h"
#include "filter/output/encoder.h"
#include "filter/output/output_name.h"
#include "filter/output/output_part.h"
#include "filter/output/parquet/row_group_writer.h"
#include "filter/output/parquet_encoder.h"

namespace anonlog {

struct PartSettings {
  OutputForm to;
  CompressionSpec compression;
  std::vector<Column> columns;  // what is written, in this order
  bool by_day = false;          // by the published column time
};

class ChunkParts {
 public:
  // Nobody's log has them; every one of them costs a file.
  static constexpr std::size_t kMaxDays = 1000;

  explicit ChunkParts(const PartSettings& settings);

  // Of text, for the batches of one plan; null: batches of all plans are written alike.
  [[nodiscard]] std::unique_ptr<Encoder> make_encoder() const;

  // `encoder`: what make_encoder() gave for this batch's plan.
  void add(const PublicBatch& batch, Encoder* encoder);

  [[nodiscard]] std::uint64_t rows() const { return rows_; }

  // Gives all that was added; begins the next chunk. `parts` is filled anew, and its buffers are used again.
  [[nodiscard]] Status finish(std::vector<OutputPart>& parts);

 private:
  struct OpenPart {
    std::int64_t day = OutputPart::kNoDay;
    std::uint64_t rows = 0;
    std::int64_t first_micros = 0;
    std::int64_t last_micros = 0;
    ByteBuffer text;
    std::unique_ptr<parquet::RowGroupWriter> row_group;
  };

  void add_by_day(const PublicBatch& batch, Encoder* encoder);
  void add_rows(const PublicBatch& batch, RowRange rows, std::int64_t day, Encoder* encoder);
  OpenPart* part_of(std::int64_t day);
  [[nodiscard]] Status finish_part(OpenPart& open, OutputPart& part);

  PartSettings settings_;
  parquet::Schema schema_;  // of Parquet
  std::optional<ParquetEncoder> parquet_encoder_;
  Compressor compressor_;
  std::vector<OpenPart> open_;  // the first used_ are of the present chunk
  std::size_t used_ = 0;
  std::size_t last_ = 0;                                  // the one used last
  std::unordered_map<std::int64_t, std::size_t> by_day_;  // place in open_
  std::uint64_t rows_ = 0;
  bool has_too_many_days_ = false;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CHUNK_PARTS_H_
