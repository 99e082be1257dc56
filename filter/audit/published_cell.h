// A value of a published record, as text.
#ifndef ANONLOG_FILTER_AUDIT_PUBLISHED_CELL_H_
#define ANONLOG_FILTER_AUDIT_PUBLISHED_CELL_H_

#include <optional>
#include <string_view>

#include "rules/column.h"

namespace anonlog {

struct PublishedCell {
  std::optional<Column> column;  // nothing: of none that anonlog has
  std::string_view text;         // empty for null
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_PUBLISHED_CELL_H_
