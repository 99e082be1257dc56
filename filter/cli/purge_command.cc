#include "filter/cli/purge_command.h"

#include <fmt/format.h>

#include <set>
#include <string>

#include "filter/dataset/purge_days.h"
#include "filter/output/fd_sink.h"
#include "filter/sealing/purge.h"
#include "filter/sealing/sealed_name.h"
#include "parsers/day_text.h"

namespace anonlog {
namespace {

std::string report_text(const PurgeReport& report, std::int64_t first_kept_day, bool dry_run) {
  const std::string_view what = dry_run ? "would remove" : "removed";
  std::string text;
  std::set<std::int64_t> days;
  std::uint64_t bytes = 0;
  for (const PurgedFile& file : report.removed) {
    text += fmt::format("{} {}, {} bytes\n", what, file.name, file.bytes);
    days.insert(file.day);
    bytes += file.bytes;
  }
  for (const std::string& name : report.being_written)
    text += fmt::format("left {}: it is being written\n", name);
  return text + fmt::format("{} {} files of {} days before {}, {} bytes\n", what, report.removed.size(),
                            days.size(), day_text(first_kept_day), bytes);
}

Status purge_sealed(const std::string& path, std::int64_t first_kept_day, bool dry_run, PurgeReport& report) {
  const auto folder = SealedFolder::open(path, false);
  if (!folder) return Status(tl::unexpect, folder.error());
  return purge(**folder, first_kept_day, dry_run, report);
}

}  // namespace

Status run_purge(const Options& options, const Streams& streams, const UtcClock& clock) {
  const std::string& path = options.inputs.front();
  // A day that ended less than so many days ago is not that old.
  const std::int64_t first_kept_day = day_of(clock) - static_cast<std::int64_t>(options.older_than_days);
  PurgeReport report;
  const Status status = is_dataset_folder(path) ? purge_days(path, first_kept_day, options.dry_run, report)
                                                : purge_sealed(path, first_kept_day, options.dry_run, report);
  // Also before an error: what is gone must be known.
  const Status told =
      FdSink(streams.out, "stdout").write(report_text(report, first_kept_day, options.dry_run));
  return status ? told : status;
}

}  // namespace anonlog
