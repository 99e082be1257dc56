#include "filter/cli/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "filter/cli/typed_options.h"
#include "filter/exit_code.h"

namespace anonlog {
namespace {

// The one table of options; help is made from it.
struct OptionRow {
  std::string_view flags;
  std::string_view value;  // what help calls it; empty for a flag
  std::string_view summary;
  void (*bind)(CLI::App& app, const OptionRow& row, TypedOptions& typed);
};

template <auto Member>
void bind_option(CLI::App& app, const OptionRow& row, TypedOptions& typed) {
  app.add_option(std::string(row.flags), typed.options.*Member, std::string(row.summary))
      ->type_name(std::string(row.value));
}

template <auto Member>
void bind_typed(CLI::App& app, const OptionRow& row, TypedOptions& typed) {
  app.add_option(std::string(row.flags), typed.*Member, std::string(row.summary))
      ->type_name(std::string(row.value));
}

// May be given several times, one value each: the next word may be an input.
template <auto Member>
void bind_list(CLI::App& app, const OptionRow& row, TypedOptions& typed) {
  app.add_option(std::string(row.flags), typed.options.*Member, std::string(row.summary))
      ->type_name(std::string(row.value))
      ->allow_extra_args(false);
}

template <auto Member>
void bind_flag(CLI::App& app, const OptionRow& row, TypedOptions& typed) {
  app.add_flag(std::string(row.flags), typed.options.*Member, std::string(row.summary));
}

// "--stats" alone is "--stats=text"; a value must stand behind "=", since the next word may be an input.
void bind_stats(CLI::App& app, const OptionRow& row, TypedOptions& typed) {
  app.add_flag(std::string(row.flags) + "{text}", typed.stats, std::string(row.summary))
      ->type_name(std::string(row.value));
}

// A pair of flags.
void bind_header(CLI::App& app, const OptionRow& row, TypedOptions& typed) {
  app.add_flag(std::string(row.flags), typed.header, std::string(row.summary));
}

constexpr OptionRow kFilterOptions[] = {
    {"-f,--format", "FORMAT",
     "auto (default), a name of `anonlog formats`, an nginx log_format or Apache LogFormat string, or "
     "nginx:FILE[#NAME] or apache:FILE[#NAME] to take it from the server's own configuration; repeatable: a "
     "line then has the one with the most fields that reads it",
     bind_list<&Options::formats>},
    {"--fields", "COLUMNS",
     "the columns of a W3C log (w3c, iis, cloudfront) that has no #Fields line, as \"date time c-ip "
     "cs-method\"",
     bind_option<&Options::fields>},
    {"-p,--policy", "NAME|FILE", "standard (default) or a TOML file", bind_option<&Options::policy>},
    {"--timezone", "NAME",
     "the zone of times that do not tell theirs, by its IANA name, as Europe/Berlin; default UTC",
     bind_option<&Options::timezone>},
    {"--key", "FILE|fd:N|credential:NAME",
     "make visitors and other pseudonyms with this key (`anonlog key new`), so that those of several runs "
     "and "
     "machines are the same within a UTC day; also fd:N, an open file, or credential:NAME of systemd. "
     "Default: a "
     "random key that dies with the run",
     bind_option<&Options::key>},
    {"--ua-rules", "FILE",
     "name browsers and systems by this regexes.yaml of uap-core; default: the one that was built in",
     bind_option<&Options::ua_rules>},
    {"--country-db", "FILE",
     "where the column country comes from: an MMDB file, a text file or the folder of Debian's tor-geoipdb, "
     "or none; "
     "default: that package's, where it is installed; repeatable",
     bind_list<&Options::country_databases>},
    {"-o,--output", "PATH",
     "write this file, whole or not at all; its endings choose form and compression (.ndjson .csv "
     ".tsv .log .parquet, .zst .gz); "
     "default: stdout",
     bind_option<&Options::output>},
    {"-t,--to", "FORM|STRING",
     "ndjson (default), csv, tsv, combined, common or parquet; or lines of a log in the form of an nginx "
     "log_format, as "
     "'$remote_addr [$time_local] $status'",
     bind_typed<&TypedOptions::to>},
    {"--columns", "NAME,...", "write these columns, in this order; default: those of the policy",
     bind_typed<&TypedOptions::columns>},
    {"-z,--compress", "KIND[:LEVEL]", "none, zstd (level 1) or gzip (level 6)",
     bind_typed<&TypedOptions::compress>},
    {"-j,--threads", "N", "worker threads; default: one per core", bind_option<&Options::threads>},
    {"--max-rejects", "N|P%", "fail when more records than this are rejected; default 10%",
     bind_typed<&TypedOptions::max_rejects>},
    {"--stats", "text|json", "a summary on stderr: --stats or --stats=json", bind_stats},
    {"--stats-file", "PATH", "write the summary as JSON to this file", bind_option<&Options::stats_file>},
    {"--meta-line", "",
     "begin NDJSON with a line that says how it was made, as PATH.meta.json does beside an --output",
     bind_flag<&Options::meta_line>},
    {"--header,!--no-header", "",
     "begin CSV and TSV with the names of their columns (default), or with the first record", bind_header},
    {"--progress", "WHEN", "auto (default: on a terminal), always or never: how far it is, on stderr",
     bind_typed<&TypedOptions::progress>},
    {"--allow-truncated", "", "a compressed input that was cut counts up to there, and is no failure",
     bind_flag<&Options::allow_truncated>},
    {"--flush-interval", "TIME", "compressed live output is at most this late; default 1s",
     bind_typed<&TypedOptions::flush_interval>},
    {"--term-timeout", "TIME", "a pipe is read to its end after SIGTERM, but no longer; default 10s",
     bind_typed<&TypedOptions::term_timeout>},
    {"--max-line", "BYTES", "a longer line is rejected; default 1M", bind_typed<&TypedOptions::max_line>},
    {"--sealed", "DIR",
     "encrypt what the policy seals of each record into files of this folder, for age and zstd; the records "
     "then have "
     "the column record, which joins both",
     bind_option<&Options::sealed>},
    {"--recipient", "KEY|FILE",
     "who can open sealed files: a public key of age-keygen (age1...), or a file with one per line; "
     "repeatable",
     bind_list<&Options::recipients>},
    {"--rejects", "DIR", "encrypt rejected lines into files of this folder", bind_option<&Options::rejects>},
    {"--seal-interval", "TIME",
     "a record waits no longer than this for its sealed half, which is written in chunks of 64 KiB; default "
     "60s",
     bind_typed<&TypedOptions::seal_interval>},
    {"--seal-size", "BYTES", "begin a new sealed file after so much; default 256M",
     bind_typed<&TypedOptions::seal_size>},
    {"--dry-run", "", "read and count everything, write no output", bind_flag<&Options::dry_run>},
};

std::string exit_codes_text() {
  std::string text = "Exit codes:\n   0  done and committed\n";
  for (const ExitCode& row : kExitCodes) {
    if (!row.meaning.empty()) text += fmt::format(" {:3}  {}\n", row.code, row.meaning);
  }
  return text;
}

// CLI11 shows the values of flags in a way of its own.
std::string help_text(const CLI::App& app) {
  constexpr std::pair<std::string_view, std::string_view> kShownAndMeant[] = {
      {"--stats{text} text|json", "--stats[=text|json]    "},
      {"--header,--no-header{false}", "--header, --no-header      "}};
  std::string text = app.help();
  for (const auto& [shown, meant] : kShownAndMeant) {
    if (const std::size_t at = text.find(shown); at != std::string::npos)
      text.replace(at, shown.size(), meant);
  }
  return text;
}

// The rows that subcommands take as they are.
void add_filter_option(CLI::App& command, std::string_view flags, TypedOptions& typed) {
  for (const OptionRow& row : kFilterOptions) {
    if (row.flags == flags) row.bind(command, row, typed);
  }
}

void add_commands(CLI::App& app, TypedOptions& typed) {
  CLI::App* formats = app.add_subcommand("formats", "What it can read");
  formats->add_flag("--fields", typed.options.list_fields, "the fields that a line of them may hold");
  formats->callback([&typed]() { typed.options.command = Options::Command::kFormats; });
  CLI::App* detect =
      app.add_subcommand("detect", "Which known format a log has, and why; prints nothing of it");
  add_filter_option(*detect, "--fields", typed);
  add_filter_option(*detect, "-p,--policy", typed);
  detect->add_option("INPUT", typed.options.inputs, "log files; '-' or none is stdin")->type_name("");
  detect->callback([&typed]() { typed.options.command = Options::Command::kDetect; });
  CLI::App* parse = app.add_subcommand(
      "parse", "All fields decoded, as NDJSON on stdout, for checking a format: this prints personal data");
  add_filter_option(*parse, "-f,--format", typed);
  add_filter_option(*parse, "--fields", typed);
  parse->add_option("-p,--policy", typed.options.policy, "a TOML file whose [json] says the keys of JSON")
      ->type_name("FILE");
  add_filter_option(*parse, "--timezone", typed);
  add_filter_option(*parse, "--max-rejects", typed);
  add_filter_option(*parse, "--max-line", typed);
  parse->add_option("INPUT", typed.options.inputs, "log files; '-' or none is stdin")->type_name("");
  parse->callback([&typed]() { typed.options.command = Options::Command::kParse; });
}

void add_explain(CLI::App& app, TypedOptions& typed) {
  CLI::App* explain = app.add_subcommand(
      "explain", "What becomes of each field of a log, shown on its first lines without what they hold");
  add_filter_option(*explain, "-f,--format", typed);
  add_filter_option(*explain, "--fields", typed);
  add_filter_option(*explain, "-p,--policy", typed);
  add_filter_option(*explain, "--timezone", typed);
  add_filter_option(*explain, "--key", typed);
  add_filter_option(*explain, "--ua-rules", typed);
  add_filter_option(*explain, "--country-db", typed);
  explain->add_option("-n,--lines", typed.options.explained_lines, "show this many lines; default 3")
      ->type_name("N");
  explain->add_flag("--show-raw", typed.options.show_raw, "show what they hold: this prints personal data");
  explain
      ->add_option("INPUT", typed.options.inputs,
                   "a log file; '-' is stdin; without it the format is explained")
      ->type_name("")
      ->expected(0, 1);
  explain->callback([&typed]() { typed.options.command = Options::Command::kExplain; });
}

void add_audit(CLI::App& app, TypedOptions& typed) {
  CLI::App* audit = app.add_subcommand(
      "audit", "Looks for identifiers of raw logs in what was published of them; exits 1 when it finds any");
  for (const std::string_view flags : {"-f,--format", "--fields", "-p,--policy", "--allow-truncated"}) {
    add_filter_option(*audit, flags, typed);
  }
  audit->get_option("--policy")
      ->description("the policy that has the keys of a JSON log ([json]); no other part of it counts");
  audit->add_flag("--json", typed.options.json, "the report as one JSON object");
  audit
      ->add_option("RAW... PUBLISHED", typed.options.inputs,
                   "the raw logs ('-' is stdin), then the output, a regular file")
      ->type_name("")
      ->required()
      ->expected(2, -1);
  audit->callback([&typed]() { typed.options.command = Options::Command::kAudit; });
}

constexpr OptionRow kRevealOptions[] = {
    {"--reason", "TEXT", "why; it goes to the reveal log", bind_option<&Options::reason>},
    {"--date", "YYYY-MM-DD", "the UTC day of the tokens, or of the records of interest",
     bind_option<&Options::date>},
    {"--column", "NAME", "that of the tokens, where there are several", bind_option<&Options::reveal_column>},
    {"--reveal-log", "PATH", "default: KEY.reveal-log", bind_option<&Options::reveal_log>},
};

void add_reveal(CLI::App& app, TypedOptions& typed) {
  CLI::App* reveal = app.add_subcommand("reveal", "Pseudonyms back to addresses: prints personal data");
  for (const std::string_view flags : {"--key", "-p,--policy"}) add_filter_option(*reveal, flags, typed);
  for (const OptionRow& row : kRevealOptions) row.bind(*reveal, row, typed);
  reveal->get_option("--key")->required()->description("the key that they were made with");
  reveal->get_option("--reason")->required();
  CLI::Option* const policy = reveal->get_option("--policy")
                                  ->description(
                                      "the policy that they were made with; default: what the published file "
                                      "or its PATH.meta.json says");
  reveal->add_option("INPUT", typed.options.inputs, "a published file; '-' or none: tokens on stdin")
      ->type_name("")
      ->expected(0, 1);
  reveal->callback([&typed, policy]() {
    typed.options.command = Options::Command::kReveal;
    if (policy->count() == 0) typed.options.policy.clear();
  });
}

void add_purge(CLI::App& app, TypedOptions& typed) {
  CLI::App* purge = app.add_subcommand(
      "purge", "Removes what is of old days from the folder of --sealed or of a dataset, and says which");
  purge
      ->add_option("--older-than", typed.older_than,
                   "remove the files of UTC days that ended so long ago, as 30d")
      ->type_name("DAYS")
      ->required();
  purge->add_flag("--dry-run", typed.options.dry_run, "only say what would be removed");
  purge->add_option("DIR", typed.options.inputs, "the folder")->type_name("")->required()->expected(1);
  purge->callback([&typed]() { typed.options.command = Options::Command::kPurge; });
}

void add_dataset(CLI::App& app, TypedOptions& typed) {
  const auto add = [&](const char* name, const char* summary, const char* takes, const char* what,
                       Options::Command command) {
    CLI::App* added = app.add_subcommand(name, summary);
    added->add_option(takes, typed.options.inputs, what)->type_name("")->required()->expected(1);
    added->callback([&typed, command]() { typed.options.command = command; });
  };
  add("verify", "Whether a dataset is as its manifest says, or a Parquet file is whole; exits 1 when not",
      "PATH", "the folder, or the file", Options::Command::kVerify);
  add("compact", "Merges the small parts of each day of a dataset; their logs can no longer be replaced",
      "DIR", "the folder", Options::Command::kCompact);
}

void add_policy(CLI::App& app, TypedOptions& typed) {
  CLI::App* policy = app.add_subcommand("policy", "Show a policy that has a name, check one of your own");
  policy->require_subcommand(1);
  const auto add = [&](const char* name, const char* summary, const char* takes, Options::Command command) {
    CLI::App* added = policy->add_subcommand(name, summary);
    added->add_option(takes, typed.options.policy, "the policy")->type_name("")->required();
    added->callback([&typed, command]() { typed.options.command = command; });
  };
  add("show", "A preset as TOML: a beginning for one of your own", "NAME", Options::Command::kPolicyShow);
  add("check", "Whether a policy can be used, what it publishes, and what to think of it", "FILE",
      Options::Command::kPolicyCheck);
}

void add_key(CLI::App& app, TypedOptions& typed) {
  CLI::App* key = app.add_subcommand("key", "Make, look at and destroy the keys of pseudonyms");
  key->require_subcommand(1);
  const auto add = [&](const char* name, const char* summary, const char* takes, Options::Command command) {
    CLI::App* added = key->add_subcommand(name, summary);
    added->add_option(takes, typed.options.key, "the key")->type_name("")->required();
    added->callback([&typed, command]() { typed.options.command = command; });
    return added;
  };
  add("new", "A new random key in a file of its own, which must not be there yet", "FILE",
      Options::Command::kKeyNew)
      ->add_option("--keep-days", typed.options.keep_days,
                   "UTC days that have a key, today included: as old may a line be; default 3")
      ->type_name("N");
  add("info", "What a key is for, and fingerprints to compare copies by; never the key",
      "FILE|fd:N|credential:NAME", Options::Command::kKeyInfo)
      ->add_flag("--json", typed.options.json, "as one JSON object");
  add("advance", "Destroy the keys of days that are older than kept, by the clock", "FILE",
      Options::Command::kKeyAdvance)
      ->add_flag("--force", typed.options.force,
                 "also when that is over 7 days more than was due the last time");
  add("rekey", "Mix new randomness in from tomorrow (UTC) on: who knows the key now then does not", "FILE",
      Options::Command::kKeyRekey);
  add("destroy", "Destroy all of its keys, and the file", "FILE", Options::Command::kKeyDestroy);
}

}  // namespace

Result<CommandLine> read_command_line(int argc, const char* const* argv) {
  TypedOptions typed;
  CLI::App app("Anonymizes web server logs: reads access logs, writes records without what identifies.",
               "anonlog");
  app.footer(exit_codes_text());
  app.set_version_flag("-V,--version", "anonlog " ANONLOG_VERSION);
  app.add_option("INPUT", typed.options.inputs,
                 "log files, plain, gzip, zstd, bzip2 or xz; '-' or none is stdin")
      ->type_name("");
  for (const OptionRow& row : kFilterOptions) row.bind(app, row, typed);
  add_commands(app, typed);
  add_explain(app, typed);
  add_policy(app, typed);
  add_audit(app, typed);
  add_reveal(app, typed);
  add_key(app, typed);
  add_purge(app, typed);
  add_dataset(app, typed);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return CommandLine{{}, help_text(app)};
  } catch (const CLI::CallForVersion&) {
    return CommandLine{{}, "anonlog " ANONLOG_VERSION "\n"};
  } catch (const CLI::ParseError& error) {
    return fail(ErrorKind::kUsage, fmt::format("{}. `anonlog --help` lists the options", error.what()));
  }
  return finish(typed).map([](Options&& options) { return CommandLine{std::move(options), std::nullopt}; });
}

}  // namespace anonlog
