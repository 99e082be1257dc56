#include "filter/dataset/dataset_folder.h"

#include <dirent.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "filter/output/byte_buffer.h"
#include "filter/output/fd_sink.h"
#include "filter/output/random_suffix.h"
#include "rules/keys/hex_text.h"

namespace anonlog {
namespace {

constexpr mode_t kFolderMode = 0750;
constexpr mode_t kFileMode = 0640;
constexpr mode_t kOwnMode = 0600;
constexpr const char* kSecretName = ".anonlog-secret";
constexpr const char* kLockName = ".anonlog-lock";

std::string reason() { return std::generic_category().message(errno); }

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

// The last part of a path is no symbolic link, also where it ends in a slash.
std::string without_slash(const std::string& path) {
  return path.substr(0, std::max<std::size_t>(path.find_last_not_of('/') + 1, 1));
}

Status check_mode(const std::string& path, int fd, bool changes) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) return fail(ErrorKind::kIo, fmt::format("{}: {}", path, reason()));
  if (changes && status.st_uid != ::geteuid()) {
    return fail(ErrorKind::kPermission,
                fmt::format("{}: belongs to another user, who could not change what a run of this one makes; "
                            "run it as that user",
                            path));
  }
  if ((status.st_mode & S_IWOTH) == 0) return {};
  return fail(
      ErrorKind::kPermission,
      fmt::format("{0}: everybody may write to it, and could change what is counted: chmod o-w {0}", path));
}

}  // namespace

Result<std::unique_ptr<DatasetFolder>> DatasetFolder::open(const std::string& path, Use use) {
  const bool writes = use == Use::kWrite;
  const std::string name = without_slash(path);
  const bool is_new = writes && ::mkdir(name.c_str(), kFolderMode) == 0;
  if (writes && !is_new && errno != EEXIST) {
    return fail(ErrorKind::kCannotCreate, fmt::format("{}: the folder cannot be made: {}", path, reason()));
  }
  FileDescriptor fd(::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (fd.get() < 0) {
    return fail(
        writes ? ErrorKind::kCannotCreate : ErrorKind::kNoInput,
        fmt::format("{}: is no folder that can be used (a symbolic link is none): {}", path, reason()));
  }
  // Of its mode whatever the umask, as files are.
  if (is_new) static_cast<void>(::fchmod(fd.get(), kFolderMode));
  if (Status status = check_mode(path, fd.get(), use != Use::kRead); !status)
    return tl::unexpected<Error>(status.error());
  std::unique_ptr<DatasetFolder> folder(
      new DatasetFolder(name, std::move(fd)));  // the constructor is private
  Status status = folder->check_contents();
  if (status && writes && ::faccessat(folder->fd(), ".", W_OK | X_OK, AT_EACCESS) != 0) {
    status = fail(ErrorKind::kCannotCreate, fmt::format("{}: cannot be written to: {}", path, reason()));
  }
  if (status && writes) status = folder->make_secret();
  if (!status) return tl::unexpected<Error>(std::move(status).error());
  return folder;
}

Status DatasetFolder::check(const std::string& path) {
  struct stat status{};
  if (::lstat(without_slash(path).c_str(), &status) != 0 && errno == ENOENT) return {};
  const auto folder = open(path, Use::kRead);
  return folder ? Status{} : Status(tl::unexpect, folder.error());
}

// What is not ours is not mixed with ours: a reader would take it for data.
Status DatasetFolder::check_contents() const {
  Result<std::vector<std::string>> all = names(".");
  if (!all) return Status(tl::unexpect, std::move(all).error());
  const auto is_ours = [](const std::string& name) {
    return name.starts_with(kOwnPrefix) || name == kManifest;
  };
  if (all->empty() || std::ranges::any_of(*all, is_ours)) return {};
  return fail(
      ErrorKind::kBadInput,
      fmt::format("{}: is no dataset of anonlog, and not empty; a dataset has a folder of its own", path_));
}

bool DatasetFolder::has(const std::string& name) const {
  struct stat status{};
  return ::fstatat(fd(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

bool DatasetFolder::is_own_name(std::string_view name) {
  return name == kManifest || name == kSecretName || name == kLockName || name == ".anonlog-commit";
}

std::string DatasetFolder::path_of(std::string_view name) const { return fmt::format("{}/{}", path_, name); }

Result<FileDescriptor> DatasetFolder::lock(int flags) const {
  FileDescriptor file(::openat(fd(), kLockName, flags | O_NOFOLLOW | O_CLOEXEC, kOwnMode));
  if (file.get() < 0) return error(kLockName, "be opened");
  while (::flock(file.get(), LOCK_EX) != 0) {
    if (errno != EINTR) return error(kLockName, "be locked");
  }
  return file;
}

Status DatasetFolder::make_secret() const {
  const Result<FileDescriptor> locked = lock();
  if (!locked) return Status(tl::unexpect, locked.error());
  struct stat status{};
  if (::fstatat(fd(), kSecretName, &status, AT_SYMLINK_NOFOLLOW) == 0) return {};
  if (::fstatat(fd(), std::string(kManifest).c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
    return fail(
        ErrorKind::kBadInput,
        fmt::format(
            "{}: is missing: logs that the dataset has would not be known again, and be counted twice. Put "
            "it back from a copy, or write into a new dataset",
            path_of(kSecretName)));
  }
  Secret secret{};
  if (::getrandom(secret.data(), secret.size(), 0) != static_cast<ssize_t>(secret.size())) {
    return fail(ErrorKind::kInternal, "no random bytes for the dataset: the system's generator failed");
  }
  std::string text(2 * secret.size(), '\0');
  write_hex(secret, text.data());
  const std::string temporary = fmt::format("{}-{}", kSecretName, random_suffix());
  const FileDescriptor file(
      ::openat(fd(), temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kOwnMode));
  if (file.get() < 0) {
    return fail(ErrorKind::kCannotCreate, fmt::format("{}: {}", path_of(temporary), reason()));
  }
  Status written = FdSink(file.get(), path_of(temporary)).write(text + "\n");
  if (written && ::fsync(file.get()) != 0) written = error(temporary, "be brought to the disk");
  if (written && ::renameat(fd(), temporary.c_str(), fd(), kSecretName) != 0) {
    written = error(kSecretName, "be made");
  }
  if (!written) ::unlinkat(fd(), temporary.c_str(), 0);
  return written ? sync(".") : written;
}

Result<DatasetFolder::Secret> DatasetFolder::secret() const {
  struct stat status{};
  if (::fstatat(fd(), kSecretName, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode) &&
      (status.st_mode & 077) != 0) {
    return fail(ErrorKind::kPermission,
                fmt::format("{0}: others may read it, and could tell which logs are in here: chmod 600 {0}",
                            path_of(kSecretName)));
  }
  const Result<std::string> text = read_file(kSecretName, 2 * kSecretBytes + 1);
  if (!text) return tl::unexpected<Error>(text.error());
  Secret secret{};
  if (text->size() == 2 * kSecretBytes + 1 && text->ends_with('\n') &&
      read_hex(std::string_view(*text).substr(0, 2 * kSecretBytes), secret)) {
    return secret;
  }
  return fail(
      ErrorKind::kBadInput,
      fmt::format("{}: is damaged: inputs that came before would not be known again", path_of(kSecretName)));
}

Result<DatasetManifest> DatasetFolder::manifest() const {
  const std::string name(kManifest);
  const Result<std::string> text = read_file(name, kMaxManifestBytes);
  if (!text && text.error().kind == ErrorKind::kNoInput) return no_manifest();
  if (!text) return tl::unexpected<Error>(text.error());
  Result<DatasetManifest> manifest = DatasetManifest::parse(*text);
  if (manifest) return manifest;
  return fail(manifest.error().kind, fmt::format("{}: {}", path_of(name), manifest.error().message));
}

// Of a new dataset, which has no parts.
Result<DatasetManifest> DatasetFolder::no_manifest() const {
  const Result<std::vector<std::string>> all = names(".");
  if (!all) return tl::unexpected<Error>(all.error());
  const auto is_day = [](const std::string& name) { return name.starts_with("dt="); };
  if (std::ranges::none_of(*all, is_day)) return DatasetManifest();
  return fail(
      ErrorKind::kBadInput,
      fmt::format(
          "{}: is missing, and the dataset has parts. Put it back from a copy, or make the dataset anew "
          "from the logs",
          path_of(kManifest)));
}

Result<std::string> DatasetFolder::read_file(const std::string& name, std::size_t max_bytes) const {
  const FileDescriptor file(::openat(fd(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (file.get() < 0 && errno == ENOENT) {
    return fail(ErrorKind::kNoInput, fmt::format("{}: is not there", path_of(name)));
  }
  struct stat status{};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return error(name, "be opened");
  if (!S_ISREG(status.st_mode) || static_cast<std::uint64_t>(status.st_size) > max_bytes) {
    return fail(ErrorKind::kBadInput, fmt::format("{}: is none of anonlog's files", path_of(name)));
  }
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t count = ::read(file.get(), text.data() + at, text.size() - at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return error(name, "be read");
    if (count == 0) text.resize(at);
    at += static_cast<std::size_t>(count);
  }
  return text;
}

Status DatasetFolder::write_file(const std::string& name, std::string_view text) const {
  const FileDescriptor file(
      ::openat(fd(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  if (file.get() < 0) return error(name, "be made");
  Status status = FdSink(file.get(), path_of(name)).write(text);
  if (status && ::fsync(file.get()) != 0) status = error(name, "be brought to the disk");
  return status;
}

Status DatasetFolder::sync(const std::string& name) const {
  const FileDescriptor folder(::openat(fd(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  // EINVAL: a file system that does not know this of folders.
  if (folder.get() >= 0 && (::fsync(folder.get()) == 0 || errno == EINVAL)) return {};
  return error(name, "be brought to the disk");
}

Result<std::vector<std::string>> DatasetFolder::names(const std::string& name) const {
  // A descriptor of its own, whose place in the folder is its own too.
  const int folder_fd = ::openat(fd(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  const std::unique_ptr<DIR, CloseFolder> folder(folder_fd < 0 ? nullptr : ::fdopendir(folder_fd));
  if (folder == nullptr) return error(name, "be read");
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view entry_name = entry->d_name;
    if (entry_name != "." && entry_name != "..") names.emplace_back(entry_name);
  }
  std::ranges::sort(names);
  return names;
}

tl::unexpected<Error> DatasetFolder::error(std::string_view name, std::string_view what) const {
  return fail(ErrorKind::kIo, fmt::format("{}: cannot {}: {}", path_of(name), what, reason()));
}

}  // namespace anonlog
