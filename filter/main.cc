#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/resource.h>

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

}  // namespace

int main(int argc, char** argv) {
  occupy_standard_streams();
  // A core dump would hold raw log lines.
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  // Keys are locked in memory. Without the right to (RLIMIT_MEMLOCK) they are in it all the same, between guard pages.
  CRYPTO_secure_malloc_init(std::size_t{64} << 10U, 32);
  anonlog::FileSink::unlink_pending_on_signals();
  const int code = anonlog::run(argc, argv, anonlog::Streams{});
  // By the signal itself: a shell that runs a script ends it too, as with any other program.
  if (code == anonlog::exit_code(anonlog::ErrorKind::kStopped))
    anonlog::FileSink::unlink_pending_and_die(SIGINT);
  return code;
}
