#include "filter/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "filter/output/fd_sink.h"

namespace anonlog {
namespace {

// "0:07", "2:00:00"
std::string duration(std::uint64_t seconds) {
  const std::uint64_t minutes = seconds / 60;
  if (minutes < 60) return fmt::format("{}:{:02}", minutes, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", minutes / 60, minutes % 60, seconds % 60);
}

double megabytes(std::uint64_t bytes) { return static_cast<double>(bytes) / 1e6; }

}  // namespace

void Progress::show(std::uint64_t bytes_read, std::uint64_t bytes_in, Clock::time_point now) {
  if (!is_shown_ || now - drawn_ < kInterval) return;
  drawn_ = now;
  draw(text(bytes_read, bytes_in, std::chrono::duration<double>(now - begin_).count()));
}

std::string Progress::text(std::uint64_t bytes_read, std::uint64_t bytes_in, double seconds) const {
  const double rate = megabytes(bytes_in) / seconds;
  if (!total_bytes_) return fmt::format("anonlog: {:.1f} MB, {:.0f} MB/s", megabytes(bytes_read), rate);
  // A file that grows has more than it had.
  const std::uint64_t total = std::max({*total_bytes_, bytes_read, std::uint64_t{1}});
  const double share = static_cast<double>(bytes_read) / static_cast<double>(total);
  std::string text = fmt::format("anonlog: {:.1f} of {:.1f} MB ({:.0f} %), {:.0f} MB/s",
                                 megabytes(bytes_read), megabytes(total), share * 100, rate);
  if (bytes_read != 0)
    text += fmt::format(", {} left", duration(static_cast<std::uint64_t>(seconds / share - seconds + 0.5)));
  return text;
}

void Progress::clear() { draw({}); }

// What was longer before is overwritten with spaces: every terminal knows those.
void Progress::draw(std::string_view text) {
  if (text.empty() && shown_bytes_ == 0) return;
  std::string line = fmt::format("\r{:<{}}", text, shown_bytes_);
  if (text.empty()) line += '\r';
  shown_bytes_ = text.size();
  [[maybe_unused]] const Status ignored = FdSink(fd_, "stderr").write(line);
}

bool is_progress_shown(ProgressWhen when, int err_fd, std::optional<int> out_fd) {
  if (when != ProgressWhen::kAuto) return when == ProgressWhen::kAlways;
  return ::isatty(err_fd) != 0 && !(out_fd && ::isatty(*out_fd) != 0);
}

}  // namespace anonlog
