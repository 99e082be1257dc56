#include "filter/reveal/reveal_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <thread>

#include "filter/cli/json_string.h"
#include "filter/output/fd_sink.h"
#include "parsers/day_text.h"

namespace anonlog {
namespace {

constexpr mode_t kMode = 0600;
constexpr std::string_view kBegin = R"({"time":")";  // of each line
constexpr int kLockTries = 100;
constexpr std::chrono::milliseconds kLockPause{100};

std::string reason_of_errno() { return std::generic_category().message(errno); }

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(text, out);
  return out;
}

std::string quoted_or_null(const char* text) { return text == nullptr ? "null" : quoted(text); }

std::string list_of(const std::vector<std::string>& texts) {
  std::string list = "[";
  for (const std::string& text : texts) list += (list.size() == 1 ? "" : ",") + quoted(text);
  return list + "]";
}

// The names that the system has for who runs this.
std::string user_text() {
  constexpr std::size_t kMaxName = 256;
  const uid_t uid = ::getuid();
  const passwd* const user = ::getpwuid(uid);
  std::array<char, kMaxName> login{};
  const bool has_login = ::getlogin_r(login.data(), login.size()) == 0;
  const char* const sudo_user = std::getenv("SUDO_USER");
  return fmt::format(R"("uid":{},"user":{},"login":{},"sudo_user":{})", uid,
                     quoted_or_null(user == nullptr ? nullptr : user->pw_name),
                     quoted_or_null(has_login ? login.data() : nullptr),
                     sudo_user == nullptr ? "null" : quoted(std::string_view(sudo_user).substr(0, kMaxName)));
}

Status check(int fd, const std::string& path) {
  struct stat status{};
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    return fail(ErrorKind::kCannotCreate, fmt::format("{}: is no regular file to append to", path));
  }
  const bool is_theirs = status.st_uid != ::geteuid() && status.st_uid != 0;
  if (is_theirs || (status.st_mode & 0022U) != 0) {
    return fail(
        ErrorKind::kPermission,
        fmt::format("{}: others may write it, so it proves nothing; chmod go-w, or another file", path));
  }
  // Whatever else has this name (a key, an output) must not get a line behind it.
  std::array<char, kBegin.size()> begin{};
  const ssize_t size = ::pread(fd, begin.data(), begin.size(), 0);
  // A line may have been torn.
  if (size >= 0 && kBegin.starts_with(std::string_view(begin.data(), static_cast<std::size_t>(size))))
    return {};
  return fail(ErrorKind::kCannotCreate,
              fmt::format("{}: is no reveal log, and stays as it is; name another with --reveal-log", path));
}

// Who holds the lock too long must not be waited for without end.
bool lock(int fd) {
  for (int tries = 0; tries < kLockTries; ++tries) {
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno != EWOULDBLOCK && errno != EINTR) return false;
    std::this_thread::sleep_for(kLockPause);
  }
  errno = EWOULDBLOCK;
  return false;
}

// That it is there, not only what is in it.
void sync_folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const FileDescriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() >= 0) ::fsync(fd.get());
}

// Whether a write that failed left a line without its end.
bool ends_within_a_line(int fd) {
  const off_t size = ::lseek(fd, 0, SEEK_END);
  char last = '\n';
  return size > 0 && ::pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

}  // namespace

Result<RevealLog> RevealLog::open(const std::string& path) {
  // O_NONBLOCK: a pipe of that name must not hang, and is refused then.
  constexpr int kFlags = O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
  FileDescriptor fd(::open(path.c_str(), kFlags));
  if (fd.get() < 0 && errno == ENOENT) {
    fd = FileDescriptor(::open(path.c_str(), kFlags | O_CREAT, kMode));
    if (fd.get() >= 0) sync_folder_of(path);
  }
  if (fd.get() < 0) {
    const std::string why = errno == ELOOP ? "it is a symbolic link" : reason_of_errno();
    return fail(
        ErrorKind::kCannotCreate,
        fmt::format("{}: cannot be opened, and without a line in it nothing is revealed: {}", path, why));
  }
  if (Status status = check(fd.get(), path); !status) return tl::unexpected<Error>(std::move(status).error());
  return RevealLog(path, std::move(fd));
}

Status RevealLog::append(const RevealEntry& entry, std::int64_t utc_seconds) const {
  if (!lock(fd_.get())) {
    const ErrorKind kind = errno == EWOULDBLOCK ? ErrorKind::kLocked : ErrorKind::kIo;
    return fail(kind, fmt::format("{}: cannot be locked: {}", path_, reason_of_errno()));
  }
  std::string line = ends_within_a_line(fd_.get()) ? "\n" : "";
  line += fmt::format(R"({}{}",{},"reason":{},"key":{},"columns":{},"days":{},)", kBegin,
                      second_text(utc_seconds), user_text(), quoted(entry.reason), quoted(entry.key_id),
                      list_of(entry.columns), list_of(entry.days));
  line += fmt::format("\"asked\":{},\"answered\":{}}}\n", entry.asked, entry.answered);
  Status status = FdSink(fd_.get(), path_).write(line);
  if (status && ::fsync(fd_.get()) != 0) {
    status =
        fail(ErrorKind::kIo, fmt::format("{}: cannot be brought to the disk: {}", path_, reason_of_errno()));
  }
  ::flock(fd_.get(), LOCK_UN);
  return status;
}

}  // namespace anonlog
