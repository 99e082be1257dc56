#include "parsers/line_origins.h"

#include <algorithm>
#include <cassert>

namespace anonlog {

void LineOrigins::clear(std::uint64_t first_line) {
  first_line_ = first_line;
  lines_ = continuations_ = 0;
  shifts_.clear();
  of_other_programs_.clear();
  stream_changes_.clear();
}

void LineOrigins::add(std::size_t offset, const LinePlace& place, std::uint64_t pieces,
                      bool is_of_other_program, std::uint8_t stream) {
  end(offset, place);
  if (stream_changes_.size() % 2 != stream) stream_changes_.push_back(static_cast<std::uint32_t>(offset));
  ++lines_;
  continuations_ += pieces - 1;
  if (is_of_other_program) of_other_programs_.push_back(static_cast<std::uint32_t>(offset));
}

void LineOrigins::end(std::size_t offset, const LinePlace& place) {
  const Shift shift{
      .offset = static_cast<std::uint32_t>(offset),
      .lines = static_cast<std::int32_t>(static_cast<std::int64_t>(place.line - first_line_ - lines_)),
      .bytes = static_cast<std::int64_t>(place.offset - offset)};
  if (!shifts_.empty() && shifts_.back().lines == shift.lines && shifts_.back().bytes == shift.bytes) return;
  shifts_.push_back(shift);
}

bool LineOrigins::is_of_other_program(std::size_t offset) const {
  return std::ranges::binary_search(of_other_programs_, static_cast<std::uint32_t>(offset));
}

void LineOrigins::settle(Tally& tally) const {
  for (std::size_t i = 0; i < tally.rejected_line_count; ++i) {
    RejectedLine& rejected = tally.rejected_lines[i];
    const LinePlace place = place_of(rejected.line, rejected.offset);
    rejected.line = place.line;
    rejected.offset = place.offset;
  }
  tally.counts.lines += continuations_;
  tally.counts.continuations += continuations_;
}

LinePlace LineOrigins::place_of(std::uint64_t line, std::uint64_t offset) const {
  assert(!empty());
  const auto behind = std::ranges::upper_bound(shifts_, offset, {}, &Shift::offset);
  const Shift& shift = behind == shifts_.begin() ? *behind : behind[-1];
  return {
      .line = first_line_ + (line - 1) + static_cast<std::uint64_t>(static_cast<std::int64_t>(shift.lines)),
      .offset = offset + static_cast<std::uint64_t>(shift.bytes)};
}

}  // namespace anonlog
