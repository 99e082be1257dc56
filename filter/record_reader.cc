#include "filter/record_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "parsers/field_scan.h"
#include "parsers/formats.h"
#include "parsers/line_cursor.h"

namespace anonlog {

RecordReader::RecordReader(ByteSource& source, const ChunkLimits& limits, std::vector<FormatSource> given,
                           std::string name, std::vector<JsonKeys> json)
    : source_(source),
      reader_(source_, limits),
      given_(std::move(given)),
      name_(std::move(name)),
      json_(std::move(json)),
      max_line_bytes_(limits.max_line_bytes) {}

Result<bool> RecordReader::next(Chunk& chunk, LineOrigins& origins) {
  origins.clear();
  looked_at_ = !decided_;
  if (decided_ && !unwrapper_) {
    const Result<bool> more = reader_.next(chunk);
    lines_ = chunk.bytes();
    return more;
  }
  const Result<bool> more = reader_.next(decided_ ? wrapped_ : chunk);
  if (!more) return more;
  if (!*more) return end(chunk, origins);
  if (!decided_) {
    look_at(chunk);
    if (unwrapper_) std::swap(chunk, wrapped_);
  }
  if (unwrapper_) {
    unwrap(chunk, origins);
  } else if (!decided_) {
    lines_before_ +=
        static_cast<std::uint64_t>(std::ranges::count(chunk.bytes(), '\n')) + chunk.too_long_lines;
  }
  lines_ = chunk.bytes();
  return true;
}

Result<FormatChoice> RecordReader::choice(std::string_view directives) {
  if (all_unread_) return FormatChoice{given_.empty() ? format_sources(formats().front()) : given_, false};
  const std::string_view head = wrappers_.layers.empty() || !looked_at_ ? lines_ : wrappers_.head;
  Result<FormatChoice> choice = choose_format(given_, directives, head, name_, json_,
                                              looked_at_ ? wrappers_.known_detection() : nullptr);
  if (!choice) return choice;
  choice->final = choice->final && decided_;
  spans_lines_ = std::ranges::any_of(choice->formats, [](const FormatSource& source) {
    const auto parser = make_parser(source);
    return parser && (*parser)->may_span_lines();
  });
  return choice;
}

// Both lines of such a record leave a quote open: of several in a row, each second one ends a record.
Status RecordReader::decide(StreamLayouts& layouts, bool& decided) {
  if (decided) return {};
  const Result<FormatChoice> made = choice(layouts.directives());
  if (!made) return Status(tl::unexpect, made.error());
  layouts.set_formats(made->formats, made->final);
  decided = made->final;
  return {};
}

void RecordReader::keep_open_record(Chunk& chunk) {
  if (!spans_lines_ || !decided_ || unwrapper_ || chunk.too_long_lines != 0) return;
  const std::string_view bytes = chunk.bytes();
  std::size_t open_lines = 0;
  std::size_t last = bytes.size();  // where the last line begins
  for (std::size_t end = bytes.size(); end != 0; ++open_lines) {
    const std::size_t begin = end == 1 ? 0 : bytes.rfind('\n', end - 2) + 1;
    if (!has_open_quote(bytes.substr(begin, end - begin))) break;
    if (open_lines == 0) last = begin;
    end = begin;
  }
  if (open_lines % 2 == 1 && last != 0) reader_.put_back(chunk, last);
}

// Decides by a chunk as it was read, if that holds a record.
void RecordReader::look_at(const Chunk& chunk) {
  all_unread_ = false;
  if (!has_record(chunk.bytes())) return;
  wrappers_ = choose_wrappers(given_, chunk.bytes(), max_line_bytes_, json_);
  const bool may_wait = wrappers_.records == 0 || wrappers_.names_programs;
  const bool pauses = chunk.idle || unread_lines_ != 0;
  if (!wrappers_.layers.empty() && wrappers_.read == 0 && pauses && may_wait) {
    unread_lines_ += wrappers_.records;
    all_unread_ = unread_lines_ < kMaxUnreadLines;
  }
  decided_ = !all_unread_;
  // A record whose first pieces came is not lost for a better choice.
  if (unwrapper_ && unwrapper_->is_waiting()) {
    wrappers_.layers = unwrapper_->layers();
    return;
  }
  unwrapper_.reset();
  if (!wrappers_.layers.empty()) unwrapper_.emplace(wrappers_.layers, max_line_bytes_);
}

// An empty chunk with room for so many bytes.
void RecordReader::begin(Chunk& chunk, std::size_t bytes) const {
  chunk.clear();
  if (chunk.capacity >= bytes) return;
  chunk.capacity = std::max(bytes, wrapped_.capacity);
  chunk.buffer = make_large_bytes(chunk.capacity);
}

// What is within the lines of wrapped_.
void RecordReader::unwrap(Chunk& chunk, LineOrigins& origins) {
  assert(unwrapper_);
  begin(chunk, wrapped_.size + unwrapper_->waiting_bytes() + 1);  // the last line may have no newline
  chunk.offset = wrapped_.offset;
  chunk.idle = wrapped_.idle;
  chunk.too_long_lines = wrapped_.too_long_lines;
  origins.clear(lines_before_ + 1);
  LineCursor lines(wrapped_.bytes());
  UnwrappedRecord record;
  for (std::string_view line; lines.next(line);) {
    const LinePlace place{.line = ++lines_before_, .offset = wrapped_.offset + lines.offset()};
    if (unwrapper_->take(line, place, record)) append(record, chunk, origins);
  }
  end_offset_ = wrapped_.offset + wrapped_.size;
  origins.end(chunk.size, {.line = lines_before_ + 1, .offset = end_offset_});
  lines_before_ += wrapped_.too_long_lines;
}

void RecordReader::append(const UnwrappedRecord& record, Chunk& chunk, LineOrigins& origins) {
  const bool is_of_other = is_of_other_program(record);
  origins.add(chunk.size, record.place, record.pieces, is_of_other, record.stream);
  // A #Fields line of another program says nothing of this log's columns: it stays a comment without a text.
  const std::string_view text =
      is_of_other && record.text.starts_with('#') ? record.text.substr(0, 1) : record.text;
  char* const out = chunk.buffer.get() + chunk.size;
  std::copy(text.begin(), text.end(), out);
  out[text.size()] = '\n';
  chunk.size += text.size() + 1;
}

bool RecordReader::is_of_other_program(const UnwrappedRecord& record) const {
  if (record.program.empty()) return false;
  if (all_unread_) return true;
  const std::vector<std::string>& programs = wrappers_.programs;
  return !programs.empty() && std::ranges::find(programs, record.program) == programs.end();
}

// At the end of the input: records whose last piece never came, as they are, like a last line without its newline.
Result<bool> RecordReader::end(Chunk& chunk, LineOrigins& origins) {
  if (unwrapper_ && unwrapper_->is_waiting()) {
    begin(chunk, unwrapper_->waiting_bytes() + Wrapper::kStreams);
    chunk.offset = end_offset_;
    origins.clear(lines_before_ + 1);
    UnwrappedRecord record;
    while (unwrapper_->take_unfinished(record)) append(record, chunk, origins);
    origins.end(chunk.size, {.line = lines_before_ + 1, .offset = end_offset_});
    lines_ = chunk.bytes();
    return true;
  }
  if (!decided_ && unread_lines_ != 0) {
    return fail(ErrorKind::kBadInput, fmt::format("{}: no format reads any of its {} lines. {}", name_,
                                                  unread_lines_, kFormatAdvice));
  }
  return false;
}

}  // namespace anonlog
