// Lets SIGHUP ask for new sealed files, as log daemons have it, instead of ending the program. Where the signal is ignored
// (nohup) it stays so.
//
// Threads: one object at a time; made and destroyed while no other thread runs.
#ifndef ANONLOG_FILTER_SEALING_HANGUP_SIGNAL_H_
#define ANONLOG_FILTER_SEALING_HANGUP_SIGNAL_H_

#include <csignal>

#include "filter/sealing/sealed_output.h"

namespace anonlog {

class HangupSignal {
 public:
  // `output` must outlive this.
  explicit HangupSignal(SealedOutput& output);
  ~HangupSignal();
  HangupSignal(const HangupSignal&) = delete;
  HangupSignal& operator=(const HangupSignal&) = delete;

 private:
  struct sigaction before_{};
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_SEALING_HANGUP_SIGNAL_H_
