// A growing run of bytes that is written at its end.
//
// Unlike std::string it is never filled with zeros before it is written, and it keeps its space when cleared.
//
// Lifetime: what reserve() and bytes() give dies with the next reserve(), append() or clear().
#ifndef ANONLOG_FILTER_OUTPUT_BYTE_BUFFER_H_
#define ANONLOG_FILTER_OUTPUT_BYTE_BUFFER_H_

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace anonlog {

class ByteBuffer {
 public:
  // Room for `bytes` more; what is written there counts once commit() was called with its end.
  char* reserve(std::size_t bytes) {
    if (capacity_ - size_ < bytes) grow(size_ + bytes);
    return data_.get() + size_;
  }
  void commit(const char* end) {
    size_ = static_cast<std::size_t>(end - data_.get());
    assert(size_ <= capacity_);
  }

  void append(std::string_view bytes) {
    if (bytes.empty()) return;
    char* end = reserve(bytes.size());
    std::memcpy(end, bytes.data(), bytes.size());
    commit(end + bytes.size());
  }

  void clear() { size_ = 0; }
  [[nodiscard]] std::string_view bytes() const { return {data_.get(), size_}; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

 private:
  void grow(std::size_t wanted) {
    constexpr std::size_t kSmallest = std::size_t{64} << 10;
    const std::size_t capacity = std::max({kSmallest, wanted, capacity_ + capacity_ / 2});
    auto data = std::make_unique_for_overwrite<char[]>(capacity);
    if (size_ != 0) std::memcpy(data.get(), data_.get(), size_);
    data_ = std::move(data);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;  // <= capacity_
  std::size_t capacity_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_BYTE_BUFFER_H_
