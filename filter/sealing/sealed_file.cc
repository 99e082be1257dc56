#include "filter/sealing/sealed_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <system_error>
#include <utility>

#include "filter/output/fd_sink.h"
#include "filter/sealing/sealed_manifest.h"

namespace anonlog {
namespace {

// RFC 8878 section 3.1.2: a magic number and the size of what follows, both little-endian.
constexpr std::size_t kFrameHeaderBytes = 8;
constexpr std::uint32_t kSkippableMagic = 0x184D2A50;

void put_uint32(std::uint32_t number, char* out) {
  for (unsigned shift = 0; shift < 32; shift += 8) *out++ = static_cast<char>((number >> shift) & 0xFFU);
}

}  // namespace

SealedFile::SealedFile(const SealedFolder& folder, const SealedName& name, const SealSettings& settings,
                       int fd)
    : folder_(folder), name_(name), settings_(settings), fd_(fd), began_(settings.clock()) {}

SealedFile::~SealedFile() { ::close(fd_); }

Result<std::unique_ptr<SealedFile>> SealedFile::create(const SealedFolder& folder, const SealedName& name,
                                                       const SealSettings& settings) {
  const Result<int> fd = folder.create_file(sealed_name(name) + std::string(kPartEnding));
  if (!fd) return tl::unexpected<Error>(fd.error());
  std::unique_ptr<SealedFile> file(
      new SealedFile(folder, name, settings, *fd));  // the constructor is private
  auto encryptor = AgeEncryptor::begin(settings.recipients, file->out_);
  if (!encryptor) return tl::unexpected<Error>(std::move(encryptor).error());
  file->encryptor_ = *std::move(encryptor);
  return file;
}

Status SealedFile::append(const SealedPart& part) {
  Status status = encryptor_->write(part.bytes.bytes(), out_);
  if (status) status = encryptor_->push_full_chunk(out_);
  if (!status) return status;
  if (records_ == 0) first_ = part.first;
  last_ = part.last;
  records_ += part.records;
  return write_out();
}

Status SealedFile::flush() {
  if (kept_bytes() != 0) {
    const std::size_t room = encryptor_->room_bytes();
    // What has no room for a frame's header is filled by a frame that ends with the next chunk.
    const std::size_t bytes = room < kFrameHeaderBytes ? room + AgeEncryptor::kChunkBytes : room;
    Status status = append_skipped_frame(bytes);
    if (status) status = write_out();
    if (!status) return status;
  }
  return sync();
}

Status SealedFile::close() {
  assert(records_ != 0);
  if (std::exchange(closed_, true)) return {};
  // Where all chunks are out already, the last one is not empty all the same.
  Status status = kept_bytes() == 0 ? append_skipped_frame(kFrameHeaderBytes) : Status{};
  if (status) status = encryptor_->finish(out_);
  if (status) status = write_out();
  return status ? sync() : status;
}

Status SealedFile::finish() {
  Status status = close();
  if (!status) return status;
  Result<std::string> hash = digest_.finish();
  if (!hash) return Status(tl::unexpect, std::move(hash).error());
  const SealedManifest manifest{.name = name_,
                                .records = records_,
                                .first = first_,
                                .last = last_,
                                .bytes = bytes_,
                                .sha256 = *std::move(hash),
                                .recipients = settings_.recipients,
                                .policy = settings_.policy,
                                .policy_sha256 = settings_.policy_sha256,
                                .began = began_,
                                .ended = settings_.clock()};
  const std::string name = sealed_name(name_);
  status = folder_.write_file(name + std::string(kManifestEnding), manifest_text(manifest));
  if (status) status = folder_.rename(part_name(), name);
  return status ? folder_.sync() : status;
}

void SealedFile::discard() { static_cast<void>(folder_.remove(part_name())); }

// `bytes`: of the whole frame.
Status SealedFile::append_skipped_frame(std::size_t bytes) {
  std::array<char, kFrameHeaderBytes> header{};
  put_uint32(kSkippableMagic, header.data());
  put_uint32(static_cast<std::uint32_t>(bytes - kFrameHeaderBytes), header.data() + 4);
  Status status = encryptor_->write({header.data(), header.size()}, out_);
  constexpr std::array<char, 4096> kZeros{};
  for (std::size_t left = bytes - kFrameHeaderBytes; left != 0 && status;) {
    const std::size_t size = std::min(left, kZeros.size());
    status = encryptor_->write({kZeros.data(), size}, out_);
    left -= size;
  }
  return status ? encryptor_->push_full_chunk(out_) : status;
}

Status SealedFile::write_out() {
  const std::string_view bytes = out_.bytes();
  if (bytes.empty()) return {};
  Status status = digest_.add(bytes);
  if (status) status = FdSink(fd_, folder_.path_of(part_name())).write(bytes);
  bytes_ += bytes.size();
  out_.clear();
  return status;
}

Status SealedFile::sync() {
  // EINVAL, EROFS: what is no file on a disk.
  if (::fdatasync(fd_) == 0 || errno == EINVAL || errno == EROFS) return {};
  return fail(ErrorKind::kIo, fmt::format("{}: cannot bring it to the disk: {}", folder_.path_of(part_name()),
                                          std::generic_category().message(errno)));
}

}  // namespace anonlog
