#include "filter/output/parquet/page_reader.h"

#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "filter/output/parquet/column_reader.h"

namespace anonlog::parquet {

Status read_at(int fd, const std::string& name, std::uint64_t offset, std::size_t bytes, ByteBuffer& out) {
  char* to = out.reserve(bytes);
  for (char* const end = to + bytes; to != end;) {
    const ssize_t got = ::pread(fd, to, static_cast<std::size_t>(end - to), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(ErrorKind::kIo, fmt::format("{}: {}", name, std::strerror(errno)));
    if (got == 0) {
      return fail(ErrorKind::kBadInput, fmt::format("{}: it became shorter while it was read", name));
    }
    to += got;
    offset += static_cast<std::uint64_t>(got);
  }
  out.commit(to);
  return {};
}

Error PageReader::damage(std::string_view why) const {
  return {ErrorKind::kBadInput,
          fmt::format("{}: the page at byte {} is not readable: {}", name_, begin_, why)};
}

Result<bool> PageReader::next(Page& page) {
  begin_ = end_;
  if (begin_ == chunk_.offset + chunk_.bytes) return false;
  Status status = read_header(page.header);
  if (status) status = read_bytes(page);
  if (!status) return tl::unexpected<Error>(std::move(status).error());
  return true;
}

// Most are of less than 100 bytes; with statistics of long texts they are larger.
Status PageReader::read_header(PageHeader& header) {
  const std::uint64_t left = chunk_.offset + chunk_.bytes - begin_;
  for (const std::size_t max_bytes : {std::size_t{256}, std::size_t{64} << 10, std::size_t{1} << 20}) {
    const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(left, max_bytes));
    stored_.clear();
    if (Status status = read_at(fd_, name_, begin_, bytes, stored_); !status) return status;
    const PageHeaderOutcome outcome = read_page_header(stored_.bytes());
    if (!outcome.header && outcome.is_cut && bytes < left) continue;
    if (!outcome.header) return Status(tl::unexpect, damage(outcome.why_not));
    header = *outcome.header;
    if (header.compressed_bytes > left - header.bytes) {
      return Status(tl::unexpect, damage("it goes on behind the end of its column"));
    }
    end_ = begin_ + header.bytes + header.compressed_bytes;
    return {};
  }
  return Status(tl::unexpect, damage("its header is damaged"));
}

Status PageReader::read_bytes(Page& page) {
  const PageHeader& header = page.header;
  if (std::max(header.compressed_bytes, header.uncompressed_bytes) > ColumnReader::kMaxPageBytes ||
      header.values > ColumnReader::kMaxPageRows) {
    return Status(tl::unexpect, damage("it is larger than any that anonlog writes"));
  }
  ByteBuffer& out = header.is_dictionary ? dictionary_ : data_;
  stored_.clear();
  out.clear();
  Status status = read_at(fd_, name_, begin_ + header.bytes, header.compressed_bytes, stored_);
  if (!status) return status;
  const std::string_view stored = stored_.bytes();
  const uLong crc = ::crc32_z(0, reinterpret_cast<const Bytef*>(stored.data()), stored.size());
  if (crc != header.crc) return Status(tl::unexpect, damage("its checksum is another one"));
  status = decompress(page, out);
  if (status) page.bytes = out.bytes();
  return status;
}

Status PageReader::decompress(Page& page, ByteBuffer& out) {
  const std::string_view stored = stored_.bytes();
  const std::size_t size = page.header.uncompressed_bytes;
  if (chunk_.codec == PageCodec::kNone) {
    if (stored.size() != size) return Status(tl::unexpect, damage("its sizes do not agree"));
    out.append(stored);
    return {};
  }
  if (context_ == nullptr) context_.reset(ZSTD_createDCtx());
  if (context_ == nullptr) return fail(ErrorKind::kInternal, "zstd: no memory");
  char* const to = out.reserve(size);
  const std::size_t got = ZSTD_decompressDCtx(context_.get(), to, size, stored.data(), stored.size());
  if (ZSTD_isError(got) != 0) {
    return Status(tl::unexpect, damage(fmt::format("zstd: {}", ZSTD_getErrorName(got))));
  }
  if (got != size) return Status(tl::unexpect, damage("its sizes do not agree"));
  out.commit(to + size);
  return {};
}

}  // namespace anonlog::parquet
