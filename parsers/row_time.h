// The time of a row: which of a format's fields tell it, and what they say together.
//
// Input:   the cells of one row, the slots as the format has them. A format may log the time several times, or in parts.
// Output:  parts are one time (partial_time.h); %t of Apache is a part where there are others. Else the most exact of
//          several that is not null: Unix time, then ISO, then CLF. It is impossible when any of them is.
// Memory:  nothing is allocated per row.
// Threads: one per worker: it remembers the last date.
#ifndef ANONLOG_PARSERS_ROW_TIME_H_
#define ANONLOG_PARSERS_ROW_TIME_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "parsers/field.h"
#include "parsers/log_time.h"
#include "parsers/raw_bytes.h"
#include "parsers/time_format.h"

namespace anonlog {

// The slots that a format's time is read from: all parts, or the most exact of several whole times.
std::vector<std::size_t> time_slots(std::span<const Slot> slots);

class RowTime {
 public:
  // `stride`: from a cell to that of the next slot.
  RowTime(std::span<const Slot> slots, std::size_t stride);

  // Of rows that hold the time of day alone: days since 1970-01-01, or LogTime::kNoDay.
  void set_day(std::int64_t day) {
    for (Whole& whole : wholes_) whole.reader.set_day(day);
  }

  LogTime read(const RawBytes* row) {
    if (parts_.empty() && wholes_.size() == 1) return read_whole(wholes_.front(), row);
    return read_several(row);
  }

 private:
  // Offsets are from a row's first cell to this one.
  struct Whole {
    std::size_t offset;
    bool is_utc;
    LogTimeReader reader;
  };
  struct Part {
    std::size_t offset;
    TimeFormat format;
  };

  static LogTime read_whole(Whole& whole, const RawBytes* row) {
    const RawBytes& cell = row[whole.offset];
    if (cell.bytes().empty()) return {};
    LogTime time = whole.reader.read(cell.bytes());
    if (whole.is_utc && time.state == LogTime::State::kZoneless) time.state = LogTime::State::kUtc;
    return time;
  }
  [[nodiscard]] LogTime read_parts(const RawBytes* row) const;
  LogTime read_several(const RawBytes* row);

  std::vector<Whole> wholes_;  // the most exact first
  std::vector<Part> parts_;
  bool parts_are_utc_ = false;
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_ROW_TIME_H_
