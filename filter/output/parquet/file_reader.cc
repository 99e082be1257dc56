#include "filter/output/parquet/file_reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cassert>
#include <cerrno>
#include <cstring>
#include <utility>

#include "filter/output/parquet/column_pages.h"
#include "filter/output/parquet/file_footer.h"
#include "filter/output/parquet/page_reader.h"

namespace anonlog::parquet {
namespace {

constexpr std::size_t kEndBytes = 4 + kMagic.size();  // the footer's size, and the magic

tl::unexpected<Error> bad(const std::string& name, std::string_view why) {
  return fail(ErrorKind::kBadInput, fmt::format("{}: {}", name, why));
}

}  // namespace

struct FileReader::Contents {
  FileDescriptor file;
  std::string name;
  FileFooter footer;
};

FileReader::FileReader(std::unique_ptr<Contents> contents) : contents_(std::move(contents)) {}
FileReader::FileReader(FileReader&&) noexcept = default;
FileReader::~FileReader() = default;

bool begins_as_parquet(const std::string& path) {
  // A pipe must not be opened: who writes to it would take this for its reader, and lose what it wrote.
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
  ByteBuffer head;
  return read_at(file.get(), path, 0, kMagic.size(), head) && head.bytes() == kMagic;
}

Result<FileReader> FileReader::open(const std::string& path) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) {
    return fail(ErrorKind::kNoInput, fmt::format("{}: {}", path, std::strerror(errno)));
  }
  return open(std::move(file), path);
}

Result<FileReader> FileReader::open(FileDescriptor file, std::string name) {
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) {
    return fail(ErrorKind::kIo, fmt::format("{}: {}", name, std::strerror(errno)));
  }
  if (!S_ISREG(status.st_mode)) return bad(name, "it is no regular file");
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size < kMagic.size() + kEndBytes) return bad(name, "it is no Parquet file: it is too short");
  ByteBuffer ends;
  Status read = read_at(file.get(), name, 0, kMagic.size(), ends);
  if (read) read = read_at(file.get(), name, size - kEndBytes, kEndBytes, ends);
  if (!read) return tl::unexpected<Error>(std::move(read).error());
  if (!ends.bytes().starts_with(kMagic)) return bad(name, "it is no Parquet file");
  if (!ends.bytes().ends_with(kMagic)) return bad(name, "it is a Parquet file without its end");
  std::uint32_t footer_bytes = 0;
  std::memcpy(&footer_bytes, ends.bytes().data() + kMagic.size(), sizeof footer_bytes);
  if (footer_bytes > size - kMagic.size() - kEndBytes) return bad(name, "its footer is damaged");
  if (footer_bytes > kMaxFooterBytes) return bad(name, "its footer is larger than any that is read");
  ends.clear();
  const std::uint64_t footer_begin = size - kEndBytes - footer_bytes;
  read = read_at(file.get(), name, footer_begin, footer_bytes, ends);
  if (!read) return tl::unexpected<Error>(std::move(read).error());
  Result<FileFooter> footer = read_file_footer(ends.bytes(), footer_begin);
  if (!footer) return bad(name, footer.error().message);
  return FileReader(std::make_unique<Contents>(
      Contents{.file = std::move(file), .name = std::move(name), .footer = *std::move(footer)}));
}

const Schema& FileReader::schema() const { return contents_->footer.schema; }
const std::string& FileReader::created_by() const { return contents_->footer.created_by; }
const KeyValues& FileReader::key_values() const { return contents_->footer.key_values; }
std::uint64_t FileReader::rows() const { return contents_->footer.rows; }
std::size_t FileReader::row_groups() const { return contents_->footer.groups.size(); }
std::uint64_t FileReader::rows_of(std::size_t row_group) const {
  return contents_->footer.groups[row_group].rows;
}

ColumnReader FileReader::read(std::size_t row_group, std::size_t column) const {
  assert(row_group < row_groups() && column < schema().size());
  const FileFooter::Group& group = contents_->footer.groups[row_group];
  return ColumnReader(std::make_unique<ColumnReader::Pages>(
      contents_->file.get(), contents_->name, group.chunks[column], schema()[column].type, group.rows));
}

Status FileReader::check() const {
  for (std::size_t row_group = 0; row_group < row_groups(); ++row_group) {
    for (std::size_t column = 0; column < schema().size(); ++column) {
      ColumnReader reader = read(row_group, column);
      Result<bool> more = reader.next();
      while (more && *more) more = reader.next();
      if (!more) return Status(tl::unexpect, std::move(more).error());
    }
  }
  return {};
}

}  // namespace anonlog::parquet
