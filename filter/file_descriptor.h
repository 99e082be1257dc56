// An open file that is closed at the end.
#ifndef ANONLOG_FILTER_FILE_DESCRIPTOR_H_
#define ANONLOG_FILTER_FILE_DESCRIPTOR_H_

#include <unistd.h>

#include <utility>

namespace anonlog {

class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }

  // Negative when nothing is open.
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_ = -1;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_FILE_DESCRIPTOR_H_
