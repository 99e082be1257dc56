#include "filter/output/parquet/number_dictionary.h"

#include <algorithm>
#include <utility>

namespace anonlog::parquet {

// The table keeps its size: the next row group has about as many numbers.
void NumberDictionary::clear() {
  numbers_.clear();
  small_.fill(0);
  std::ranges::fill(slots_, Slot());
  last_ = Slot();
  used_slots_ = 0;
}

std::uint32_t NumberDictionary::insert(std::uint64_t number, std::size_t slot) {
  const auto code = static_cast<std::uint32_t>(numbers_.size());
  numbers_.push_back(number);
  if (number < kSmallNumbers) {
    small_[number] = code + 1;
    return code;
  }
  last_ = {.number = number, .code_and_one = code + 1};
  slots_[slot] = last_;
  if (++used_slots_ * 2 > slots_.size()) resize(64U - shift_ + 1);
  return code;
}

void NumberDictionary::resize(unsigned slot_bits) {
  shift_ = 64U - slot_bits;
  std::vector<Slot> slots(std::size_t{1} << slot_bits);
  for (const Slot& old : slots_) {
    if (old.code_and_one == 0) continue;
    std::size_t slot = home_of(old.number);
    while (slots[slot].code_and_one != 0) slot = (slot + 1) & (slots.size() - 1);
    slots[slot] = old;
  }
  slots_ = std::move(slots);
}

}  // namespace anonlog::parquet
