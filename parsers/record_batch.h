// A small batch of parsed lines as columns of views: what a Parser fills and a plan reads.
//
// The time of a row is read as the row is added: whether it is possible decides whether the line is a record.
//
// Lifetime: the views point into the chunk and into the batch's own arena (for what had to be unescaped);
//           they die at the next clear() and with the chunk.
// Memory:   kMaxRows rows of each slot; the arena holds at most the bytes of the batch's lines. Nothing is
//           allocated after the first batches.
// Threads:  one per worker.
#ifndef ANONLOG_PARSERS_RECORD_BATCH_H_
#define ANONLOG_PARSERS_RECORD_BATCH_H_

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "parsers/field.h"
#include "parsers/log_time.h"
#include "parsers/raw_bytes.h"
#include "parsers/row_time.h"

namespace anonlog {

class RecordBatch {
 public:
  // 256 rows of ten columns are 40 KiB: the batch and what is made of it stay in the second-level cache.
  static constexpr std::size_t kMaxRows = 256;
  // A batch also ends here, so that its buffers stay small when lines are long.
  static constexpr std::size_t kMaxBytes = std::size_t{256} << 10;

  // From the cell of a row to the cell of the same row in the next column. Not kMaxRows: cells 4 KiB apart
  // share one set of the first-level cache, which then holds eight columns at most.
  static constexpr std::size_t kColumnStride = kMaxRows + 64 / sizeof(RawBytes);

  static constexpr std::int64_t kNoDay = LogTime::kNoDay;

  // `slots`: the columns, as their format has them.
  explicit RecordBatch(std::span<const Slot> slots)
      : cells_(slots.size() * kColumnStride), row_time_(slots, kColumnStride) {}

  // The day of lines that hold the time of day alone, in days since 1970-01-01; LogTime::kNoDay when no one knows it.
  // It stays when the batch is cleared.
  void set_day(std::int64_t day) { row_time_.set_day(day); }

  void clear() { rows_ = line_bytes_ = arena_used_ = arena_kept_ = 0; }
  [[nodiscard]] std::size_t rows() const { return rows_; }
  // Bytes of all lines in the batch: a bound for every text that is made of them.
  [[nodiscard]] std::size_t line_bytes() const { return line_bytes_; }

  [[nodiscard]] std::span<const RawBytes> column(std::size_t slot) const {
    return {cells_.data() + slot * kColumnStride, rows_};
  }

  // Of the rows whose time was taken.
  [[nodiscard]] std::span<const LogTime> times() const { return {times_.data(), rows_}; }

  // Whether a line of `bytes` may be added. An empty batch takes any line.
  bool has_room(std::size_t bytes) {
    if (rows_ == kMaxRows) return false;
    if (rows_ != 0 && line_bytes_ + bytes > kMaxBytes) return false;
    // The arena must not move while views point into it: it grows only for the first line of a batch.
    if (rows_ == 0 && arena_bytes_ < bytes) {
      arena_bytes_ = bytes < kMaxBytes ? kMaxBytes : bytes;
      arena_ =
          std::make_unique_for_overwrite<char[]>(arena_bytes_);  // untouched: most batches use little of it
    }
    return true;
  }

  // The next row's first cell; the cell of slot s is row[s * kColumnStride].
  // Requires: has_room() for this line.
  RawBytes* next_row() { return cells_.data() + rows_; }
  void commit_row(std::size_t bytes) {
    assert(rows_ < kMaxRows);
    ++rows_;
    line_bytes_ += bytes;
    last_ = {bytes, arena_kept_};
    arena_kept_ = arena_used_;
  }

  // Reads the time of the row that was committed last. False: it is impossible, and the row is gone.
  [[nodiscard]] bool take_time() {
    assert(rows_ != 0);
    const LogTime time = row_time_.read(cells_.data() + rows_ - 1);
    times_[rows_ - 1] = time;
    if (time.state != LogTime::State::kImpossible) return true;
    --rows_;
    line_bytes_ -= last_.line_bytes;
    arena_used_ = arena_kept_ = last_.arena_begin;
    return false;
  }

  // `bytes` of space for unescaped values of the line being added; the unused rest is given back.
  char* arena() { return arena_.get() + arena_used_; }
  void use_arena(std::size_t bytes) {
    arena_used_ += bytes;
    assert(arena_used_ <= arena_bytes_);
  }

 private:
  // What the row that was committed last took.
  struct LastRow {
    std::size_t line_bytes = 0;
    std::size_t arena_begin = 0;
  };

  std::vector<RawBytes> cells_;  // slot-major: a column is contiguous
  std::unique_ptr<char[]> arena_;
  std::size_t arena_bytes_ = 0;
  std::size_t arena_used_ = 0;  // <= line_bytes_ + the bytes of the line being added <= arena_bytes_
  std::size_t arena_kept_ = 0;  // of it by the rows
  std::size_t rows_ = 0;        // <= kMaxRows
  std::size_t line_bytes_ = 0;
  LastRow last_;
  RowTime row_time_;
  std::array<LogTime, kMaxRows> times_{};
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_RECORD_BATCH_H_
