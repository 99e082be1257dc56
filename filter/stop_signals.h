// Lets SIGTERM and SIGINT ask for the end of a live run, instead of ending the program.
//
// SIGTERM: drain. Apache sends it to a piped log at once, and closes the pipe only when the last of its children ends,
// with lines in between. SIGINT: now. A second signal ends the program at once, as both do without this class. A signal
// that is ignored stays so.
//
// Threads: one object at a time; made and destroyed while no other thread runs.
#ifndef ANONLOG_FILTER_STOP_SIGNALS_H_
#define ANONLOG_FILTER_STOP_SIGNALS_H_

#include <csignal>

#include "filter/input/stop_request.h"

namespace anonlog {

class StopSignals {
 public:
  // `request` must outlive this.
  explicit StopSignals(StopRequest& request);
  StopSignals(const StopRequest&& request) = delete;
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

 private:
  struct sigaction terminate_before_{};
  struct sigaction interrupt_before_{};
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_STOP_SIGNALS_H_
