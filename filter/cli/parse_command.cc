#include "filter/cli/parse_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "filter/cli/json_string.h"
#include "filter/config_reader.h"
#include "filter/input/open_input.h"
#include "filter/output/fd_sink.h"
#include "filter/reading.h"
#include "filter/record_reader.h"
#include "parsers/formats.h"
#include "parsers/stream_layouts.h"

namespace anonlog {
namespace {

// The keys of the output: names of fields; of a field that a format has twice the second is "time_2".
std::vector<std::string> make_keys(std::span<const Slot> slots) {
  std::vector<std::string> keys;
  for (const Slot& slot : slots) {
    std::string key = slot.key;
    for (int i = 2; std::ranges::find(keys, key) != keys.end(); ++i) key = fmt::format("{}_{}", slot.key, i);
    keys.push_back(std::move(key));
  }
  return keys;
}

class FieldPrinter {
 public:
  FieldPrinter(FormatSet formats, FdSink& sink) : formats_(std::move(formats)), sink_(sink) {
    for (std::size_t i = 0; i < formats_.size(); ++i) {
      keys_.push_back(make_keys(formats_[i].slots()));
      batches_.emplace_back(formats_[i].slots());
    }
  }

  // The lines are counted in `tally`. `day`: of lines with a time of day alone.
  Status print(LineCursor& lines, std::int64_t day, Tally& tally) {
    for (RecordBatch& batch : batches_) batch.set_day(day);
    while (const auto format = formats_.fill(lines, ParserLimits{}, batches_, tally)) {
      const RecordBatch& batch = batches_[*format];
      text_.clear();
      for (std::size_t row = 0; row < batch.rows(); ++row) append_row(keys_[*format], batch, row);
      tally.counts.published += batch.rows();
      if (Status status = sink_.write(text_); !status) return status;
    }
    return {};
  }

 private:
  void append_row(const std::vector<std::string>& keys, const RecordBatch& batch, std::size_t row) {
    for (std::size_t slot = 0; slot < keys.size(); ++slot) {
      text_ += slot == 0 ? '{' : ',';
      append_json_string(keys[slot], text_);
      text_ += ':';
      const RawBytes value = batch.column(slot)[row];
      if (value.absent()) {
        text_ += "null";
      } else {
        append_json_string(value.bytes(), text_);
      }
    }
    text_ += "}\n";
  }

  FormatSet formats_;
  std::vector<std::vector<std::string>> keys_;  // per format
  std::vector<RecordBatch> batches_;            // per format
  FdSink& sink_;
  std::string text_;
};

// What a reader of records gave.
struct RecordChunk {
  std::string_view bytes;
  const LineOrigins& origins;
};

// What became of all lines.
struct Outcome {
  Accounting counts;
  std::uint64_t first_unread_line = 0;  // 0: none

  // Of the next chunk. `tally`: in the chunk.
  void add(Tally& tally, const LineOrigins& origins) {
    if (!origins.empty()) origins.settle(tally);
    if (first_unread_line == 0 && tally.rejected_line_count != 0) {
      first_unread_line = tally.rejected_lines[0].line + (origins.empty() ? counts.lines : 0);
    }
    counts.add(tally.counts);
  }
};

// One printer per layout of an input.
class FieldPrinters {
 public:
  explicit FieldPrinters(FdSink& sink) : sink_(sink) {}

  Result<FieldPrinter*> get(const std::vector<FormatSource>& formats) {
    const auto known = std::ranges::find_if(printers_, [&formats](const auto& printer) {
      return std::ranges::equal(printer.first, formats, [](const FormatSource& a, const FormatSource& b) {
        return a.is_same_format(b);
      });
    });
    if (known != printers_.end()) return known->second.get();
    Result<FormatSet> made = make_format_set(formats);
    if (!made) return tl::unexpected<Error>(std::move(made).error());
    printers_.emplace_back(formats, std::make_unique<FieldPrinter>(*std::move(made), sink_));
    return printers_.back().second.get();
  }

 private:
  FdSink& sink_;
  std::vector<std::pair<std::vector<FormatSource>, std::unique_ptr<FieldPrinter>>> printers_;
};

Status print_chunk(const RecordChunk& chunk, const std::vector<LayoutRun>& runs, FieldPrinters& printers,
                   Tally& tally) {
  std::size_t end = 0;
  for (const LayoutRun& run : runs) {
    const std::size_t begin = std::exchange(end, end + run.bytes);
    const Result<FieldPrinter*> printer = printers.get(*run.formats);
    if (!printer) return Status(tl::unexpect, printer.error());
    LineCursor lines(chunk.bytes.substr(0, end), begin, &chunk.origins);
    if (Status status = (*printer)->print(lines, run.day, tally); !status) return status;
  }
  return {};
}

Status parse_input(const std::vector<FormatSource>& formats, std::string_view fields,
                   const std::string& input, const Streams& streams, Outcome& outcome) {
  Result<std::unique_ptr<ByteSource>> source = open_input(input, streams.in);
  if (!source) return Status(tl::unexpect, std::move(source).error());
  RecordReader reader(**source, ChunkLimits{}, formats, input_name(input));
  FdSink sink(streams.out, "stdout");
  FieldPrinters printers(sink);
  StreamLayouts layouts(fields);
  std::vector<LayoutRun> runs;
  Chunk chunk;
  LineOrigins origins;
  for (bool decided = false;;) {
    const Result<bool> more = reader.next(chunk, origins);
    if (!more || !*more) return more ? Status{} : Status(tl::unexpect, more.error());
    if (!decided) {
      const auto choice = reader.choice(layouts.directives());
      if (!choice) return Status(tl::unexpect, choice.error());
      layouts.set_formats(choice->formats, choice->final);
      decided = choice->final;
    }
    reader.keep_open_record(chunk);
    Tally tally;
    Status status = layouts.cut(chunk.bytes(), origins, runs);
    if (status) status = print_chunk({chunk.bytes(), origins}, runs, printers, tally);
    if (!status) return status;
    tally.counts.lines += chunk.too_long_lines;
    outcome.add(tally, origins);
  }
}

}  // namespace

Status run_parse(const Options& options, const Streams& streams) {
  if (::isatty(streams.err) != 0) tell(streams.err, "this prints personal data as it was logged");
  const auto formats = find_format_sources(options.formats, read_config_files);
  if (!formats) return Status(tl::unexpect, formats.error());
  if (Status status = check_fields(options.fields, *formats); !status) return status;
  Outcome outcome;
  const std::vector<std::string> stdin_only = {"-"};
  for (const std::string& input : options.inputs.empty() ? stdin_only : options.inputs) {
    if (Status status = parse_input(*formats, options.fields, input, streams, outcome); !status)
      return status;
  }
  const Accounting& counts = outcome.counts;
  const std::uint64_t unread = counts.records() - counts.published - counts.skipped_total();
  if (unread == 0) return {};
  const std::string message = fmt::format("{} of {} lines are not of this format, the first is line {}",
                                          unread, counts.own_records(), outcome.first_unread_line);
  if (options.max_rejects.is_exceeded(unread, counts.own_records()))
    return fail(ErrorKind::kBadInput, message);
  tell(streams.err, message);
  return {};
}

}  // namespace anonlog
