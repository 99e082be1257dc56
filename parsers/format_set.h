// The formats of one input, tried on every line: a line belongs to the one with the most fields that reads it,
// of equal ones to the earlier; a line that none reads is rejected.
//
// Most fields, since a general format often reads the lines of a longer one: `combined` reads those of
// `vhost_combined` (with host:port as the address) and of `main` (text behind a format is ignored).
//
// Cost:    one format runs its own loop. Of several, a line like the one before costs what it costs alone where its
//          format can tell at once that those before it in the order cannot read it (Parser::apart_from()); else it
//          pays for those of them that fail. A batch ends where the format changes and the line is read anew: logs
//          that were joined cost what one costs, lines that take turns one by one about twice that. Worst is a longer
//          format that reads none and fails late (`main` before `combined`): each line is searched by backtracking,
//          three times the cost.
// Threads: immutable.
#ifndef ANONLOG_PARSERS_FORMAT_SET_H_
#define ANONLOG_PARSERS_FORMAT_SET_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "parsers/parser.h"

namespace anonlog {

class FormatSet {
 public:
  // Requires: at least one. They keep their order as numbers. `skipped`: lines of these are of another log, and are skipped
  // as such; empty: none is.
  explicit FormatSet(std::vector<std::unique_ptr<const Parser>> parsers, std::vector<bool> skipped = {});

  [[nodiscard]] std::size_t size() const { return parsers_.size(); }
  [[nodiscard]] const Parser& operator[](std::size_t format) const { return *parsers_[format]; }

  // Moves lines of one format, in a row, into its batch, and counts them and those that none reads as
  // Parser::fill() does. The number of the format; nothing when no line was left. A batch may have no rows.
  // Requires: a batch of its slots per format. All but the one that was named are undefined afterwards.
  std::optional<std::size_t> fill(LineCursor& lines, const ParserLimits& limits,
                                  std::span<RecordBatch> batches, Tally& tally) const;

  struct Record {
    std::size_t format = 0;
    std::string_view line;  // of a record of two lines both
  };

  // The next record, as the only row of its format's batch; lines before it that are none are counted as fill() does.
  // Nothing when there is none left. For who needs the line of each record.
  // Requires: as fill().
  std::optional<Record> next(LineCursor& lines, const ParserLimits& limits, std::span<RecordBatch> batches,
                             Tally& tally) const;

  // Why a line that none reads is no record; nothing when it must be rejected.
  [[nodiscard]] std::optional<SkipReason> skip_reason(std::string_view line) const;

 private:
  enum class Taken : std::uint8_t { kYes, kNo, kImpossibleTime, kAmbiguous, kOtherLog, kBatchEnds };

  // `run`: the format of the batch's rows so far.
  Taken take(std::string_view line, bool has_backslash, std::span<RecordBatch> batches,
             std::optional<std::size_t>& run) const;

  // The same of a line that is read as those of the run were; kNo: all formats must be asked.
  Taken take_as_before(std::string_view line, bool has_backslash, std::span<RecordBatch> batches,
                       std::size_t run) const;

  // Takes and counts the present line of `lines`. False when the batch must end before it.
  bool take_line(std::string_view& line, LineCursor& lines, const ParserLimits& limits,
                 std::span<RecordBatch> batches, std::optional<std::size_t>& run, Tally& tally) const;

  // `line` becomes both. Requires: that no batch has a row.
  bool take_two_lines(std::string_view& line, LineCursor& lines, const ParserLimits& limits,
                      std::span<RecordBatch> batches, std::optional<std::size_t>& run) const;

  std::vector<std::unique_ptr<const Parser>> parsers_;
  std::vector<bool> skipped_;       // as many as parsers_
  std::vector<std::size_t> order_;  // numbers of the parsers, most fields first
  // As many: each parser apart from those before it in the order; null: there is none.
  std::vector<std::unique_ptr<const Parser>> apart_;
  bool spans_lines_ = false;  // one of them reads records of two lines
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_FORMAT_SET_H_
