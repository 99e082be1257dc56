// The oracle's assertion: holds in every build type, and ends the process so that a fuzzer keeps the input.
#ifndef ANONLOG_TESTS_FUZZ_REQUIRE_H_
#define ANONLOG_TESTS_FUZZ_REQUIRE_H_

#include <cstdio>
#include <cstdlib>

namespace anonlog {

inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", what);
  std::abort();
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FUZZ_REQUIRE_H_
