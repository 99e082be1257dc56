#include "filter/dataset/dataset_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "filter/stats.h"
#include "parsers/day_text.h"

namespace anonlog {
namespace {

std::string folder_of(std::int64_t day) {
  return day == OutputPart::kNoDay ? "dt=__HIVE_DEFAULT_PARTITION__" : "dt=" + day_text(day);
}

}  // namespace

Result<std::unique_ptr<DatasetOutput>> DatasetOutput::open(const std::string& path) {
  auto folder = DatasetFolder::open(path, DatasetFolder::Use::kWrite);
  if (!folder) return tl::unexpected<Error>(std::move(folder).error());
  // What its manifest says is needed at the end only: that it cannot be read should be told now.
  const Result<SettledDataset> settled = settle(**folder);
  if (!settled) return tl::unexpected<Error>(settled.error());
  const Result<DatasetFolder::Secret> secret = (*folder)->secret();
  if (!secret) return tl::unexpected<Error>(secret.error());
  Result<InputIdentity> identity = InputIdentity::create(*secret);
  if (!identity) return tl::unexpected<Error>(std::move(identity).error());
  Result<std::unique_ptr<StagingFolder>> staging = StagingFolder::create(**folder);
  if (!staging) return tl::unexpected<Error>(std::move(staging).error());
  // The constructor is private.
  return std::unique_ptr<DatasetOutput>(
      new DatasetOutput(*std::move(folder), *std::move(staging), *std::move(identity)));
}

// What is sealed is written first; what is published counts only once all is committed.
Status DatasetOutput::write(std::span<OutputPart> parts, const SealedPart& records,
                            const SealedPart& rejects) {
  Status status = sealed_ == nullptr ? Status{} : sealed_->write("", records, rejects);
  if (!status) return status;
  for (OutputPart& part : parts) {
    const Result<PartFile*> file = file_of(part.day);
    if (!file) return Status(tl::unexpect, file.error());
    if (status = (*file)->add(part); !status) return status;
    if ((*file)->is_full()) status = close(part.day, days_[part.day]);
    if (!status) return status;
  }
  return {};
}

Result<PartFile*> DatasetOutput::file_of(std::int64_t day) {
  Day& found = days_[day];
  found.last_use = ++uses_;
  if (found.open != nullptr) return found.open.get();
  if (open_files_ == kMaxOpenFiles) {
    if (Status status = close_longest_unused(); !status) return tl::unexpected<Error>(status.error());
  }
  Result<StagingFolder::File> file = staging_->create_file();
  if (!file) return tl::unexpected<Error>(std::move(file).error());
  found.open =
      std::make_unique<PartFile>(*std::move(file), folder_->path_of(folder_of(day)), settings_.make_frame());
  ++found.files;
  ++open_files_;
  return found.open.get();
}

Status DatasetOutput::close_longest_unused() {
  auto oldest = days_.end();
  for (auto day = days_.begin(); day != days_.end(); ++day) {
    if (day->second.open == nullptr) continue;
    if (oldest == days_.end() || day->second.last_use < oldest->second.last_use) oldest = day;
  }
  return close(oldest->first, oldest->second);
}

Status DatasetOutput::close(std::int64_t number, Day& day) {
  if (day.open == nullptr) return {};
  const std::unique_ptr<PartFile> file = std::move(day.open);
  --open_files_;
  if (Status status = file->commit(); !status) return status;
  bytes_ += file->bytes();
  files_.push_back({file->staged_name(), folder_of(number), day.files - 1, file->entry()});
  return {};
}

Status DatasetOutput::end_input(const InputEnd& end) {
  for (auto& [number, day] : days_) {
    if (Status status = close(number, day); !status) return status;
  }
  days_.clear();
  // Of an input that was not even begun nothing is known, and nothing came.
  if (end.identity.empty()) return {};
  inputs_.push_back({std::string(end.name), std::string(end.identity), counts_as_json(end.counts),
                     std::exchange(files_, {})});
  return {};
}

Status DatasetOutput::commit(std::vector<std::string>& notes) {
  Result<SettledDataset> settled = settle(*folder_);
  if (!settled) return Status(tl::unexpect, std::move(settled).error());
  DatasetChange change;
  change_manifest(settled->manifest, change, notes);
  return change.make(*folder_, *staging_, settled->manifest);
}

void DatasetOutput::change_manifest(DatasetManifest& manifest, DatasetChange& change,
                                    std::vector<std::string>& notes) {
  const auto leave_out = [&](const FinishedInput& input, std::string_view why) {
    notes.push_back(input.name + std::string(why));
    for (const FinishedFile& file : input.files) bytes_ -= file.entry.bytes;
  };
  std::set<std::string> seen;
  for (const FinishedInput& input : inputs_) {
    if (!seen.insert(input.identity).second) {
      leave_out(input, ": has the bytes of an input before it, and is in the dataset once");
    } else if (manifest.is_merged(input.identity)) {
      leave_out(input, ": is in the dataset already, and was compacted with others; it stays as it is");
    } else {
      enter(input, manifest, change);
    }
  }
  std::ranges::sort(manifest.parts, {}, &DatasetPart::path);
}

void DatasetOutput::enter(const FinishedInput& input, DatasetManifest& manifest,
                          DatasetChange& change) const {
  std::vector<std::string> replaced = manifest.remove(input.identity);
  const std::string made = settings_.made();
  // The line is an object: its members go on in this one.
  manifest.inputs.push_back(
      {input.identity,
       fmt::format(R"({{"identity":"{}","committed":"{}","counts":{{{}}},{})", input.identity,
                   second_text(std::time(nullptr)), input.counts, std::string_view(made).substr(1))});
  for (const FinishedFile& file : input.files) {
    DatasetPart part = file.entry;
    part.path = fmt::format("{}/part-{}-{:04}{}", file.folder, input.identity, file.number, settings_.ending);
    part.inputs = {input.identity};
    change.renames.push_back({file.staged_name, part.path});
    std::erase(replaced, part.path);
    manifest.parts.push_back(std::move(part));
  }
  change.removals.insert(change.removals.end(), replaced.begin(), replaced.end());
}

}  // namespace anonlog
