// What the user typed, as plain values: no file was opened, nothing but the shape of --to was compiled.
//
// Errors:  kUsage, with the option and what it takes.
#ifndef ANONLOG_FILTER_CLI_OPTIONS_H_
#define ANONLOG_FILTER_CLI_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "filter/output/compressor.h"
#include "filter/output/output_name.h"
#include "filter/progress.h"
#include "parsers/error.h"

namespace anonlog {

enum class StatsForm : std::uint8_t { kNone, kText, kJson };

// "--max-rejects": a count, or a share of the records.
struct RejectLimit {
  std::uint64_t count = 0;
  double percent = 10;
  bool is_percent = true;

  [[nodiscard]] bool is_exceeded(std::uint64_t rejected, std::uint64_t records) const {
    if (!is_percent) return rejected > count;
    return static_cast<double>(rejected) * 100 > percent * static_cast<double>(records);
  }
};

struct Options {
  enum class Command : std::uint8_t {
    kFilter,
    kFormats,
    kDetect,
    kParse,
    kExplain,
    kPolicyShow,
    kPolicyCheck,
    kAudit,
    kReveal,
    kKeyNew,
    kKeyInfo,
    kKeyAdvance,
    kKeyRekey,
    kKeyDestroy,
    kPurge,
    kVerify,
    kCompact
  };

  Command command = Command::kFilter;
  std::vector<std::string> inputs;   // "-" is stdin; empty: stdin
  std::vector<std::string> formats;  // as --format takes them; empty: auto
  std::string fields;                // columns of a W3C log without a #Fields line
  std::string policy = "standard";
  std::string key;                      // as --key takes it; empty: random keys
  std::string ua_rules;                 // a regexes.yaml of uap-core; empty: the rules that are built in
  std::optional<std::string> timezone;  // the IANA name; UTC when it was not given
  std::vector<std::string>
      country_databases;     // files or folders, or "none"; empty: the one that is installed
  std::string output = "-";  // "-" is stdout; a name that ends in a slash is a dataset
  OutputForm to;
  std::vector<Column> columns;  // in the order of the output; empty: those of the policy
  CompressionSpec compression;
  unsigned threads = 0;  // 0: one per core
  RejectLimit max_rejects;
  StatsForm stats = StatsForm::kNone;
  std::string stats_file;
  bool meta_line = false;
  bool header = true;  // CSV and TSV begin with the names of their columns
  ProgressWhen progress = ProgressWhen::kAuto;
  std::uint64_t flush_interval_ms = 1000;
  std::uint64_t term_timeout_ms = 10'000;
  bool allow_truncated = false;
  std::size_t max_line_bytes = std::size_t{1} << 20;
  bool dry_run = false;
  std::string sealed;   // a folder; empty: records are not sealed
  std::string rejects;  // a folder; empty: rejected lines are not sealed
  std::vector<std::string> recipients;
  std::uint64_t seal_interval_ms = 60'000;
  std::size_t seal_bytes = std::size_t{256} << 20;  // of a sealed file
  std::uint64_t older_than_days = 0;                // of `purge`
  std::size_t explained_lines = 3;
  bool show_raw = false;
  std::string reason;         // of `reveal`
  std::string reveal_log;     // empty: beside the key
  std::string reveal_column;  // empty: any
  std::string date;           // as typed; empty: that of the record
  bool list_fields = false;   // of `formats`: the catalogue, not the formats
  bool json = false;          // of `audit` and `key info`: the report
  unsigned keep_days = 3;     // of `key new`
  bool force = false;         // of `key advance`
};

// Whether the output is a dataset, in a folder of its own.
inline bool is_dataset(const Options& options) { return options.output.ends_with('/'); }

// Either options to run with, or text to print (help, version) before a successful end.
struct CommandLine {
  Options options;
  std::optional<std::string> text;
};

Result<CommandLine> read_command_line(int argc, const char* const* argv);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_OPTIONS_H_
