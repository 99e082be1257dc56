// A ByteSource that follows a script, for tests of timing: pieces of bytes, and silences between them.
//
// A silence costs no time: ready() believes its caller to have waited. What must really take time is a delay.
#ifndef ANONLOG_TESTS_FILTER_INPUT_SCRIPTED_SOURCE_H_
#define ANONLOG_TESTS_FILTER_INPUT_SCRIPTED_SOURCE_H_

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <span>
#include <string>
#include <thread>
#include <utility>

#include "filter/input/byte_source.h"

namespace anonlog {

struct ScriptStep {
  std::string bytes;   // empty: none
  int silence_ms = 0;  // before them, pretended
  int delay_ms = 0;    // before them, slept
};

class ScriptedSource final : public ByteSource {
 public:
  explicit ScriptedSource(std::deque<ScriptStep> steps) : steps_(std::move(steps)) {}

  [[nodiscard]] Result<std::size_t> read(std::span<char> out) override {
    ready(std::numeric_limits<int>::max());
    if (steps_.empty()) return std::size_t{0};
    std::string& bytes = steps_.front().bytes;
    const std::size_t count = std::min(out.size(), bytes.size());
    std::copy_n(bytes.data(), count, out.data());
    bytes.erase(0, count);
    if (bytes.empty()) steps_.pop_front();
    given_ += count;
    return count;
  }

  bool ready(int timeout_ms) override {
    if (timeout_ms < 0) timeout_ms = std::numeric_limits<int>::max();
    if (steps_.empty()) return true;
    ScriptStep& step = steps_.front();
    const int slept_ms = std::min(timeout_ms, step.delay_ms);
    std::this_thread::sleep_for(std::chrono::milliseconds(slept_ms));
    step.delay_ms -= slept_ms;
    if (step.delay_ms != 0) return false;
    step.silence_ms -= std::min(step.silence_ms, timeout_ms);
    return step.silence_ms == 0;
  }

  [[nodiscard]] bool may_pause() const override { return true; }
  [[nodiscard]] std::uint64_t bytes_consumed() const override { return given_; }

 private:
  std::deque<ScriptStep> steps_;
  std::uint64_t given_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_INPUT_SCRIPTED_SOURCE_H_
