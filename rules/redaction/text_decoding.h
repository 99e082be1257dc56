// Decodes a text again and again, so that an identifier is found however often and in whatever way it was encoded.
//
// A round turns %HH, %uHHHH (IIS), \xHH, \uHHHH and two backslashes (escapes of logs) into the bytes they stand for. What stands for ASCII
// then becomes ASCII: overlong UTF-8 of up to six bytes, full-width forms, and the marks of other scripts for '.', '@', '-'
// and the space. The first text is the one as it is, but for that second step.
//
// Rounds are for detection only; what is published is a part of the original, which the offsets lead back to.
//
// Lifetime: rounds die with the next decode().
// Memory:   buffers that are kept.
// Threads:  one per worker.
#ifndef ANONLOG_RULES_REDACTION_TEXT_DECODING_H_
#define ANONLOG_RULES_REDACTION_TEXT_DECODING_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anonlog {

class TextDecoding {
 public:
  static constexpr std::size_t kRounds = 3;

  // A text with the offset of each byte in the original.
  class Round {
   public:
    std::string bytes;
    std::vector<std::uint32_t> offsets;  // at least as many as bytes

    // Empties it. What is added then is not more than `room` bytes, until finish().
    void start(std::size_t room) {
      bytes.resize(room);
      offsets.resize(room);
      size_ = 0;
    }
    void add(char byte, std::uint32_t offset) {
      bytes[size_] = byte;
      offsets[size_] = offset;
      ++size_;
    }
    void finish() { bytes.resize(size_); }

   private:
    std::size_t size_ = 0;
  };

  void decode(std::string_view text);

  // The text itself first, then as many rounds as changed it.
  [[nodiscard]] std::span<const Round> rounds() const { return std::span(rounds_).first(count_); }

  // More rounds would change it further.
  [[nodiscard]] bool is_still_encoded() const { return still_encoded_; }

 private:
  std::array<Round, kRounds + 1> rounds_;
  Round unfolded_;
  std::size_t count_ = 0;
  bool still_encoded_ = false;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_TEXT_DECODING_H_
