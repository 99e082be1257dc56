// A source whose lines end with "\n", also where those of the one below end with "\r" alone, as on old Macs and in what some
// exports make of a log.
//
// Input:   where the first line end is a "\r" with something other than "\n" behind it, before any "\n" of the same read,
//          every "\r" of the input is a line end. All other inputs pass as they are, for one look at their first line.
// Errors:  those of the source below.
// Threads: one reader.
#ifndef ANONLOG_FILTER_INPUT_LINE_END_SOURCE_H_
#define ANONLOG_FILTER_INPUT_LINE_END_SOURCE_H_

#include <cstddef>

#include "filter/input/byte_source.h"

namespace anonlog {

class LineEndSource final : public ByteSource {
 public:
  // `source` must outlive this one.
  explicit LineEndSource(ByteSource& source) : source_(source) {}
  explicit LineEndSource(const ByteSource&& source) = delete;

  [[nodiscard]] Result<std::size_t> read(std::span<char> out) override;
  bool ready(int timeout_ms) override { return source_.ready(timeout_ms); }
  [[nodiscard]] bool may_pause() const override { return source_.may_pause(); }
  [[nodiscard]] std::uint64_t bytes_consumed() const override { return source_.bytes_consumed(); }

 private:
  enum class Ends : std::uint8_t { kUnknown, kNewline, kCarriageReturn };

  [[nodiscard]] std::size_t look_at(std::span<const char> bytes);

  ByteSource& source_;
  Ends ends_ = Ends::kUnknown;
  bool holds_return_ = false;  // a "\r" was read, and what stands behind it not yet
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_INPUT_LINE_END_SOURCE_H_
