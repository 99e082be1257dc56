// The text form of numbers and times, the same in every output form that is text.
//
//     2025-11-23T17:37:28Z, 2025-11-23T17:37:28.123Z with the log's own digits
#ifndef ANONLOG_FILTER_OUTPUT_VALUE_TEXT_H_
#define ANONLOG_FILTER_OUTPUT_VALUE_TEXT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "rules/public_batch.h"

namespace anonlog {

inline constexpr std::size_t kMaxNumberText = 20;
inline constexpr std::size_t kMaxTimeText = 27;

// Appends the decimal text of `number`; returns its end. Requires: room for kMaxNumberText bytes.
char* write_number(std::uint64_t number, char* out);

// Writes times. Neighbouring records mostly share the second: its text is kept.
class TimeWriter {
 public:
  // Appends the text of `time`, which is not null; returns its end. Requires: room for kMaxTimeText bytes and the slack
  // of a copy.
  char* write(const PublicTime& time, char* out);

 private:
  void make_second_text(std::int64_t seconds);

  static constexpr std::size_t kSecondText = 19;

  std::int64_t seconds_ = std::numeric_limits<std::int64_t>::min();  // of second_text_
  std::array<char, 32> second_text_{};                               // padded for a copy
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_VALUE_TEXT_H_
