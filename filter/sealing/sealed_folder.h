// The folder that sealed files are written to: ours alone, and opened once, so that no name in it can lead elsewhere.
//
// Made with mode 0700 where it is missing. Files are made with mode 0600, never over one that is there.
//
// Errors:  open(): kCannotCreate; kPermission when others may write to it. All else: kIo. All name the folder or the file,
//          and the system's reason.
// Threads: one at a time.
#ifndef ANONLOG_FILTER_SEALING_SEALED_FOLDER_H_
#define ANONLOG_FILTER_SEALING_SEALED_FOLDER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/error.h"

namespace anonlog {

class SealedFolder {
 public:
  // `create`: makes it, and sees whether files can be made there.
  static Result<std::unique_ptr<SealedFolder>> open(const std::string& path, bool create);

  ~SealedFolder();
  SealedFolder(const SealedFolder&) = delete;
  SealedFolder& operator=(const SealedFolder&) = delete;

  [[nodiscard]] std::string path_of(std::string_view name) const;

  // A new file to write to, which this process has a lock on as long as it is open.
  [[nodiscard]] Result<int> create_file(const std::string& name) const;

  // Writes a file that is there whole or not at all, and brings it to the disk.
  [[nodiscard]] Status write_file(const std::string& name, std::string_view text) const;

  [[nodiscard]] Status rename(const std::string& from, const std::string& to) const;
  [[nodiscard]] Status remove(const std::string& name) const;

  // Brings what was renamed and removed to the disk.
  [[nodiscard]] Status sync() const;

  // All that stands in it, sorted.
  [[nodiscard]] Result<std::vector<std::string>> names() const;

  // Whether a regular file is being written by a process that lives.
  [[nodiscard]] bool is_locked(const std::string& name) const;

  // Bytes of a regular file; nothing for what is none.
  [[nodiscard]] std::optional<std::uint64_t> file_bytes(const std::string& name) const;

 private:
  SealedFolder(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}

  [[nodiscard]] tl::unexpected<Error> error(std::string_view name, std::string_view what) const;

  std::string path_;
  int fd_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_SEALING_SEALED_FOLDER_H_
