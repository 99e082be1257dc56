// A key file: who may read it is checked, and what is written is there whole or not at all.
//
// Refused are symbolic links, what is no regular file, files of others, files that group or others may read or write,
// files with a second name, and folders that others may write to, up to the root: who can write there can put a file of
// his own in its place.
//
// A change is written to ".NAME.anonlog-new" beside it, brought to the disk, renamed, and the folder brought to the disk;
// then the bytes of the old file are overwritten. Whenever the program is killed, the file is the old one or the new one.
// The new file is locked (flock) while it has that name: that is the lock of every change, which no one can hold who may
// not change the key. What a killed change left there is overwritten by the next.
//
// Errors:  kPermission for what is refused; kNoInput when there is no file; kPolicy for what is no key (key_text.h);
//          kLocked when another change takes longer than one waits for it; kCannotCreate from create(); kIo.
// Memory:  secrets are in a SecretBytes.
// Threads: any; processes too.
#ifndef ANONLOG_FILTER_KEY_FILE_H_
#define ANONLOG_FILTER_KEY_FILE_H_

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "parsers/error.h"
#include "rules/keys/ratchet.h"

namespace anonlog {

class KeyFile {
 public:
  static constexpr std::chrono::milliseconds kLockWait{10'000};

  explicit KeyFile(std::string path, std::chrono::milliseconds lock_wait = kLockWait);

  [[nodiscard]] const std::string& path() const { return path_; }

  [[nodiscard]] Result<Ratchet> read() const;

  // Whether the file's mode and its folder allow a change. A file of mode 0400 is meant to stay as it is, also for root.
  [[nodiscard]] bool is_writable() const;

  // Errors: kCannotCreate when something is there.
  [[nodiscard]] Status create(const Ratchet& ratchet) const;

  // Reads the ratchet, has `change` change it, and writes it; gives the ratchet as it is in the file then. `change` says
  // false when there is nothing to write; with what it fails is passed on, and the file is as it was.
  [[nodiscard]] Result<Ratchet> update(const std::function<Result<bool>(Ratchet&)>& change) const;

  // Overwrites it, and removes it. What no longer is a valid key is destroyed as well; what never was one is refused.
  [[nodiscard]] Status destroy() const;

  // Tells one state of the file from another; empty when there is none.
  [[nodiscard]] std::string state() const;

 private:
  std::string path_;
  std::chrono::milliseconds lock_wait_;
};

// Reads a key from what is open, which may be a pipe. `name` stands before messages.
Result<Ratchet> read_key(int fd, std::string_view name);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_KEY_FILE_H_
