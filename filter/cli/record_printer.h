// Prints the records of one choice of formats as DecodedRecord writes them.
//
// Errors:   the sink's.
// Lifetime: the sink must outlive it.
// Memory:   a batch per format, and kWriteBytes of text.
// Threads:  one.
#ifndef ANONLOG_FILTER_CLI_RECORD_PRINTER_H_
#define ANONLOG_FILTER_CLI_RECORD_PRINTER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "filter/cli/decoded_record.h"
#include "filter/cli/other_values.h"
#include "filter/output/fd_sink.h"
#include "parsers/error.h"
#include "parsers/format_set.h"
#include "parsers/format_source.h"
#include "rules/time_zone.h"

namespace anonlog {

class RecordPrinter {
 public:
  // `formats`: of `sources`. `zone`: of times that do not tell theirs.
  RecordPrinter(const std::vector<FormatSource>& sources, FormatSet formats, const ParserLimits& limits,
                const TimeZone& zone, FdSink& sink);

  // All records of `lines`, which are counted in `tally`. `day`: of lines with a time of day alone. Returns how many
  // records do not tell their zone.
  Result<std::uint64_t> print(LineCursor& lines, std::int64_t day, Tally& tally);

 private:
  static constexpr std::size_t kWriteBytes = std::size_t{256} << 10;

  void append(const FormatSet::Record& record, const Parser::OtherVisitor& visit);

  FormatSet formats_;
  ParserLimits limits_;
  std::vector<DecodedRecord> records_;  // per format
  std::vector<RecordBatch> batches_;    // per format
  OtherValues named_;                   // of the present line
  FdSink& sink_;
  std::string text_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_RECORD_PRINTER_H_
