// Where a run puts its files before they are the dataset's: DIR/.anonlog-run-XXXXXX/, with files 0.tmp, 1.tmp, ...
//
// It goes with the run, also when a signal ends that (unlink_pending_on_signals() of file_sink.h), unless it is kept for a
// change that was begun. What a run that was killed left behind is swept by the next one: a run has a lock on its folder.
//
// Errors:  kCannotCreate, kIo.
// Threads: one at a time. One per process.
#ifndef ANONLOG_FILTER_DATASET_STAGING_FOLDER_H_
#define ANONLOG_FILTER_DATASET_STAGING_FOLDER_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "filter/dataset/dataset_folder.h"
#include "filter/file_descriptor.h"
#include "parsers/error.h"

namespace anonlog {

class StagingFolder {
 public:
  // Requires: the dataset is locked, and no change of it was begun; `dataset` outlives this.
  static Result<std::unique_ptr<StagingFolder>> create(const DatasetFolder& dataset);

  // Removes what runs left behind that are no more. Requires: as create().
  [[nodiscard]] static Status sweep(const DatasetFolder& dataset);

  // Whether it is the path, in a dataset, of a file of a staging folder.
  [[nodiscard]] static bool is_staged_path(std::string_view path);

  ~StagingFolder();
  StagingFolder(const StagingFolder&) = delete;
  StagingFolder& operator=(const StagingFolder&) = delete;

  struct File {
    std::string name;  // in the dataset
    FileDescriptor fd;
  };

  // A new file, of mode 0640.
  [[nodiscard]] Result<File> create_file();

  // Brings the names of its files to the disk.
  [[nodiscard]] Status sync() const { return dataset_.sync(name_); }

  // While it is kept it stays, with what is in it: a change of the dataset needs it.
  void keep(bool is_kept);

 private:
  StagingFolder(const DatasetFolder& dataset, std::string name, FileDescriptor fd);

  const DatasetFolder& dataset_;
  std::string name_;
  FileDescriptor fd_;  // locked
  bool is_kept_ = false;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_STAGING_FOLDER_H_
