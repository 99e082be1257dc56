#include "filter/input/fd_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "filter/input/deadline.h"

namespace anonlog {
namespace {

// strerror(3) without its shared buffer.
std::string reason(int error_number) { return std::generic_category().message(error_number); }

tl::unexpected<Error> cannot_open(const std::string& path, int error_number) {
  return fail(ErrorKind::kNoInput,
              fmt::format("{}: cannot open it for reading: {}", path, reason(error_number)));
}

int open_for_reading(const std::string& path) {
  int fd = -1;
  do {
    fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  } while (fd < 0 && errno == EINTR);
  return fd;
}

bool is_regular_file(int fd) {
  struct stat status{};
  return ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

// True when read(2) would return at once, be it with an error. A failing poll(2) counts as that too: the
// read then tells the reason.
bool wait_readable(int fd, int timeout_ms) {
  const Deadline deadline(timeout_ms);
  pollfd wanted{.fd = fd, .events = POLLIN, .revents = 0};
  int count = 0;
  do {
    count = ::poll(&wanted, 1, deadline.remaining_ms());
  } while (count < 0 && errno == EINTR);
  return count != 0;
}

}  // namespace

Status FdSource::check(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0 || ::access(path.c_str(), R_OK) != 0)
    return cannot_open(path, errno);
  if (!S_ISDIR(status.st_mode)) return {};
  return fail(ErrorKind::kNoInput, fmt::format("{}: is a directory; name the log files in it", path));
}

Result<std::unique_ptr<FdSource>> FdSource::open(const std::string& path) {
  if (Status status = check(path); !status) return tl::unexpected<Error>(std::move(status).error());
  const int fd = open_for_reading(path);
  if (fd < 0) return cannot_open(path, errno);
  return std::unique_ptr<FdSource>(new FdSource(fd, path, Owner::kThis));  // the constructor is private
}

FdSource::FdSource(int fd, std::string name, Owner owner)
    : fd_(fd), owner_(owner), is_regular_file_(is_regular_file(fd)), name_(std::move(name)) {}

FdSource::~FdSource() {
  if (owner_ == Owner::kThis) ::close(fd_);
}

Result<std::size_t> FdSource::read(std::span<char> out) {
  while (true) {
    const ssize_t count = ::read(fd_, out.data(), out.size());
    if (count >= 0) {
      bytes_consumed_ += static_cast<std::uint64_t>(count);
      return static_cast<std::size_t>(count);
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) {
      return fail(ErrorKind::kIo,
                  fmt::format("{}: cannot read at byte {}: {}", name_, bytes_consumed_, reason(errno)));
    }
    wait_readable(fd_, Deadline::kNever);
  }
}

bool FdSource::ready(int timeout_ms) { return wait_readable(fd_, timeout_ms); }

}  // namespace anonlog
