// Which keys of a format that names its values (JSON, LTSV) are which fields, and which lines are its records: a text,
// compiled. Its words, parted by spaces:
//
//     field=key|key:unit|key     a field has the value of the first of these keys that is there and not empty. A key is
//                                a path with dots: a.b is the key b of the object a, or the key "a.b" itself. The unit
//                                of a duration is s (default), ms, us or ns; a value may have its own ("1.5ms",
//                                "1m2s", "0.05s")
//     !field|field               a record has one of these fields
//     +key                       a record has this key
//     +key=text* | +key=text     ... and it begins with this text; or is it
//     -key                       a record does not have this key
//     ~key                       what is no record, but has this key, is of another log that is in the same file
//     +key|key -key|key ~key|key one of these keys
//
// Case does not count in keys: header names are written in any. A line that has one of these keys twice is ambiguous: where
// a server does not escape what clients send, they add keys, and neither the first nor the last is then the server's own.
//
// Errors:  kUsage, with place, line, column and caret.
// Threads: immutable.
#ifndef ANONLOG_PARSERS_KEY_MAP_H_
#define ANONLOG_PARSERS_KEY_MAP_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/byte_scan.h"
#include "parsers/duration_text.h"
#include "parsers/error.h"
#include "parsers/field.h"

namespace anonlog {

class KeyNode;

// One key, and what its value is for.
struct KeyEntry {
  static constexpr std::uint8_t kNoSlot = 0xFF;

  std::string name;
  std::uint16_t number = 0;  // below KeyMap::kMaxKeys; the same of both ways to write a path
  std::uint8_t slot = kNoSlot;
  std::uint8_t rank = 0;  // among the keys of its slot, from 0, which counts first
  DurationUnit unit = DurationUnit::kSeconds;
  std::uint64_t mark = 0;  // what the line then has, as a bit
  std::string text;        // what the value must be for it, if not empty
  bool text_begins = false;
  std::unique_ptr<KeyNode> members;  // of an object; may be null
};

// The keys of one object.
class KeyNode {
 public:
  [[nodiscard]] const KeyEntry* find(std::string_view key) const {
    if (key.empty() || key.size() > max_key_bytes_) return nullptr;
    for (std::size_t at = hash(key);; ++at) {
      const std::uint8_t index = table_[at & mask_];
      if (index == kFree) return nullptr;
      if (is_same_key(entries_[index].name, key)) return &entries_[index];
    }
  }

  // The entry of this key, made if there is none.
  KeyEntry& add(std::string_view key);

 private:
  static constexpr std::uint8_t kFree = 0xFF;
  static constexpr std::size_t kMaxKeys = 0xFE;

  static unsigned lower(char c) { return static_cast<unsigned char>(c) | 0x20U; }
  static bool is_same_key(std::string_view name, std::string_view key) {
    if (name.size() != key.size()) return false;
    return equal_bytes(name.data(), key.data(), key.size()) || is_same_but_for_case(name, key);
  }
  static bool is_same_but_for_case(std::string_view name, std::string_view key);
  [[nodiscard]] static std::size_t hash(std::string_view key) {
    const std::size_t size = key.size();
    return size + lower(key[0]) * 7 + lower(key[size - 1]) * 31 + lower(key[size / 2]) * 131;
  }
  void grow();
  void place(std::size_t index);

  std::vector<KeyEntry> entries_;  // at most kMaxKeys
  std::vector<std::uint8_t> table_ =
      std::vector<std::uint8_t>(1, kFree);  // open addressing, at most a quarter used
  std::size_t mask_ = 0;
  std::size_t max_key_bytes_ = 0;
};

class KeyMap {
 public:
  static constexpr std::size_t kMaxSlots = 40;
  static constexpr std::size_t kMaxKeys = 512;

  static Result<KeyMap> compile(std::string_view place, std::string_view text);

  // `text` with these keys put before those that it has of the field; they are no other field's any more.
  static std::string with_keys(std::string_view text, Field field, const std::vector<std::string>& keys);

  // What is wrong with a key of such a text, if anything.
  static std::optional<std::string> key_problem(Field field, std::string_view key);

  // The same map, but no line is its record that has any of some keys without which a line is no record of any of `others`.
  // Nothing where those would be keys of its own.
  [[nodiscard]] std::optional<KeyMap> apart_from(std::span<const KeyMap* const> others) const;

  [[nodiscard]] std::span<const Slot> slots() const { return slots_; }
  [[nodiscard]] const KeyNode& root() const { return root_; }
  [[nodiscard]] std::optional<std::size_t> slot(Field field) const;
  // Those with an address that may have a port, with a count, and with a duration, bit by bit.
  [[nodiscard]] std::uint64_t address_slots() const { return address_slots_; }
  [[nodiscard]] std::uint64_t count_slots() const { return count_slots_; }
  [[nodiscard]] std::uint64_t duration_slots() const { return duration_slots_; }

  // `seen`: the slots that have a value, bit by bit, and the marks of the keys.
  [[nodiscard]] bool is_record(std::uint64_t seen) const {
    bool record = (seen & forbidden_) == 0;
    for (const std::uint64_t one_of : needs_) record = record && (seen & one_of) != 0;
    return record;
  }
  [[nodiscard]] bool has_other_logs() const { return others_ != 0; }
  [[nodiscard]] bool is_other_log(std::uint64_t seen) const { return (seen & others_) != 0; }

 private:
  friend class KeyMapCompiler;

  std::string text_;  // what it was compiled from
  std::vector<Slot> slots_;
  KeyNode root_;
  std::vector<std::uint64_t> needs_;
  std::uint64_t forbidden_ = 0;
  std::uint64_t others_ = 0;
  std::uint64_t address_slots_ = 0;
  std::uint64_t count_slots_ = 0;
  std::uint64_t duration_slots_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_KEY_MAP_H_
