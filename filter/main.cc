#include <fcntl.h>

#include <csignal>

#include "filter/exit_code.h"
#include "filter/output/file_sink.h"
#include "filter/process_privacy.h"
#include "filter/run.h"

namespace {

// A standard stream that is closed would be the first file that is opened. What stands there instead fails as a closed
// one does.
void occupy_standard_streams() {
  for (const int fd : {0, 1, 2}) {
    if (::fcntl(fd, F_GETFD) < 0) ::open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
  }
}

}  // namespace

int main(int argc, char** argv) {
  occupy_standard_streams();
  anonlog::make_process_private();
  anonlog::FileSink::unlink_pending_on_signals();
  const int code = anonlog::run(argc, argv, anonlog::Streams{});
  // By the signal itself: a shell that runs a script ends it too, as with any other program.
  if (code == anonlog::exit_code(anonlog::ErrorKind::kStopped))
    anonlog::FileSink::unlink_pending_and_die(SIGINT);
  return code;
}
