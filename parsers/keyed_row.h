// The row of one line whose values have keys, while it is read: which key of a field counts, what is absent, decoded
// texts. The line's address is parted from its port, its durations become microseconds.
//
// Input:   keys and values with their entries of the map, in any order. A value of "-" is absent.
// Output:  the cells row[0], row[stride], ...; of what no key told absent.
// Memory:  decoded texts go to the arena, never more than the bytes of the line; no allocation. Without an arena texts
//          stay as logged: who only asks what is there needs none.
#ifndef ANONLOG_PARSERS_KEYED_ROW_H_
#define ANONLOG_PARSERS_KEYED_ROW_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "parsers/key_map.h"
#include "parsers/raw_bytes.h"
#include "parsers/unescape.h"

namespace anonlog {

class KeyedRow {
 public:
  // `arena`: `bytes` of space, those of the line; or null and 0.
  KeyedRow(const KeyMap& map, RawBytes* row, std::size_t stride, char* arena, std::size_t bytes)
      : map_(map), row_(row), stride_(stride), arena_begin_(arena), arena_(arena), arena_end_(arena + bytes) {
    for (std::size_t slot = 0; slot < map.slots().size(); ++slot) {
      cell(slot) = RawBytes();
      ranks_[slot] = kNone;
    }
  }

  // A key of the line, once per time that it stands there, whatever its value is.
  void meet(const KeyEntry& entry) {
    std::uint64_t& word = met_[entry.number / 64U];
    const std::uint64_t bit = std::uint64_t{1} << (entry.number % 64U);
    is_ambiguous_ = is_ambiguous_ || (word & bit) != 0;
    word |= bit;
  }

  // Whatever its value is, the key is there.
  void see(const KeyEntry& entry) {
    if (entry.text.empty()) seen_ |= entry.mark;
  }

  // `text`: as logged; `escaped`: it may have escapes.
  void add(const KeyEntry& entry, std::string_view text, bool escaped) {
    see(entry);
    if (!entry.text.empty() && (entry.text_begins ? text.starts_with(entry.text) : text == entry.text)) {
      seen_ |= entry.mark;
    }
    if (entry.slot == KeyEntry::kNoSlot || entry.rank >= ranks_[entry.slot] || text == "-") return;
    seen_ |= std::uint64_t{1} << entry.slot;
    if (text.empty()) {
      if (cell(entry.slot).absent()) cell(entry.slot) = RawBytes(text);
      return;
    }
    ranks_[entry.slot] = entry.rank;
    units_[entry.slot] = entry.unit;
    cell(entry.slot) = RawBytes(escaped ? decode(text) : text);
  }

  // One more value of a list that is one field (RFC 9110 section 5.2: values of one header are joined by ", ").
  void append(const KeyEntry& entry, std::string_view text, bool escaped);

  // Whether all together are a record. Requires: called once, last.
  bool finish();

  // Whether a key stands there twice.
  [[nodiscard]] bool is_ambiguous() const { return is_ambiguous_; }

  [[nodiscard]] std::uint64_t seen() const { return seen_; }
  [[nodiscard]] std::size_t arena_used() const { return static_cast<std::size_t>(arena_ - arena_begin_); }
  // Whether the entry's key is the one that counted for its field.
  [[nodiscard]] bool counted(const KeyEntry& entry) const {
    return entry.slot != KeyEntry::kNoSlot && ranks_[entry.slot] == entry.rank;
  }
  // Whether all values of a list of this key count.
  [[nodiscard]] bool joins(const KeyEntry& entry) const {
    return map_.slots()[entry.slot].field == Field::kForwardedFor;
  }

 private:
  static constexpr std::uint8_t kNone = 0xFF;  // no key yet, or none with a value that is not empty

  RawBytes& cell(std::size_t slot) { return row_[slot * stride_]; }
  // False, and the line is no record: a list of values without quotes grows by its separators.
  bool has_room(std::size_t bytes) {
    if (static_cast<std::size_t>(arena_end_ - arena_) >= bytes) return true;
    overflowed_ = true;
    return false;
  }
  std::string_view decode(std::string_view text) {
    if (arena_begin_ == nullptr ||
        find_byte(text.data(), text.data() + text.size(), '\\') == text.data() + text.size())
      return text;
    if (!has_room(text.size())) return {};
    const std::size_t size = unescape(Escapes::kBackslash, text, arena_);
    const std::string_view decoded(arena_, size);
    arena_ += size;
    return decoded;
  }
  void part_from_port(std::size_t slot);
  void to_micros(std::size_t slot);

  const KeyMap& map_;
  RawBytes* row_;
  std::size_t stride_;
  char* arena_begin_;
  char* arena_;
  char* arena_end_;
  std::uint64_t seen_ = 0;
  std::array<std::uint64_t, KeyMap::kMaxKeys / 64> met_{};  // keys, by their numbers
  bool is_ambiguous_ = false;
  bool overflowed_ = false;  // a value had no room in the arena
  std::array<std::uint8_t, KeyMap::kMaxSlots> ranks_;
  std::array<DurationUnit, KeyMap::kMaxSlots> units_;
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_KEYED_ROW_H_
