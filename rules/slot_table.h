// Where a format's fields stand in its batches.
#ifndef ANONLOG_RULES_SLOT_TABLE_H_
#define ANONLOG_RULES_SLOT_TABLE_H_

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <vector>

#include "parsers/field.h"

namespace anonlog {

class SlotTable {
 public:
  explicit SlotTable(std::span<const Slot> slots) : slots_(slots.begin(), slots.end()) {}

  // The first slot of the field, or of the first of several fields that the format has.
  [[nodiscard]] std::optional<std::size_t> find(Field field) const {
    const auto slot =
        std::find_if(slots_.begin(), slots_.end(), [field](const Slot& s) { return s.field == field; });
    if (slot == slots_.end()) return std::nullopt;
    return static_cast<std::size_t>(slot - slots_.begin());
  }
  [[nodiscard]] std::optional<std::size_t> find(std::initializer_list<Field> fields) const {
    for (const Field field : fields) {
      if (const auto slot = find(field)) return slot;
    }
    return std::nullopt;
  }

  [[nodiscard]] const Slot& operator[](std::size_t slot) const { return slots_[slot]; }
  [[nodiscard]] std::size_t size() const { return slots_.size(); }
  [[nodiscard]] std::span<const Slot> all() const { return slots_; }

 private:
  std::vector<Slot> slots_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_SLOT_TABLE_H_
