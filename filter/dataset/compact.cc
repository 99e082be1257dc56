#include "filter/dataset/compact.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "filter/dataset/dataset_change.h"
#include "filter/dataset/dataset_folder.h"
#include "filter/dataset/merge_plan.h"
#include "filter/dataset/parquet_merge.h"
#include "filter/dataset/part_check.h"
#include "filter/dataset/part_file.h"
#include "filter/dataset/staging_folder.h"
#include "filter/dataset/text_merge.h"
#include "filter/output/output_name.h"

namespace anonlog {
namespace {

// Of lines that do not tell it: as the run says that made them; those of one part have the same.
std::string columns_of(const DatasetPart& part, const DatasetManifest& manifest) {
  const auto input = std::ranges::find(manifest.inputs, part.inputs.front(), &DatasetInput::identity);
  return input->text.substr(std::min(input->text.find("\"columns\":"), input->text.size()));
}

bool is_parquet(const std::string& path) { return read_output_name(path).format == OutputFormat::kParquet; }

class Compaction {
 public:
  explicit Compaction(std::unique_ptr<DatasetFolder> dataset) : dataset_(std::move(dataset)) {}

  Result<CompactReport> run() {
    Status status = plan();
    for (std::size_t i = 0; i < groups_.size() && status; ++i) {
      status = merge(groups_[i]);
      // A run that replaced one of the parts meanwhile took it away.
      if (!status && !has_all(groups_[i])) status = {};
    }
    if (status && !groups_.empty()) status = commit();
    return status ? Result<CompactReport>(report_) : tl::unexpected<Error>(std::move(status).error());
  }

 private:
  struct Merged {
    const MergeGroup* group;
    std::string staged_name;
    DatasetPart part;
  };

  Status plan() {
    const Result<SettledDataset> settled = settle(*dataset_);
    if (!settled) return Status(tl::unexpect, settled.error());
    Result<std::unique_ptr<StagingFolder>> staging = StagingFolder::create(*dataset_);
    if (!staging) return Status(tl::unexpect, std::move(staging).error());
    staging_ = *std::move(staging);
    Result<std::vector<MergeGroup>> groups = plan_merges(
        settled->manifest.parts, [&](const DatasetPart& part) { return shape_of(part, settled->manifest); });
    if (!groups) return Status(tl::unexpect, std::move(groups).error());
    groups_ = *std::move(groups);
    return {};
  }

  [[nodiscard]] Result<std::string> shape_of(const DatasetPart& part, const DatasetManifest& manifest) const {
    const std::string path = dataset_->path_of(part.path);
    if (Status status = check_part_kind(*dataset_, part); !status) {
      return tl::unexpected<Error>(std::move(status).error());
    }
    if (!is_parquet(path)) {
      Result<std::string> header = header_of(path);
      return header && header->empty() ? columns_of(part, manifest) : header;
    }
    const Result<parquet::FileReader> file = parquet::FileReader::open(path);
    if (!file) return tl::unexpected<Error>(file.error());
    std::string shape;
    for (const parquet::Column& column : file->schema()) {
      shape += fmt::format("{} {}\n", column.name, static_cast<int>(column.type));
    }
    return shape;
  }

  Status merge(const MergeGroup& group) {
    Result<StagingFolder::File> staged = staging_->create_file();
    if (!staged) return Status(tl::unexpect, std::move(staged).error());
    Result<DatasetPart> merged = merged_part(group);
    if (!merged) return Status(tl::unexpect, std::move(merged).error());
    std::string staged_name = staged->name;
    PartFile file(*std::move(staged), dataset_->path_of(merged->path));
    Status status = check_sources(group);
    if (status) {
      status = is_parquet(merged->path) ? merge_parquet_parts(group, file) : merge_text_parts(group, file);
    }
    if (status) status = file.commit();
    if (!status) return status;
    merged->bytes = file.entry().bytes;
    merged->sha256 = file.entry().sha256;
    merged_.push_back({&group, std::move(staged_name), *std::move(merged)});
    return {};
  }

  // What is not what was written must not become what is whole.
  [[nodiscard]] Status check_sources(const MergeGroup& group) const {
    for (const DatasetPart& part : group) {
      if (Status status = check_part_bytes(*dataset_, part); !status) return status;
    }
    return {};
  }

  Status merge_parquet_parts(const MergeGroup& group, PartFile& out) const {
    std::vector<parquet::FileReader> files;
    for (const DatasetPart& part : group) {
      Result<parquet::FileReader> file = parquet::FileReader::open(dataset_->path_of(part.path));
      if (!file) return Status(tl::unexpect, std::move(file).error());
      if (file->rows() != part.rows) return changed(part);
      files.push_back(*std::move(file));
    }
    return merge_parquet(files, default_compression(Compression::kZstd).level, out);
  }

  Status merge_text_parts(const MergeGroup& group, PartFile& out) const {
    std::vector<std::string> paths;
    for (const DatasetPart& part : group) paths.push_back(dataset_->path_of(part.path));
    const Compression kind = read_output_name(paths.front()).compression.value_or(Compression::kNone);
    return merge_text(paths, default_compression(kind), out);
  }

  [[nodiscard]] tl::unexpected<Error> changed(const DatasetPart& part) const {
    return fail(ErrorKind::kBadInput,
                fmt::format("{}: is not what the manifest says; `anonlog verify {}` tells what is wrong",
                            dataset_->path_of(part.path), dataset_->path_of("")));
  }

  // Whether the dataset has all parts of a group as it was planned; also where it cannot be told.
  [[nodiscard]] bool has_all(const MergeGroup& group) const {
    const Result<DatasetManifest> manifest = dataset_->manifest();
    return !manifest ||
           std::ranges::all_of(group, [&](const DatasetPart& part) { return manifest->has(part); });
  }

  Status commit() {
    Result<SettledDataset> settled = settle(*dataset_);
    if (!settled) return Status(tl::unexpect, std::move(settled).error());
    DatasetManifest& manifest = settled->manifest;
    DatasetChange change;
    for (Merged& merged : merged_) enter(merged, manifest, change);
    std::ranges::sort(manifest.parts, {}, &DatasetPart::path);
    return change.make(*dataset_, *staging_, manifest);
  }

  // Unless a run replaced one of the sources meanwhile.
  void enter(Merged& merged, DatasetManifest& manifest, DatasetChange& change) {
    const auto is_source = [&](const DatasetPart& part) {
      return std::ranges::find(*merged.group, part.path, &DatasetPart::path) != merged.group->end();
    };
    if (!std::ranges::all_of(*merged.group, [&](const DatasetPart& part) { return manifest.has(part); }))
      return;
    std::erase_if(manifest.parts, is_source);
    for (const DatasetPart& source : *merged.group) {
      change.removals.push_back(source.path);
      report_.bytes_before += source.bytes;
    }
    report_.merged += merged.group->size();
    ++report_.made;
    report_.bytes_after += merged.part.bytes;
    change.renames.push_back({merged.staged_name, merged.part.path});
    manifest.parts.push_back(std::move(merged.part));
  }

  std::unique_ptr<DatasetFolder> dataset_;
  std::unique_ptr<StagingFolder> staging_;
  std::vector<MergeGroup> groups_;
  std::vector<Merged> merged_;
  CompactReport report_;
};

}  // namespace

Result<CompactReport> compact(const std::string& path) {
  auto dataset = DatasetFolder::open(path, DatasetFolder::Use::kChange);
  if (!dataset) return tl::unexpected<Error>(std::move(dataset).error());
  return Compaction(*std::move(dataset)).run();
}

}  // namespace anonlog
