// How the columns of an output are held: what an encoder prepares for, and needs to prepare again only when a batch
// comes from another plan.
//
// Lifetime: of a batch nothing is kept but its vocabularies' addresses (encoder.h).
#ifndef ANONLOG_FILTER_OUTPUT_COLUMN_LAYOUT_H_
#define ANONLOG_FILTER_OUTPUT_COLUMN_LAYOUT_H_

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "rules/public_batch.h"

namespace anonlog {

class ColumnLayout {
 public:
  explicit ColumnLayout(std::span<const Column> columns)
      : columns_(columns.begin(), columns.end()), held_(columns.size()) {
    assert(columns.size() <= kColumnCount);
    in_order_ = std::ranges::is_sorted(columns_);
  }

  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }

  // Of the catalogue.
  [[nodiscard]] bool in_order() const { return in_order_; }

  // True: the columns of `batch` are held otherwise than those of the batch before, or it is the first.
  bool update(const PublicBatch& batch) {
    bool changed = !is_known_;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Held now = held_by(batch.column(columns_[i]));
      changed |= !(now == held_[i]);
      held_[i] = now;
    }
    is_known_ = true;
    return changed;
  }

 private:
  struct Held {
    PublicColumn::Form form = PublicColumn::Form::kNull;
    const std::string_view* vocabulary = nullptr;
    std::size_t vocabulary_size = 0;

    bool operator==(const Held&) const = default;
  };

  static Held held_by(const PublicColumn& column) {
    if (column.form() != PublicColumn::Form::kId) return {column.form(), nullptr, 0};
    return {column.form(), column.vocabulary().data(), column.vocabulary().size()};
  }

  std::vector<Column> columns_;
  std::vector<Held> held_;  // by place in columns_
  bool in_order_ = false;
  bool is_known_ = false;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_COLUMN_LAYOUT_H_
