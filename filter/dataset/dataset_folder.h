// The folder of a dataset, opened once, so that no name in it can lead elsewhere.
//
// Beside the days' folders it holds names of ours, none of which a reader's glob takes for data:
//
//     _manifest.json        what is in it (dataset_manifest.h)
//     .anonlog-secret       32 random bytes in hex, 0600: inputs are known by a hash under it. Who copies a dataset for others
//                           leaves it out.
//     .anonlog-lock         held while the dataset changes, which is short
//     .anonlog-commit       a change that was begun (dataset_commit.h)
//     .anonlog-run-XXXXXX/  files of a run that is not at its end (staging_folder.h)
//
// Errors:  open(): kCannotCreate, where it is to be written to, and kNoInput where not; kPermission when others may write to it;
//          kBadInput for a folder with things in it that is no dataset. All else: kIo, and kBadInput for what is in a file of
//          ours and should not be. All name the folder or the file, and the system's reason.
// Threads: one at a time.
#ifndef ANONLOG_FILTER_DATASET_DATASET_FOLDER_H_
#define ANONLOG_FILTER_DATASET_DATASET_FOLDER_H_

#include <fcntl.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filter/dataset/dataset_manifest.h"
#include "filter/file_descriptor.h"
#include "parsers/error.h"

namespace anonlog {

class DatasetFolder {
 public:
  static constexpr std::string_view kManifest = "_manifest.json";
  static constexpr std::string_view kOwnPrefix = ".anonlog-";
  static constexpr std::size_t kSecretBytes = 32;
  static constexpr std::size_t kMaxManifestBytes = std::size_t{1} << 30;

  using Secret = std::array<std::uint8_t, kSecretBytes>;

  enum class Use : std::uint8_t { kRead, kChange, kWrite };

  // kChange, kWrite: it is the user's own, whose files a run of another could not touch. kWrite: makes it where it is missing,
  // and its secret.
  static Result<std::unique_ptr<DatasetFolder>> open(const std::string& path, Use use);

  // As kWrite, but whether it could be: makes nothing.
  [[nodiscard]] static Status check(const std::string& path);

  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] std::string path_of(std::string_view name) const;

  // Waits until nobody else has it; until the descriptor is closed.
  [[nodiscard]] Result<FileDescriptor> lock() const { return lock(O_RDWR | O_CREAT); }
  // For who only reads: an error where there is none, or it is another's.
  [[nodiscard]] Result<FileDescriptor> lock_if_there() const { return lock(O_RDONLY); }

  [[nodiscard]] Result<Secret> secret() const;

  // Of a new dataset: empty.
  [[nodiscard]] Result<DatasetManifest> manifest() const;

  // All of a regular file; kNoInput where there is none.
  [[nodiscard]] Result<std::string> read_file(const std::string& name, std::size_t max_bytes) const;

  // Writes a new file, and brings it to the disk.
  [[nodiscard]] Status write_file(const std::string& name, std::string_view text) const;

  // Brings what was made, renamed and removed in a folder of it to the disk; "." is itself.
  [[nodiscard]] Status sync(const std::string& name) const;

  // All that stands in a folder of it, sorted, but "." and "..".
  [[nodiscard]] Result<std::vector<std::string>> names(const std::string& name) const;

  // Whether something of this name stands in it.
  [[nodiscard]] bool has(const std::string& name) const;

  // Whether a file that stands in it, beside the days, is ours. Folders of runs are not meant.
  [[nodiscard]] static bool is_own_name(std::string_view name);

  [[nodiscard]] tl::unexpected<Error> error(std::string_view name, std::string_view what) const;

 private:
  DatasetFolder(std::string path, FileDescriptor fd) : path_(std::move(path)), fd_(std::move(fd)) {}

  [[nodiscard]] Result<FileDescriptor> lock(int flags) const;
  [[nodiscard]] Status check_contents() const;
  [[nodiscard]] Status make_secret() const;
  [[nodiscard]] Result<DatasetManifest> no_manifest() const;

  std::string path_;
  FileDescriptor fd_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_DATASET_FOLDER_H_
