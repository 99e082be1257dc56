#include "filter/dataset/purge_days.h"

#include <sys/stat.h>

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "filter/dataset/dataset_change.h"
#include "filter/dataset/dataset_folder.h"
#include "filter/dataset/staging_folder.h"
#include "parsers/day_text.h"

namespace anonlog {
namespace {

// Nothing for records without a time.
std::optional<std::int64_t> day_of_part(std::string_view path) {
  path.remove_prefix(std::string_view("dt=").size());
  return read_day(path.substr(0, path.find('/')));
}

}  // namespace

bool is_dataset_folder(const std::string& path) {
  struct stat status{};
  return ::lstat((path + "/" + std::string(DatasetFolder::kManifest)).c_str(), &status) == 0;
}

Status purge_days(const std::string& path, std::int64_t first_kept_day, bool dry_run, PurgeReport& report) {
  const auto dataset = DatasetFolder::open(path, DatasetFolder::Use::kChange);
  if (!dataset) return Status(tl::unexpect, dataset.error());
  Result<SettledDataset> settled = settle(**dataset);
  if (!settled) return Status(tl::unexpect, std::move(settled).error());
  DatasetManifest& manifest = settled->manifest;
  DatasetChange change;
  PurgeReport purged;
  std::erase_if(manifest.parts, [&](const DatasetPart& part) {
    const std::optional<std::int64_t> day = day_of_part(part.path);
    if (!day || *day >= first_kept_day) return false;
    change.removals.push_back(part.path);
    purged.removed.push_back({.name = part.path, .day = *day, .bytes = part.bytes});
    return true;
  });
  Status status;
  if (!dry_run && !change.removals.empty()) {
    const auto staging = StagingFolder::create(**dataset);
    status = staging ? change.make(**dataset, **staging, manifest) : Status(tl::unexpect, staging.error());
  }
  if (status) report = std::move(purged);
  return status;
}

}  // namespace anonlog
