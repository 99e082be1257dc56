#include "filter/dataset/dataset_policy.h"

#include <fmt/format.h>

#include <algorithm>

namespace anonlog {

Status check_dataset_policy(const Policy& policy, std::span<const Column> columns) {
  if (policy.release) {
    // Its rows are safe within all of the release; a second run over some of the same days would add to them.
    return fail(
        ErrorKind::kUsage,
        fmt::format(
            "--output: the policy {} makes a release, which is one file; give it a name without a slash "
            "at its end",
            policy.name));
  }
  if (std::ranges::find(columns, Column::kTime) == columns.end()) {
    return fail(ErrorKind::kUsage, "--columns: a dataset is cut by day, and needs the column time");
  }
  if (policy.columns[static_cast<std::size_t>(Column::kTime)]) return {};
  return fail(
      ErrorKind::kPolicy,
      fmt::format("the policy {} publishes no time, and a dataset is cut by day; give --output the name of "
                  "a file",
                  policy.name));
}

}  // namespace anonlog
