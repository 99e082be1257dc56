// A request from outside to stop reading, as signals make it; whoever waits for input waits for it too.
//
// Only sources that may pause look at it: a regular file ends by itself.
//
// Threads: request() is async-signal-safe, and may come in any thread; one reader waits.
#ifndef ANONLOG_FILTER_INPUT_STOP_REQUEST_H_
#define ANONLOG_FILTER_INPUT_STOP_REQUEST_H_

#include <atomic>
#include <cstdint>

namespace anonlog {

class StopRequest {
 public:
  enum class Kind : std::uint8_t {
    kNone,
    kDrain,  // read on to the end of the input, but not for longer than the timeout
    kNow,    // read nothing more
  };

  // What sends a signal to a process and also to its group (timeout(1)) means one request.
  static constexpr std::int64_t kSameRequestMs = 100;

  explicit StopRequest(std::uint64_t drain_timeout_ms);
  ~StopRequest();
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;

  // The first request counts. False: this is another one, and more than kSameRequestMs later.
  bool request(Kind kind);

  [[nodiscard]] Kind kind() const { return kind_; }

  // How long reading may still wait, as poll(2) takes it: -1 without limit, 0 that it is over.
  [[nodiscard]] int remaining_ms() const;

  // Readable from the request on, to wake a poll(2).
  [[nodiscard]] int fd() const { return fd_; }

 private:
  static_assert(std::atomic<Kind>::is_always_lock_free && std::atomic<std::int64_t>::is_always_lock_free);

  int fd_;
  std::int64_t drain_timeout_ms_;
  std::atomic<std::int64_t> since_ms_ = 0;  // of the steady clock; 0: no request
  std::atomic<Kind> kind_ = Kind::kNone;    // set behind since_ms_
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_INPUT_STOP_REQUEST_H_
