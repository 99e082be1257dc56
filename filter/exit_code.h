// The exit codes of the program, as sysexits(3); the one table of them.
#ifndef ANONLOG_FILTER_EXIT_CODE_H_
#define ANONLOG_FILTER_EXIT_CODE_H_

#include <string_view>

#include "parsers/error.h"

namespace anonlog {

inline constexpr int kExitDone = 0;

struct ExitCode {
  ErrorKind kind;
  int code;
  std::string_view meaning;  // empty: that of the row before, which has the same code
};

inline constexpr ExitCode kExitCodes[] = {
    {ErrorKind::kFinding, 1, "`anonlog audit` or `anonlog verify` found something"},
    {ErrorKind::kUsage, 64, "a wrong option or value"},
    {ErrorKind::kBadInput, 65, "damaged input, no known format, or too many rejected records"},
    {ErrorKind::kTruncated, 65, ""},
    {ErrorKind::kNoInput, 66, "an input that cannot be opened"},
    {ErrorKind::kInternal, 70, "a bug, or a failure of the system's random generator"},
    {ErrorKind::kCannotCreate, 73, "an output that cannot be created"},
    {ErrorKind::kIo, 74, "a failed read or write"},
    {ErrorKind::kLocked, 75, "a key file that another process is changing"},
    {ErrorKind::kPermission, 77, "wrong permissions, or keys that only --force destroys"},
    {ErrorKind::kPolicy, 78, "a policy that does not make sense, or a damaged key file"},
    {ErrorKind::kStopped, 130, "^C (SIGINT) on a stream; by the signal itself"},
};

constexpr int exit_code(ErrorKind kind) {
  for (const ExitCode& row : kExitCodes) {
    if (row.kind == kind) return row.code;
  }
  return 70;
}

}  // namespace anonlog

#endif  // ANONLOG_FILTER_EXIT_CODE_H_
