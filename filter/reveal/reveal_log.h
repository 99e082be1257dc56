// The record of who turned pseudonyms back, and why: a line of JSON each, behind those that are there.
//
//     {"time":"2026-11-24T17:00:00Z","uid":0,"user":"root","login":"alice","sudo_user":"alice","reason":"...",
//      "key":"0123456789abcdef","columns":["client"],"days":["2026-11-24"],"asked":3,"answered":2}
//
// Never an address or token. `user` is the name of the uid, `login` that of the session, `sudo_user` what sudo says; null
// where there is none. Who may write the file may change it: for more, `chattr +a`, or a copy on another machine.
//
// Errors:  kCannotCreate for what is no file to append to (a symbolic link, no regular file) or cannot be opened; kPermission
//          where others may write; kLocked; kIo. After any of them nothing may be revealed.
// Threads: any; processes too: each line is written whole, under a lock.
#ifndef ANONLOG_FILTER_REVEAL_REVEAL_LOG_H_
#define ANONLOG_FILTER_REVEAL_REVEAL_LOG_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "filter/file_descriptor.h"
#include "parsers/error.h"

namespace anonlog {

struct RevealEntry {
  std::string reason;
  std::string key_id;
  std::vector<std::string> columns;
  std::vector<std::string> days;  // that were asked for
  std::uint64_t asked = 0;        // tokens
  std::uint64_t answered = 0;
};

class RevealLog {
 public:
  // Made with mode 0600 when it is not there.
  static Result<RevealLog> open(const std::string& path);

  // When this returns the line is on the disk.
  [[nodiscard]] Status append(const RevealEntry& entry, std::int64_t utc_seconds) const;

 private:
  RevealLog(std::string path, FileDescriptor fd) : path_(std::move(path)), fd_(std::move(fd)) {}

  std::string path_;
  FileDescriptor fd_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_REVEAL_REVEAL_LOG_H_
