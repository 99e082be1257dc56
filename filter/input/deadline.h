// A timeout that is shared by several waits.
#ifndef ANONLOG_FILTER_INPUT_DEADLINE_H_
#define ANONLOG_FILTER_INPUT_DEADLINE_H_

#include <algorithm>
#include <chrono>

namespace anonlog {

class Deadline {
 public:
  static constexpr int kNever = -1;

  // `timeout_ms` as poll(2) takes it: kNever waits without limit, 0 not at all.
  explicit Deadline(int timeout_ms) : timeout_ms_(timeout_ms) {
    if (timeout_ms > 0) end_ = Clock::now() + std::chrono::milliseconds(timeout_ms);
  }

  [[nodiscard]] bool is_never() const { return timeout_ms_ < 0; }

  // What is left of the timeout, again as poll(2) takes it.
  [[nodiscard]] int remaining_ms() const {
    if (timeout_ms_ <= 0) return timeout_ms_;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end_ - Clock::now()).count();
    return std::clamp(static_cast<int>(left), 0, timeout_ms_);
  }

 private:
  using Clock = std::chrono::steady_clock;

  int timeout_ms_;
  Clock::time_point end_;  // set when timeout_ms_ > 0
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_INPUT_DEADLINE_H_
