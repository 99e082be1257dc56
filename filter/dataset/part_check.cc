#include "filter/dataset/part_check.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "filter/file_descriptor.h"
#include "filter/output/file_digest.h"

namespace anonlog {
namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 20;

Result<std::string> sha256_of(const DatasetFolder& dataset, const DatasetPart& part, int fd) {
  FileDigest digest;
  std::vector<char> buffer(kReadBytes);
  for (;;) {
    const ssize_t count = ::read(fd, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return dataset.error(part.path, "be read");
    if (count == 0) return digest.finish();
    if (Status status = digest.add({buffer.data(), static_cast<std::size_t>(count)}); !status) {
      return tl::unexpected<Error>(std::move(status).error());
    }
  }
}

}  // namespace

Status check_part_kind(const DatasetFolder& dataset, const DatasetPart& part) {
  struct stat status{};
  if (::fstatat(dataset.fd(), part.path.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return dataset.error(part.path, "be looked at");
  }
  if (S_ISREG(status.st_mode)) return {};
  return fail(ErrorKind::kIo, fmt::format("{}: is no regular file", dataset.path_of(part.path)));
}

Status check_part_bytes(const DatasetFolder& dataset, const DatasetPart& part) {
  if (Status status = check_part_kind(dataset, part); !status) return status;
  const FileDescriptor fd(
      ::openat(dataset.fd(), part.path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status{};
  if (fd.get() < 0 || ::fstat(fd.get(), &status) != 0) return dataset.error(part.path, "be opened");
  const auto bytes = static_cast<std::uint64_t>(status.st_size);
  if (bytes != part.bytes) {
    return fail(ErrorKind::kBadInput, fmt::format("{}: it has {} bytes, and the manifest says {}",
                                                  dataset.path_of(part.path), bytes, part.bytes));
  }
  const Result<std::string> hash = sha256_of(dataset, part, fd.get());
  if (!hash) return Status(tl::unexpect, hash.error());
  if (*hash == part.sha256) return {};
  return fail(ErrorKind::kBadInput,
              fmt::format("{}: its SHA-256 is not what the manifest says: it was changed",
                          dataset.path_of(part.path)));
}

}  // namespace anonlog
