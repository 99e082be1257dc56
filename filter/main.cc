#include <sys/resource.h>

#include <csignal>

#include "filter/exit_code.h"
#include "filter/output/file_sink.h"
#include "filter/run.h"

int main(int argc, char** argv) {
  // A core dump would hold raw log lines.
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  anonlog::FileSink::unlink_pending_on_signals();
  const int code = anonlog::run(argc, argv, anonlog::Streams{});
  // By the signal itself: a shell that runs a script ends it too, as with any other program.
  if (code == anonlog::exit_code(anonlog::ErrorKind::kStopped))
    anonlog::FileSink::unlink_pending_and_die(SIGINT);
  return code;
}
