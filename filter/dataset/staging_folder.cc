#include "filter/dataset/staging_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "filter/output/file_sink.h"
#include "filter/output/random_suffix.h"

namespace anonlog {
namespace {

constexpr std::string_view kPrefix = ".anonlog-run-";
constexpr std::size_t kNameBytes = kPrefix.size() + 6;
// Of which nobody makes one without the lock.
constexpr std::string_view kTemporaryFiles[] = {".anonlog-secret-", ".anonlog-commit-"};
constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0640;

// The folder of this process: a signal handler may touch nothing but memory that is always there.
std::atomic<int> dataset_fd = -1;
std::atomic<int> staging_fd = -1;  // negative: there is none
std::atomic<unsigned> file_count = 0;
std::array<char, kNameBytes + 1> staging_name;

struct FileName {
  std::array<char, 16> text{};
};

FileName file_name(unsigned number) {
  FileName name;
  char* const end = std::to_chars(name.text.data(), name.text.data() + 10, number).ptr;
  std::memcpy(end, ".tmp", 4);
  return name;
}

// Async-signal-safe.
void remove_all() {
  const int fd = staging_fd.exchange(-1);
  if (fd < 0) return;
  for (unsigned number = 0; number < file_count; ++number) {
    ::unlinkat(fd, file_name(number).text.data(), 0);
  }
  ::unlinkat(dataset_fd, staging_name.data(), AT_REMOVEDIR);
}

// A run that ends takes its folder away meanwhile, without the dataset's lock.
Status sweep_one(const DatasetFolder& dataset, const std::string& name) {
  const auto failed = [&](std::string_view what) {
    const auto error = dataset.error(name, what);
    return dataset.has(name) ? Status(error) : Status{};
  };
  const FileDescriptor folder(
      ::openat(dataset.fd(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (folder.get() < 0) return failed("be opened");
  if (::flock(folder.get(), LOCK_EX | LOCK_NB) != 0) return {};  // a run that lives
  const Result<std::vector<std::string>> names = dataset.names(name);
  if (!names) return failed("be read");
  for (const std::string& file : *names) {
    if (::unlinkat(folder.get(), file.c_str(), 0) != 0) return failed("be emptied");
  }
  return ::unlinkat(dataset.fd(), name.c_str(), AT_REMOVEDIR) == 0 ? Status{} : failed("be removed");
}

}  // namespace

StagingFolder::StagingFolder(const DatasetFolder& dataset, std::string name, FileDescriptor fd)
    : dataset_(dataset), name_(std::move(name)), fd_(std::move(fd)) {
  std::memcpy(staging_name.data(), name_.c_str(), name_.size() + 1);
  dataset_fd = dataset.fd();
  file_count = 0;
  staging_fd = fd_.get();
  FileSink::also_on_signals(remove_all);
}

Result<std::unique_ptr<StagingFolder>> StagingFolder::create(const DatasetFolder& dataset) {
  std::string name = std::string(kPrefix) + random_suffix();
  const auto failed = [&] {
    return fail(ErrorKind::kCannotCreate, dataset.error(name, "be made").value().message);
  };
  if (::mkdirat(dataset.fd(), name.c_str(), kFolderMode) != 0) return failed();
  FileDescriptor fd(::openat(dataset.fd(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (fd.get() < 0 || ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return failed();
  // The constructor is private.
  return std::unique_ptr<StagingFolder>(new StagingFolder(dataset, std::move(name), std::move(fd)));
}

Status StagingFolder::sweep(const DatasetFolder& dataset) {
  Result<std::vector<std::string>> names = dataset.names(".");
  if (!names) return Status(tl::unexpect, std::move(names).error());
  for (const std::string& name : *names) {
    const bool is_file = std::ranges::any_of(
        kTemporaryFiles, [&](std::string_view prefix) { return name.starts_with(prefix); });
    if (is_file && ::unlinkat(dataset.fd(), name.c_str(), 0) != 0) return dataset.error(name, "be removed");
    if (!name.starts_with(kPrefix)) continue;
    if (Status status = sweep_one(dataset, name); !status) return status;
  }
  return {};
}

bool StagingFolder::is_staged_path(std::string_view path) {
  constexpr std::string_view kEnding = ".tmp";
  if (path.size() <= kNameBytes + 1 + kEnding.size() || !path.starts_with(kPrefix) ||
      path[kNameBytes] != '/' || !path.ends_with(kEnding)) {
    return false;
  }
  const std::string_view suffix = path.substr(kPrefix.size(), kNameBytes - kPrefix.size());
  std::string_view number = path.substr(kNameBytes + 1);
  number.remove_suffix(kEnding.size());
  return suffix.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string_view::npos &&
         number.find_first_not_of("0123456789") == std::string_view::npos;
}

StagingFolder::~StagingFolder() {
  if (!is_kept_) remove_all();
}

Result<StagingFolder::File> StagingFolder::create_file() {
  const FileName file = file_name(file_count);
  ++file_count;  // first: a signal must not find a file that is not counted
  std::string name = fmt::format("{}/{}", name_, file.text.data());
  FileDescriptor fd(
      ::openat(fd_.get(), file.text.data(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  if (fd.get() < 0 || ::fchmod(fd.get(), kFileMode) != 0) return dataset_.error(name, "be made");
  return File{std::move(name), std::move(fd)};
}

void StagingFolder::keep(bool is_kept) {
  is_kept_ = is_kept;
  staging_fd = is_kept ? -1 : fd_.get();
}

}  // namespace anonlog
