#include "filter/sealing/sealed_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "filter/output/fd_sink.h"
#include "filter/sealing/sealed_name.h"

namespace anonlog {
namespace {

constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;

std::string reason() { return std::generic_category().message(errno); }

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

Status check_owner(const std::string& path, int fd) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) {
    return fail(ErrorKind::kCannotCreate, fmt::format("{}: cannot be looked at: {}", path, reason()));
  }
  if (status.st_uid != ::geteuid() && status.st_uid != 0) {
    return fail(ErrorKind::kPermission,
                fmt::format("{}: belongs to another user, who could take away what is sealed", path));
  }
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) == 0) return {};
  return fail(
      ErrorKind::kPermission,
      fmt::format("{0}: others may write to it, and could take away what is sealed: chmod go-w {0}", path));
}

}  // namespace

Result<std::unique_ptr<SealedFolder>> SealedFolder::open(const std::string& path, bool create) {
  if (create && ::mkdir(path.c_str(), kFolderMode) != 0 && errno != EEXIST) {
    return fail(ErrorKind::kCannotCreate, fmt::format("{}: the folder cannot be made: {}", path, reason()));
  }
  // The last part of the path is no symbolic link, also where it ends in a slash.
  const std::string name = path.substr(0, std::max<std::size_t>(path.find_last_not_of('/') + 1, 1));
  const int fd = ::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) {
    return fail(create ? ErrorKind::kCannotCreate : ErrorKind::kNoInput,
                fmt::format("{}: is no folder that can be used: {}", path, reason()));
  }
  std::unique_ptr<SealedFolder> folder(new SealedFolder(path, fd));  // the constructor is private
  if (Status status = check_owner(path, fd); !status) return tl::unexpected<Error>(std::move(status).error());
  if (create && ::faccessat(fd, ".", W_OK | X_OK, AT_EACCESS) != 0) {
    return fail(ErrorKind::kCannotCreate, fmt::format("{}: cannot be written to: {}", path, reason()));
  }
  return folder;
}

SealedFolder::~SealedFolder() { ::close(fd_); }

std::string SealedFolder::path_of(std::string_view name) const {
  return fmt::format("{}{}{}", path_, path_.ends_with('/') ? "" : "/", name);
}

Result<int> SealedFolder::create_file(const std::string& name) const {
  const int fd = ::openat(fd_, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode);
  if (fd < 0) return error(name, "be created");
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
  auto failed = error(name, "be locked");
  ::close(fd);
  return failed;
}

Status SealedFolder::write_file(const std::string& name, std::string_view text) const {
  const std::string temporary = name + std::string(kPartEnding);
  const Result<int> fd = create_file(temporary);
  if (!fd) return Status(tl::unexpect, fd.error());
  Status status = FdSink(*fd, path_of(temporary)).write(text);
  if (status && ::fdatasync(*fd) != 0) status = error(temporary, "be brought to the disk");
  ::close(*fd);
  return status ? rename(temporary, name) : status;
}

Status SealedFolder::rename(const std::string& from, const std::string& to) const {
  return ::renameat(fd_, from.c_str(), fd_, to.c_str()) == 0 ? Status{} : error(from, "get its name");
}

Status SealedFolder::remove(const std::string& name) const {
  return ::unlinkat(fd_, name.c_str(), 0) == 0 ? Status{} : error(name, "be removed");
}

Status SealedFolder::sync() const {
  // EINVAL: a file system that does not know this of folders.
  if (::fsync(fd_) == 0 || errno == EINVAL) return {};
  return fail(ErrorKind::kIo, fmt::format("{}: cannot be brought to the disk: {}", path_, reason()));
}

Result<std::vector<std::string>> SealedFolder::names() const {
  // A descriptor of its own, whose place in the folder is its own too.
  const int fd = ::openat(fd_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, CloseFolder> folder(fd < 0 ? nullptr : ::fdopendir(fd));
  if (folder == nullptr) return error("", "be read");
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(folder.get())) names.emplace_back(entry->d_name);
  std::ranges::sort(names);
  return names;
}

bool SealedFolder::is_locked(const std::string& name) const {
  const int fd = ::openat(fd_, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return false;
  const bool locked = ::flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(fd);
  return locked;
}

std::optional<std::uint64_t> SealedFolder::file_bytes(const std::string& name) const {
  struct stat status{};
  if (::fstatat(fd_, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode)) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(status.st_size);
}

tl::unexpected<Error> SealedFolder::error(std::string_view name, std::string_view what) const {
  return fail(ErrorKind::kIo, fmt::format("{}: cannot {}: {}", path_of(name), what, reason()));
}

}  // namespace anonlog
