// One line on stderr that says how far a run is, drawn over itself.
//
// Drawn by who reads, between two chunks: the workers know nothing of it. The first one comes after kIntervalMs, so a
// short run shows none.
//
// Errors:  none; there is no one to tell. Threads: one caller.
#ifndef ANONLOG_FILTER_PROGRESS_H_
#define ANONLOG_FILTER_PROGRESS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anonlog {

enum class ProgressWhen : std::uint8_t { kAuto, kAlways, kNever };

class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::milliseconds kInterval{200};

  // Nothing is shown without `is_shown`. `total_bytes`: of all inputs as they are; unknown when one may pause.
  Progress(int fd, bool is_shown, std::optional<std::uint64_t> total_bytes,
           Clock::time_point begin = Clock::now())
      : fd_(fd), is_shown_(is_shown), total_bytes_(total_bytes), begin_(begin), drawn_(begin) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `bytes_read` of the inputs as they are, `bytes_in` of the logs in them.
  void show(std::uint64_t bytes_read, std::uint64_t bytes_in, Clock::time_point now = Clock::now());

  // Takes the line away: before any other text, and at the end.
  void clear();

 private:
  [[nodiscard]] std::string text(std::uint64_t bytes_read, std::uint64_t bytes_in, double seconds) const;
  void draw(std::string_view text);

  int fd_;
  bool is_shown_;
  std::optional<std::uint64_t> total_bytes_;
  Clock::time_point begin_;
  Clock::time_point drawn_;      // last; begin_ before the first time
  std::size_t shown_bytes_ = 0;  // of the line that stands there
};

// Whether a line is shown: `auto` when stderr is a terminal, and the output does not go to one as well.
bool is_progress_shown(ProgressWhen when, int err_fd, std::optional<int> out_fd);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_PROGRESS_H_
