#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstddef>

#include "filter/exit_code.h"
#include "filter/output/file_sink.h"
#include "filter/run.h"

namespace {

// A standard stream that is closed would be the first file that is opened. What stands there instead fails as a closed
// one does.
void occupy_standard_streams() {
  for (const int fd : {0, 1, 2}) {
    if (::fcntl(fd, F_GETFD) < 0) ::open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
  }
}

// What is in memory here is for no other process: no core dump, no debugger of the same user, no /proc/PID/mem.
void close_memory() {
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  // A sanitizer looks for leaks as a debugger does.
#else
  ::prctl(PR_SET_DUMPABLE, 0);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  occupy_standard_streams();
  close_memory();
  // Who makes a file that more may read says so.
  ::umask(S_IRWXG | S_IRWXO);
  // Keys are locked in memory. Without the right to (RLIMIT_MEMLOCK) they are in it all the same, between guard pages.
  CRYPTO_secure_malloc_init(std::size_t{64} << 10U, 32);
  anonlog::FileSink::unlink_pending_on_signals();
  const int code = anonlog::run(argc, argv, anonlog::Streams{});
  // By the signal itself: a shell that runs a script ends it too, as with any other program.
  if (code == anonlog::exit_code(anonlog::ErrorKind::kStopped))
    anonlog::FileSink::unlink_pending_and_die(SIGINT);
  return code;
}
