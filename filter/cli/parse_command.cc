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
#include "filter/format_choice.h"
#include "filter/input/chunk_reader.h"
#include "filter/input/open_input.h"
#include "filter/output/fd_sink.h"
#include "filter/reading.h"
#include "parsers/formats.h"
#include "parsers/w3c_layouts.h"

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
  FieldPrinter(FormatSet formats, FdSink& sink, Tally& tally)
      : formats_(std::move(formats)), sink_(sink), tally_(tally) {
    for (std::size_t i = 0; i < formats_.size(); ++i) {
      keys_.push_back(make_keys(formats_[i].slots()));
      batches_.emplace_back(formats_[i].slots().size());
    }
  }

  Status print(std::string_view chunk) {
    LineCursor lines(chunk);
    while (const auto format = formats_.fill(lines, ParserLimits{}, batches_, tally_)) {
      const RecordBatch& batch = batches_[*format];
      text_.clear();
      for (std::size_t row = 0; row < batch.rows(); ++row) append_row(keys_[*format], batch, row);
      tally_.counts.published += batch.rows();
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
  Tally& tally_;
  std::string text_;
};

// One printer per layout of an input.
class FieldPrinters {
 public:
  FieldPrinters(FdSink& sink, Tally& tally) : sink_(sink), tally_(tally) {}

  Result<FieldPrinter*> get(const std::vector<FormatSource>& formats) {
    const auto known = std::ranges::find_if(printers_, [&formats](const auto& printer) {
      return std::ranges::equal(printer.first, formats, [](const FormatSource& a, const FormatSource& b) {
        return a.is_same_format(b);
      });
    });
    if (known != printers_.end()) return known->second.get();
    Result<FormatSet> made = make_format_set(formats);
    if (!made) return tl::unexpected<Error>(std::move(made).error());
    printers_.emplace_back(formats, std::make_unique<FieldPrinter>(*std::move(made), sink_, tally_));
    return printers_.back().second.get();
  }

 private:
  FdSink& sink_;
  Tally& tally_;
  std::vector<std::pair<std::vector<FormatSource>, std::unique_ptr<FieldPrinter>>> printers_;
};

Status print_chunk(std::string_view chunk, const std::vector<LayoutRun>& runs, FieldPrinters& printers) {
  for (const LayoutRun& run : runs) {
    const Result<FieldPrinter*> printer = printers.get(*run.formats);
    if (!printer) return Status(tl::unexpect, printer.error());
    if (Status status = (*printer)->print(chunk.substr(0, run.bytes)); !status) return status;
    chunk.remove_prefix(run.bytes);
  }
  return {};
}

Status parse_input(const std::vector<FormatSource>& formats, std::string_view fields,
                   const std::string& input, const Streams& streams, Tally& tally) {
  Result<std::unique_ptr<ByteSource>> source = open_input(input, streams.in);
  if (!source) return Status(tl::unexpect, std::move(source).error());
  ChunkReader reader(**source, ChunkLimits{});
  FdSink sink(streams.out, "stdout");
  FieldPrinters printers(sink, tally);
  W3cLayouts layouts(fields);
  std::vector<LayoutRun> runs;
  Chunk chunk;
  for (bool decided = false;;) {
    const Result<bool> more = reader.next(chunk);
    if (!more || !*more) return more ? Status{} : Status(tl::unexpect, more.error());
    if (!decided) {
      const auto choice = choose_format(formats, layouts.directives(), chunk.bytes(), input_name(input));
      if (!choice) return Status(tl::unexpect, choice.error());
      layouts.set_formats(choice->formats, choice->final);
      decided = choice->final;
    }
    Status status = layouts.cut(chunk.bytes(), runs);
    if (status) status = print_chunk(chunk.bytes(), runs, printers);
    if (!status) return status;
    tally.counts.lines += chunk.too_long_lines;
  }
}

}  // namespace

Status run_parse(const Options& options, const Streams& streams) {
  if (::isatty(streams.err) != 0) tell(streams.err, "this prints personal data as it was logged");
  const auto formats = find_format_sources(options.formats, read_config_files);
  if (!formats) return Status(tl::unexpect, formats.error());
  if (Status status = check_fields(options.fields, *formats); !status) return status;
  Tally tally;
  const std::vector<std::string> stdin_only = {"-"};
  for (const std::string& input : options.inputs.empty() ? stdin_only : options.inputs) {
    if (Status status = parse_input(*formats, options.fields, input, streams, tally); !status) return status;
  }
  const std::uint64_t unread = tally.counts.lines - tally.counts.published - tally.counts.skipped_total();
  if (unread == 0) return {};
  const std::string message = fmt::format("{} of {} lines are not of this format, the first is line {}",
                                          unread, tally.counts.lines, tally.rejected_lines[0].line);
  if (options.max_rejects.is_exceeded(unread, tally.counts.lines)) return fail(ErrorKind::kBadInput, message);
  tell(streams.err, message);
  return {};
}

}  // namespace anonlog
