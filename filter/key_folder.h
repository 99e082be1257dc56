// The folder of a key file, and the checks of both: key_file.h says what is refused.
//
// Errors:  kPermission for what is refused; kNoInput for what is not there or cannot be opened; kIo.
#ifndef ANONLOG_FILTER_KEY_FOLDER_H_
#define ANONLOG_FILTER_KEY_FOLDER_H_

#include <sys/stat.h>

#include <string>
#include <string_view>

#include "filter/file_descriptor.h"
#include "parsers/error.h"

namespace anonlog {

class KeyFolder {
 public:
  // Of the key file at `path`.
  static Result<KeyFolder> open(const std::string& path);

  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] const std::string& path() const { return path_; }  // of the key file
  [[nodiscard]] const std::string& name() const { return name_; }  // of the key file in it

  // The key file.
  [[nodiscard]] Result<FileDescriptor> open_key(int flags) const;

  // Brings the names in it to the disk.
  [[nodiscard]] Status sync() const;

  // An Error about the key file, with the system's reason.
  [[nodiscard]] tl::unexpected<Error> error(ErrorKind kind, std::string_view what) const;

 private:
  KeyFolder(FileDescriptor fd, std::string path, std::string name)
      : fd_(std::move(fd)), path_(std::move(path)), name_(std::move(name)) {}

  FileDescriptor fd_;
  std::string path_;
  std::string name_;
};

// Whether a file with this status can hold a key that is for its owner alone. `path` stands before messages.
Status check_key_owner(const std::string& path, const struct stat& status);

// The same, of any owner.
Status check_key_mode(const std::string& path, const struct stat& status);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_KEY_FOLDER_H_
