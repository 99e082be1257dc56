// A piece of an output: what a worker made of a chunk; in a dataset, what it made of the chunk's records of one UTC day.
#ifndef ANONLOG_FILTER_OUTPUT_OUTPUT_PART_H_
#define ANONLOG_FILTER_OUTPUT_OUTPUT_PART_H_

#include <cstdint>
#include <limits>
#include <optional>

#include "filter/output/byte_buffer.h"
#include "filter/output/parquet/row_group.h"

namespace anonlog {

struct OutputPart {
  static constexpr std::int64_t kNoDay = std::numeric_limits<std::int64_t>::min();

  std::int64_t day = kNoDay;  // since 1970-01-01; kNoDay: no dataset, or the records' time is null
  std::uint64_t rows = 0;
  std::int64_t first_micros =
      std::numeric_limits<std::int64_t>::max();  // smallest and largest published time
  std::int64_t last_micros = std::numeric_limits<std::int64_t>::min();
  ByteBuffer bytes;                            // as they are written; compressed text is whole frames
  std::optional<parquet::RowGroup> row_group;  // of Parquet: these bytes
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_OUTPUT_PART_H_
