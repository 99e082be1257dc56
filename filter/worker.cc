#include "filter/worker.h"

#include <algorithm>

namespace anonlog {

Worker::Worker(const WorkerSettings& settings)
    : settings_(settings),
      parts_(settings.parts),
      seal_compressor_(settings.seal ? kSealedCompression : CompressionSpec{}) {}

Worker::Applied::Applied(const Reading& of) : reading(of), outputs(of.formats.size()) {
  for (std::size_t i = 0; i < of.formats.size(); ++i) batches.emplace_back(of.formats[i].slots());
}

Worker::Applied& Worker::applied_of(const Reading& reading) {
  const auto known = std::ranges::find_if(
      applied_, [&reading](const auto& applied) { return &applied->reading == &reading; });
  if (known != applied_.end()) {
    std::rotate(applied_.begin(), known, known + 1);
  } else {
    if (applied_.size() == kMaxApplied) applied_.pop_back();
    applied_.insert(applied_.begin(), std::make_unique<Applied>(reading));
  }
  return *applied_.front();
}

Worker::FormatOutput& Worker::output_of(Applied& applied, std::size_t format) {
  auto& output = applied.outputs[format];
  if (output == nullptr) {
    output =
        std::make_unique<FormatOutput>(applied.reading.plans[format], applied.reading.formats[format].slots(),
                                       settings_, parts_.make_encoder());
  }
  return *output;
}

void Worker::process(Work& work) {
  work.tally = Tally();
  work.nulls = NullCounts();
  work.zoneless_times = 0;
  work.keyless = {};
  work.redactions.clear();
  work.status = Status();
  work.sealed.clear();
  work.rejected.clear();
  sealed_plain_.clear();
  if (settings_.seal && settings_.seal->rejects) work.tally.all_rejected = &work.rejected;
  std::size_t offset = 0;
  for (const LineRun& run : work.runs) {
    encode_lines(work, run, offset);
    offset += run.bytes;
  }
  for (std::uint64_t i = 0; i < work.chunk.too_long_lines; ++i) {
    ++work.tally.counts.lines;
    work.tally.reject(RejectReason::kTooLong, work.chunk.size);
  }
  if (!work.origins.empty()) work.origins.settle(work.tally);
  work.status = parts_.finish(work.parts);
  if (work.status && work.sealed.records != 0) {
    work.status = seal_compressor_.compress(sealed_plain_.bytes(), work.sealed.bytes);
  }
}

void Worker::encode_lines(Work& work, const LineRun& run, std::size_t offset) {
  Applied& applied = applied_of(*run.reading);
  std::vector<RecordBatch>& batches = applied.batches;
  for (RecordBatch& batch : batches) batch.set_day(run.day);
  LineCursor lines(work.chunk.bytes().substr(0, offset + run.bytes), offset, &work.origins);
  while (const auto format = run.reading->formats.fill(lines, settings_.limits, batches, work.tally)) {
    if (batches[*format].rows() == 0) continue;
    FormatOutput& output = output_of(applied, *format);
    const std::uint64_t first_record =
        first_record_number(work.sequence) + work.tally.counts.published + work.tally.counts.excluded_total();
    if (output.sealed_writer) output.plan_worker.set_first_record({settings_.seal->run, first_record});
    const PublicBatch& published = output.plan_worker.apply(batches[*format]);
    if (output.sealed_writer) seal(output, batches[*format], published, first_record, work.sealed);
    if (settings_.day_table != nullptr) {
      settings_.day_table->add(published, output.plan_worker.days(), output.plan_worker.clients());
    } else {
      parts_.add(published, output.encoder.get());
      if (settings_.count_nulls) work.nulls.add(published, settings_.parts.columns);
    }
    work.tally.counts.published += published.rows();
    work.tally.counts.exclude(output.plan_worker.excluded());
    work.zoneless_times += output.plan_worker.zoneless_times();
    work.keyless.add(output.plan_worker.keyless());
    output.plan_worker.move_redactions_to(work.redactions);
  }
}

// Of the records that are published, and only of them.
void Worker::seal(FormatOutput& output, const RecordBatch& records, const PublicBatch& published,
                  std::uint64_t first_record, SealedPart& sealed) {
  const std::span<const std::uint16_t> rows = output.plan_worker.kept_rows();
  if (rows.empty()) return;
  output.sealed_writer->write(records, rows, output.plan_worker.objections(), published, sealed_plain_);
  if (sealed.records == 0) sealed.first = first_record + rows.front();
  sealed.last = first_record + rows.back();
  sealed.records += rows.size();
}

}  // namespace anonlog
