// The distinct numbers of a column, in the order in which they are first seen.
//
// Memory:  of the most numbers seen, kept.
// Threads: one per dictionary.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_NUMBER_DICTIONARY_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_NUMBER_DICTIONARY_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace anonlog::parquet {

class NumberDictionary {
 public:
  // Replaces what it holds by the distinct ones of `numbers` that are not `null`, and gives each row its code; kNullCode
  // to the others. False, with codes that mean nothing, as soon as there are more than `max_entries`.
  bool encode(std::span<const std::uint64_t> numbers, std::uint64_t null, std::size_t max_entries,
              std::vector<std::uint32_t>& codes);

  [[nodiscard]] std::span<const std::uint64_t> numbers() const { return numbers_; }

 private:
  [[nodiscard]] std::size_t home_of(std::uint64_t number) const {
    return static_cast<std::size_t>(number * 0x9E3779B97F4A7C15U >> shift_);
  }
  void resize(unsigned slot_bits);

  std::vector<std::uint64_t> numbers_;  // by code
  std::vector<std::uint32_t> slots_;    // code + 1, or 0; at most half are in use
  unsigned shift_ = 64;                 // 64 - log2 of the number of slots
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_NUMBER_DICTIONARY_H_
