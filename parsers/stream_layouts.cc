#include "parsers/stream_layouts.h"

namespace anonlog {

StreamLayouts::StreamLayouts(std::string_view fields) : streams_{W3cLayouts(fields), W3cLayouts(fields)} {}

void StreamLayouts::set_formats(const std::vector<FormatSource>& formats, bool final) {
  for (W3cLayouts& stream : streams_) stream.set_formats(formats, final);
}

std::string StreamLayouts::directives() const {
  std::string text;
  for (const W3cLayouts& stream : streams_) text += stream.directives();
  return text;
}

Status StreamLayouts::cut(std::string_view chunk, const LineOrigins& origins, std::vector<LayoutRun>& runs) {
  runs.clear();
  if (!reads_directives()) return streams_.front().append(chunk, runs);
  std::size_t begin = 0;
  std::size_t stream = 0;
  const auto cut_until = [&](std::size_t end) {
    W3cLayouts& layouts = streams_[stream];
    Status status = layouts.append(chunk.substr(begin, end - begin), runs);
    if (!status) failed_at_ = begin + layouts.failed_at();
    begin = end;
    stream = (stream + 1) % streams_.size();
    return status;
  };
  for (const std::uint32_t change : origins.stream_changes()) {
    if (Status status = cut_until(change); !status) return status;
  }
  return cut_until(chunk.size());
}

}  // namespace anonlog
