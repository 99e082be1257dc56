#include "filter/audit/word_table.h"

#include <algorithm>

namespace anonlog {

bool WordTable::add(std::uint64_t hash) {
  std::size_t at = find(hash);
  if (slots_[at] != 0) return true;
  if ((taken_ + 1) * 4 > slots_.size() * 3) {
    if (slots_.size() == max_slots_) return false;
    grow();
    at = find(hash);
  }
  slots_[at] = key_of(hash);
  ++taken_;
  return true;
}

void WordTable::mark(std::uint64_t hash, Identifier identifier) {
  std::uint64_t& slot = slots_[find(hash)];
  if (slot == 0) return;
  const std::uint64_t now = static_cast<std::uint64_t>(identifier) + 1;
  const std::uint64_t before = slot & kClassMask;
  if (before == 0 || now < before) slot = (slot & ~kClassMask) | now;
}

void WordTable::mark_public(std::uint64_t hash) {
  std::uint64_t& slot = slots_[find(hash)];
  if (slot != 0) slot |= kPublicBit;
}

bool WordTable::has_findings() const {
  return std::ranges::any_of(slots_, [](std::uint64_t slot) { return finding_of(slot).has_value(); });
}

void WordTable::grow() {
  std::vector<std::uint64_t> before(slots_.size() * 2);
  before.swap(slots_);
  for (const std::uint64_t slot : before) {
    if (slot != 0) slots_[find(slot & kKeyMask)] = slot;
  }
}

}  // namespace anonlog
