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
      batches_.emplace_back(formats_[i].slots().size());
    }
  }

  // The lines are counted in `tally`.
  Status print(std::string_view chunk, const LineOrigins& origins, Tally& tally) {
    LineCursor lines(chunk, 0, &origins);
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

Status parse_input(const std::vector<FormatSource>& formats, const std::string& input, const Streams& streams,
                   Outcome& outcome) {
  Result<std::unique_ptr<ByteSource>> source = open_input(input, streams.in);
  if (!source) return Status(tl::unexpect, std::move(source).error());
  RecordReader reader(**source, ChunkLimits{}, formats, input_name(input));
  FdSink sink(streams.out, "stdout");
  std::unique_ptr<FieldPrinter> printer;
  Chunk chunk;
  LineOrigins origins;
  for (bool decided = false;;) {
    const Result<bool> more = reader.next(chunk, origins);
    if (!more || !*more) return more ? Status{} : Status(tl::unexpect, more.error());
    if (!decided) {
      const auto choice = reader.choice();
      auto made = choice.and_then([](const FormatChoice& c) { return make_format_set(c.formats); });
      if (!made) return Status(tl::unexpect, std::move(made).error());
      printer = std::make_unique<FieldPrinter>(*std::move(made), sink);
      decided = choice->final;
    }
    Tally tally;
    if (Status status = printer->print(chunk.bytes(), origins, tally); !status) return status;
    tally.counts.lines += chunk.too_long_lines;
    outcome.add(tally, origins);
  }
}

}  // namespace

Status run_parse(const Options& options, const Streams& streams) {
  if (::isatty(streams.err) != 0) tell(streams.err, "this prints personal data as it was logged");
  const auto formats = find_format_sources(options.formats, read_config_files);
  if (!formats) return Status(tl::unexpect, formats.error());
  Outcome outcome;
  const std::vector<std::string> stdin_only = {"-"};
  for (const std::string& input : options.inputs.empty() ? stdin_only : options.inputs) {
    if (Status status = parse_input(*formats, input, streams, outcome); !status) return status;
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
