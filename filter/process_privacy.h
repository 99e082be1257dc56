// Keeps what is in the memory of the process from all others.
//
// No core dump, which would hold raw log lines and keys; no debugger of the same user, nor /proc/PID/mem; keys locked in memory
// where the system allows it (RLIMIT_MEMLOCK), between guard pages in any case; and no file that others may read unless who
// makes it says so.
//
// Threads: before any other is there.
#ifndef ANONLOG_FILTER_PROCESS_PRIVACY_H_
#define ANONLOG_FILTER_PROCESS_PRIVACY_H_

namespace anonlog {

void make_process_private();

}  // namespace anonlog

#endif  // ANONLOG_FILTER_PROCESS_PRIVACY_H_
