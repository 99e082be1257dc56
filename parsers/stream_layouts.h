// The layouts of each stream of an input. A container's lines are of stdout or stderr, and programs write their logs to
// either: a #Fields line, a #Date and a midnight count for the lines of their own stream alone. An input without streams
// has one.
//
// Errors and lifetime are those of W3cLayouts.
// Threads: one per input, in the order of its chunks.
#ifndef ANONLOG_PARSERS_STREAM_LAYOUTS_H_
#define ANONLOG_PARSERS_STREAM_LAYOUTS_H_

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/line_origins.h"
#include "parsers/w3c_layouts.h"
#include "parsers/wrapper.h"

namespace anonlog {

class StreamLayouts {
 public:
  // As W3cLayouts has them.
  explicit StreamLayouts(std::string_view fields = {});
  void set_formats(const std::vector<FormatSource>& formats, bool final = true);
  [[nodiscard]] std::string directives() const;

  // Whether what is cut may depend on lines.
  [[nodiscard]] bool reads_directives() const { return streams_.front().reads_directives(); }

  // The runs of the next chunk, none of them empty, into `runs`. `origins`: of its lines; empty for those of one stream.
  Status cut(std::string_view chunk, const LineOrigins& origins, std::vector<LayoutRun>& runs);

  // Where in the chunk the line begins at which cut() failed.
  [[nodiscard]] std::size_t failed_at() const { return failed_at_; }

 private:
  std::array<W3cLayouts, Wrapper::kStreams> streams_;
  std::size_t failed_at_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_STREAM_LAYOUTS_H_
