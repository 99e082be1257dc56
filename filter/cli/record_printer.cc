#include "filter/cli/record_printer.h"

#include <string_view>
#include <utility>

namespace anonlog {

RecordPrinter::RecordPrinter(const std::vector<FormatSource>& sources, FormatSet formats,
                             const ParserLimits& limits, const TimeZone& zone, FdSink& sink)
    : formats_(std::move(formats)), limits_(limits), sink_(sink) {
  for (std::size_t i = 0; i < formats_.size(); ++i) {
    records_.emplace_back(sources[i].name, formats_[i].slots(), zone);
    batches_.emplace_back(formats_[i].slots());
  }
}

Result<std::uint64_t> RecordPrinter::print(LineCursor& lines, std::int64_t day, Tally& tally) {
  for (RecordBatch& batch : batches_) batch.set_day(day);
  const Parser::OtherVisitor visit = [this](std::string_view key, std::string_view value) {
    named_.add(key, value);
  };
  std::uint64_t zoneless_times = 0;
  Status status;
  while (status) {
    const auto record = formats_.next(lines, limits_, batches_, tally);
    if (record) {
      ++tally.counts.published;
      if (batches_[record->format].times().front().state == LogTime::State::kZoneless) ++zoneless_times;
      append(*record, visit);
    }
    if (record && text_.size() < kWriteBytes) continue;
    status = sink_.write(text_);
    text_.clear();
    if (!record) break;
  }
  if (!status) return tl::unexpected<Error>(std::move(status).error());
  return zoneless_times;
}

void RecordPrinter::append(const FormatSet::Record& record, const Parser::OtherVisitor& visit) {
  named_.clear();
  formats_[record.format].visit_others(record.line, visit);
  records_[record.format].append(batches_[record.format], 0, named_, text_);
}

}  // namespace anonlog
