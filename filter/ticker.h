// Calls a function every so often, in a thread of its own, until it says that it is enough or this dies.
#ifndef ANONLOG_FILTER_TICKER_H_
#define ANONLOG_FILTER_TICKER_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace anonlog {

class Ticker {
 public:
  // `tick` returns whether to go on.
  Ticker(std::chrono::milliseconds period, std::function<bool()> tick)
      : thread_([this, period, tick = std::move(tick)](const std::stop_token& stop) {
          std::unique_lock lock(mutex_);
          while (!stop.stop_requested()) {
            woken_.wait_for(lock, stop, period, []() { return false; });
            if (stop.stop_requested() || !tick()) return;
          }
        }) {}
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable_any woken_;  // by the request to stop alone
  std::jthread thread_;                // the last member: it uses the others
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_TICKER_H_
