// Which parts of a dataset are merged with which.
//
// Errors:  of what tells a part's shape; kInternal, of the crypto library.
#ifndef ANONLOG_FILTER_DATASET_MERGE_PLAN_H_
#define ANONLOG_FILTER_DATASET_MERGE_PLAN_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "filter/dataset/dataset_manifest.h"

namespace anonlog {

// A part as large is left alone, and merged ones become little larger.
inline constexpr std::uint64_t kSmallBytes = std::uint64_t{128} << 20;

// All sources of a merge are open at once.
inline constexpr std::size_t kMaxSources = 256;

// Parts that become one; at least two, in the order of their records.
using MergeGroup = std::vector<DatasetPart>;

// What parts must have in common besides the day, as their columns.
using ShapeOf = std::function<Result<std::string>(const DatasetPart& part)>;

Result<std::vector<MergeGroup>> plan_merges(const std::vector<DatasetPart>& parts, const ShapeOf& shape_of);

// What they become, but for its bytes and hash. Its name is made of its sources' hashes.
Result<DatasetPart> merged_part(const MergeGroup& group);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_MERGE_PLAN_H_
