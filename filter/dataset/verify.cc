#include "filter/dataset/verify.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <span>
#include <string_view>

#include "filter/dataset/dataset_change.h"
#include "filter/dataset/dataset_folder.h"
#include "filter/input/open_input.h"
#include "filter/output/file_digest.h"
#include "filter/output/output_name.h"
#include "filter/output/parquet/file_reader.h"

namespace anonlog {
namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 20;

// Reads all of a source in pieces.
template <typename Take>
Status read_all(ByteSource& source, Take take) {
  std::vector<char> buffer(kReadBytes);
  for (;;) {
    const Result<std::size_t> count = source.read(buffer);
    if (!count) return Status(tl::unexpect, count.error());
    if (*count == 0) return {};
    if (Status status = take(std::string_view(buffer.data(), *count)); !status) return status;
  }
}

struct FileBytes {
  std::uint64_t bytes = 0;
  std::string sha256;
};

Result<FileBytes> read_bytes(const DatasetFolder& dataset, const std::string& path) {
  const FileDescriptor fd(
      ::openat(dataset.fd(), path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (fd.get() < 0) return dataset.error(path, "be opened");
  struct stat status{};
  if (::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return fail(ErrorKind::kIo, fmt::format("{}: is no regular file", dataset.path_of(path)));
  }
  FileBytes file{static_cast<std::uint64_t>(status.st_size), ""};
  FileDigest digest;
  std::vector<char> buffer(kReadBytes);
  for (;;) {
    const ssize_t count = ::read(fd.get(), buffer.data(), buffer.size());
    if (count < 0) return dataset.error(path, "be read");
    if (count == 0) break;
    if (Status added = digest.add({buffer.data(), static_cast<std::size_t>(count)}); !added) {
      return tl::unexpected<Error>(added.error());
    }
  }
  return digest.finish().map([&](std::string&& hash) {
    file.sha256 = std::move(hash);
    return file;
  });
}

Result<std::uint64_t> rows_of_parquet(const std::string& path) {
  const Result<parquet::FileReader> file = parquet::FileReader::open(path);
  if (!file) return tl::unexpected<Error>(file.error());
  if (Status status = file->check(); !status) return tl::unexpected<Error>(status.error());
  return file->rows();
}

Result<std::uint64_t> lines_of_text(const std::string& path) {
  Result<std::unique_ptr<ByteSource>> source = open_input(path, -1);
  if (!source) return tl::unexpected<Error>(std::move(source).error());
  std::uint64_t lines = 0;
  const Status status = read_all(**source, [&lines](std::string_view piece) {
    lines += static_cast<std::uint64_t>(std::ranges::count(piece, '\n'));
    return Status{};
  });
  return status ? Result<std::uint64_t>(lines) : tl::unexpected<Error>(status.error());
}

// Nothing, or what is wrong. A line more than rows is that of the columns' names.
std::string check_rows(const std::string& path, std::uint64_t rows) {
  const OutputName name = read_output_name(path);
  const bool is_parquet = name.format == OutputFormat::kParquet;
  const Result<std::uint64_t> found = is_parquet ? rows_of_parquet(path) : lines_of_text(path);
  if (!found) return found.error().message;
  const bool may_have_header = name.format && output_format_info(*name.format).has_header;
  if (*found == rows || (may_have_header && *found == rows + 1)) return {};
  return fmt::format("{}: it holds {} rows, and the manifest says {}", path, *found, rows);
}

std::string check_part(const DatasetFolder& dataset, const DatasetPart& part) {
  const std::string path = dataset.path_of(part.path);
  const Result<FileBytes> file = read_bytes(dataset, part.path);
  if (!file) return file.error().message;
  if (file->bytes != part.bytes) {
    return fmt::format("{}: it has {} bytes, and the manifest says {}", path, file->bytes, part.bytes);
  }
  // Where in the file it is, where that can be told.
  const std::string wrong = check_rows(path, part.rows);
  if (!wrong.empty() || file->sha256 == part.sha256) return wrong;
  return fmt::format("{}: its SHA-256 is not what the manifest says: it was changed", path);
}

// Files in the days' folders that the manifest does not know: a reader counts them.
Status find_strangers(const DatasetFolder& dataset, const DatasetManifest& manifest, VerifyReport& report) {
  std::set<std::string> known;
  for (const DatasetPart& part : manifest.parts) known.insert(part.path);
  Result<std::vector<std::string>> folders = dataset.names(".");
  if (!folders) return Status(tl::unexpect, std::move(folders).error());
  for (const std::string& folder : *folders) {
    if (folder.starts_with(DatasetFolder::kOwnPrefix) || folder == DatasetFolder::kManifest) continue;
    const Result<std::vector<std::string>> names = dataset.names(folder);
    if (!names) {
      report.findings.push_back(fmt::format("{}: the manifest does not know it", dataset.path_of(folder)));
      continue;
    }
    for (const std::string& name : *names) {
      const std::string path = folder + "/" + name;
      if (known.contains(path)) continue;
      report.findings.push_back(fmt::format("{}: the manifest does not know it", dataset.path_of(path)));
    }
  }
  return {};
}

// Parts are read without the lock, or runs would wait for it: what is wrong with one that a run replaced or merged meanwhile
// is nothing.
Status check_parts(const DatasetFolder& dataset, VerifyReport& report) {
  const Result<DatasetManifest> manifest = dataset.manifest();
  if (!manifest) return Status(tl::unexpect, manifest.error());
  for (const DatasetPart& part : manifest->parts) {
    ++report.files;
    report.rows += part.rows;
    report.bytes += part.bytes;
    std::string wrong = check_part(dataset, part);
    if (wrong.empty()) continue;
    const Result<DatasetManifest> present = dataset.manifest();
    if (!present) return Status(tl::unexpect, present.error());
    if (present->has(part)) report.findings.push_back(std::move(wrong));
  }
  return {};
}

Result<VerifyReport> verify_dataset(const std::string& path) {
  const auto dataset = DatasetFolder::open(path, DatasetFolder::Use::kRead);
  if (!dataset) return tl::unexpected<Error>(dataset.error());
  VerifyReport report;
  Status status = DatasetChange::is_begun(**dataset) ? Status{} : check_parts(**dataset, report);
  // So that no run changes it meanwhile. Who may only read goes on without.
  const Result<FileDescriptor> lock = (*dataset)->lock();
  if (status && DatasetChange::is_begun(**dataset)) {
    report.findings = {
        fmt::format("{}: a run was killed while it changed the dataset; the next run into it or "
                    "`anonlog compact` completes that",
                    path)};
    return report;
  }
  const Result<DatasetManifest> manifest = (*dataset)->manifest();
  if (status && !manifest) status = Status(tl::unexpect, manifest.error());
  if (status) status = find_strangers(**dataset, *manifest, report);
  return status ? Result<VerifyReport>(std::move(report)) : tl::unexpected<Error>(std::move(status).error());
}

Result<VerifyReport> verify_file(const std::string& path, std::uint64_t bytes) {
  if (!parquet::begins_as_parquet(path)) {
    return fail(ErrorKind::kBadInput,
                fmt::format("{}: is neither a Parquet file nor the folder of a dataset", path));
  }
  VerifyReport report{.files = 1, .rows = 0, .bytes = bytes, .findings = {}};
  const Result<std::uint64_t> rows = rows_of_parquet(path);
  if (rows) {
    report.rows = *rows;
  } else if (rows.error().kind == ErrorKind::kBadInput) {
    report.findings.push_back(rows.error().message);
  } else {
    return tl::unexpected<Error>(rows.error());
  }
  return report;
}

}  // namespace

Result<VerifyReport> verify(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    return fail(ErrorKind::kNoInput, fmt::format("{}: is not there, or cannot be looked at", path));
  }
  if (S_ISDIR(status.st_mode)) return verify_dataset(path);
  return verify_file(path, static_cast<std::uint64_t>(status.st_size));
}

}  // namespace anonlog
