#include "filter/key_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <optional>
#include <thread>
#include <utility>

#include "filter/file_descriptor.h"
#include "filter/key_folder.h"
#include "rules/keys/key_text.h"
#include "rules/keys/secret_bytes.h"

namespace anonlog {
namespace {

using TextBytes = SecretBytes<KeyText::kMaxBytes>;

// At most as many bytes as fit; nothing when reading failed.
std::optional<std::size_t> read_up_to(int fd, std::span<std::uint8_t> bytes) {
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t count = ::read(fd, bytes.data() + size, bytes.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return {};
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  return size;
}

bool write_at_begin(int fd, std::string_view bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t count = ::pwrite(fd, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) done += static_cast<std::size_t>(count);
  }
  return true;
}

// All that the file holds becomes zeros, on the disk as well as that can be had.
bool overwrite(int fd) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) return false;
  const std::string zeros(static_cast<std::size_t>(std::max<off_t>(0, status.st_size)), '\0');
  return write_at_begin(fd, zeros) && ::fsync(fd) == 0;
}

bool is_same(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// Holds the lock of the changes of one key file, and the new file that will take its place.
class Change {
 public:
  static Result<Change> begin(const KeyFolder& folder, std::chrono::milliseconds lock_wait);
  ~Change() {
    if (fd_.get() >= 0 && locked_) ::unlinkat(folder_->fd(), new_name_.c_str(), 0);
  }
  Change(Change&&) = default;
  Change& operator=(Change&&) = delete;

  // Requires: nobody else writes to the folder; the folder is brought to the disk by the caller.
  [[nodiscard]] Status write(const Ratchet& ratchet, bool replaces);

 private:
  Change(const KeyFolder& folder, std::string new_name) : folder_(&folder), new_name_(std::move(new_name)) {}

  [[nodiscard]] Status open_and_lock(std::chrono::milliseconds lock_wait);
  [[nodiscard]] Status wait_for_lock(std::chrono::milliseconds lock_wait) const;
  [[nodiscard]] bool has_its_name() const;

  const KeyFolder* folder_;
  std::string new_name_;
  FileDescriptor fd_;
  bool locked_ = false;  // and there under its name, which is ours to remove
};

Result<Change> Change::begin(const KeyFolder& folder, std::chrono::milliseconds lock_wait) {
  Change change(folder, "." + folder.name() + ".anonlog-new");
  // The one before may have renamed or removed what was opened meanwhile.
  do {
    if (Status status = change.open_and_lock(lock_wait); !status)
      return tl::unexpected<Error>(std::move(status).error());
  } while (!change.has_its_name());
  change.locked_ = true;
  struct stat status{};
  if (::fstat(change.fd_.get(), &status) != 0) return folder.error(ErrorKind::kIo, "cannot be changed");
  // A killed change may have left a key here.
  if (status.st_size != 0 && (!overwrite(change.fd_.get()) || ::ftruncate(change.fd_.get(), 0) != 0)) {
    return folder.error(ErrorKind::kIo, "what a killed change left cannot be overwritten");
  }
  return change;
}

Status Change::open_and_lock(std::chrono::milliseconds lock_wait) {
  fd_ = FileDescriptor();
  FileDescriptor fd(::openat(folder_->fd(), new_name_.c_str(),
                             O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, S_IRUSR | S_IWUSR));
  if (fd.get() < 0) {
    const ErrorKind kind = errno == EACCES || errno == EPERM || errno == EROFS ? ErrorKind::kPermission
                                                                               : ErrorKind::kCannotCreate;
    return folder_->error(kind, "nothing can be written to its folder");
  }
  struct stat status{};
  if (::fstat(fd.get(), &status) != 0) return folder_->error(ErrorKind::kIo, "cannot be changed");
  if (Status checked = check_key_owner(folder_->path() + " (the file " + new_name_ + " beside it)", status);
      !checked) {
    return checked;
  }
  std::swap(fd_, fd);
  return wait_for_lock(lock_wait);
}

Status Change::wait_for_lock(std::chrono::milliseconds lock_wait) const {
  using std::chrono::steady_clock;
  constexpr std::chrono::milliseconds kPause(10);
  const auto end = steady_clock::now() + lock_wait;
  while (::flock(fd_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return folder_->error(ErrorKind::kIo, "cannot be locked");
    if (steady_clock::now() > end) {
      return fail(ErrorKind::kLocked,
                  fmt::format("{}: another process is changing it, and did not come to an end within {:g} s",
                              folder_->path(), std::chrono::duration<double>(lock_wait).count()));
    }
    std::this_thread::sleep_for(kPause);
  }
  return {};
}

bool Change::has_its_name() const {
  struct stat opened{};
  struct stat named{};
  return ::fstat(fd_.get(), &opened) == 0 &&
         ::fstatat(folder_->fd(), new_name_.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 &&
         is_same(opened, named);
}

Status Change::write(const Ratchet& ratchet, bool replaces) {
  const KeyText text(ratchet);
  if (::fchmod(fd_.get(), S_IRUSR | S_IWUSR) != 0 || !write_at_begin(fd_.get(), text.text()) ||
      ::fsync(fd_.get()) != 0) {
    const int error_number = errno;
    overwrite(fd_.get());
    errno = error_number;
    return folder_->error(ErrorKind::kIo, "cannot be written, and is as it was");
  }
  const int folder = folder_->fd();
  const char* name = folder_->name().c_str();
  int renamed = ::renameat2(folder, new_name_.c_str(), folder, name, replaces ? 0 : RENAME_NOREPLACE);
  if (renamed != 0 && errno == EINVAL &&
      !replaces) {  // a file system without it: we looked, and hold the lock
    renamed = ::renameat(folder, new_name_.c_str(), folder, name);
  }
  if (renamed != 0) {
    const ErrorKind kind = errno == EEXIST ? ErrorKind::kCannotCreate : ErrorKind::kIo;
    return folder_->error(kind, "the new key cannot be put in its place");
  }
  locked_ = false;
  return {};
}

Result<Ratchet> read_from(const KeyFolder& folder) {
  for (;;) {
    Result<FileDescriptor> fd = folder.open_key(O_RDONLY);
    if (!fd) return tl::unexpected<Error>(std::move(fd).error());
    struct stat opened{};
    if (::fstat(fd->get(), &opened) != 0) return folder.error(ErrorKind::kIo, "cannot be read");
    // Replaced while it was read: what was read may have been overwritten.
    const auto is_current = [&]() {
      struct stat named{};
      return ::fstatat(folder.fd(), folder.name().c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 &&
             is_same(opened, named);
    };
    if (Status status = check_key_owner(folder.path(), opened); !status) {
      if (opened.st_nlink == 0 || !is_current()) continue;
      return tl::unexpected<Error>(std::move(status).error());
    }
    Result<Ratchet> ratchet = read_key(fd->get(), folder.path());
    if (ratchet || ratchet.error().kind != ErrorKind::kPolicy || is_current()) return ratchet;
  }
}

}  // namespace

KeyFile::KeyFile(std::string path, std::chrono::milliseconds lock_wait)
    : path_(std::move(path)), lock_wait_(lock_wait) {}

Result<Ratchet> KeyFile::read() const { return KeyFolder::open(path_).and_then(read_from); }

bool KeyFile::is_writable() const {
  const Result<KeyFolder> folder = KeyFolder::open(path_);
  struct stat status{};
  if (!folder || ::fstatat(folder->fd(), folder->name().c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
    return false;
  return (status.st_mode & S_IWUSR) != 0 && ::faccessat(folder->fd(), ".", W_OK | X_OK, AT_EACCESS) == 0;
}

Status KeyFile::create(const Ratchet& ratchet) const {
  const Result<KeyFolder> folder = KeyFolder::open(path_);
  if (!folder) return Status(tl::unexpect, folder.error());
  Result<Change> change = Change::begin(*folder, lock_wait_);
  if (!change) return Status(tl::unexpect, std::move(change).error());
  struct stat status{};
  if (::fstatat(folder->fd(), folder->name().c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
    return fail(ErrorKind::kCannotCreate,
                fmt::format("{}: is there already, and a key is not overwritten", path_));
  }
  if (Status written = change->write(ratchet, false); !written) return written;
  return folder->sync();
}

Result<Ratchet> KeyFile::update(const std::function<Result<bool>(Ratchet&)>& change) const {
  const Result<KeyFolder> folder = KeyFolder::open(path_);
  if (!folder) return tl::unexpected<Error>(folder.error());
  Result<Change> lock = Change::begin(*folder, lock_wait_);
  if (!lock) return tl::unexpected<Error>(std::move(lock).error());
  Result<Ratchet> ratchet = read_from(*folder);
  if (!ratchet) return ratchet;
  const Result<bool> changed = change(*ratchet);
  if (!changed) return tl::unexpected<Error>(changed.error());
  if (!*changed) return ratchet;
  const Result<FileDescriptor> old = folder->open_key(O_RDWR);
  if (!old) return tl::unexpected<Error>(old.error());
  Status status = lock->write(*ratchet, true);
  if (status) status = folder->sync();
  // Only now: the old file must be whole as long as it may be what is found after a crash.
  if (status && !overwrite(old->get())) {
    status = folder->error(ErrorKind::kIo, "was changed, but what it held before cannot be overwritten");
  }
  if (!status) return tl::unexpected<Error>(std::move(status).error());
  return ratchet;
}

Status KeyFile::destroy() const {
  const Result<KeyFolder> folder = KeyFolder::open(path_);
  if (!folder) return Status(tl::unexpect, folder.error());
  const Result<Change> lock = Change::begin(*folder, lock_wait_);
  if (!lock) return Status(tl::unexpect, lock.error());
  const Result<FileDescriptor> fd = folder->open_key(O_RDWR);
  if (!fd) return Status(tl::unexpect, fd.error());
  struct stat status{};
  if (::fstat(fd->get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return fail(ErrorKind::kPermission, fmt::format("{}: is no regular file", path_));
  }
  TextBytes bytes;
  const auto size = read_up_to(fd->get(), bytes.bytes());
  if (!size) return folder->error(ErrorKind::kIo, "cannot be read");
  const std::string_view text(reinterpret_cast<const char*>(bytes.bytes().data()), *size);
  if (!was_key_text(text) || status.st_size > static_cast<off_t>(KeyText::kMaxBytes)) {
    return fail(ErrorKind::kPolicy, fmt::format("{}: is no key file, and stays as it is", path_));
  }
  if (!overwrite(fd->get())) return folder->error(ErrorKind::kIo, "cannot be overwritten");
  if (::unlinkat(folder->fd(), folder->name().c_str(), 0) != 0) {
    return folder->error(ErrorKind::kIo, "was overwritten, but cannot be removed");
  }
  return folder->sync();
}

std::string KeyFile::state() const {
  struct stat status{};
  if (::lstat(path_.c_str(), &status) != 0) return errno == ENOENT ? "" : "unknown";
  return fmt::format("{}:{}:{}:{}.{}", status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec,
                     status.st_mtim.tv_nsec);
}

Result<Ratchet> read_key(int fd, std::string_view name) {
  TextBytes bytes;
  const auto size = read_up_to(fd, bytes.bytes());
  if (!size) return fail(ErrorKind::kIo, fmt::format("{}: cannot be read", name));
  // A longer one is cut here, and so damaged.
  return read_key_text(name, {reinterpret_cast<const char*>(bytes.bytes().data()), *size});
}

}  // namespace anonlog
