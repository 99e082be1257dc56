#include "filter/sealing/purge.h"

#include <optional>

#include "filter/sealing/sealed_name.h"

namespace anonlog {
namespace {

// The sealed file that a file of ours is, was to be, or tells of.
std::optional<SealedName> name_of(std::string_view text) {
  if (text.ends_with(kPartEnding)) text.remove_suffix(kPartEnding.size());
  if (text.ends_with(kManifestEnding)) text.remove_suffix(kManifestEnding.size());
  return parse_sealed_name(text);
}

}  // namespace

Status purge(const SealedFolder& folder, std::int64_t first_kept_day, bool dry_run, PurgeReport& report) {
  const Result<std::vector<std::string>> names = folder.names();
  if (!names) return Status(tl::unexpect, names.error());
  // In their order a file comes before what tells of it.
  for (const std::string& text : *names) {
    const std::optional<SealedName> name = name_of(text);
    if (!name || name->day >= first_kept_day) continue;
    const std::optional<std::uint64_t> bytes = folder.file_bytes(text);
    if (!bytes) continue;
    if (folder.is_locked(text)) {
      report.being_written.push_back(text);
      continue;
    }
    if (!dry_run) {
      if (Status status = folder.remove(text); !status) return status;
    }
    report.removed.push_back({text, name->day, *bytes});
  }
  return dry_run || report.removed.empty() ? Status{} : folder.sync();
}

}  // namespace anonlog
