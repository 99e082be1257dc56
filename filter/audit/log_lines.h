// Reads lines of a log that were published in a shape (filter/output/log_shape.h), cell by cell. Nothing of a line is left
// out but what the shape itself writes.
#ifndef ANONLOG_FILTER_AUDIT_LOG_LINES_H_
#define ANONLOG_FILTER_AUDIT_LOG_LINES_H_

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "filter/audit/published_cell.h"
#include "filter/output/log_shape.h"

namespace anonlog {

class LogLines {
 public:
  explicit LogLines(LogShape shape) : shape_(std::move(shape)) {}

  // Appends the cells, as they are spelled in the line and without those that are "-"; false: it is no such line. Where
  // nothing tells two texts apart, each may have a part of the other.
  [[nodiscard]] bool read(std::string_view line, std::vector<PublishedCell>& cells) const;

 private:
  [[nodiscard]] std::string_view literal(std::size_t index) const;
  [[nodiscard]] std::size_t end_of_piece(std::size_t index, std::string_view line) const;

  LogShape shape_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_LOG_LINES_H_
