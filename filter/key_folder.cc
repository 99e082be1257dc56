#include "filter/key_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace anonlog {
namespace {

std::string reason() { return std::generic_category().message(errno); }

tl::unexpected<Error> refuse(const std::string& path, std::string_view why) {
  return fail(ErrorKind::kPermission, fmt::format("{}: {}", path, why));
}

ErrorKind kind_of_open_error() {
  return errno == EACCES || errno == EPERM || errno == ELOOP ? ErrorKind::kPermission : ErrorKind::kNoInput;
}

// The folder itself, and those above it: there, who can only add names (the sticky bit of /tmp) does no harm.
Status check_folders(int folder, const std::string& path) {
  struct stat status{};
  if (::fstat(folder, &status) != 0)
    return fail(ErrorKind::kIo, fmt::format("{}: its folder: {}", path, reason()));
  if (status.st_uid != 0 && status.st_uid != ::geteuid()) {
    return refuse(
        path, fmt::format("its folder belongs to another user (uid {}), who can replace it", status.st_uid));
  }
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return refuse(path, fmt::format("others may write to its folder (mode {:04o}), and so replace it; take a "
                                    "folder of mode 0700",
                                    status.st_mode & 07777U));
  }
  FileDescriptor at;
  for (int fd = folder;;) {
    FileDescriptor above(::openat(fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC));
    struct stat above_status{};
    if (above.get() < 0 || ::fstat(above.get(), &above_status) != 0) {
      return fail(ErrorKind::kIo, fmt::format("{}: a folder above it: {}", path, reason()));
    }
    if (above_status.st_dev == status.st_dev && above_status.st_ino == status.st_ino) return {};
    if ((above_status.st_mode & (S_IWGRP | S_IWOTH)) != 0 && (above_status.st_mode & S_ISVTX) == 0) {
      return refuse(path,
                    fmt::format("others may write to a folder above it (mode {:04o}), and so replace it",
                                above_status.st_mode & 07777U));
    }
    status = above_status;
    at = std::move(above);
    fd = at.get();
  }
}

}  // namespace

Result<KeyFolder> KeyFolder::open(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder_path = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  std::string name = path.substr(slash + 1);  // npos + 1 is 0
  if (name.empty() || name == "." || name == "..") {
    return fail(ErrorKind::kUsage, fmt::format("\"{}\" is no name of a file", path));
  }
  FileDescriptor fd(::open(folder_path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0) {
    return fail(kind_of_open_error(),
                fmt::format("{}: its folder {} cannot be opened: {}", path, folder_path, reason()));
  }
  if (Status status = check_folders(fd.get(), path); !status) return tl::unexpected<Error>(status.error());
  return KeyFolder(std::move(fd), path, std::move(name));
}

Result<FileDescriptor> KeyFolder::open_key(int flags) const {
  FileDescriptor fd(::openat(fd_.get(), name_.c_str(), flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() >= 0) return fd;
  if (errno == ELOOP) {
    return refuse(
        path_,
        "is a symbolic link, which others may change; give the file that it means, or open it and give "
        "fd:N");
  }
  return error(kind_of_open_error(), "cannot be opened");
}

Status KeyFolder::sync() const {
  const FileDescriptor folder(::openat(fd_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // EINVAL: a file system that does not know this of folders; EACCES: a folder to write to but not to read.
  const bool is_done = folder.get() < 0 ? errno == EACCES : ::fsync(folder.get()) == 0 || errno == EINVAL;
  if (!is_done) return error(ErrorKind::kIo, "cannot bring its folder to the disk");
  return {};
}

tl::unexpected<Error> KeyFolder::error(ErrorKind kind, std::string_view what) const {
  return fail(kind, fmt::format("{}: {}: {}", path_, what, reason()));
}

Status check_key_owner(const std::string& path, const struct stat& status) {
  if (status.st_uid != ::geteuid()) {
    return refuse(path,
                  fmt::format("belongs to another user (uid {}); a key is for its owner alone: run as that "
                              "user, or make a key of your own",
                              status.st_uid));
  }
  if (status.st_nlink > 1) {
    return refuse(path, "has a second name (a hard link), under which old keys would live on; remove it");
  }
  return check_key_mode(path, status);
}

Status check_key_mode(const std::string& path, const struct stat& status) {
  if (!S_ISREG(status.st_mode)) return refuse(path, "is no regular file");
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) == 0) return {};
  return refuse(path, fmt::format("is open to group or others (mode {:04o}); a key is for its owner alone: "
                                  "chmod 600 it, and think of who may have read it",
                                  status.st_mode & 07777U));
}

}  // namespace anonlog
