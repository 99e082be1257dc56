// Parser::fill() for every parser: a template, so that read_line() of a final class is inlined.
#ifndef ANONLOG_PARSERS_FILL_LINES_H_
#define ANONLOG_PARSERS_FILL_LINES_H_

#include <string_view>

#include "parsers/field_scan.h"
#include "parsers/parser.h"

namespace anonlog {

// Counts the present line of `lines`, which is no row of a batch. `not_read`: anything but kRecord.
template <typename P>
void count_unread(const P& parser, LineRead not_read, std::string_view line, const LineCursor& lines,
                  Tally& tally) {
  if (not_read == LineRead::kImpossibleTime) {
    tally.reject(RejectReason::kTime, lines.offset());
  } else if (not_read == LineRead::kAmbiguous) {
    tally.reject(RejectReason::kFormat, lines.offset());
  } else if (const auto reason = parser.skip_reason(line)) {
    tally.skip(*reason);
  } else if (lines.is_of_other_program()) {
    tally.skip(SkipReason::kOtherProgram);
  } else {
    tally.reject(RejectReason::kFormat, lines.offset());
  }
}

// Reads one line as the next row of the batch, when its time is possible.
template <typename P>
LineRead read_record(const P& parser, std::string_view line, bool has_backslash, RecordBatch& batch) {
  const LineRead read = parser.read_line(line, has_backslash, batch);
  if (read != LineRead::kRecord || batch.take_time()) return read;
  return LineRead::kImpossibleTime;
}

// Reads a record that is two lines; `line` is both then, and `lines` behind them. That the quotes of both together are even in number
// (Rest::kClosed) tells that the second is no record alone.
// Requires: an empty batch, since only that has room for any line.
template <typename P>
bool read_two_lines(const P& parser, std::string_view& line, LineCursor& lines, const ParserLimits& limits,
                    RecordBatch& batch) {
  LineCursor behind = lines;
  std::string_view second;
  if (!behind.next(second)) return false;
  const std::string_view both(line.data(),
                              static_cast<std::size_t>(second.data() + second.size() - line.data()));
  if (both.size() > limits.max_line_bytes || !batch.has_room(both.size())) return false;
  if (read_record(parser, both, true, batch) != LineRead::kRecord) return false;
  lines = behind;
  line = both;
  return true;
}

template <typename P>
bool fill_lines(const P& parser, LineCursor& lines, const ParserLimits& limits, RecordBatch& batch,
                Tally& tally) {
  batch.clear();
  std::string_view line;
  bool any = false;
  while (lines.next(line)) {
    any = true;
    const bool too_long = line.size() > limits.max_line_bytes;  // then the batch need not make room for it
    if (!too_long && !batch.has_room(line.size())) {
      lines.unread();
      break;
    }
    ++tally.counts.lines;
    if (too_long) {
      tally.reject(RejectReason::kTooLong, lines.offset());
      continue;
    }
    const LineRead read = read_record(parser, line, lines.has_backslash(), batch);
    if (read == LineRead::kNotOfFormat && parser.may_span_lines() && has_open_quote(line)) {
      if (batch.rows() != 0) {
        --tally.counts.lines;
        lines.unread();
        break;
      }
      if (read_two_lines(parser, line, lines, limits, batch)) {
        ++tally.counts.lines;
        ++tally.counts.continuations;
        continue;
      }
    }
    if (read != LineRead::kRecord) count_unread(parser, read, line, lines, tally);
  }
  return any;
}

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_FILL_LINES_H_
