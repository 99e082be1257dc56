// The summary of a run: what became of every line, how much was read and written, and how long it took.
//
// As JSON (one object):
//     lines records published rejected skipped excluded continuations
//                       rejected, skipped and excluded are objects: "total" and one key per reason
//     first_rejected    of at most ten rejected records: "input", "line" (from 1), "offset" (of its first byte in the
//                       decompressed input) and "reason"; never their bytes
//     times_without_zone  published records whose time does not tell its zone: --timezone does, or they are UTC
//     late_records      published records that are older than the days of the key: their pseudonyms are null
//     future_records    published records that are newer
//     truncated_inputs  inputs that ended in damage, which --allow-truncated allows
//     bytes_read        of the inputs as they are, compressed or not
//     bytes_in          of the log itself
//     bytes_out         of the output, compressed or not
//     nulls             per column of the output, in how many records it is null
//     sealed            of a run that seals records: "records", "files" and "bytes" (encrypted); always as many records as
//                       were published
//     sealed_rejects    the same of a run that seals rejected lines
//     redacted          per class of texts that were redacted (email, ip, token, ...), how many; only those that were found
//     complete          false: the run failed, and its output is incomplete or was not committed
//     wall_seconds, megabytes_per_second (of bytes_in, 10^6 bytes)
#ifndef ANONLOG_FILTER_STATS_H_
#define ANONLOG_FILTER_STATS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "parsers/accounting.h"
#include "rules/plan.h"
#include "rules/public_batch.h"
#include "rules/redaction/redaction_counts.h"

namespace anonlog {

// How often each column that is written was null.
class NullCounts {
 public:
  void add(const PublicBatch& batch, std::span<const Column> columns);
  void add(const NullCounts& other);
  [[nodiscard]] std::uint64_t operator[](Column column) const {
    return counts_[static_cast<std::size_t>(column)];
  }

 private:
  std::array<std::uint64_t, kColumnCount> counts_{};
};

// A rejected record, with the input that it stands in.
struct RejectedRecord {
  std::string input;
  RejectedLine at;
};

// What was sealed of one kind.
struct SealedCounts {
  std::uint64_t records = 0;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
};

struct Stats {
  Accounting counts;
  std::vector<RejectedRecord> rejected_lines;  // the first Tally::kRejectedLines
  std::vector<Column> columns;                 // that are written
  NullCounts nulls;
  std::vector<std::string> classes;  // names of what can be redacted, by ClassId
  RedactionCounts redactions;
  std::uint64_t times_without_zone = 0;
  KeylessRecords keyless;
  std::uint64_t truncated_inputs = 0;
  std::uint64_t bytes_read = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::optional<SealedCounts> sealed;
  std::optional<SealedCounts> sealed_rejects;
  double wall_seconds = 0;
  bool complete = false;
};

// The counts of records, as members of an object without its brackets: "lines":1,...,"continuations":0.
std::string counts_as_json(const Accounting& counts);

std::string stats_as_text(const Stats& stats);
std::string stats_as_json(const Stats& stats);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_STATS_H_
