#include "filter/filter_run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "filter/agent_rules_file.h"
#include "filter/cli/policy_text.h"
#include "filter/config_reader.h"
#include "filter/country_files.h"
#include "filter/dataset/dataset_output.h"
#include "filter/dataset/dataset_policy.h"
#include "filter/feeder.h"
#include "filter/framed_output.h"
#include "filter/input/open_input.h"
#include "filter/output/column_list.h"
#include "filter/output/fd_sink.h"
#include "filter/output/file_frames.h"
#include "filter/output_files.h"
#include "filter/own_output.h"
#include "filter/pipeline.h"
#include "filter/policy_file.h"
#include "filter/progress.h"
#include "filter/release_writer.h"
#include "filter/run_keys.h"
#include "filter/run_meta.h"
#include "filter/sealing/sealing.h"
#include "filter/stats.h"
#include "filter/stop_signals.h"
#include "filter/ticker.h"
#include "filter/time_zone_file.h"
#include "parsers/formats.h"
#include "parsers/w3c_layouts.h"
#include "rules/agent/agent_rules.h"

namespace anonlog {
namespace {

// Silence after which plain output goes through: long enough to gather the lines of one burst.
constexpr std::uint64_t kPlainIdleMs = 5;

// Where lines come without such a silence, plain output is at most this late.
constexpr std::uint64_t kPlainMaxAgeMs = 20;

// Where no frame depends on it, a chunk is small enough to stay in the second-level cache from the read to the last step.
constexpr std::size_t kPlainChunkBytes = std::size_t{512} << 10;

// Of Parquet: about 122,880 records of a usual log become one row group.
constexpr std::size_t kRowGroupChunkBytes = std::size_t{32} << 20;

constexpr std::uint64_t kNeverMs = std::uint64_t{1000} * 86'400 * 365'000;

class FilterRun {
 public:
  FilterRun(const Options& options, const Streams& streams)
      : options_(options), streams_(streams), stop_(options.term_timeout_ms), files_(options, streams) {
    if (!options.inputs.empty()) inputs_ = options.inputs;
    for (const std::string& input : inputs_) names_.push_back(input_name(input));
  }

  Status run() {
    total_bytes_ = total_bytes(inputs_, streams_.in);
    // A stream comes only once. Files can be read again: there any signal ends the program at once.
    if (!total_bytes_) signals_.emplace(stop_);
    Status status = prepare();
    if (!status) return status;
    begin_output();
    OrderedOutput output(sink());
    status = filter_inputs(output);
    if (sealed_output_ != nullptr) {
      // Also after an error, as all that came is written.
      Status closed = sealed_output_->close();
      if (status) status = std::move(closed);
    }
    stats_.counts = output.stats().counts;
    stats_.rejected_lines = output.stats().rejected_lines;
    stats_.nulls = output.stats().nulls;
    stats_.redactions = output.stats().redactions;
    stats_.classes = policy_.redaction.class_names();
    stats_.times_without_zone = output.stats().times_without_zone;
    stats_.keyless = output.stats().keyless;
    if (status) status = judge_rejects(output);
    if (status && day_table_ != nullptr) {
      const WorkerSettings settings = worker_settings();
      status = ReleaseWriter(settings, sink(), stats_).write(*day_table_);
    }
    if (status && !stats_.counts.balances()) {
      status = fail(ErrorKind::kInternal, "the accounting does not balance: a bug, please report it");
    }
    if (sealing_ != nullptr) status = finish_sealing(status);
    if (status) status = sink().finish();
    stats_.bytes_out = sink().bytes();
    if (status) status = commit();
    stats_.complete = status.has_value();
    if (status) note_zone();
    const Status reported = report();
    return status ? reported : status;
  }

 private:
  // Everything that can be wrong before the first byte is read.
  Status prepare() {
    if (Status status = check_inputs(inputs_); !status) return status;
    if (Status status = refuse_own_files(inputs_); !status) return status;
    if (Status status = files_.check_names(inputs_); !status) return status;
    Result<Policy> policy = load_policy(options_.policy);
    if (!policy) return Status(tl::unexpect, std::move(policy).error());
    policy_ = *std::move(policy);
    if (Status status = add_record_column(options_, policy_); !status) return status;
    Result<TimeZone> zone = load_time_zone(options_.timezone);
    if (!zone) return Status(tl::unexpect, std::move(zone).error());
    zone_ = *zone;
    Result<std::vector<FormatSource>> formats = find_format_sources(options_.formats, read_config_files);
    if (!formats) return Status(tl::unexpect, std::move(formats).error());
    formats_ = *std::move(formats);
    if (Status status = check_fields(options_.fields, formats_); !status) return status;
    Result<std::vector<Column>> columns = choose_columns(options_.to, options_.columns, policy_);
    if (!columns) return Status(tl::unexpect, std::move(columns).error());
    stats_.columns = *std::move(columns);
    if (Status status = check_key_use(options_.key, policy_, stats_.columns); !status) return status;
    if (Status status = check_way_back(options_.key, policy_, stats_.columns); !status) return status;
    for (const Column column : stats_.columns) {
      const auto& rule = policy_.columns[static_cast<std::size_t>(column)];
      if (rule && rule->action->keeps_prefixes) tell(streams_.err, prefix_warning(*rule));
    }
    // Without it nobody could join what is published with what is sealed.
    const bool has_record = std::ranges::find(stats_.columns, Column::kRecord) != stats_.columns.end();
    if (!options_.sealed.empty() && !has_record) stats_.columns.push_back(Column::kRecord);
    if (is_dataset(options_)) {
      if (Status status = check_dataset_policy(policy_, stats_.columns); !status) return status;
    }
    if (Status status = prepare_release(); !status) return status;
    // Beside the compilation of the rules, which takes longer: the first record should not wait for either.
    std::future<Result<AddressDatabase>> address_database = std::async(std::launch::async, [this]() {
      return load_countries(options_.country_databases, policy_, wanted());
    });
    Result<std::unique_ptr<const AgentRules>> agent_rules = load_agent_rules(options_.ua_rules);
    if (!agent_rules) return Status(tl::unexpect, std::move(agent_rules).error());
    agent_rules_ = *std::move(agent_rules);
    Result<AddressDatabase> addresses = address_database.get();
    if (!addresses) return Status(tl::unexpect, std::move(addresses).error());
    address_database_ = *std::move(addresses);
    if (Status status = files_.open(); !status) return status;
    if (Status status = is_dataset(options_) ? open_dataset() : Status{}; !status) return status;
    if (Status status = wants_sealing(options_) ? open_sealing() : Status{}; !status) return status;
    return open_keys();
  }

  [[nodiscard]] Status prepare_release() {
    if (!policy_.release) return {};
    if (!total_bytes_) {
      return fail(
          ErrorKind::kUsage,
          fmt::format(
              "the policy {} releases whole days, of which nothing can be written before all is read; "
              "give it files, not a pipe or terminal",
              options_.policy));
    }
    day_table_ = std::make_unique<DayTable>(stats_.columns, policy_.release->min_clients);
    return {};
  }

  [[nodiscard]] ColumnSet wanted() const {
    ColumnSet columns;
    for (const Column column : stats_.columns) columns.set(static_cast<std::size_t>(column));
    return columns;
  }

  // Last, since it may destroy keys, which no error should have done.
  Status open_keys() {
    const auto access = options_.dry_run ? KeyStore::Access::kDryRun : KeyStore::Access::kAdvance;
    Result<std::unique_ptr<RunKeys>> keys = RunKeys::open(options_.key, access, streams_.err);
    if (!keys) return Status(tl::unexpect, std::move(keys).error());
    keys_ = *std::move(keys);
    // A run over files makes one output of them, by the keys that it began with.
    if (!total_bytes_) keys_->keep_up_to_date();
    return {};
  }

  [[nodiscard]] RunMeta meta() const {
    const std::optional<KeySummary> key = keys_->summary();
    return {.policy = policy_,
            .key = key ? std::optional(key_meta(key->id, keys_->day_keys())) : std::nullopt,
            .form = options_.to,
            .columns = stats_.columns,
            .compression = options_.compression,
            .inputs = inputs_.size(),
            .started = started_};
  }

  Status open_dataset() {
    if (options_.dry_run) return DatasetFolder::check(options_.output);
    Result<std::unique_ptr<DatasetOutput>> dataset = DatasetOutput::open(options_.output);
    if (!dataset) return Status(tl::unexpect, std::move(dataset).error());
    dataset_ = *std::move(dataset);
    return {};
  }

  void begin_output() {
    if (dataset_ == nullptr) {
      file_ = std::make_unique<FramedOutput>(make_frame(), files_.sink(), sealed_output_);
      return;
    }
    const bool is_parquet = options_.to == OutputFormat::kParquet;
    const auto& compression = kCompressions[static_cast<std::size_t>(options_.compression.kind)];
    std::string ending(output_format_info(options_.to).ending);
    if (!is_parquet) ending += compression.ending;
    dataset_->begin({.make_frame = [this]() { return make_frame(); },
                     .ending = std::move(ending),
                     .made = [this]() { return made(); }},
                    sealed_output_);
  }

  [[nodiscard]] PartSink& sink() const {
    return dataset_ != nullptr ? *dataset_ : static_cast<PartSink&>(*file_);
  }

  Status commit() {
    if (dataset_ == nullptr) return files_.commit(meta(), stats_);
    std::vector<std::string> notes;
    Status status = dataset_->commit(notes);
    stats_.bytes_out = dataset_->bytes();
    for (const std::string& note : notes) tell(streams_.err, note);
    return status;
  }

  // What is known of how it is made before it is counted, as JSON.
  [[nodiscard]] std::string made() const {
    std::string line = meta_line(meta());
    line.pop_back();
    return line;
  }

  Status open_sealing() {
    if (options_.dry_run) return check_recipients(options_);
    Result<std::unique_ptr<Sealing>> sealing = Sealing::open(options_, policy_);
    if (!sealing) return Status(tl::unexpect, std::move(sealing).error());
    sealing_ = *std::move(sealing);
    sealed_output_ = &sealing_->begin(files_.sink());
    return {};
  }

  // Sealed files get their names before what is published gets its own. What is not published is not sealed either.
  Status finish_sealing(Status status) {
    const auto counts_of = [](const SealedStream* stream) {
      if (stream == nullptr) return std::optional<SealedCounts>();
      return std::optional<SealedCounts>({stream->records(), stream->files(), stream->bytes()});
    };
    if (status && sealing_->records() != nullptr &&
        sealing_->records()->records() != stats_.counts.published) {
      status =
          fail(ErrorKind::kInternal, "not as many records were sealed as published: a bug, please report it");
    }
    if (!status && files_.has_output_file()) sealing_->discard_records();
    Status finished = sealing_->finish();
    stats_.sealed = counts_of(sealing_->records());
    stats_.sealed_rejects = counts_of(sealing_->rejects());
    return status ? finished : status;
  }

  Status filter_inputs(OrderedOutput& output) {
    ReadingSet readings(policy_, *agent_rules_, keys_->day_keys(), wanted(), zone_, address_database_);
    // A format that was given is compiled before anything is read, so that its errors come first.
    if (!formats_.empty()) {
      const bool knows_fields = std::ranges::none_of(formats_, takes_layout);
      const auto reading = readings.get(formats_, knows_fields);
      if (!reading) return Status(tl::unexpect, reading.error());
    }
    Progress progress(streams_.err, shows_progress(), total_bytes_);
    Pipeline pipeline(worker_settings(), thread_count(), output);
    // An error while no line comes must not wait for the next one.
    std::optional<Ticker> ticker;
    if (sealing_ != nullptr) {
      ticker.emplace(sealing_->tick_period(), [this, &pipeline]() {
        const bool goes_on = pipeline.tick().has_value();
        if (!goes_on) stop_.request(StopRequest::Kind::kNow);
        return goes_on;
      });
    }
    Feeder feeder(feeder_settings(), readings, pipeline, progress);
    Status status;
    for (std::size_t i = 0; i < inputs_.size() && status; ++i) {
      status = filter_input(i, feeder);
      if (!status || !early_end_) continue;
      progress.clear();
      status = accept(*early_end_, i);
    }
    // What was read before an error is written: on stdout every whole line, of a file nothing is committed.
    const Status written = pipeline.finish();
    stats_.bytes_in = feeder.bytes_in();
    stats_.bytes_read = feeder.bytes_read();
    ticker.reset();
    const bool stopped_by_error = !written && !status && status.error().kind == ErrorKind::kStopped;
    return status || stopped_by_error ? written : status;
  }

  Status filter_input(std::size_t i, Feeder& feeder) {
    early_end_.reset();
    Result<std::unique_ptr<ByteSource>> source = open_input(inputs_[i], streams_.in, &stop_);
    if (!source && source.error().kind == ErrorKind::kStopped) {
      early_end_ = std::move(source).error();
      return feeder.feed_nothing(names_[i]);
    }
    if (!source) return Status(tl::unexpect, std::move(source).error());
    InputIdentity* const identity = dataset_ == nullptr ? nullptr : &dataset_->identity();
    Status status = feeder.feed(**source, names_[i], identity);
    early_end_ = feeder.early_end();
    return status;
  }

  // What an input that was not read to its end means for the run.
  Status accept(const Error& early_end, std::size_t i) {
    if (early_end.kind == ErrorKind::kTruncated) {
      ++stats_.truncated_inputs;
      tell(streams_.err,
           early_end.message +
               ". As --allow-truncated says, the whole lines before that count; an unfinished one does not");
      return {};
    }
    if (stop_.kind() == StopRequest::Kind::kNow) {
      return fail(ErrorKind::kStopped,
                  fmt::format("interrupted: {}, and {}", early_end.message,
                              files_.has_output_file()
                                  ? "nothing is committed. To commit what came, end it with SIGTERM"
                                  : "what came until then is written"));
    }
    const std::string left = fmt::format("{}: was still open {:g} s after SIGTERM (--term-timeout)",
                                         names_[i], static_cast<double>(options_.term_timeout_ms) / 1000);
    if (i + 1 != inputs_.size()) {
      return fail(ErrorKind::kIo, fmt::format("{}, and the inputs behind it were not read", left));
    }
    tell(streams_.err, left + "; what came until then is written, an unfinished line is not");
    return {};
  }

  [[nodiscard]] bool shows_progress() const {
    return is_progress_shown(options_.progress, streams_.err,
                             files_.has_output_file() ? std::nullopt : std::optional<int>(streams_.out));
  }

  [[nodiscard]] unsigned thread_count() const {
    if (options_.threads != 0) return options_.threads;
    return std::max(1U, std::thread::hardware_concurrency());
  }

  [[nodiscard]] WorkerSettings worker_settings() const {
    const bool wants_stats = options_.stats != StatsForm::kNone || !options_.stats_file.empty();
    return {.parts = {options_.to, options_.compression, stats_.columns, dataset_ != nullptr},
            .limits = ParserLimits{options_.max_line_bytes},
            .count_nulls = wants_stats,
            .day_table = day_table_.get(),
            .seal = sealing_ == nullptr ? std::nullopt : std::optional(sealing_->rules(zone_))};
  }

  // Of a file. What Parquet says of how it was made stands at its end.
  [[nodiscard]] std::unique_ptr<FileFrame> make_frame() const {
    if (options_.to == OutputFormat::kParquet) {
      // Parts of a dataset do not know the counts of the run.
      return make_parquet_frame(
          stats_.columns, [this]() { return dataset_ != nullptr ? made() : footer_meta(meta(), stats_); });
    }
    std::string header = options_.meta_line ? meta_line(meta()) : "";
    if (options_.header) header += make_encoder(options_.to, stats_.columns)->header();
    return make_text_frame(std::move(header), options_.compression);
  }

  [[nodiscard]] FeederSettings feeder_settings() const {
    const bool compresses = options_.compression.kind != Compression::kNone;
    ChunkLimits limits;
    limits.max_line_bytes = options_.max_line_bytes;
    if (!compresses) limits.chunk_bytes = kPlainChunkBytes;
    const bool is_parquet = options_.to == OutputFormat::kParquet;
    if (is_parquet) limits.chunk_bytes = kRowGroupChunkBytes;
    // Nobody can read Parquet before its end.
    const std::uint64_t flush_ms = is_parquet ? kNeverMs : options_.flush_interval_ms;
    return {.formats = formats_,
            .fields = options_.fields,
            .json = policy_.json,
            .limits = limits,
            .idle_ms = compresses ? flush_ms : kPlainIdleMs,
            .max_age_ms = compresses ? flush_ms : kPlainMaxAgeMs,
            .first_max_age_ms = flush_ms,
            .allow_truncated = options_.allow_truncated};
  }

  [[nodiscard]] Status judge_rejects(const OrderedOutput& output) const {
    // A wrong format must not look like success, nor where it takes all lines for the server's other ones.
    const std::uint64_t other = stats_.counts.skipped[static_cast<std::size_t>(SkipReason::kOtherLog)];
    if (other != 0 && stats_.counts.published == 0 && stats_.counts.rejected_total() == 0) {
      return fail(
          ErrorKind::kBadInput,
          fmt::format(
              "no record was found, only {} lines of other kinds (other_log). Give the right format with "
              "--format; `anonlog formats` lists what can be read",
              other));
    }
    const std::uint64_t rejected = stats_.counts.rejected_total();
    if (!options_.max_rejects.is_exceeded(rejected, stats_.counts.own_records())) return {};
    const RejectedRecord& first = output.stats().rejected_lines.front();
    return fail(
        ErrorKind::kBadInput,
        fmt::format(
            "{} of {} records were rejected, more than --max-rejects allows; the first is line {} of {}",
            rejected, stats_.counts.own_records(), first.at.line, first.input));
  }

  Status report() {
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin_;
    stats_.wall_seconds = wall.count();
    if (options_.stats == StatsForm::kText) write_summary(stats_as_text(stats_));
    if (options_.stats == StatsForm::kJson) write_summary(stats_as_json(stats_));
    return files_.write_summary(stats_);
  }

  // To who looks on: a run that succeeds is silent otherwise, and --stats has the count.
  void note_zone() const {
    if (options_.timezone || stats_.times_without_zone == 0 || ::isatty(streams_.err) == 0) return;
    tell(streams_.err, zoneless_note(stats_.times_without_zone));
  }

  // A failure counts for nothing: the output stands, and stderr is where it would be told.
  void write_summary(const std::string& text) const {
    static_cast<void>(FdSink(streams_.err, "stderr").write(text));
  }

  const Options& options_;
  const Streams& streams_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::vector<std::string> inputs_ = {"-"};
  std::vector<std::string> names_;            // what messages call them
  std::optional<std::uint64_t> total_bytes_;  // of them; nothing when one may pause
  // Why the last input was not read to its end, when feeding it did not fail.
  std::optional<Error> early_end_;
  StopRequest stop_;
  // When an input may pause; to the end of the run, so also while it commits.
  std::optional<StopSignals> signals_;
  Policy policy_;
  TimeZone zone_;
  std::vector<FormatSource> formats_;  // empty for auto
  std::unique_ptr<const AgentRules> agent_rules_;
  std::unique_ptr<RunKeys> keys_;
  AddressDatabase address_database_;
  std::chrono::system_clock::time_point started_ = std::chrono::system_clock::now();
  OutputFiles files_;
  std::unique_ptr<Sealing> sealing_;        // null when nothing is sealed, and in a dry run
  SealedOutput* sealed_output_ = nullptr;   // its
  std::unique_ptr<DayTable> day_table_;     // of a release
  std::unique_ptr<DatasetOutput> dataset_;  // null: the output is a file or stream
  std::unique_ptr<FramedOutput> file_;      // that
  Stats stats_;
};

}  // namespace

Status run_filter(const Options& options, const Streams& streams) {
  return FilterRun(options, streams).run();
}

}  // namespace anonlog
