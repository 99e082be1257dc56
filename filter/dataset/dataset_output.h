// An output that is a dataset: DIR/dt=YYYY-MM-DD/part-<identity>-<number>.<ending>, by the UTC day of the records; those whose
// time is null are in dt=__HIVE_DEFAULT_PARTITION__, which readers take for null.
//
// Parts are written into a staging folder, and become the dataset's all at once in commit(). An input that the dataset holds
// already, by its bytes (input_identity.h), is replaced: all its parts go, also those of other days and forms.
//
// Input:   parts cut by day, in order; behind each input its end. The files are the same for the same input, settings and secret.
// Errors:  of DatasetFolder, StagingFolder, PartFile, DatasetChange; of sealing.
// Memory:  kMaxOpenFiles files; a record of each file.
// Threads: one caller at a time. One per process.
#ifndef ANONLOG_FILTER_DATASET_DATASET_OUTPUT_H_
#define ANONLOG_FILTER_DATASET_DATASET_OUTPUT_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "filter/dataset/dataset_change.h"
#include "filter/dataset/dataset_folder.h"
#include "filter/dataset/input_identity.h"
#include "filter/dataset/part_file.h"
#include "filter/dataset/staging_folder.h"
#include "filter/output/file_frame.h"
#include "filter/part_sink.h"
#include "filter/sealing/sealed_output.h"

namespace anonlog {

struct DatasetSettings {
  MakeFileFrame make_frame;
  std::string ending;                 // of the files' names, with the dot
  std::function<std::string()> made;  // the line of --meta-line (run_meta.h), for the manifest
};

class DatasetOutput final : public PartSink {
 public:
  // More are closed, the longest unused first; their days go on in the next file.
  static constexpr std::size_t kMaxOpenFiles = 64;

  // Completes a change that was begun, and sweeps what runs left behind.
  static Result<std::unique_ptr<DatasetOutput>> open(const std::string& path);

  // To be called once, before anything is written.
  void begin(DatasetSettings settings, SealedOutput* sealed) {
    settings_ = std::move(settings);
    sealed_ = sealed;
  }

  // What the inputs are to be known by.
  [[nodiscard]] InputIdentity& identity() { return identity_; }

  [[nodiscard]] Status write(std::span<OutputPart> parts, const SealedPart& records,
                             const SealedPart& rejects) override;
  [[nodiscard]] Status end_input(const InputEnd& end) override;
  [[nodiscard]] Status tick() override { return sealed_ == nullptr ? Status{} : sealed_->tick(); }
  [[nodiscard]] Status finish() override { return {}; }
  [[nodiscard]] std::uint64_t bytes() const override { return bytes_; }

  // Makes all of it the dataset's. `notes`: what the user should know, a sentence each.
  [[nodiscard]] Status commit(std::vector<std::string>& notes);

 private:
  // A day of the present input.
  struct Day {
    std::unique_ptr<PartFile> open;  // null: none
    std::uint64_t last_use = 0;
    unsigned files = 0;  // begun
  };

  struct FinishedFile {
    std::string staged_name;
    std::string folder;
    unsigned number;  // among the day's
    DatasetPart entry;
  };

  struct FinishedInput {
    std::string name;
    std::string identity;
    std::string counts;  // JSON
    std::vector<FinishedFile> files;
  };

  DatasetOutput(std::unique_ptr<DatasetFolder> folder, std::unique_ptr<StagingFolder> staging,
                InputIdentity identity)
      : folder_(std::move(folder)), staging_(std::move(staging)), identity_(std::move(identity)) {}

  [[nodiscard]] Result<PartFile*> file_of(std::int64_t day);
  [[nodiscard]] Status close(std::int64_t number, Day& day);
  [[nodiscard]] Status close_longest_unused();
  void change_manifest(DatasetManifest& manifest, DatasetChange& change, std::vector<std::string>& notes);
  void enter(const FinishedInput& input, DatasetManifest& manifest, DatasetChange& change) const;

  std::unique_ptr<DatasetFolder> folder_;
  std::unique_ptr<StagingFolder> staging_;
  InputIdentity identity_;
  DatasetSettings settings_;
  SealedOutput* sealed_ = nullptr;
  std::map<std::int64_t, Day> days_;  // of the present input
  std::size_t open_files_ = 0;
  std::uint64_t uses_ = 0;
  std::vector<FinishedFile> files_;  // of the present input
  std::vector<FinishedInput> inputs_;
  std::uint64_t bytes_ = 0;  // behind commit(): of the parts that are the dataset's
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_DATASET_OUTPUT_H_
