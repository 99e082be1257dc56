// Takes lines out of their wrappers, and joins the pieces of a record to one line.
//
// Input:    the lines of one input, in order.
// Output:   lines as the server wrote them. One that lacks a wrapper goes on as it is: formats are then tried on it as on
//           any line, and corrupt ones are rejected by them.
// Lifetime: of a record until the next call. `layers` are rows of the table.
// Memory:   two lines, and a record that waits for its end per stream, each of max_line_bytes at most. Nothing is allocated
//           for a line once the buffers have their size.
// Threads:  one per input.
#ifndef ANONLOG_PARSERS_UNWRAPPER_H_
#define ANONLOG_PARSERS_UNWRAPPER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/line_origins.h"
#include "parsers/wrapper.h"

namespace anonlog {

struct UnwrappedRecord {
  std::string_view text;
  std::string_view program;  // that wrote it; empty: unknown
  LinePlace place;           // of its first piece
  std::uint64_t pieces = 1;  // lines that it is made of
  std::uint8_t stream = 0;   // as the wrapper that joins says; below Wrapper::kStreams
};

class Unwrapper {
 public:
  // `layers`: outermost first; at most one of them joins.
  Unwrapper(std::vector<const Wrapper*> layers, std::size_t max_line_bytes);

  // Takes a line without its line end. Whether it ends a record. A longer one than max_line_bytes, also one that was joined,
  // comes as its first max_line_bytes + 1 bytes.
  bool take(std::string_view line, const LinePlace& place, UnwrappedRecord& record);

  // At the end of the input: a record whose last piece is missing, as it is; the one that began first. False: none is left.
  bool take_unfinished(UnwrappedRecord& record);

  // Of the records that wait for their end, and whether there are any.
  [[nodiscard]] std::size_t waiting_bytes() const;
  [[nodiscard]] bool is_waiting() const;

  [[nodiscard]] const std::vector<const Wrapper*>& layers() const { return layers_; }

 private:
  struct Pending {
    std::string text;
    LinePlace place;
    std::uint64_t pieces = 0;  // 0: there is none
  };

  void strip(std::size_t from, std::size_t to, std::string_view& text, std::string_view& program);
  void join(Pending& pending, const WrappedLine& piece, const LinePlace& place);
  void finish(Pending& pending, UnwrappedRecord& record);
  char* other_buffer(std::string_view text);

  std::vector<const Wrapper*> layers_;
  std::size_t max_line_bytes_;
  std::size_t joining_;  // the layer that joins; layers_.size(): none
  std::array<std::vector<char>, 2>
      buffers_;  // the text of one layer lies in one, that of the next in the other
  std::array<Pending, Wrapper::kStreams> pending_;
  std::string joined_;   // the record that was finished last
  std::string program_;  // of the present line
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_UNWRAPPER_H_
