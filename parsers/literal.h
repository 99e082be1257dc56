// A literal of a line format: the bytes between two fields. A run of spaces in it stands for one or more
// spaces.
//
// Threads: immutable.
#ifndef ANONLOG_PARSERS_LITERAL_H_
#define ANONLOG_PARSERS_LITERAL_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace anonlog {

class Literal {
 public:
  // first() of the empty literal: equal to no char.
  static constexpr int kNone = 256;

  explicit Literal(std::string_view bytes) {
    for (const char c : bytes) {
      if (c != ' ' || bytes_.empty() || bytes_.back() != ' ') bytes_ += c;
    }
    if (bytes_.empty()) return;
    first_ = bytes_.front();  // NOLINT(bugprone-signed-char-misuse): it is compared with chars
    ends_with_space_ = bytes_.back() == ' ';
    if (bytes_.size() > sizeof word_) return;
    std::memcpy(&word_, bytes_.data(), bytes_.size());
    std::memset(&mask_, 0xFF, bytes_.size());
  }

  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  // Its first byte, as a char.
  [[nodiscard]] int first() const { return first_; }

  // Where it ends when it stands at p, else null.
  const char* match(const char* p, const char* end) const {
    std::size_t run = 0;
    return match(p, end, run);
  }

  // `run`: how many spaces its last byte took; 0 when that is no space.
  const char* match(const char* p, const char* end, std::size_t& run) const {
    // Nearly always eight bytes are left and no space is doubled: one comparison.
    if (mask_ != 0 && end - p >= static_cast<std::ptrdiff_t>(sizeof word_)) {
      std::uint64_t word = 0;
      std::memcpy(&word, p, sizeof word);
      if (((word ^ word_) & mask_) == 0) {
        p += bytes_.size();
        run = 0;
        if (ends_with_space_) {
          for (run = 1; p != end && *p == ' '; ++p) ++run;
        }
        return p;
      }
    }
    return match_bytes(p, end, run);
  }

 private:
  const char* match_bytes(const char* p, const char* end, std::size_t& run) const {
    run = 0;
    for (const char c : bytes_) {
      if (p == end || *p != c) return nullptr;
      ++p;
      run = 0;
      if (c == ' ') {
        for (run = 1; p != end && *p == ' '; ++p) ++run;
      }
    }
    return p;
  }

  std::string bytes_;  // one space for each run
  int first_ = kNone;
  bool ends_with_space_ = false;
  std::uint64_t word_ = 0;  // bytes_, when they are at most eight
  std::uint64_t mask_ = 0;  // ones where word_ has bytes of them; 0: they do not fit
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_LITERAL_H_
