#include "filter/diagnostics.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

namespace anonlog {

void tell(int err_fd, std::string_view message) {
  const std::string line = fmt::format("anonlog: {}\n", message);
  for (std::size_t done = 0; done < line.size();) {
    const ssize_t count = ::write(err_fd, line.data() + done, line.size() - done);
    if (count < 0 && errno != EINTR) return;
    if (count > 0) done += static_cast<std::size_t>(count);
  }
}

}  // namespace anonlog
