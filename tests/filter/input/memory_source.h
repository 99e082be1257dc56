// A ByteSource over bytes in memory, for tests: gives them in pieces of a chosen size and can fail at an
// offset.
#ifndef ANONLOG_TESTS_FILTER_INPUT_MEMORY_SOURCE_H_
#define ANONLOG_TESTS_FILTER_INPUT_MEMORY_SOURCE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <utility>

#include "filter/input/byte_source.h"

namespace anonlog {

using Sizes = std::initializer_list<std::size_t>;  // of pieces, to try one after the other

inline constexpr std::size_t kWholePiece = std::numeric_limits<std::size_t>::max();
inline constexpr std::size_t kNeverFails = std::numeric_limits<std::size_t>::max();

class MemorySource final : public ByteSource {
 public:
  // No read() gives more than `piece_bytes`. When `fail_at_byte` bytes were given, the next read() fails with
  // kIo and kFailure, or `failure` where that is set.
  explicit MemorySource(std::string bytes, std::size_t piece_bytes = kWholePiece,
                        std::size_t fail_at_byte = kNeverFails)
      : bytes_(std::move(bytes)), piece_bytes_(piece_bytes), fail_at_byte_(fail_at_byte) {}

  ErrorKind failure = ErrorKind::kIo;

  static constexpr const char* kFailure = "memory: the read failed on purpose";

  [[nodiscard]] Result<std::size_t> read(std::span<char> out) override {
    if (given_ == fail_at_byte_) return fail(failure, kFailure);
    const std::size_t end = std::min(bytes_.size(), fail_at_byte_);
    const std::size_t count = std::min({out.size(), piece_bytes_, end - given_});
    std::copy_n(bytes_.data() + given_, count, out.data());
    given_ += count;
    return count;
  }

  [[nodiscard]] std::uint64_t bytes_consumed() const override { return given_; }

 private:
  std::string bytes_;
  std::size_t piece_bytes_;
  std::size_t fail_at_byte_;
  std::size_t given_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_INPUT_MEMORY_SOURCE_H_
