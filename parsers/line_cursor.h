// Walks over the lines of a chunk.
//
// Input:    a run of whole lines, each ended by "\n"; only the last may have none (the end of an input).
// Output:   lines without their end. "\r\n" ends a line too. No part of a line are, before it, NUL bytes (what a
//           crash or copytruncate leaves), byte order marks (of files that were joined) and ANSI colours.
// Lifetime: views into the chunk.
#ifndef ANONLOG_PARSERS_LINE_CURSOR_H_
#define ANONLOG_PARSERS_LINE_CURSOR_H_

#include <cstddef>
#include <string_view>

#include "parsers/byte_scan.h"
#include "parsers/line_origins.h"

namespace anonlog {

// Whether a line that begins with `c` may begin with what is no part of it.
inline bool may_be_no_text(char c) { return c == '\0' || c == '\x1B' || c == '\xEF'; }

// Behind all that is no part of the line [first, last).
const char* skip_no_text(const char* first, const char* last);

class LineCursor {
 public:
  // `from`: the first line that is not left out. `origins`: of the chunk, where its lines were wrapped; else null.
  explicit LineCursor(std::string_view chunk, std::size_t from = 0, const LineOrigins* origins = nullptr)
      : begin_(chunk.data()),
        next_(chunk.data() + from),
        end_(chunk.data() + chunk.size()),
        origins_(origins) {}

  // False at the end of the chunk.
  bool next(std::string_view& line) {
    if (next_ == end_) return false;
    current_ = next_;
    const char* last = find_either(next_, end_, '\n', '\\');
    has_backslash_ = last != end_ && *last == '\\';
    if (has_backslash_) last = find_byte(last, end_, '\n');
    next_ = last == end_ ? end_ : last + 1;
    const char* first = current_;
    if (last != first && last[-1] == '\r') --last;
    if (first != last && may_be_no_text(*first)) first = skip_no_text(first, last);
    line = {first, static_cast<std::size_t>(last - first)};
    return true;
  }

  // Whether the line of the last next() holds a backslash.
  [[nodiscard]] bool has_backslash() const { return has_backslash_; }

  // Where the line of the last next() begins in the chunk.
  [[nodiscard]] std::size_t offset() const { return static_cast<std::size_t>(current_ - begin_); }

  // Whether the line of the last next() was written by a program whose lines are none of this log.
  [[nodiscard]] bool is_of_other_program() const {
    return origins_ != nullptr && origins_->is_of_other_program(offset());
  }

  // Gives back the line of the last next(), once.
  void unread() { next_ = current_; }

 private:
  const char* begin_;
  const char* current_ = nullptr;
  const char* next_;
  const char* end_;
  const LineOrigins* origins_;
  bool has_backslash_ = false;
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_LINE_CURSOR_H_
