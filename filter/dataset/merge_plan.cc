#include "filter/dataset/merge_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "filter/output/file_digest.h"

namespace anonlog {
namespace {

std::string folder_of(const std::string& path) { return path.substr(0, path.find('/')); }

std::string ending_of(const std::string& path) { return path.substr(path.find('.')); }

bool is_earlier(const DatasetPart& a, const DatasetPart& b) {
  return std::tie(a.first_micros, a.path) < std::tie(b.first_micros, b.path);
}

// Of parts of one shape, as many in a row as make one of the size.
void group(std::vector<DatasetPart>& parts, std::vector<MergeGroup>& groups) {
  std::ranges::sort(parts, is_earlier);
  MergeGroup open;
  std::uint64_t bytes = 0;
  const auto close = [&]() {
    if (open.size() > 1) groups.push_back(open);
    open.clear();
    bytes = 0;
  };
  for (DatasetPart& part : parts) {
    bytes += part.bytes;
    open.push_back(std::move(part));
    if (bytes >= kSmallBytes || open.size() == kMaxSources) close();
  }
  close();
}

}  // namespace

Result<std::vector<MergeGroup>> plan_merges(const std::vector<DatasetPart>& parts, const ShapeOf& shape_of) {
  std::map<std::string, std::vector<const DatasetPart*>> by_form;  // and day
  for (const DatasetPart& part : parts) {
    if (part.bytes < kSmallBytes) by_form[folder_of(part.path) + ending_of(part.path)].push_back(&part);
  }
  std::vector<MergeGroup> groups;
  for (const auto& [form, alike] : by_form) {
    // A part alone need not be opened.
    if (alike.size() < 2) continue;
    std::map<std::string, std::vector<DatasetPart>> by_shape;
    for (const DatasetPart* const part : alike) {
      const Result<std::string> shape = shape_of(*part);
      if (!shape) return tl::unexpected<Error>(shape.error());
      by_shape[*shape].push_back(*part);
    }
    for (auto& [shape, of_one_shape] : by_shape) group(of_one_shape, groups);
  }
  return groups;
}

Result<DatasetPart> merged_part(const MergeGroup& group) {
  constexpr std::size_t kNameDigits = 16;
  DatasetPart merged;
  FileDigest digest;
  std::set<std::string> inputs;
  for (const DatasetPart& part : group) {
    merged.rows += part.rows;
    if (part.first_micros && part.last_micros) {
      merged.first_micros = std::min(merged.first_micros.value_or(*part.first_micros), *part.first_micros);
      merged.last_micros = std::max(merged.last_micros.value_or(*part.last_micros), *part.last_micros);
    }
    inputs.insert(part.inputs.begin(), part.inputs.end());
    // By its path as well: parts of two inputs may have the same bytes.
    if (Status status = digest.add(part.path + part.sha256); !status)
      return tl::unexpected<Error>(status.error());
  }
  merged.inputs.assign(inputs.begin(), inputs.end());
  const Result<std::string> hash = digest.finish();
  if (!hash) return tl::unexpected<Error>(hash.error());
  const std::string& first = group.front().path;
  merged.path =
      fmt::format("{}/part-merged-{}{}", folder_of(first), hash->substr(0, kNameDigits), ending_of(first));
  return merged;
}

}  // namespace anonlog
