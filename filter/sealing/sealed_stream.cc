#include "filter/sealing/sealed_stream.h"

namespace anonlog {

Status SealedStream::append(const SealedPart& part) {
  if (part.records == 0) return failure_;
  if (Status status = finish_day(); !status) return status;
  if (Status status = append_to_file(part); !status) return failure_ = std::move(status);
  appended_ += part.bytes.bytes().size();
  records_ += part.records;
  return file_->bytes() >= settings_.max_file_bytes ? finish() : Status{};
}

Status SealedStream::append_to_file(const SealedPart& part) {
  if (file_ == nullptr) {
    const SealedName name{day_of(settings_.clock), settings_.run, kind_, ++number_};
    Result<std::unique_ptr<SealedFile>> file = SealedFile::create(folder_, name, settings_);
    if (!file) return Status(tl::unexpect, std::move(file).error());
    file_ = *std::move(file);
  }
  return file_->append(part);
}

Status SealedStream::flush() {
  if (failure_ && file_ != nullptr) failure_ = file_->flush();
  return failure_;
}

Status SealedStream::close() {
  if (failure_ && file_ != nullptr) failure_ = file_->close();
  return failure_;
}

Status SealedStream::finish_day() {
  const bool is_over = file_ != nullptr && day_of(settings_.clock) != file_->name().day;
  return is_over ? finish() : failure_;
}

Status SealedStream::finish() {
  if (!failure_ || file_ == nullptr) return failure_;
  failure_ = file_->finish();
  if (!failure_) return failure_;
  finished_bytes_ += file_->bytes();
  finished_.push_back(file_->name());
  file_.reset();
  return {};
}

void SealedStream::discard() {
  if (file_ != nullptr) file_->discard();
  for (const SealedName& name : finished_) {
    static_cast<void>(folder_.remove(sealed_name(name)));
    static_cast<void>(folder_.remove(sealed_name(name) + std::string(kManifestEnding)));
  }
}

}  // namespace anonlog
