#include "filter/audit/raw_log.h"

#include <algorithm>

#include "filter/format_choice.h"
#include "filter/reading.h"
#include "filter/record_reader.h"
#include "parsers/field_scan.h"
#include "parsers/stream_layouts.h"

namespace anonlog {

Status RawLog::read(ByteSource& source, const std::string& name, const TakeLine& take) {
  ChunkLimits limits;
  limits.max_line_bytes = kMaxLineBytes;
  RecordReader reader(source, limits, settings_.formats, name, settings_.json);
  StreamLayouts layouts(settings_.fields);
  std::vector<LayoutRun> runs;
  Chunk chunk;
  LineOrigins origins;
  for (bool decided = false;;) {
    const Result<bool> more = reader.next(chunk, origins);
    if (!more && settings_.allow_truncated && more.error().kind == ErrorKind::kTruncated) break;
    if (!more) return Status(tl::unexpect, more.error());
    if (!*more) break;
    if (Status status = reader.decide(layouts, decided); !status) return status;
    reader.keep_open_record(chunk);
    if (Status status = layouts.cut(chunk.bytes(), origins, runs); !status) return status;
    std::size_t end = 0;
    for (const LayoutRun& run : runs) {
      const Result<Compiled*> formats = compiled(*run.formats);
      if (!formats) return Status(tl::unexpect, formats.error());
      for (RecordBatch& batch : (*formats)->batches) batch.set_day(run.day);
      const std::size_t begin = std::exchange(end, end + run.bytes);
      take_run(**formats, chunk.bytes().substr(0, end), begin, origins, take);
    }
    counts_.lines += chunk.too_long_lines;
    counts_.too_long += chunk.too_long_lines;
  }
  counts_.bytes += reader.bytes_read();
  return {};
}

Result<RawLog::Compiled*> RawLog::compiled(const std::vector<FormatSource>& sources) {
  const auto known = std::ranges::find_if(compiled_, [&sources](const auto& compiled) {
    return std::ranges::equal(compiled->sources, sources, [](const FormatSource& a, const FormatSource& b) {
      return a.is_same_format(b);
    });
  });
  if (known != compiled_.end()) return known->get();
  Result<FormatSet> formats = make_format_set(with_json_keys(sources, settings_.json));
  if (!formats) return tl::unexpected<Error>(std::move(formats).error());
  compiled_.push_back(std::make_unique<Compiled>(Compiled{sources, *std::move(formats), {}}));
  Compiled& made = *compiled_.back();
  for (std::size_t i = 0; i < made.formats.size(); ++i) {
    made.batches.emplace_back(made.formats[i].slots());
    made.spans_lines = made.spans_lines || made.formats[i].may_span_lines();
  }
  return &made;
}

void RawLog::take_run(Compiled& compiled, std::string_view chunk, std::size_t begin,
                      const LineOrigins& origins, const TakeLine& take) {
  LineCursor lines(chunk, begin, &origins);
  for (std::string_view text; lines.next(text);) {
    ++counts_.lines;
    RawLine line{text};
    Tally tally;
    const auto end = std::min<std::size_t>(static_cast<std::size_t>(text.data() + text.size() - chunk.data()),
                                           chunk.size());
    line.batch = read_record(compiled, chunk, lines.offset(), end, origins, tally, line.parser);
    if (line.batch == nullptr && compiled.spans_lines && has_open_quote(text)) {
      LineCursor behind = lines;
      std::string_view second;
      Tally of_both;
      if (behind.next(second)) {
        const auto both_end = static_cast<std::size_t>(second.data() + second.size() - chunk.data());
        line.batch = read_record(compiled, chunk, lines.offset(), both_end, origins, of_both, line.parser);
        if (line.batch != nullptr && of_both.counts.continuations == 1) {
          ++counts_.lines;
          line.text = chunk.substr(lines.offset(), both_end - lines.offset());
          lines = behind;
        } else {
          line.batch = nullptr;
        }
      }
    }
    if (line.batch != nullptr) {
      ++counts_.records;
    } else if (tally.counts.skipped[static_cast<std::size_t>(SkipReason::kBlank)] == 0) {
      ++counts_.unread;
    }
    take(line);
  }
}

const RecordBatch* RawLog::read_record(Compiled& compiled, std::string_view chunk, std::size_t begin,
                                       std::size_t end, const LineOrigins& origins, Tally& tally,
                                       const Parser*& parser) {
  LineCursor lines(chunk.substr(0, end), begin, &origins);
  const auto format = compiled.formats.fill(lines, ParserLimits{kMaxRecordBytes}, compiled.batches, tally);
  if (!format || compiled.batches[*format].rows() != 1) return nullptr;
  parser = &compiled.formats[*format];
  return &compiled.batches[*format];
}

}  // namespace anonlog
