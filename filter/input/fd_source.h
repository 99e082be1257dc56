// The bytes of a file descriptor: a file, a pipe, a socket, a terminal.
//
// Reads with read(2) and no buffer of its own; a caller gives large spans. What may pause is waited for with poll(2),
// as is a StopRequest; other signals do not end a read. A named pipe is as for cat(1): it is read from its first
// writer until the last closes it. (Opened for writing as well it would never end; `anonlog <> PIPE` is for that.)
//
// Errors:  check() and open() fail with kNoInput, read() with kIo; all name the input and the system's reason. read()
//          fails with kStopped when a StopRequest leaves no more time.
#ifndef ANONLOG_FILTER_INPUT_FD_SOURCE_H_
#define ANONLOG_FILTER_INPUT_FD_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "filter/input/byte_source.h"
#include "filter/input/stop_request.h"

namespace anonlog {

class FdSource final : public ByteSource {
 public:
  // Whether `path` can be read, without opening it: opening a named pipe waits for its writer. A directory is
  // refused here: read(2) would only say so later, and as an I/O error.
  static Status check(const std::string& path);

  // Opens a file that check() accepts, and closes it at the end. Does not wait for the writer of a named pipe: the
  // first read does. `stop` must outlive the source; null: none.
  static Result<std::unique_ptr<FdSource>> open(const std::string& path, const StopRequest* stop = nullptr);

  // Reads `fd`, which stays the caller's to close. `name` is what messages call it.
  FdSource(int fd, std::string name, const StopRequest* stop = nullptr)
      : FdSource(fd, std::move(name), stop, Owner::kCaller) {}

  ~FdSource() override;
  FdSource(const FdSource&) = delete;
  FdSource& operator=(const FdSource&) = delete;

  [[nodiscard]] Result<std::size_t> read(std::span<char> out) override;
  bool ready(int timeout_ms) override;
  [[nodiscard]] bool may_pause() const override { return !is_regular_file_; }
  [[nodiscard]] std::uint64_t bytes_consumed() const override { return bytes_consumed_; }

 private:
  enum class Owner : std::uint8_t { kCaller, kThis };

  enum class Wait : std::uint8_t { kReadable, kTimeout, kStopped };

  FdSource(int fd, std::string name, const StopRequest* stop, Owner owner);

  [[nodiscard]] Wait wait(int timeout_ms) const;

  int fd_;
  Owner owner_;
  bool is_regular_file_;
  bool is_readable_ = false;  // a wait said so, and nothing was read since
  std::string name_;
  const StopRequest* stop_;  // null: none
  std::uint64_t bytes_consumed_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_INPUT_FD_SOURCE_H_
