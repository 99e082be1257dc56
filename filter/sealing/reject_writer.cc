#include "filter/sealing/reject_writer.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "filter/cli/json_string.h"
#include "filter/output/json_text.h"
#include "filter/output/text_copy.h"

namespace anonlog {
namespace {

// `line` as the writer of its log wrote it; its last byte may be "\r".
std::string_view line_at(std::string_view chunk, std::size_t offset) {
  const std::string_view line = chunk.substr(offset, chunk.find('\n', offset) - offset);
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

std::string beginning(std::string_view input, const LinePlace& place, RejectReason reason) {
  std::string text = R"({"input":)";
  append_json_string(input, text);
  return text + fmt::format(R"(,"line":{},"offset":{},"reason":"{}","bytes":)", place.line, place.offset,
                            kRejectReasons[static_cast<std::size_t>(reason)]);
}

}  // namespace

Status RejectWriter::append(const Work& work, std::uint64_t lines_before, SealedPart& part) {
  if (work.rejected.empty()) return {};
  text_.clear();
  for (const RejectedLine& rejected : work.rejected) {
    if (text_.bytes().size() >= kFrameBytes) {
      if (Status status = end_frame(part); !status) return status;
    }
    ++part.records;
    const LinePlace place = work.origins.empty()
                                ? LinePlace{rejected.line + lines_before, rejected.offset + work.chunk.offset}
                                : work.origins.place_of(rejected.line, rejected.offset);
    text_.append(beginning(work.input, place, rejected.reason));
    if (rejected.offset >= work.chunk.size) {
      text_.append("null}\n");
      continue;
    }
    const std::string_view line = line_at(work.chunk.bytes(), rejected.offset);
    char* end = text_.reserve(json_text_room_bytes(line.size()) + 8);
    *end++ = '"';
    end = write_json_text(line, end);
    text_.commit(copy_text(end, "\"}\n"));
  }
  return end_frame(part);
}

Status RejectWriter::end_frame(SealedPart& part) {
  const Status status = compressor_.compress(text_.bytes(), part.bytes);
  text_.clear();
  return status;
}

}  // namespace anonlog
