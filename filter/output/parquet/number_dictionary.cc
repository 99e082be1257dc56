#include "filter/output/parquet/number_dictionary.h"

#include "filter/output/parquet/code_page.h"

namespace anonlog::parquet {
namespace {

constexpr unsigned kFirstSlotBits = 8;

}  // namespace

bool NumberDictionary::encode(std::span<const std::uint64_t> numbers, std::uint64_t null,
                              std::size_t max_entries, std::vector<std::uint32_t>& codes) {
  numbers_.clear();
  resize(kFirstSlotBits);
  codes.resize(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::uint64_t number = numbers[i];
    if (number == null) {
      codes[i] = kNullCode;
      continue;
    }
    std::size_t slot = home_of(number);
    while (slots_[slot] != 0 && numbers_[slots_[slot] - 1] != number) slot = (slot + 1) & (slots_.size() - 1);
    if (slots_[slot] != 0) {
      codes[i] = slots_[slot] - 1;
      continue;
    }
    if (numbers_.size() == max_entries) return false;
    codes[i] = static_cast<std::uint32_t>(numbers_.size());
    numbers_.push_back(number);
    slots_[slot] = static_cast<std::uint32_t>(numbers_.size());
    if (numbers_.size() * 2 > slots_.size()) resize(64U - shift_ + 1);
  }
  return true;
}

void NumberDictionary::resize(unsigned slot_bits) {
  shift_ = 64U - slot_bits;
  slots_.assign(std::size_t{1} << slot_bits, 0);
  for (std::size_t code = 0; code < numbers_.size(); ++code) {
    std::size_t slot = home_of(numbers_[code]);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = static_cast<std::uint32_t>(code + 1);
  }
}

}  // namespace anonlog::parquet
