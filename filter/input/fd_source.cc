#include "filter/input/fd_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
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

int open_for_reading(const std::string& path, int flags) {
  int fd = -1;
  do {
    fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | flags);
  } while (fd < 0 && errno == EINTR);
  return fd;
}

bool is_regular_file(int fd) {
  struct stat status{};
  return ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

bool is_named_pipe(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode);
}

// The shorter of two timeouts, as poll(2) takes them.
int shorter(int a_ms, int b_ms) {
  if (a_ms == Deadline::kNever || b_ms == Deadline::kNever) return std::max(a_ms, b_ms);
  return std::min(a_ms, b_ms);
}

}  // namespace

Status FdSource::check(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0 || ::access(path.c_str(), R_OK) != 0)
    return cannot_open(path, errno);
  if (!S_ISDIR(status.st_mode)) return {};
  return fail(ErrorKind::kNoInput, fmt::format("{}: is a directory; name the log files in it", path));
}

Result<std::unique_ptr<FdSource>> FdSource::open(const std::string& path, const StopRequest* stop) {
  if (Status status = check(path); !status) return tl::unexpected<Error>(std::move(status).error());
  // A blocking open(2) of a named pipe waits for its writer, and then a signal cannot end it.
  const int fd = open_for_reading(path, is_named_pipe(path) ? O_NONBLOCK : 0);
  if (fd < 0) return cannot_open(path, errno);
  return std::unique_ptr<FdSource>(new FdSource(fd, path, stop, Owner::kThis));  // the constructor is private
}

FdSource::FdSource(int fd, std::string name, const StopRequest* stop, Owner owner)
    : fd_(fd), owner_(owner), is_regular_file_(is_regular_file(fd)), name_(std::move(name)), stop_(stop) {}

FdSource::~FdSource() {
  if (owner_ == Owner::kThis) ::close(fd_);
}

Result<std::size_t> FdSource::read(std::span<char> out) {
  while (true) {
    const bool must_wait = !is_regular_file_ && !std::exchange(is_readable_, false);
    if (must_wait && wait(Deadline::kNever) == Wait::kStopped) {
      return fail(ErrorKind::kStopped, fmt::format("{}: was not read to its end", name_));
    }
    const ssize_t count = ::read(fd_, out.data(), out.size());
    if (count >= 0) {
      bytes_consumed_ += static_cast<std::uint64_t>(count);
      return static_cast<std::size_t>(count);
    }
    // EAGAIN: in non-blocking mode, when someone else who reads here was faster.
    if (errno != EINTR && errno != EAGAIN) {
      return fail(ErrorKind::kIo,
                  fmt::format("{}: cannot read at byte {}: {}", name_, bytes_consumed_, reason(errno)));
    }
  }
}

bool FdSource::ready(int timeout_ms) {
  if (is_regular_file_) return true;
  const Wait result = wait(timeout_ms);
  is_readable_ = result == Wait::kReadable;
  return result != Wait::kTimeout;
}

// Readable: read(2) would return at once, be it with an error. A failing poll(2) counts as that too: the read then
// tells the reason.
FdSource::Wait FdSource::wait(int timeout_ms) const {
  const Deadline deadline(timeout_ms);
  while (true) {
    const int left_ms = stop_ == nullptr ? Deadline::kNever : stop_->remaining_ms();
    if (left_ms == 0) return Wait::kStopped;
    // Once there is a request its descriptor is always readable, and would wake in vain.
    const int stop_fd = stop_ == nullptr || left_ms != Deadline::kNever ? -1 : stop_->fd();
    pollfd wanted[] = {{.fd = fd_, .events = POLLIN, .revents = 0},
                       {.fd = stop_fd, .events = POLLIN, .revents = 0}};
    const int count = ::poll(wanted, std::size(wanted), shorter(deadline.remaining_ms(), left_ms));
    if (count < 0 ? errno != EINTR : wanted[0].revents != 0) return Wait::kReadable;
    if (count == 0 && deadline.remaining_ms() == 0) return Wait::kTimeout;
  }
}

}  // namespace anonlog
