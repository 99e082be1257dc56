#include "filter/dataset/part_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "filter/output/fd_sink.h"

namespace anonlog {
namespace {

constexpr std::uint64_t kMaxBytes = std::uint64_t{512} << 20;
constexpr std::size_t kMaxHeldBytes = std::size_t{16} << 20;

}  // namespace

Status PartFile::add(OutputPart& part) {
  if (!has_begun_) {
    has_begun_ = true;
    Status status = frame_->begin(around_);
    if (status) status = write_around();
    if (!status) return status;
  }
  frame_->add(part);
  entry_.rows += part.rows;
  if (part.first_micros <= part.last_micros) {
    entry_.first_micros = std::min(entry_.first_micros.value_or(part.first_micros), part.first_micros);
    entry_.last_micros = std::max(entry_.last_micros.value_or(part.last_micros), part.last_micros);
  }
  return write(part.bytes.bytes());
}

Status PartFile::write(std::string_view bytes) {
  if (bytes.empty()) return {};
  entry_.bytes += bytes.size();
  if (Status status = digest_.add(bytes); !status) return status;
  return FdSink(file_.fd.get(), title_).write(bytes);
}

Status PartFile::commit() {
  if (frame_ != nullptr) {
    Status status = frame_->finish(around_);
    if (status) status = write_around();
    if (!status) return status;
  }
  Result<std::string> hash = digest_.finish();
  if (!hash) return Status(tl::unexpect, std::move(hash).error());
  entry_.sha256 = *std::move(hash);
  if (::fsync(file_.fd.get()) != 0) {
    return fail(ErrorKind::kIo, fmt::format("{}: cannot bring it to the disk: {}", title_,
                                            std::generic_category().message(errno)));
  }
  file_.fd = FileDescriptor();
  frame_.reset();
  return {};
}

bool PartFile::is_full() const { return entry_.bytes >= kMaxBytes || frame_->held_bytes() >= kMaxHeldBytes; }

Status PartFile::write_around() {
  Status status = write(around_.bytes());
  around_.clear();
  return status;
}

}  // namespace anonlog
