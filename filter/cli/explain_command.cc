#include "filter/cli/explain_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "filter/agent_rules_file.h"
#include "filter/cli/explain_text.h"
#include "filter/config_reader.h"
#include "filter/country_files.h"
#include "filter/feeder.h"
#include "filter/input/open_input.h"
#include "filter/output/fd_sink.h"
#include "filter/own_output.h"
#include "filter/policy_file.h"
#include "filter/reading.h"
#include "filter/record_reader.h"
#include "filter/run_keys.h"
#include "filter/time_zone_file.h"
#include "parsers/formats.h"
#include "parsers/stream_layouts.h"
#include "rules/agent/agent_rules.h"

namespace anonlog {
namespace {

constexpr std::string_view kMaskNote =
    "Values before are masked: d is a digit, x a letter, ? any other byte; of longer ones only the length "
    "is\n"
    "shown. --show-raw shows them.\n";
constexpr std::string_view kRawNote = "Values before are as logged: THIS IS PERSONAL DATA.\n";

class Explanation {
 public:
  Explanation(const Options& options, const Streams& streams) : options_(options), streams_(streams) {}

  Status run() {
    if (Status status = prepare(); !status) return status;
    if (Status status = refuse_own_files(options_.inputs); !status) return status;
    ReadingSet readings(policy_, *agent_rules_, keys_->day_keys(), ColumnSet().set(), zone_,
                        address_database_);
    Status status = options_.inputs.empty() ? explain_without_input(readings) : explain_input(readings);
    text_ += redactions_text(policy_.redaction, redactions_, explained_);
    if (status) status = FdSink(streams_.out, "stdout").write(text_);
    return status;
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
    if (options_.inputs.empty() && formats_.empty()) {
      return fail(ErrorKind::kUsage, "explain takes a log, or with --format a format without one");
    }
    Result<Policy> policy = load_policy(options_.policy);
    if (!policy) return Status(tl::unexpect, std::move(policy).error());
    policy_ = *std::move(policy);
    Result<std::unique_ptr<const AgentRules>> agent_rules = load_agent_rules(options_.ua_rules);
    if (!agent_rules) return Status(tl::unexpect, std::move(agent_rules).error());
    agent_rules_ = *std::move(agent_rules);
    if (Status status = check_key_use(options_.key, policy_, record_columns(policy_)); !status) return status;
    Result<std::unique_ptr<RunKeys>> keys =
        RunKeys::open(options_.key, KeyStore::Access::kLook, streams_.err);
    if (!keys) return Status(tl::unexpect, std::move(keys).error());
    keys_ = *std::move(keys);
    Result<AddressDatabase> addresses =
        load_countries(options_.country_databases, policy_, ColumnSet().set());
    if (!addresses) return Status(tl::unexpect, std::move(addresses).error());
    address_database_ = *std::move(addresses);
    return {};
  }

  Status explain_without_input(ReadingSet& readings) {
    W3cLayouts layouts(options_.fields);
    layouts.set_formats(formats_);
    if (std::ranges::any_of(layouts.formats(), waits_for_layout)) {
      return fail(ErrorKind::kUsage,
                  "explain takes a log or --fields: the log of this format says its columns");
    }
    const Result<const Reading*> reading = readings.get(layouts.formats());
    if (!reading) return Status(tl::unexpect, reading.error());
    add_tables(**reading);
    return {};
  }

  Status explain_input(ReadingSet& readings) {
    const std::string& input = options_.inputs.front();
    Result<std::unique_ptr<ByteSource>> source = open_input(input, streams_.in);
    if (!source) return Status(tl::unexpect, std::move(source).error());
    RecordReader reader(**source, ChunkLimits{}, formats_, input_name(input), policy_.json);
    reader.set_timing(Feeder::kDecisionIdleMs, Feeder::kDecisionIdleMs);
    StreamLayouts layouts(options_.fields);
    std::vector<LayoutRun> runs;
    LineOrigins origins;
    bool decided = false;
    for (Chunk chunk; wants_more() || !decided;) {
      const Result<bool> more = reader.next(chunk, origins);
      if (!more) return Status(tl::unexpect, more.error());
      if (!*more) break;
      if (Status status = reader.decide(layouts, decided); !status) return status;
      Status status = layouts.cut(chunk.bytes(), origins, runs);
      if (status && decided) status = add_runs(readings, chunk.bytes(), runs, origins);
      if (!status) return status;
    }
    return judge(input_name(input), decided && reading_ != nullptr);
  }

  // The tables of a layout stand before its first record.
  Status add_runs(ReadingSet& readings, std::string_view chunk, const std::vector<LayoutRun>& runs,
                  const LineOrigins& origins) {
    std::size_t end = 0;
    for (const LayoutRun& run : runs) {
      const std::size_t begin = std::exchange(end, end + run.bytes);
      const std::string_view lines = chunk.substr(begin, run.bytes);
      if (!has_record(lines) || (reading_ != nullptr && !wants_more())) continue;
      const Result<const Reading*> reading = readings.get(*run.formats);
      if (!reading) return Status(tl::unexpect, reading.error());
      if (*reading != reading_) add_tables(**reading);
      reading_ = *reading;
      add_records(*reading_, chunk.substr(0, end), begin, run.day, origins);
    }
    return {};
  }

  // A log of another format is not read to its end for a record.
  [[nodiscard]] bool wants_more() const {
    return shown_ < options_.explained_lines && tally_.counts.rejected_total() < Tally::kEarlyRecords;
  }

  [[nodiscard]] Status judge(const std::string& name, bool found_format) const {
    const std::uint64_t rejected = tally_.counts.rejected_total();
    if (!found_format) return fail(ErrorKind::kBadInput, fmt::format("{}: no line to explain", name));
    if (shown_ != 0 || rejected == 0) return {};
    return fail(ErrorKind::kBadInput,
                fmt::format("{}: none of its first {} lines is of this format", name, rejected));
  }

  void add_tables(const Reading& reading) {
    for (std::size_t i = 0; i < reading.sources.size(); ++i) {
      if (reading.sources[i].skipped) continue;
      const std::string& name = reading.sources[i].name;
      const Format* format = find_format(name);
      const bool is_of_table =
          format != nullptr && std::ranges::any_of(format_sources(*format), [&](const FormatSource& source) {
            return source.is_same_format(reading.sources[i]) || takes_layout(source);
          });
      text_ += fmt::format("{}Format  {}{}\n", text_.empty() ? "" : "\n", name,
                           is_of_table ? fmt::format(": {}", format->summary) : "");
      text_ += fmt::format("Policy  {}\n\n{}", options_.policy,
                           explain_format(policy_, reading.formats[i].slots()));
      if (policy_.columns[static_cast<std::size_t>(Column::kCountry)] &&
          address_database_.countries.empty()) {
        text_ += "\nThere is no country database (--country-db): country is null in every record.\n";
      }
    }
  }

  // Of the lines of a chunk from `begin` on.
  void add_records(const Reading& reading, std::string_view chunk, std::size_t begin, std::int64_t day,
                   const LineOrigins& origins) {
    std::vector<RecordBatch> batches;
    for (std::size_t i = 0; i < reading.formats.size(); ++i) {
      batches.emplace_back(reading.formats[i].slots()).set_day(day);
    }
    LineCursor lines(chunk, begin, &origins);
    while (shown_ < options_.explained_lines) {
      const auto format = reading.formats.fill(lines, ParserLimits{}, batches, tally_);
      if (!format) return;
      const auto worker = std::make_unique<PlanWorker>(reading.plans[*format]);
      add_batch(reading.formats[*format].slots(), batches[*format], *worker);
      worker->move_redactions_to(redactions_);
    }
  }

  void add_batch(std::span<const Slot> slots, const RecordBatch& batch, PlanWorker& worker) {
    const PublicBatch& published = worker.apply(batch);
    explained_ += batch.rows();
    for (std::size_t row = 0; row < batch.rows() && shown_ < options_.explained_lines; ++row, ++shown_) {
      if (shown_ == 0) text_ += fmt::format("\n{}", options_.show_raw ? kRawNote : kMaskNote);
      text_ += fmt::format("\nRecord {}, before\n{}", shown_ + 1,
                           fields_text(slots, batch, row, options_.show_raw));
      text_ += fmt::format("Record {}, after\n{}", shown_ + 1, record_text(policy_, published, row));
    }
  }

  const Options& options_;
  const Streams& streams_;
  std::vector<FormatSource> formats_;  // empty for auto
  Policy policy_;
  TimeZone zone_;
  std::unique_ptr<const AgentRules> agent_rules_;
  std::unique_ptr<RunKeys> keys_;
  AddressDatabase address_database_;
  const Reading* reading_ = nullptr;  // of the last records
  Tally tally_;
  std::size_t shown_ = 0;      // records
  std::size_t explained_ = 0;  // records that were made, of which those shown are the first
  RedactionCounts redactions_;
  std::string text_;
};

}  // namespace

Status run_explain(const Options& options, const Streams& streams) {
  if (options.show_raw && ::isatty(streams.err) != 0) {
    tell(streams.err, "this prints personal data as it was logged");
  }
  return Explanation(options, streams).run();
}

}  // namespace anonlog
