// The words of PUBLISHED, and what RAW says of each of them. No word is held, only a keyed hash.
//
// Memory:   8 bytes a slot, of which between 3/8 and 3/4 are taken: 11 to 21 bytes per distinct word; while it grows once
//           more as much and a half. At most kMaxSlots: 1 GiB, 100 million words.
// Errors:   add() says false when it is full.
// Threads:  one.
#ifndef ANONLOG_FILTER_AUDIT_WORD_TABLE_H_
#define ANONLOG_FILTER_AUDIT_WORD_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "filter/audit/identifier.h"

namespace anonlog {

class WordTable {
 public:
  static constexpr std::size_t kMaxSlots = std::size_t{1} << 27;

  // `max_slots`: a power of two.
  explicit WordTable(std::size_t max_slots = kMaxSlots) : max_slots_(max_slots) {
    slots_.resize(kFirstSlots);
  }

  // A word of PUBLISHED. False: there is no room for one more.
  [[nodiscard]] bool add(std::uint64_t hash);

  // RAW has it as an identifier.
  void mark(std::uint64_t hash, Identifier identifier);

  // RAW has it where it is published by right: no identifier then.
  void mark_public(std::uint64_t hash);

  // What a word of PUBLISHED is found to be; nothing: it may stand there.
  [[nodiscard]] std::optional<Identifier> finding(std::uint64_t hash) const {
    return finding_of(slots_[find(hash)]);
  }

  [[nodiscard]] bool has_findings() const;

 private:
  static constexpr std::size_t kFirstSlots = std::size_t{1} << 12;
  // A slot: the upper bits of the hash, then whether it is public, then 1 + the class; 0 when it is free.
  static constexpr std::uint64_t kClassMask = 15;
  static constexpr std::uint64_t kPublicBit = 16;
  static constexpr std::uint64_t kKeyMask = ~std::uint64_t{31};
  static_assert(kIdentifierCount < kClassMask);

  static std::uint64_t key_of(std::uint64_t hash) {
    const std::uint64_t key = hash & kKeyMask;
    return key == 0 ? kPublicBit << 1U : key;
  }
  static std::optional<Identifier> finding_of(std::uint64_t slot) {
    const std::uint64_t identifier = slot & kClassMask;
    if (identifier == 0 || (slot & kPublicBit) != 0) return std::nullopt;
    return static_cast<Identifier>(identifier - 1);
  }

  // Of the slot that holds the hash, or of the free one where it would be.
  [[nodiscard]] std::size_t find(std::uint64_t hash) const {
    const std::uint64_t key = key_of(hash);
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(key >> 32U ^ key >> 5U) & mask;
    while (slots_[at] != 0 && (slots_[at] & kKeyMask) != key) at = (at + 1) & mask;
    return at;
  }
  void grow();

  std::size_t max_slots_;
  std::size_t taken_ = 0;  // <= 3/4 of the slots
  std::vector<std::uint64_t> slots_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_WORD_TABLE_H_
