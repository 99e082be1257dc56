#include "filter/stop_signals.h"

#include <atomic>
#include <cerrno>

#include "filter/output/file_sink.h"

namespace anonlog {
namespace {

std::atomic<StopRequest*> present_request = nullptr;

extern "C" void ask_to_stop(int signal_number) {
  const int error_number = errno;
  const auto kind = signal_number == SIGINT ? StopRequest::Kind::kNow : StopRequest::Kind::kDrain;
  if (!present_request.load()->request(kind)) FileSink::unlink_pending_and_die(signal_number);
  errno = error_number;
}

void handle(int signal_number, struct sigaction& before) {
  struct sigaction action{};
  action.sa_handler = ask_to_stop;
  action.sa_flags = SA_RESTART;  // writers of all threads go on
  ::sigemptyset(&action.sa_mask);
  ::sigaction(signal_number, nullptr, &before);
  if (before.sa_handler != SIG_IGN) ::sigaction(signal_number, &action, nullptr);
}

}  // namespace

StopSignals::StopSignals(StopRequest& request) {
  present_request = &request;
  handle(SIGTERM, terminate_before_);
  handle(SIGINT, interrupt_before_);
}

StopSignals::~StopSignals() {
  ::sigaction(SIGTERM, &terminate_before_, nullptr);
  ::sigaction(SIGINT, &interrupt_before_, nullptr);
  present_request = nullptr;
}

}  // namespace anonlog
