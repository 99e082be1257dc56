// Copies of a few bytes, inline: most values of a record are shorter than a call of memcpy() costs.
#ifndef ANONLOG_FILTER_OUTPUT_TEXT_COPY_H_
#define ANONLOG_FILTER_OUTPUT_TEXT_COPY_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace anonlog {

// Copies `size` bytes in blocks of kBlock, kBlock <= size <= 4 * kBlock: the blocks overlap as far as they
// must. No branch depends on the size.
template <std::size_t kBlock>
inline void copy_overlapping(char* out, const char* from, std::size_t size) {
  const std::size_t last = size - kBlock;
  const std::size_t second = std::min(kBlock, last);
  const std::size_t third = last - second;
  std::memcpy(out, from, kBlock);
  std::memcpy(out + second, from + second, kBlock);
  std::memcpy(out + third, from + third, kBlock);
  std::memcpy(out + last, from + last, kBlock);
}

// Appends `bytes` at `out`; returns its end. Touches nothing outside of either: a text may end where its
// memory ends.
inline char* copy_text(char* out, std::string_view bytes) {
  const char* from = bytes.data();
  const std::size_t size = bytes.size();
  if (size < 8) {
    if (size >= 4) {
      std::memcpy(out, from, 4);
      std::memcpy(out + size - 4, from + size - 4, 4);
    } else if (size != 0) {
      out[0] = from[0];
      out[size / 2] = from[size / 2];
      out[size - 1] = from[size - 1];
    }
  } else if (size <= 32) {
    copy_overlapping<8>(out, from, size);
  } else if (size <= 64) {
    copy_overlapping<16>(out, from, size);
  } else {
    std::memcpy(out, from, size);
  }
  return out + size;
}

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_TEXT_COPY_H_
