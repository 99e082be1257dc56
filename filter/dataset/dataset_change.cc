#include "filter/dataset/dataset_change.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <optional>
#include <set>
#include <utility>

#include "filter/dataset/part_file.h"
#include "filter/output/random_suffix.h"

namespace anonlog {
namespace {

constexpr const char* kJournal = ".anonlog-commit";
constexpr std::string_view kFirstLine = "anonlog-commit 1\n";
constexpr std::string_view kLastLine = "end\n";
constexpr std::size_t kMaxJournalBytes = std::size_t{1} << 30;
constexpr mode_t kFolderMode = 0750;

std::string folder_of(const std::string& path) { return path.substr(0, path.find('/')); }

std::string journal_text(const DatasetChange& change) {
  std::string text(kFirstLine);
  for (const auto& [from, to] : change.renames) text += fmt::format("rename {} {}\n", from, to);
  for (const std::string& path : change.removals) text += fmt::format("remove {}\n", path);
  text += fmt::format("manifest {}\n", change.manifest);
  return text + std::string(kLastLine);
}

// Cuts off what stands before the first `end`, and `end`.
std::string_view take(std::string_view& text, char end) {
  const std::string_view taken = text.substr(0, text.find(end));
  text.remove_prefix(std::min(taken.size() + 1, text.size()));
  return taken;
}

bool read_line(std::string_view line, DatasetChange& change) {
  const std::string_view what = take(line, ' ');
  const std::string first(take(line, ' '));
  if (what == "rename") {
    change.renames.push_back({first, std::string(line)});
    return StagingFolder::is_staged_path(first) && is_part_path(line);
  }
  if (!line.empty()) return false;
  if (what == "remove") {
    change.removals.push_back(first);
    return is_part_path(first);
  }
  change.manifest = first;
  return what == "manifest" && StagingFolder::is_staged_path(first);
}

// Nothing in it is trusted.
std::optional<DatasetChange> read_journal(std::string_view text) {
  if (!text.starts_with(kFirstLine) || !text.ends_with(kLastLine)) return std::nullopt;
  text.remove_prefix(kFirstLine.size());
  DatasetChange change;
  while (text != kLastLine) {
    if (text.empty() || !change.manifest.empty() || !read_line(take(text, '\n'), change)) return std::nullopt;
  }
  return change.manifest.empty() ? std::nullopt : std::optional(std::move(change));
}

// A folder that is a link would lead what is renamed and removed elsewhere; in one that everybody may write to, parts are
// anyone's.
Status check_folders(const DatasetFolder& dataset, const DatasetChange& change) {
  std::set<std::string> folders = {folder_of(change.manifest)};
  for (const auto& [from, to] : change.renames) folders.insert({folder_of(from), folder_of(to)});
  for (const std::string& path : change.removals) folders.insert(folder_of(path));
  for (const std::string& folder : folders) {
    struct stat status{};
    if (::fstatat(dataset.fd(), folder.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT)
      continue;
    const std::string path = dataset.path_of(folder);
    if (!S_ISDIR(status.st_mode)) {
      return fail(ErrorKind::kIo, fmt::format("{}: is no folder, as that of a day is", path));
    }
    if ((status.st_mode & S_IWOTH) != 0) {
      return fail(ErrorKind::kPermission, fmt::format("{0}: everybody may write to it: chmod o-w {0}", path));
    }
  }
  return {};
}

// A file that has its name already was renamed before.
Status rename(const DatasetFolder& dataset, const std::string& from, const std::string& to) {
  if (::renameat(dataset.fd(), from.c_str(), dataset.fd(), to.c_str()) == 0) return {};
  if (errno == ENOENT && !dataset.has(from) && dataset.has(to)) return {};
  return dataset.error(from, fmt::format("be renamed to {}", to));
}

// Of its mode whatever the umask, as files are.
Status make_folder(const DatasetFolder& dataset, const std::string& folder) {
  if (::mkdirat(dataset.fd(), folder.c_str(), kFolderMode) == 0) {
    if (::fchmodat(dataset.fd(), folder.c_str(), kFolderMode, 0) == 0) return {};
  } else if (errno == EEXIST) {
    return {};
  }
  return dataset.error(folder, "be made");
}

Status rename_parts(const DatasetFolder& dataset, const DatasetChange& change,
                    std::set<std::string>& folders) {
  for (const auto& [from, to] : change.renames) {
    const std::string folder = folder_of(to);
    if (folders.insert(folder).second) {
      if (Status status = make_folder(dataset, folder); !status) return status;
    }
    if (Status status = rename(dataset, from, to); !status) return status;
  }
  return {};
}

Status remove_parts(const DatasetFolder& dataset, const DatasetChange& change,
                    std::set<std::string>& folders) {
  for (const std::string& path : change.removals) {
    folders.insert(folder_of(path));
    if (::unlinkat(dataset.fd(), path.c_str(), 0) != 0 && errno != ENOENT) {
      return dataset.error(path, "be removed");
    }
  }
  return {};
}

// A day's folder without parts goes.
Status sync_folders(const DatasetFolder& dataset, const std::set<std::string>& folders) {
  for (const std::string& folder : folders) {
    if (::unlinkat(dataset.fd(), folder.c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT) continue;
    if (Status status = dataset.sync(folder); !status) return status;
  }
  return {};
}

Status apply(const DatasetFolder& dataset, const DatasetChange& change) {
  std::set<std::string> folders;
  Status status = check_folders(dataset, change);
  if (status) status = rename_parts(dataset, change, folders);
  if (status) status = remove_parts(dataset, change, folders);
  if (status) status = sync_folders(dataset, folders);
  if (status) status = rename(dataset, change.manifest, std::string(DatasetFolder::kManifest));
  if (status) status = dataset.sync(".");
  if (!status) return status;
  if (::unlinkat(dataset.fd(), kJournal, 0) != 0) return dataset.error(kJournal, "be removed");
  return dataset.sync(".");
}

}  // namespace

Status DatasetChange::make(const DatasetFolder& dataset, StagingFolder& staging,
                           const DatasetManifest& new_manifest) {
  if (Status status = stage(dataset, staging, new_manifest); !status) return status;
  staging.keep(true);
  Status status = begin_and_apply(dataset);
  if (status || !is_begun(dataset)) {
    staging.keep(false);
    return status;
  }
  return fail(status.error().kind,
              fmt::format("{}. The dataset has all that it needs: the next run into it or `anonlog compact` "
                          "completes it",
                          status.error().message));
}

// All that is renamed, and the names of it, are on the disk then.
Status DatasetChange::stage(const DatasetFolder& dataset, StagingFolder& staging,
                            const DatasetManifest& new_manifest) {
  Result<StagingFolder::File> file = staging.create_file();
  if (!file) return Status(tl::unexpect, std::move(file).error());
  manifest = file->name;
  PartFile staged(*std::move(file), dataset.path_of(DatasetFolder::kManifest));
  Status status = staged.write(new_manifest.text());
  if (status) status = staged.commit();
  return status ? staging.sync() : status;
}

Status DatasetChange::begin_and_apply(const DatasetFolder& dataset) const {
  // Before it counts: what cannot be made should not be begun.
  if (Status status = check_folders(dataset, *this); !status) return status;
  const std::string temporary = fmt::format("{}-{}", kJournal, random_suffix());
  Status status = dataset.write_file(temporary, journal_text(*this));
  if (status && ::renameat(dataset.fd(), temporary.c_str(), dataset.fd(), kJournal) != 0) {
    status = dataset.error(kJournal, "be made");
  }
  if (!status) {
    ::unlinkat(dataset.fd(), temporary.c_str(), 0);
    return status;
  }
  status = dataset.sync(".");
  return status ? apply(dataset, *this) : status;
}

Status DatasetChange::complete(const DatasetFolder& dataset) {
  const Result<std::string> text = dataset.read_file(kJournal, kMaxJournalBytes);
  if (!text && text.error().kind == ErrorKind::kNoInput) return {};
  if (!text) return Status(tl::unexpect, text.error());
  const std::optional<DatasetChange> change = read_journal(*text);
  if (change) return apply(dataset, *change);
  return fail(ErrorKind::kBadInput,
              fmt::format("{}: is damaged; `anonlog verify` tells what the dataset lacks",
                          dataset.path_of(kJournal)));
}

Result<SettledDataset> settle(const DatasetFolder& dataset) {
  Result<FileDescriptor> lock = dataset.lock();
  if (!lock) return tl::unexpected<Error>(std::move(lock).error());
  Status status = DatasetChange::complete(dataset);
  if (status) status = StagingFolder::sweep(dataset);
  if (!status) return tl::unexpected<Error>(std::move(status).error());
  Result<DatasetManifest> manifest = dataset.manifest();
  if (!manifest) return tl::unexpected<Error>(std::move(manifest).error());
  return SettledDataset{*std::move(lock), *std::move(manifest)};
}

bool DatasetChange::is_begun(const DatasetFolder& dataset) { return dataset.has(kJournal); }

}  // namespace anonlog
