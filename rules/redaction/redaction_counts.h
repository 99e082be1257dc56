// How often each class was found, per column of the published record.
//
// Memory:  one number per column and class, taken with the first count.
// Threads: one per worker; they are added up.
#ifndef ANONLOG_RULES_REDACTION_REDACTION_COUNTS_H_
#define ANONLOG_RULES_REDACTION_REDACTION_COUNTS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rules/column.h"
#include "rules/redaction/redaction_class.h"

namespace anonlog {

class RedactionCounts {
 public:
  void count(Column column, ClassId id) {
    std::vector<std::uint64_t>& of_column = counts_[static_cast<std::size_t>(column)];
    if (of_column.size() <= id) of_column.resize(std::size_t{id} + 1);
    ++of_column[id];
    any_ = true;
  }

  void add(const RedactionCounts& other) {
    if (!other.any_) return;
    any_ = true;
    for (std::size_t column = 0; column < kColumnCount; ++column) {
      const std::vector<std::uint64_t>& from = other.counts_[column];
      std::vector<std::uint64_t>& to = counts_[column];
      to.resize(std::max(to.size(), from.size()));
      for (std::size_t id = 0; id < from.size(); ++id) to[id] += from[id];
    }
  }

  // What was counted so far goes to `other`, and counting begins anew. Keeps its memory.
  void move_to(RedactionCounts& other) {
    if (!any_) return;
    other.add(*this);
    clear();
  }

  // Keeps its memory.
  void clear() {
    for (std::vector<std::uint64_t>& of_column : counts_) std::ranges::fill(of_column, 0);
    any_ = false;
  }

  [[nodiscard]] bool any() const { return any_; }

  [[nodiscard]] std::uint64_t of(Column column, ClassId id) const {
    const std::vector<std::uint64_t>& of_column = counts_[static_cast<std::size_t>(column)];
    return id < of_column.size() ? of_column[id] : 0;
  }

  [[nodiscard]] std::uint64_t total(ClassId id) const {
    std::uint64_t sum = 0;
    for (std::size_t column = 0; column < kColumnCount; ++column) sum += of(static_cast<Column>(column), id);
    return sum;
  }

 private:
  std::array<std::vector<std::uint64_t>, kColumnCount> counts_;
  bool any_ = false;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_REDACTION_COUNTS_H_
