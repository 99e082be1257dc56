#include "filter/sealing/sealed_output.h"

namespace anonlog {

Status SealedOutput::write(std::string_view published, const SealedPart& records, const SealedPart& rejects) {
  Status status = rotate();
  if (status && records_ != nullptr) status = records_->append(records);
  if (status && rejects_ != nullptr) status = rejects_->append(rejects);
  if (!status) return status;
  if (!published.empty()) {
    held_.append(published);
    pieces_.push_back({records_ == nullptr ? 0 : records_->appended(), published.size()});
  }
  status = publish();
  if (status && held_.size() > kMaxHeldBytes) return flush();
  if (!waits()) {
    waits_since_.reset();
  } else if (!waits_since_) {
    waits_since_ = Clock::now();
  }
  return status;
}

Status SealedOutput::tick() {
  if (Status status = rotate(); !status) return status;
  if (waits_since_ && Clock::now() - *waits_since_ >= interval_) return flush();
  return publish();
}

Status SealedOutput::close() {
  Status status = records_ == nullptr ? Status{} : records_->close();
  const Status rejects = rejects_ == nullptr ? Status{} : rejects_->close();
  if (status) status = rejects;
  return status ? publish() : status;
}

Status SealedOutput::flush() {
  Status status = records_ == nullptr ? Status{} : records_->flush();
  if (status && rejects_ != nullptr) status = rejects_->flush();
  if (!status) return status;
  waits_since_.reset();
  return publish();
}

Status SealedOutput::rotate() {
  const bool wants_new_files = wants_new_files_.exchange(false);
  for (SealedStream* stream : {records_, rejects_}) {
    if (stream == nullptr) continue;
    if (Status status = wants_new_files ? stream->finish() : stream->finish_day(); !status) return status;
  }
  return {};
}

// Everything whose sealed half is written.
Status SealedOutput::publish() {
  if (!published_failure_) return published_failure_;
  const std::uint64_t written = records_ == nullptr ? 0 : records_->written();
  std::size_t bytes = 0;
  while (!pieces_.empty() && pieces_.front().sealed_end <= written) {
    bytes += pieces_.front().bytes;
    pieces_.pop_front();
  }
  if (bytes == 0) return {};
  published_failure_ = published_->write(std::string_view(held_).substr(0, bytes));
  held_.erase(0, bytes);
  return published_failure_;
}

bool SealedOutput::waits() const {
  return (records_ != nullptr && records_->written() != records_->appended()) ||
         (rejects_ != nullptr && rejects_->written() != rejects_->appended());
}

}  // namespace anonlog
