#include "filter/release_writer.h"

namespace anonlog {

ReleaseWriter::ReleaseWriter(const WorkerSettings& settings, PartSink& sink, Stats& stats)
    : settings_(settings),
      sink_(sink),
      stats_(stats),
      parts_(settings.parts),
      encoder_(parts_.make_encoder()) {}

Status ReleaseWriter::write(DayTable& table) {
  Status status;
  const ExcludedCounts excluded = table.release([&](const PublicBatch& batch) {
    parts_.add(batch, encoder_.get());
    if (settings_.count_nulls) stats_.nulls.add(batch, settings_.parts.columns);
    if (status && parts_.rows() >= kPieceRows) status = flush();
  });
  if (status) status = flush();
  stats_.counts.exclude(excluded);
  for (const std::uint64_t records : excluded) stats_.counts.published -= records;
  return status;
}

Status ReleaseWriter::flush() {
  Status status = parts_.finish(piece_);
  return status ? sink_.write(piece_, {}, {}) : status;
}

}  // namespace anonlog
