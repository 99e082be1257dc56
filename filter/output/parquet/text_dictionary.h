// Texts of a column, each with a code: the distinct ones in the order in which they are first seen.
//
// They are held as a page of PLAIN holds them, a length before each, so that a dictionary page is made already.
//
// Lifetime: text() dies with the next intern(), append() or clear().
// Memory:   the texts of a row group, and about 60 to 90 bytes for each; kept.
// Threads:  one per dictionary.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_TEXT_DICTIONARY_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_TEXT_DICTIONARY_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "filter/output/byte_buffer.h"

namespace anonlog::parquet {

class TextDictionary {
 public:
  static constexpr std::size_t kLengthBytes = 4;

  TextDictionary() { clear(); }

  void clear();

  // Hashes of texts that are about to be looked up, and what they are compared with on the way into the cache meanwhile.
  void hash(std::span<const std::string_view> texts, std::span<std::uint64_t> hashes) const;

  // The code that the text has, or size() as it was before: the text is new.
  std::uint32_t intern(std::string_view text, std::uint64_t hash);
  // A code of its own, whether the text is there or not; intern() does not find it.
  std::uint32_t append(std::string_view text);

  [[nodiscard]] std::size_t size() const { return ends_.size() - 1; }
  [[nodiscard]] std::string_view text(std::uint32_t code) const { return plain(code).substr(kLengthBytes); }
  // With its length before it.
  [[nodiscard]] std::string_view plain(std::uint32_t code) const {
    return texts_.bytes().substr(ends_[code], ends_[code + 1] - ends_[code]);
  }
  // The first eight bytes as a number that sorts as they do, zeros where there are fewer.
  [[nodiscard]] std::uint64_t prefix(std::uint32_t code) const { return prefixes_[code]; }
  [[nodiscard]] std::string_view plain_of_first(std::size_t entries) const {
    return texts_.bytes().substr(0, ends_[entries]);
  }

 private:
  // From here it is one step to the text, whose length stands before it.
  struct Slot {
    std::uint32_t tag = 0;           // of the hash
    std::uint32_t code_and_one = 0;  // 0: free
    std::size_t begin = 0;           // in texts_, of the length
  };

  [[nodiscard]] bool is_at(std::size_t begin, std::string_view text) const;
  void resize(unsigned slot_bits);

  ByteBuffer texts_;
  std::vector<std::size_t> ends_;        // in texts_; of the text before each code
  std::vector<std::uint64_t> prefixes_;  // by code
  std::vector<std::uint64_t> hashes_;    // by code, of those that intern() finds
  std::vector<Slot> slots_;              // at most half are in use
  unsigned shift_ = 64;                  // 64 - log2 of the number of slots
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_TEXT_DICTIONARY_H_
