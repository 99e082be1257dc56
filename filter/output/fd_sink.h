// Writes to a file descriptor that is the caller's: stdout, stderr. What is written is out at once.
//
// A descriptor in non-blocking mode is waited for with poll(2).
#ifndef ANONLOG_FILTER_OUTPUT_FD_SINK_H_
#define ANONLOG_FILTER_OUTPUT_FD_SINK_H_

#include <string>
#include <string_view>
#include <utility>

#include "filter/output/compressor.h"
#include "filter/output/sink.h"

namespace anonlog {

class FdSink final : public Sink {
 public:
  // `name` is what messages call it.
  FdSink(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}

  [[nodiscard]] Status write(std::string_view bytes) override;
  [[nodiscard]] Status commit() override { return {}; }

 private:
  int fd_;
  std::string name_;
};

// kUsage when compressed output would go to a terminal.
Status refuse_terminal(int fd, const CompressionSpec& compression);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_FD_SINK_H_
