#include "filter/sealing/hangup_signal.h"

#include <atomic>

namespace anonlog {
namespace {

std::atomic<SealedOutput*> present_output = nullptr;
static_assert(std::atomic<SealedOutput*>::is_always_lock_free);

extern "C" void ask_for_new_files(int /*signal_number*/) { present_output.load()->ask_for_new_files(); }

}  // namespace

HangupSignal::HangupSignal(SealedOutput& output) {
  present_output = &output;
  struct sigaction action{};
  action.sa_handler = ask_for_new_files;
  action.sa_flags = SA_RESTART;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGHUP, nullptr, &before_);
  if (before_.sa_handler != SIG_IGN) ::sigaction(SIGHUP, &action, nullptr);
}

HangupSignal::~HangupSignal() {
  ::sigaction(SIGHUP, &before_, nullptr);
  present_output = nullptr;
}

}  // namespace anonlog
