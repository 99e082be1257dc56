#include "filter/cli/parse_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "filter/cli/record_printer.h"
#include "filter/config_reader.h"
#include "filter/input/open_input.h"
#include "filter/output/fd_sink.h"
#include "filter/own_output.h"
#include "filter/policy_file.h"
#include "filter/reading.h"
#include "filter/record_reader.h"
#include "filter/time_zone_file.h"
#include "parsers/formats.h"
#include "parsers/stream_layouts.h"

namespace anonlog {
namespace {

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

class ParseRun {
 public:
  ParseRun(const Options& options, const Streams& streams)
      : options_(options), streams_(streams), sink_(streams.out, "stdout") {}

  Status run() {
    if (Status status = prepare(); !status) return status;
    if (Status status = refuse_own_files(options_.inputs); !status) return status;
    const std::vector<std::string> stdin_only = {"-"};
    for (const std::string& input : options_.inputs.empty() ? stdin_only : options_.inputs) {
      if (Status status = print_input(input); !status) return status;
    }
    note_zone();
    return judge();
  }

 private:
  Status prepare() {
    Result<TimeZone> zone = load_time_zone(options_.timezone);
    if (!zone) return Status(tl::unexpect, std::move(zone).error());
    zone_ = *zone;
    Result<std::vector<FormatSource>> formats = find_format_sources(options_.formats, read_config_files);
    if (!formats) return Status(tl::unexpect, std::move(formats).error());
    formats_ = *std::move(formats);
    if (Status status = check_fields(options_.fields, formats_); !status) return status;
    Result<Policy> policy = load_policy(options_.policy);
    if (!policy) return Status(tl::unexpect, std::move(policy).error());
    json_keys_ = std::move(policy->json);
    return {};
  }

  Status print_input(const std::string& input) {
    Result<std::unique_ptr<ByteSource>> source = open_input(input, streams_.in);
    if (!source) return Status(tl::unexpect, std::move(source).error());
    ChunkLimits limits;
    limits.max_line_bytes = options_.max_line_bytes;
    RecordReader reader(**source, limits, formats_, input_name(input), json_keys_);
    printers_.clear();
    StreamLayouts layouts(options_.fields);
    std::vector<LayoutRun> runs;
    Chunk chunk;
    LineOrigins origins;
    for (bool decided = false;;) {
      const Result<bool> more = reader.next(chunk, origins);
      if (!more || !*more) return more ? Status{} : Status(tl::unexpect, more.error());
      if (Status status = reader.decide(layouts, decided); !status) return status;
      reader.keep_open_record(chunk);
      Tally tally;
      Status status = layouts.cut(chunk.bytes(), origins, runs);
      if (status) status = print_chunk(chunk.bytes(), origins, runs, tally);
      if (!status) return status;
      for (std::uint64_t i = 0; i < chunk.too_long_lines; ++i) {
        ++tally.counts.lines;
        tally.reject(RejectReason::kTooLong, chunk.size);
      }
      outcome_.add(tally, origins);
    }
  }

  Status print_chunk(std::string_view chunk, const LineOrigins& origins, const std::vector<LayoutRun>& runs,
                     Tally& tally) {
    std::size_t end = 0;
    for (const LayoutRun& run : runs) {
      const std::size_t begin = std::exchange(end, end + run.bytes);
      const Result<RecordPrinter*> printer = printer_of(*run.formats);
      if (!printer) return Status(tl::unexpect, printer.error());
      LineCursor lines(chunk.substr(0, end), begin, &origins);
      const Result<std::uint64_t> zoneless = (*printer)->print(lines, run.day, tally);
      if (!zoneless) return Status(tl::unexpect, zoneless.error());
      zoneless_times_ += *zoneless;
    }
    return {};
  }

  // Made when the input first has this layout.
  Result<RecordPrinter*> printer_of(const std::vector<FormatSource>& formats) {
    const auto known = std::ranges::find_if(printers_, [&formats](const auto& printer) {
      return std::ranges::equal(printer.first, formats, [](const FormatSource& a, const FormatSource& b) {
        return a.is_same_format(b);
      });
    });
    if (known != printers_.end()) return known->second.get();
    Result<FormatSet> made = make_format_set(with_json_keys(formats, json_keys_));
    if (!made) return tl::unexpected<Error>(std::move(made).error());
    printers_.emplace_back(
        formats, std::make_unique<RecordPrinter>(formats, *std::move(made),
                                                 ParserLimits{options_.max_line_bytes}, zone_, sink_));
    return printers_.back().second.get();
  }

  void note_zone() const {
    if (options_.timezone || zoneless_times_ == 0 || ::isatty(streams_.err) == 0) return;
    tell(streams_.err, zoneless_note(zoneless_times_));
  }

  [[nodiscard]] Status judge() const {
    const Accounting& counts = outcome_.counts;
    const std::uint64_t unread = counts.records() - counts.published - counts.skipped_total();
    if (unread == 0) return {};
    const std::string message = fmt::format("{} of {} lines are not of this format, the first is line {}",
                                            unread, counts.own_records(), outcome_.first_unread_line);
    if (options_.max_rejects.is_exceeded(unread, counts.own_records()))
      return fail(ErrorKind::kBadInput, message);
    tell(streams_.err, message);
    return {};
  }

  const Options& options_;
  const Streams& streams_;
  FdSink sink_;
  TimeZone zone_;
  std::vector<FormatSource> formats_;  // empty for auto
  std::vector<JsonKeys> json_keys_;    // of the policy
  // One per layout of the present input.
  std::vector<std::pair<std::vector<FormatSource>, std::unique_ptr<RecordPrinter>>> printers_;
  std::uint64_t zoneless_times_ = 0;
  Outcome outcome_;
};

}  // namespace

Status run_parse(const Options& options, const Streams& streams) {
  if (::isatty(streams.err) != 0) tell(streams.err, "this prints personal data");
  return ParseRun(options, streams).run();
}

}  // namespace anonlog
