#include "filter/process_privacy.h"

#include <openssl/crypto.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ANONLOG_IS_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ANONLOG_IS_SANITIZED
#endif
#endif

namespace anonlog {

void make_process_private() {
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
#if !defined(ANONLOG_IS_SANITIZED)  // a sanitizer looks for leaks as a debugger does
  ::prctl(PR_SET_DUMPABLE, 0);
#endif
  ::umask(S_IRWXG | S_IRWXO);
  CRYPTO_secure_malloc_init(std::size_t{64} << 10U, 32);
}

}  // namespace anonlog
