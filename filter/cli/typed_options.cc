#include "filter/cli/typed_options.h"

#include <fmt/format.h>

#include <charconv>

#include "filter/output/column_list.h"
#include "rules/keys/ratchet.h"

namespace anonlog {
namespace {

tl::unexpected<Error> usage(std::string message) { return fail(ErrorKind::kUsage, std::move(message)); }

// "512", "64K", "1M", "1G".
Result<std::size_t> read_bytes(std::string_view option, std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const unsigned shift = unit == "K" ? 10 : unit == "M" ? 20 : unit == "G" ? 30 : 0;
  constexpr std::size_t kMax = std::size_t{1} << 30;
  const bool known_unit = unit.empty() || shift != 0;
  if (error != std::errc() || !known_unit || number == 0 || number > (kMax >> shift)) {
    return usage(
        fmt::format("{}: \"{}\" is no size; it takes a number up to 1G, as 65536, 64K or 1M", option, text));
  }
  return number << shift;
}

// "500ms", "2s".
Result<std::uint64_t> read_milliseconds(std::string_view option, std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  constexpr std::uint64_t kMaxSeconds = 3600;
  const std::uint64_t scale = unit == "ms" ? 1 : unit == "s" || unit.empty() ? 1000 : 0;
  if (error != std::errc() || scale == 0 || number == 0 || number > kMaxSeconds * 1000 / scale) {
    return usage(
        fmt::format("{}: \"{}\" is no time; it takes a number up to an hour, as 500ms or 2s", option, text));
  }
  return number * scale;
}

Result<RejectLimit> read_reject_limit(std::string_view text) {
  RejectLimit limit;
  limit.is_percent = text.ends_with('%');
  const char* end = text.data() + text.size() - (limit.is_percent ? 1 : 0);
  const auto [stop, error] = limit.is_percent ? std::from_chars(text.data(), end, limit.percent)
                                              : std::from_chars(text.data(), end, limit.count);
  const bool in_range = !limit.is_percent || (limit.percent >= 0 && limit.percent <= 100);
  if (error != std::errc() || stop != end || text.empty() || !in_range) {
    return usage(
        fmt::format("--max-rejects: \"{}\" is neither a count nor a share; it takes 100 or 2.5%", text));
  }
  return limit;
}

Result<StatsForm> read_stats_form(std::string_view text) {
  if (text.empty()) return StatsForm::kNone;
  if (text == "text") return StatsForm::kText;
  if (text == "json") return StatsForm::kJson;
  return usage(fmt::format("--stats: \"{}\" is not one of text, json", text));
}

Result<ProgressWhen> read_progress(std::string_view text) {
  if (text == "auto") return ProgressWhen::kAuto;
  if (text == "always") return ProgressWhen::kAlways;
  if (text == "never") return ProgressWhen::kNever;
  return usage(fmt::format("--progress: \"{}\" is not one of auto, always, never", text));
}

// Parquet is compressed within.
Status choose_pages(const TypedOptions& typed, const OutputName& name, Options& options) {
  if (!typed.compress && name.compression) {
    return usage(
        fmt::format("--output: Parquet is compressed within, and nothing would read {} as Parquet; leave "
                    "the last ending away",
                    options.output));
  }
  if (!typed.compress) options.compression = default_compression(Compression::kZstd);
  if (options.compression.kind == Compression::kZstd) return {};
  return usage("--compress: Parquet is compressed within, by zstd: it takes zstd:LEVEL");
}

Status check_dataset_form(const Options& options) {
  if (output_format_info(options.to).is_log) {
    return usage(fmt::format(
        "--output: {} is a dataset, as the slash at its end says; it takes parquet, ndjson, csv or "
        "tsv, not lines of a log",
        options.output));
  }
  if (!options.meta_line) return {};
  return usage("--meta-line: a dataset has none; its _manifest.json says how it was made");
}

// -t and -z win over the endings of -o.
Status choose_output(const TypedOptions& typed, Options& options) {
  OutputName name = options.output == "-" ? OutputName{} : read_output_name(options.output);
  if (is_dataset(options)) name = {.format = OutputFormat::kParquet, .compression = std::nullopt};
  if (typed.to) {
    Result<OutputForm> form = read_output_form(*typed.to);
    if (!form) return tl::unexpected<Error>(std::move(form).error());
    options.to = *std::move(form);
  } else if (name.format) {
    options.to = *name.format;
  }
  if (is_dataset(options)) {
    if (Status status = check_dataset_form(options); !status) return status;
  }
  if (options.meta_line && options.to != OutputFormat::kNdjson) {
    return usage(fmt::format("--meta-line: {} has no line for it, only ndjson; --output has a {} beside it",
                             output_format_info(options.to).name, "PATH.meta.json"));
  }
  options.header = typed.header != "false";
  if (!typed.header.empty() && !output_format_info(options.to).has_header) {
    return usage(fmt::format(
        "--header and --no-header: {} has no line with the names of columns, only csv and tsv have",
        output_format_info(options.to).name));
  }
  if (typed.compress) {
    Result<CompressionSpec> spec = parse_compression(*typed.compress);
    if (!spec) return tl::unexpected<Error>(spec.error());
    options.compression = *spec;
  } else if (name.compression) {
    options.compression = default_compression(*name.compression);
  } else if (is_dataset(options)) {
    options.compression = default_compression(Compression::kZstd);
  }
  return options.to == OutputFormat::kParquet ? choose_pages(typed, name, options) : Status{};
}

template <typename T>
Status assign(T& to, Result<T> from) {
  if (!from) return tl::unexpected<Error>(std::move(from).error());
  to = *std::move(from);
  return {};
}

// "30d", or "30"
Result<std::uint64_t> read_days(std::string_view option, std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  constexpr std::uint64_t kMax = 36'500;
  if (error != std::errc() || (!unit.empty() && unit != "d") || number > kMax) {
    return usage(fmt::format("{}: \"{}\" is no number of days; it takes one as 30d", option, text));
  }
  return number;
}

Status finish_sealing(const TypedOptions& typed, Options& options) {
  const bool seals = !options.sealed.empty() || !options.rejects.empty();
  if (seals && options.recipients.empty()) {
    return usage(
        "--sealed and --rejects take a --recipient, who can open what is sealed: age1... of age-keygen");
  }
  if (!seals && (!options.recipients.empty() || typed.seal_interval || typed.seal_size)) {
    return usage(
        "--recipient, --seal-interval and --seal-size have a meaning with --sealed or --rejects only");
  }
  Status status;
  if (typed.seal_interval) {
    status = assign(options.seal_interval_ms, read_milliseconds("--seal-interval", *typed.seal_interval));
  }
  if (status && typed.seal_size) {
    status = assign(options.seal_bytes, read_bytes("--seal-size", *typed.seal_size));
  }
  if (status && typed.older_than) {
    status = assign(options.older_than_days, read_days("--older-than", *typed.older_than));
  }
  return status;
}

}  // namespace

Result<Options> finish(const TypedOptions& typed) {
  Options options = typed.options;
  Status status = choose_output(typed, options);
  if (status && typed.columns) status = assign(options.columns, read_column_list(*typed.columns));
  if (status) status = assign(options.max_rejects, read_reject_limit(typed.max_rejects));
  if (status) status = assign(options.stats, read_stats_form(typed.stats));
  if (status) status = assign(options.max_line_bytes, read_bytes("--max-line", typed.max_line));
  if (status) {
    status = assign(options.flush_interval_ms, read_milliseconds("--flush-interval", typed.flush_interval));
  }
  if (status) {
    status = assign(options.term_timeout_ms, read_milliseconds("--term-timeout", typed.term_timeout));
  }
  if (status) status = assign(options.progress, read_progress(typed.progress));
  if (options.keep_days == 0 || options.keep_days > Ratchet::kMaxKeepDays) {
    return usage(fmt::format("--keep-days: {} is not 1 to {}", options.keep_days, Ratchet::kMaxKeepDays));
  }
  if (status) status = finish_sealing(typed, options);
  constexpr unsigned kMaxThreads = 256;
  if (status && options.threads > kMaxThreads) {
    return usage(fmt::format("--threads: {} is more than {}", options.threads, kMaxThreads));
  }
  if (!status) return tl::unexpected<Error>(std::move(status).error());
  return options;
}

}  // namespace anonlog
