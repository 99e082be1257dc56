#include "parsers/format_set.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

#include "parsers/fill_lines.h"

namespace anonlog {

FormatSet::FormatSet(std::vector<std::unique_ptr<const Parser>> parsers, std::vector<bool> skipped)
    : parsers_(std::move(parsers)), skipped_(std::move(skipped)), order_(parsers_.size()) {
  assert(!parsers_.empty());
  skipped_.resize(parsers_.size());
  spans_lines_ = std::ranges::any_of(parsers_, [](const auto& parser) { return parser->may_span_lines(); });
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::sort(order_.begin(), order_.end(), [this](std::size_t a, std::size_t b) {
    const std::size_t fields_a = parsers_[a]->slots().size();
    const std::size_t fields_b = parsers_[b]->slots().size();
    return fields_a != fields_b ? fields_a > fields_b : a < b;
  });
  apart_.resize(parsers_.size());
  std::vector<const Parser*> before;
  for (const std::size_t format : order_) {
    const Parser& parser = *parsers_[format];
    if (!before.empty()) apart_[format] = parser.apart_from(before);
    before.push_back(&parser);
  }
}

std::optional<std::size_t> FormatSet::fill(LineCursor& lines, const ParserLimits& limits,
                                           std::span<RecordBatch> batches, Tally& tally) const {
  assert(batches.size() == parsers_.size());
  if (parsers_.size() == 1) {
    if (!parsers_.front()->fill(lines, limits, batches.front(), tally)) return std::nullopt;
    return 0;
  }
  for (RecordBatch& batch : batches) batch.clear();
  std::optional<std::size_t> run;
  std::string_view line;
  bool any = false;
  while (lines.next(line)) {
    if (!take_line(line, lines, limits, batches, run, tally)) {
      lines.unread();
      break;
    }
    any = true;
  }
  if (!any) return std::nullopt;
  return run.value_or(order_.front());
}

std::optional<FormatSet::Record> FormatSet::next(LineCursor& lines, const ParserLimits& limits,
                                                 std::span<RecordBatch> batches, Tally& tally) const {
  assert(batches.size() == parsers_.size());
  for (RecordBatch& batch : batches) batch.clear();
  std::optional<std::size_t> run;
  for (std::string_view line; lines.next(line);) {
    const bool taken = take_line(line, lines, limits, batches, run, tally);
    assert(taken);  // what has no rows need not end
    static_cast<void>(taken);
    if (run) return Record{*run, line};
  }
  return std::nullopt;
}

bool FormatSet::take_line(std::string_view& line, LineCursor& lines, const ParserLimits& limits,
                          std::span<RecordBatch> batches, std::optional<std::size_t>& run,
                          Tally& tally) const {
  if (line.size() > limits.max_line_bytes) {
    ++tally.counts.lines;
    tally.reject(RejectReason::kTooLong, lines.offset());
    return true;
  }
  Taken taken = run ? take_as_before(line, lines.has_backslash(), batches, *run) : Taken::kNo;
  if (taken == Taken::kNo) taken = take(line, lines.has_backslash(), batches, run);
  const bool open = taken == Taken::kNo && spans_lines_ && has_open_quote(line);
  if (taken == Taken::kBatchEnds || (open && run)) return false;
  ++tally.counts.lines;
  if (open && take_two_lines(line, lines, limits, batches, run)) {
    ++tally.counts.lines;
    ++tally.counts.continuations;
  } else if (taken == Taken::kNo) {
    count_unread(*this, LineRead::kNotOfFormat, line, lines, tally);
  } else if (taken == Taken::kOtherLog) {
    tally.skip(SkipReason::kOtherLog);
  } else if (taken == Taken::kImpossibleTime) {
    count_unread(*this, LineRead::kImpossibleTime, line, lines, tally);
  } else if (taken == Taken::kAmbiguous) {
    count_unread(*this, LineRead::kAmbiguous, line, lines, tally);
  }
  return true;
}

FormatSet::Taken FormatSet::take_as_before(std::string_view line, bool has_backslash,
                                           std::span<RecordBatch> batches, std::size_t run) const {
  if (apart_[run] == nullptr) return Taken::kNo;
  if (!batches[run].has_room(line.size())) return Taken::kBatchEnds;
  const LineRead read = read_record(*apart_[run], line, has_backslash, batches[run]);
  if (read == LineRead::kNotOfFormat) return Taken::kNo;
  if (read == LineRead::kAmbiguous) return Taken::kAmbiguous;
  return read == LineRead::kRecord ? Taken::kYes : Taken::kImpossibleTime;
}

FormatSet::Taken FormatSet::take(std::string_view line, bool has_backslash, std::span<RecordBatch> batches,
                                 std::optional<std::size_t>& run) const {
  for (const std::size_t format : order_) {
    RecordBatch& batch = batches[format];
    if (!batch.has_room(line.size())) return Taken::kBatchEnds;
    const LineRead read = read_record(*parsers_[format], line, has_backslash, batch);
    if (read == LineRead::kNotOfFormat) continue;
    if (read == LineRead::kImpossibleTime) return Taken::kImpossibleTime;
    if (read == LineRead::kAmbiguous) return Taken::kAmbiguous;
    if (skipped_[format]) {
      batch.clear();
      return Taken::kOtherLog;
    }
    if (run && *run != format) return Taken::kBatchEnds;
    run = format;
    return Taken::kYes;
  }
  return Taken::kNo;
}

bool FormatSet::take_two_lines(std::string_view& line, LineCursor& lines, const ParserLimits& limits,
                               std::span<RecordBatch> batches, std::optional<std::size_t>& run) const {
  for (const std::size_t format : order_) {
    if (!parsers_[format]->may_span_lines()) continue;
    if (!read_two_lines(*parsers_[format], line, lines, limits, batches[format])) continue;
    run = format;
    return true;
  }
  return false;
}

std::optional<SkipReason> FormatSet::skip_reason(std::string_view line) const {
  for (const auto& parser : parsers_) {
    if (const auto reason = parser->skip_reason(line)) return reason;
  }
  return std::nullopt;
}

}  // namespace anonlog
