#include <sys/resource.h>

#include "filter/output/file_sink.h"
#include "filter/run.h"

int main(int argc, char** argv) {
  // A core dump would hold raw log lines.
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  anonlog::FileSink::unlink_pending_on_signals();
  return anonlog::run(argc, argv, anonlog::Streams{});
}
