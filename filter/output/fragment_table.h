// Short texts that are copied again and again, each chosen by its index: what stands between two values, and
// the values of a closed set together with what follows them.
//
// Every text lies in a slot of one size and is copied as the whole slot, in blocks of a fixed number: no
// length decides a branch, so none is mispredicted. memcpy() of the text's own size was rejected: that is a
// call for each value of a record.
//
// Memory: texts x the longest, rounded up.
#ifndef ANONLOG_FILTER_OUTPUT_FRAGMENT_TABLE_H_
#define ANONLOG_FILTER_OUTPUT_FRAGMENT_TABLE_H_

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

namespace anonlog {

class FragmentTable {
 public:
  FragmentTable() = default;

  explicit FragmentTable(std::span<const std::string> texts) : size_(texts.size()) {
    std::size_t longest = 0;
    for (const std::string& text : texts) longest = std::max(longest, text.size());
    slot_bytes_ = (longest + sizeof(TextSize) + kBlockBytes - 1) / kBlockBytes * kBlockBytes;
    slots_.resize(slot_bytes_ * texts.size());
    char* slot = slots_.data();
    for (const std::string& text : texts) {
      const auto size = static_cast<TextSize>(text.size());
      std::memcpy(slot, text.data(), text.size());
      std::memcpy(slot + slot_bytes_ - sizeof(size), &size, sizeof(size));
      slot += slot_bytes_;
    }
  }

  [[nodiscard]] std::size_t size() const { return size_; }

  // What a copy writes, of which the text is the beginning.
  [[nodiscard]] std::size_t slot_bytes() const { return slot_bytes_; }

  // Appends text `index` at `out`; returns its end. Requires: room for slot_bytes().
  char* copy(char* out, std::size_t index) const {
    assert(index < size_);
    const char* slot = slots_.data() + index * slot_bytes_;
    std::memcpy(out, slot, kBlockBytes);
    for (std::size_t done = kBlockBytes; done < slot_bytes_; done += kBlockBytes) {
      std::memcpy(out + done, slot + done, kBlockBytes);
    }
    TextSize size = 0;
    std::memcpy(&size, slot + slot_bytes_ - sizeof(size), sizeof(size));
    return out + size;
  }

 private:
  using TextSize = std::uint32_t;

  static constexpr std::size_t kBlockBytes = 32;

  std::vector<char> slots_;  // a text, unused bytes, and at the end of the slot the text's size
  std::size_t slot_bytes_ = 0;
  std::size_t size_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_FRAGMENT_TABLE_H_
