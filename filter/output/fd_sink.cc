#include "filter/output/fd_sink.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace anonlog {

Status FdSink::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd_, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      pollfd wanted{.fd = fd_, .events = POLLOUT, .revents = 0};
      ::poll(&wanted, 1, -1);
    } else if (errno != EINTR) {
      return fail(ErrorKind::kIo,
                  fmt::format("{}: cannot write: {}", name_, std::generic_category().message(errno)));
    }
  }
  return {};
}

Status refuse_terminal(int fd, const CompressionSpec& compression) {
  if (compression.kind == Compression::kNone || ::isatty(fd) == 0) return {};
  return fail(ErrorKind::kUsage,
              "compressed output is not written to a terminal; give --output PATH, or let a pipe take it");
}

}  // namespace anonlog
