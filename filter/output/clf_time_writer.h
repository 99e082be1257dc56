// Writes times as the Common Log Format has them, in UTC: 23/Nov/2025:17:37:28 +0000. A fraction of a second has no
// place there.
//
// Neighbouring records mostly share the second, and nearly always the day: their texts are kept.
#ifndef ANONLOG_FILTER_OUTPUT_CLF_TIME_WRITER_H_
#define ANONLOG_FILTER_OUTPUT_CLF_TIME_WRITER_H_

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "rules/public_batch.h"

namespace anonlog {

// What write() may touch, of which the text is the beginning.
inline constexpr std::size_t kClfTimeRoomBytes = 32;

class ClfTimeWriter {
 public:
  // Appends the text of `time`, which is not null; returns its end. Requires: room for kClfTimeRoomBytes.
  char* write(const PublicTime& time, char* out) {
    assert(time.micros >= 0);
    const auto micros = static_cast<std::uint64_t>(time.micros);
    if (micros - second_begin_ >= kMicrosPerSecond) begin_second(micros);
    std::memcpy(out, text_.data(), text_.size());
    return out + kTextBytes;
  }

 private:
  static constexpr std::uint64_t kMicrosPerSecond = 1'000'000;
  static constexpr std::size_t kTextBytes = 26;

  void begin_second(std::uint64_t micros);
  void begin_day(std::uint64_t second);

  // Neither has begun: no time is that far from 0.
  std::uint64_t second_begin_ = std::uint64_t{1} << 63U;  // in microseconds
  std::uint64_t day_begin_ = std::uint64_t{1} << 63U;     // in seconds
  std::array<char, kClfTimeRoomBytes> text_{"00/---/0000:00:00:00 +0000"};
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_CLF_TIME_WRITER_H_
