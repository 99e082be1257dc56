#include "filter/input/stop_request.h"

#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

#include "filter/input/deadline.h"

namespace anonlog {
namespace {

// clock_gettime(2) is on POSIX's list of what a signal handler may call; std::chrono's clocks are on none.
std::int64_t now_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000 + 1;  // never 0
}

}  // namespace

// Without a descriptor left (-1, which poll(2) skips) a request is seen with the next bytes.
StopRequest::StopRequest(std::uint64_t drain_timeout_ms)
    : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      drain_timeout_ms_(static_cast<std::int64_t>(
          std::min<std::uint64_t>(drain_timeout_ms, std::numeric_limits<int>::max()))) {}

StopRequest::~StopRequest() {
  if (fd_ >= 0) ::close(fd_);
}

bool StopRequest::request(Kind kind) {
  const std::int64_t now = now_ms();
  std::int64_t since = 0;
  if (!since_ms_.compare_exchange_strong(since, now)) return now - since <= kSameRequestMs;
  kind_ = kind;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(fd_, &one, sizeof(one));
  return true;
}

int StopRequest::remaining_ms() const {
  switch (kind_) {
    case Kind::kNone:
      return Deadline::kNever;
    case Kind::kNow:
      return 0;
    case Kind::kDrain:
      break;
  }
  return static_cast<int>(std::max<std::int64_t>(0, since_ms_ + drain_timeout_ms_ - now_ms()));
}

}  // namespace anonlog
