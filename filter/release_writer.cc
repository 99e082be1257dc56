#include "filter/release_writer.h"

#include <string_view>

namespace anonlog {

ReleaseWriter::ReleaseWriter(const WorkerSettings& settings, Sink* sink, Stats& stats)
    : settings_(settings),
      sink_(sink),
      stats_(stats),
      encoder_(make_encoder(settings.to, settings.columns)),
      compressor_(settings.compression) {}

Status ReleaseWriter::write(DayTable& table) {
  Status status;
  const ExcludedCounts excluded = table.release([&](const PublicBatch& batch) {
    encoder_->encode(batch, plain_);
    if (settings_.count_nulls) stats_.nulls.add(batch, settings_.columns);
    if (status && plain_.bytes().size() >= kPieceBytes) status = flush();
  });
  if (status) status = flush();
  stats_.counts.exclude(excluded);
  for (const std::uint64_t records : excluded) stats_.counts.published -= records;
  return status;
}

Status ReleaseWriter::flush() {
  if (plain_.empty()) return {};
  std::string_view bytes = plain_.bytes();
  if (settings_.compression.kind != Compression::kNone) {
    compressed_.clear();
    if (Status status = compressor_.compress(bytes, compressed_); !status) return status;
    bytes = compressed_.bytes();
  }
  stats_.bytes_out += bytes.size();
  Status status = sink_ == nullptr ? Status{} : sink_->write(bytes);
  plain_.clear();
  return status;
}

}  // namespace anonlog
