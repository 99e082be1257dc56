// The distinct numbers of a column, each with a code in the order in which they are first seen.
//
// Memory:  of the most numbers seen, kept: about 40 bytes for each.
// Threads: one per dictionary.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_NUMBER_DICTIONARY_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_NUMBER_DICTIONARY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace anonlog::parquet {

class NumberDictionary {
 public:
  NumberDictionary() { resize(kFirstSlotBits); }

  void clear();

  // The code that the number has, or size() as it was before: the number is new.
  std::uint32_t intern(std::uint64_t number) {
    if (number < kSmallNumbers) {
      if (small_[number] != 0) return small_[number] - 1;
    } else if (number == last_.number && last_.code_and_one != 0) {
      return last_.code_and_one - 1;
    }
    std::size_t slot = home_of(number);
    for (; slots_[slot].code_and_one != 0; slot = (slot + 1) & (slots_.size() - 1)) {
      if (slots_[slot].number == number) {
        last_ = slots_[slot];
        return last_.code_and_one - 1;
      }
    }
    return insert(number, slot);
  }
  // Codes of their own, from size() as it was on, whether the numbers are there or not; intern() does not find them.
  void append(std::span<const std::uint64_t> numbers) {
    numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
  }

  [[nodiscard]] std::size_t size() const { return numbers_.size(); }
  [[nodiscard]] std::span<const std::uint64_t> numbers() const { return numbers_; }

 private:
  // The number stands beside its code: one look at memory tells both.
  struct Slot {
    std::uint64_t number = 0;
    std::uint32_t code_and_one = 0;  // 0: free
  };

  static constexpr unsigned kFirstSlotBits = 8;
  static constexpr std::size_t kSmallNumbers = 2048;  // statuses, versions: no slot is looked for

  [[nodiscard]] std::size_t home_of(std::uint64_t number) const {
    return static_cast<std::size_t>(number * 0x9E3779B97F4A7C15U >> shift_);
  }
  std::uint32_t insert(std::uint64_t number, std::size_t slot);
  void resize(unsigned slot_bits);

  std::vector<std::uint64_t> numbers_;                // by code
  std::array<std::uint32_t, kSmallNumbers> small_{};  // by number: code + 1, or 0
  std::vector<Slot> slots_;                           // at most half are in use
  Slot last_;                                         // found last: times repeat in a row
  std::size_t used_slots_ = 0;
  unsigned shift_ = 64;  // 64 - log2 of the number of slots
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_NUMBER_DICTIONARY_H_
