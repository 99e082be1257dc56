// Writes the rows of several Parquet files as one file: row groups that are small become usual ones.
//
// Input:   files of one schema; their rows keep their order.
// Output:  row groups of kRowGroupRows rows or a little more: a row group of the input is never cut. What each of the files
//          says of how it was made: once, under its own key, where all say the same; else all of it, as a JSON array, under
//          kManyMadeKey.
// Errors:  those of FileReader, ColumnReader and the sink; kInternal, of compression.
// Memory:  one row group.
// Threads: one.
#ifndef ANONLOG_FILTER_DATASET_PARQUET_MERGE_H_
#define ANONLOG_FILTER_DATASET_PARQUET_MERGE_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "filter/output/parquet/file_reader.h"
#include "filter/output/sink.h"
#include "parsers/error.h"

namespace anonlog {

// As DuckDB writes it, and about what 32 MiB of a usual log are.
inline constexpr std::uint64_t kRowGroupRows = 122'880;

inline constexpr std::string_view kManyMadeKey = "anonlog.parts";

// Requires: at least one file; all have one schema.
[[nodiscard]] Status merge_parquet(std::span<const parquet::FileReader> files, int zstd_level, Sink& out);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_PARQUET_MERGE_H_
