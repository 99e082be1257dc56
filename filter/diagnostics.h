// Messages for people, on stderr. They hold line numbers and byte offsets, never bytes of a log.
#ifndef ANONLOG_FILTER_DIAGNOSTICS_H_
#define ANONLOG_FILTER_DIAGNOSTICS_H_

#include <string_view>

#include "parsers/error.h"

namespace anonlog {

// The standard streams of a run, as file descriptors; a test gives its own.
struct Streams {
  int in = 0;
  int out = 1;
  int err = 2;
};

// Writes "anonlog: MESSAGE" and a line end. A failure is ignored: there is no one left to tell.
void tell(int err_fd, std::string_view message);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DIAGNOSTICS_H_
