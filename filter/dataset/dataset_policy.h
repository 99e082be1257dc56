// Whether a policy's records can go into a dataset, which is cut by the day of the column time.
//
// Errors:  kUsage, kPolicy.
#ifndef ANONLOG_FILTER_DATASET_DATASET_POLICY_H_
#define ANONLOG_FILTER_DATASET_DATASET_POLICY_H_

#include <span>

#include "parsers/error.h"
#include "rules/column.h"
#include "rules/policy.h"

namespace anonlog {

// `columns`: what is written.
[[nodiscard]] Status check_dataset_policy(const Policy& policy, std::span<const Column> columns);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_DATASET_POLICY_H_
