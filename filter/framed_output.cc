#include "filter/framed_output.h"

namespace anonlog {

Status FramedOutput::write(std::span<OutputPart> parts, const SealedPart& records,
                           const SealedPart& rejects) {
  Status status = parts.empty() ? Status{} : begin();
  if (status && sealed_ == nullptr) status = write_around();
  for (OutputPart& part : parts) {
    if (!status) return status;
    frame_->add(part);
    if (sealed_ == nullptr) {
      status = write(part.bytes.bytes());
    } else {
      around_.append(part.bytes.bytes());
    }
  }
  if (!status || sealed_ == nullptr) return status;
  bytes_ += around_.bytes().size();
  status = sealed_->write(around_.bytes(), records, rejects);
  around_.clear();
  return status;
}

Status FramedOutput::finish() {
  Status status = begin();
  if (status) status = frame_->finish(around_);
  return status ? write_around() : status;
}

Status FramedOutput::begin() {
  if (has_begun_) return {};
  has_begun_ = true;
  return frame_->begin(around_);
}

Status FramedOutput::write_around() {
  Status status = write(around_.bytes());
  around_.clear();
  return status;
}

Status FramedOutput::write(std::string_view bytes) {
  bytes_ += bytes.size();
  if (sink_ == nullptr || bytes.empty()) return {};
  return sink_->write(bytes);
}

}  // namespace anonlog
