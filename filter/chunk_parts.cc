#include "filter/chunk_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace anonlog {
namespace {

constexpr std::int64_t kMicrosPerDay = std::int64_t{86'400} * 1'000'000;

std::int64_t day_of(const PublicTime& time) {
  return time.micros == PublicTime::kNull ? OutputPart::kNoDay : time.micros / kMicrosPerDay;
}

}  // namespace

ChunkParts::ChunkParts(const PartSettings& settings)
    : settings_(settings), compressor_(settings.compression) {
  if (settings.to != OutputFormat::kParquet) return;
  schema_ = parquet_schema(settings.columns);
  parquet_encoder_.emplace(settings.columns);
}

std::unique_ptr<Encoder> ChunkParts::make_encoder() const {
  return anonlog::make_encoder(settings_.to, settings_.columns);
}

void ChunkParts::add(const PublicBatch& batch, Encoder* encoder) {
  if (batch.rows() == 0) return;
  if (settings_.by_day && batch.column(Column::kTime).form() == PublicColumn::Form::kTime) {
    add_by_day(batch, encoder);
  } else {
    add_rows(batch, {0, batch.rows()}, OutputPart::kNoDay, encoder);
  }
}

void ChunkParts::add_by_day(const PublicBatch& batch, Encoder* encoder) {
  const auto times = batch.column(Column::kTime).times().first(batch.rows());
  for (std::size_t begin = 0; begin < times.size();) {
    const std::int64_t day = day_of(times[begin]);
    std::size_t end = begin + 1;
    while (end < times.size() && day_of(times[end]) == day) ++end;
    add_rows(batch, {begin, end}, day, encoder);
    begin = end;
  }
}

void ChunkParts::add_rows(const PublicBatch& batch, RowRange rows, std::int64_t day, Encoder* encoder) {
  OpenPart* const part = part_of(day);
  if (part == nullptr) return;
  part->rows += rows.size();
  rows_ += rows.size();
  if (day != OutputPart::kNoDay) {
    for (const PublicTime& time : batch.column(Column::kTime).times().subspan(rows.begin, rows.size())) {
      part->first_micros = std::min(part->first_micros, time.micros);
      part->last_micros = std::max(part->last_micros, time.micros);
    }
  }
  if (parquet_encoder_) {
    parquet_encoder_->encode_rows(batch, rows, *part->row_group);
  } else {
    encoder->encode_rows(batch, rows, part->text);
  }
}

// Null: there are too many.
ChunkParts::OpenPart* ChunkParts::part_of(std::int64_t day) {
  if (used_ != 0 && open_[last_].day == day) return &open_[last_];
  if (const auto known = by_day_.find(day); known != by_day_.end()) {
    last_ = known->second;
    return &open_[last_];
  }
  if (used_ == kMaxDays) {
    has_too_many_days_ = true;
    return nullptr;
  }
  if (settings_.by_day) by_day_.emplace(day, used_);
  last_ = used_;
  if (used_ == open_.size()) {
    OpenPart& part = open_.emplace_back();
    if (parquet_encoder_) {
      part.row_group = std::make_unique<parquet::RowGroupWriter>(schema_, settings_.compression.level);
    }
  }
  OpenPart& part = open_[used_++];
  part.day = day;
  part.rows = 0;
  part.first_micros = OutputPart().first_micros;
  part.last_micros = OutputPart().last_micros;
  part.text.clear();
  return &part;
}

Status ChunkParts::finish(std::vector<OutputPart>& parts) {
  Status status;
  if (has_too_many_days_) {
    status =
        fail(ErrorKind::kBadInput,
             fmt::format("32 MiB of the log have records of more than {} days: its times are not what they "
                         "seem to be, or it must be sorted, or given as several logs",
                         kMaxDays));
  }
  parts.resize(used_);
  for (std::size_t i = 0; i < used_ && status; ++i) status = finish_part(open_[i], parts[i]);
  used_ = 0;
  last_ = 0;
  rows_ = 0;
  by_day_.clear();
  return status;
}

Status ChunkParts::finish_part(OpenPart& open, OutputPart& part) {
  part.day = open.day;
  part.rows = open.rows;
  part.first_micros = open.first_micros;
  part.last_micros = open.last_micros;
  part.row_group.reset();
  part.bytes.clear();
  if (parquet_encoder_) {
    Result<parquet::RowGroup> row_group = open.row_group->finish(part.bytes);
    if (!row_group) return Status(tl::unexpect, std::move(row_group).error());
    part.row_group = *std::move(row_group);
    return {};
  }
  if (settings_.compression.kind != Compression::kNone) {
    return compressor_.compress(open.text.bytes(), part.bytes);
  }
  std::swap(part.bytes, open.text);
  return {};
}

}  // namespace anonlog
