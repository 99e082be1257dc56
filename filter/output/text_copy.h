// Copies of a few bytes, inline: most values of a record are shorter than a call of memcpy() costs.
#ifndef ANONLOG_FILTER_OUTPUT_TEXT_COPY_H_
#define ANONLOG_FILTER_OUTPUT_TEXT_COPY_H_

#include <cstddef>
#include <cstring>
#include <string_view>

namespace anonlog {

// A copy of 16 bytes at a time writes up to this many bytes behind its end.
inline constexpr std::size_t kCopySlackBytes = 16;

// Appends `bytes` at `out`. Reads nothing outside of `bytes`. Requires: room for kCopySlackBytes behind them.
inline char* copy_text(char* out, std::string_view bytes) {
  const char* from = bytes.data();
  const std::size_t size = bytes.size();
  if (size >= 16) {
    std::size_t done = 0;
    for (; size - done >= 16; done += 16) std::memcpy(out + done, from + done, 16);
    std::memcpy(out + size - 16, from + size - 16, 16);
  } else if (size >= 8) {
    std::memcpy(out, from, 8);
    std::memcpy(out + size - 8, from + size - 8, 8);
  } else if (size >= 4) {
    std::memcpy(out, from, 4);
    std::memcpy(out + size - 4, from + size - 4, 4);
  } else {
    for (std::size_t i = 0; i < size; ++i) out[i] = from[i];
  }
  return out + size;
}

// The same for a text with at least 15 readable bytes behind it.
inline char* copy_padded(char* out, const char* from, std::size_t size) {
  std::size_t done = 0;
  do {
    std::memcpy(out + done, from + done, 16);
    done += 16;
  } while (done < size);
  return out + size;
}

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_TEXT_COPY_H_
