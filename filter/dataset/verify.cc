#include "filter/dataset/verify.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "filter/dataset/dataset_change.h"
#include "filter/dataset/dataset_folder.h"
#include "filter/dataset/part_check.h"
#include "filter/dataset/staging_folder.h"
#include "filter/dataset/text_merge.h"
#include "filter/input/open_input.h"
#include "filter/output/output_name.h"
#include "filter/output/parquet/file_reader.h"

namespace anonlog {
namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 20;

Result<std::uint64_t> rows_of_parquet(const std::string& path) {
  const Result<parquet::FileReader> file = parquet::FileReader::open(path);
  if (!file) return tl::unexpected<Error>(file.error());
  if (Status status = file->check(); !status) return tl::unexpected<Error>(status.error());
  return file->rows();
}

// Without that of column names.
Result<std::uint64_t> rows_of_text(const std::string& path) {
  const Result<std::string> header = header_of(path);
  if (!header) return tl::unexpected<Error>(header.error());
  Result<std::unique_ptr<ByteSource>> source = open_input(path, -1);
  if (!source) return tl::unexpected<Error>(std::move(source).error());
  std::uint64_t lines = 0;
  std::vector<char> buffer(kReadBytes);
  for (;;) {
    const Result<std::size_t> count = (*source)->read(buffer);
    if (!count) return tl::unexpected<Error>(count.error());
    if (*count == 0) return lines - (header->empty() ? 0 : 1);
    lines += static_cast<std::uint64_t>(
        std::count(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(*count), '\n'));
  }
}

// Nothing, or what is wrong.
std::string check_rows(const std::string& path, std::uint64_t rows) {
  const bool is_parquet = read_output_name(path).format == OutputFormat::kParquet;
  const Result<std::uint64_t> found = is_parquet ? rows_of_parquet(path) : rows_of_text(path);
  if (!found) return found.error().message;
  if (*found == rows) return {};
  return fmt::format("{}: it holds {} rows, and the manifest says {}", path, *found, rows);
}

std::string check_part(const DatasetFolder& dataset, const DatasetPart& part) {
  if (const Status status = check_part_kind(dataset, part); !status) return status.error().message;
  const Status bytes = check_part_bytes(dataset, part);
  // Where in the file it is, where that can be told.
  std::string wrong = check_rows(dataset.path_of(part.path), part.rows);
  return wrong.empty() && !bytes ? bytes.error().message : wrong;
}

// Files in the days' folders that the manifest does not know: a reader counts them.
Status find_strangers(const DatasetFolder& dataset, const DatasetManifest& manifest, VerifyReport& report) {
  std::set<std::string> known;
  for (const DatasetPart& part : manifest.parts) known.insert(part.path);
  Result<std::vector<std::string>> folders = dataset.names(".");
  if (!folders) return Status(tl::unexpect, std::move(folders).error());
  for (const std::string& folder : *folders) {
    if (DatasetFolder::is_own_name(folder)) continue;
    const Result<std::vector<std::string>> names = dataset.names(folder);
    // A run that ends takes its folder away.
    if (!names && !dataset.has(folder)) continue;
    if (!names) {
      report.findings.push_back(fmt::format("{}: the manifest does not know it", dataset.path_of(folder)));
      continue;
    }
    for (const std::string& name : *names) {
      const std::string path = folder + "/" + name;
      if (known.contains(path) || StagingFolder::is_staged_path(path)) continue;
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
  Status status = check_parts(**dataset, report);
  // So that no run changes it meanwhile. Who may only read goes on without.
  const Result<FileDescriptor> lock = (*dataset)->lock_if_there();
  if (DatasetChange::is_begun(**dataset)) {
    report.findings.insert(
        report.findings.begin(),
        fmt::format("{}: a run was killed while it changed the dataset; the next run into it "
                    "or `anonlog compact` completes that",
                    path));
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
