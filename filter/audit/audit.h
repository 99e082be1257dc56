// Looks for what identifies in a raw log in what was published of it.
//
// Idea:    PUBLISHED is read first, into a table of its words; then RAW, once, which marks those that it has, as identifiers or as
//          published by right (raw_words.h). Where identifiers are left PUBLISHED is read again, to tell where they stand. The
//          other way round, RAW into a table, was rejected: RAW has many times as many words, and may be a pipe.
// Numbers: an address written as a number (3405803783, cb007107) may be a size or an id as well. Where the lines correspond, RAW
//          having as many records as PUBLISHED and the same statuses in the same order, such a number is compared with the
//          addresses of its own line; else with all of them, and only where the column is text.
// Output:  counts and places, never a value. That nothing was found proves nothing.
// Memory:  that of WordTable, and 8 bytes for each number of PUBLISHED that may be an address, at most kMaxNumbers.
// Errors:  those of PublishedFile and RawLog; kBadInput: more words than the table takes; lines of RAW that are too long to be
//          looked at.
// Threads: the caller's.
#ifndef ANONLOG_FILTER_AUDIT_AUDIT_H_
#define ANONLOG_FILTER_AUDIT_AUDIT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "filter/audit/identifier.h"
#include "filter/audit/raw_log.h"
#include "filter/output/output_name.h"
#include "parsers/error.h"
#include "rules/column.h"

namespace anonlog {

struct AuditSettings {
  std::vector<std::string> raw;  // "-" is stdin
  std::string published;
  RawLog::Settings reading;  // of RAW
  std::uint64_t key = 0;     // random
};

// Where a finding stands in PUBLISHED.
struct FindingPlace {
  std::uint64_t line = 0;        // from 1
  std::optional<Column> column;  // nothing: of none that anonlog has
};

struct ClassFindings {
  static constexpr std::size_t kMaxPlaces = 10;

  std::uint64_t looked_for = 0;      // identifiers of RAW; one counts each time
  std::uint64_t found = 0;           // in cells of PUBLISHED
  std::vector<FindingPlace> places;  // of the first
};

struct AuditReport {
  RawCounts raw;
  std::uint64_t published_records = 0;
  OutputFormat published_form = OutputFormat::kNdjson;
  bool published_is_cut = false;  // within its last record
  bool lines_correspond = false;
  std::array<ClassFindings, kIdentifierCount> classes;

  [[nodiscard]] std::uint64_t found() const;
};

// `stdin_fd`: what RAW "-" is.
Result<AuditReport> run_audit(const AuditSettings& settings, int stdin_fd);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_AUDIT_H_
