// A change of a dataset, made as a whole however it ends: files get their names in it, others go, and the manifest is another.
//
// What is to be done is written into the journal DIR/.anonlog-commit first, when all new files are on the disk. From then on
// the change counts: whoever uses the dataset next does what is left of it, and doing it again changes nothing.
//
//     anonlog-commit 1
//     rename .anonlog-run-k3v9a0/0.tmp dt=2026-11-23/part-0b1c...-0000.parquet
//     remove dt=2026-11-23/part-77aa...-0000.parquet
//     manifest .anonlog-run-k3v9a0/1.tmp
//     end
//
// A reader that looks while it is made may see a part of it.
//
// Errors:  kIo; kBadInput for a journal that is none. Behind one of make() the journal tells whether the change counts.
// Threads: one at a time; the caller has the dataset's lock.
#ifndef ANONLOG_FILTER_DATASET_DATASET_CHANGE_H_
#define ANONLOG_FILTER_DATASET_DATASET_CHANGE_H_

#include <string>
#include <string_view>
#include <vector>

#include "filter/dataset/dataset_folder.h"
#include "filter/dataset/dataset_manifest.h"
#include "filter/dataset/staging_folder.h"
#include "parsers/error.h"

namespace anonlog {

struct DatasetChange {
  struct Rename {
    std::string from;
    std::string to;
  };

  // Paths in the dataset. What is renamed from is in a staging folder and on the disk.
  std::vector<Rename> renames;
  std::vector<std::string> removals;
  std::string manifest;  // staged as well; make() fills it

  // Makes the change, and `new_manifest` what the dataset says of itself. Requires: no change was begun; what is renamed from
  // is in `staging`.
  [[nodiscard]] Status make(const DatasetFolder& dataset, StagingFolder& staging,
                            const DatasetManifest& new_manifest);

  // Does what is left of a change that was begun, if one was.
  [[nodiscard]] static Status complete(const DatasetFolder& dataset);

  // Whether one was begun, and is not made.
  [[nodiscard]] static bool is_begun(const DatasetFolder& dataset);

 private:
  [[nodiscard]] Status stage(const DatasetFolder& dataset, StagingFolder& staging,
                             const DatasetManifest& new_manifest);
  [[nodiscard]] Status begin_and_apply(const DatasetFolder& dataset) const;
};

// A dataset that nobody else changes, and in which no change is left to be made.
struct SettledDataset {
  FileDescriptor lock;  // until it is closed
  DatasetManifest manifest;
};

// Waits for the lock; completes a change that was begun, and sweeps what runs left behind.
Result<SettledDataset> settle(const DatasetFolder& dataset);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_DATASET_CHANGE_H_
