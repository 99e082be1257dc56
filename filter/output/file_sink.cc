#include "filter/output/file_sink.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

#include "filter/output/fd_sink.h"
#include "filter/output/random_suffix.h"

namespace anonlog {
namespace {

constexpr mode_t kMode = 0640;

std::string reason() { return std::generic_category().message(errno); }

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string temporary_path_for(const std::string& path) {
  const std::size_t name_at = path.rfind('/') + 1;  // npos + 1 is 0
  return path.substr(0, name_at) + "." + path.substr(name_at) + ".anonlog-" + random_suffix();
}

// Temporary files that a signal must remove: a handler may touch nothing but memory that is always there.
struct Pending {
  std::atomic<bool> taken;
  std::atomic<bool> valid;
  std::array<char, 4096> path;
};
std::array<Pending, 4> pending_files;
std::atomic<void (*)()> remove_others = nullptr;

void remember(const std::string& path) {
  for (Pending& pending : pending_files) {
    if (path.size() >= pending.path.size() || pending.taken.exchange(true)) continue;
    std::memcpy(pending.path.data(), path.c_str(), path.size() + 1);
    pending.valid = true;
    return;
  }
}

void forget(const std::string& path) {
  for (Pending& pending : pending_files) {
    if (!pending.valid || path != pending.path.data()) continue;
    pending.valid = false;
    pending.taken = false;
  }
}

extern "C" void handle_end(int signal_number) { FileSink::unlink_pending_and_die(signal_number); }

// What stands at `path` now must be nothing, or a regular file that will be replaced.
Status check_target(const std::string& path) {
  if (path.empty() || path.ends_with('/')) {
    return fail(ErrorKind::kCannotCreate, fmt::format("\"{}\" is no name of a file", path));
  }
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return {};
    return fail(ErrorKind::kCannotCreate, fmt::format("{}: cannot be looked up: {}", path, reason()));
  }
  if (S_ISREG(status.st_mode)) return {};
  if (S_ISDIR(status.st_mode)) {
    return fail(ErrorKind::kCannotCreate,
                fmt::format("{}: is a directory; the name of a dataset's ends with a slash", path));
  }
  return fail(ErrorKind::kCannotCreate,
              fmt::format("{}: is {}; an output is a file of its own. For a stream, redirect stdout", path,
                          S_ISLNK(status.st_mode) ? "a symbolic link" : "no regular file"));
}

}  // namespace

Result<std::unique_ptr<FileSink>> FileSink::create(const std::string& path) {
  if (Status status = check_target(path); !status) return tl::unexpected<Error>(std::move(status).error());
  std::string temporary = temporary_path_for(path);
  remember(temporary);
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kMode);
  if (fd < 0) {
    const std::string message =
        fmt::format("{}: cannot be created in the folder {}: {}", path, folder_of(path), reason());
    forget(temporary);
    return fail(ErrorKind::kCannotCreate, message);
  }
  std::unique_ptr<FileSink> sink(new FileSink(path, std::move(temporary), fd));  // the constructor is private
  if (::fchmod(fd, kMode) != 0) return tl::unexpected<Error>(sink->error("set the mode").error());
  return sink;
}

void FileSink::unlink_pending_on_signals() {
  for (const int signal_number :
       {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTERM, SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ}) {
    if (::signal(signal_number, handle_end) == SIG_IGN) ::signal(signal_number, SIG_IGN);
  }
}

void FileSink::also_on_signals(void (*remove)()) { remove_others = remove; }

void FileSink::unlink_pending_and_die(int signal_number) {
  for (const Pending& pending : pending_files) {
    if (pending.valid) ::unlink(pending.path.data());
  }
  if (void (*const remove)() = remove_others) remove();
  ::signal(signal_number, SIG_DFL);
  ::raise(signal_number);
}

FileSink::~FileSink() { discard(); }

Status FileSink::write(std::string_view bytes) { return FdSink(fd_, path_).write(bytes); }

Status FileSink::commit() {
  Status status = sync();
  if (status) status = take_place();
  return status ? sync_folder() : status;
}

Status FileSink::commit_with(FileSink& companion) {
  Status status = companion.sync();
  if (status) status = sync();
  if (status) status = companion.take_place();
  if (!status) return status;
  status = take_place();
  // Not even the file that was there before is what it tells of.
  if (!status && fd_ >= 0) ::unlink(companion.path_.c_str());
  return status ? sync_folder() : status;
}

Status FileSink::sync() {
  if (::fsync(fd_) != 0) return error("bring it to the disk");
  return check_target(path_);
}

Status FileSink::take_place() {
  if (Status status = check_target(path_); !status) return status;
  if (::rename(temporary_path_.c_str(), path_.c_str()) != 0) return error("put it in its place");
  forget(temporary_path_);
  const int fd = std::exchange(fd_, -1);
  return ::close(fd) != 0 ? error("close it") : Status{};
}

Status FileSink::sync_folder() const {
  const int folder = ::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  Status status;
  // EINVAL: a file system that does not know this of folders; EACCES: a folder to write to but not to read.
  const bool is_done = folder < 0 ? errno == EACCES : ::fsync(folder) == 0 || errno == EINVAL;
  if (!is_done) status = error("bring its folder to the disk");
  if (folder >= 0) ::close(folder);
  return status;
}

Status FileSink::error(std::string_view what) const {
  return fail(ErrorKind::kIo, fmt::format("{}: cannot {}: {}", path_, what, reason()));
}

void FileSink::discard() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(temporary_path_.c_str());
  forget(temporary_path_);
  fd_ = -1;
}

}  // namespace anonlog
