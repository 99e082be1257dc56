// Merges the small parts of each day of a dataset into larger ones: readers open fewer files.
//
// Parts are merged that are of one form, have the same columns and are each smaller than kSmallBytes. Records keep the order
// of their parts, those of earlier times first. The dataset is locked only while it is looked at and while it changes: runs
// go on meanwhile, and a part that one of them replaced is left alone.
//
// Errors:  of DatasetFolder, StagingFolder, DatasetChange, readers and writers; kBadInput for a part that is not what the
//          manifest says. Nothing is changed then.
// Memory:  a row group of Parquet, or a few pieces of text.
// Threads: one. One per process.
#ifndef ANONLOG_FILTER_DATASET_COMPACT_H_
#define ANONLOG_FILTER_DATASET_COMPACT_H_

#include <cstdint>
#include <string>

#include "parsers/error.h"

namespace anonlog {

struct CompactReport {
  std::uint64_t merged = 0;  // parts that are no more
  std::uint64_t made = 0;
  std::uint64_t bytes_before = 0;  // of those
  std::uint64_t bytes_after = 0;
};

Result<CompactReport> compact(const std::string& path);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_COMPACT_H_
