#!/usr/bin/env bash
# Builds anonlog and passes all of its tests: tests/run.sh [--long]
#
# --long adds what takes long: ThreadSanitizer, clang-tidy, fuzzing, millions of generated lines more, a soak.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/install.sh test
tests/install_readers.sh
jobs=$(nproc)

build_and_test() {  # PRESET
  cmake --preset "$1" >/dev/null
  cmake --build --preset "$1" -j "$jobs"
  ctest --preset "$1" -j "$jobs"
}

clang-format-19 --dry-run --Werror $(git ls-files '*.cc' '*.h')
build_and_test release

if [[ "${1:-}" == --long ]]; then
  ANONLOG_LONG=1 ctest --preset release -j "$jobs"
  build_and_test tsan
  cmake --preset tidy >/dev/null
  cmake --build --preset tidy -j "$jobs"
  build_and_test fuzz
  for target in build/fuzz/tests/fuzz/fuzz_*; do
    [[ -x "$target" && -f "$target" ]] || continue
    name=$(basename "$target")
    corpus=$(mktemp -d)
    "$target" -max_total_time="${ANONLOG_FUZZ_SECONDS:-300}" -max_len=4096 -print_final_stats=1 \
      "$corpus" "tests/fuzz/corpus/${name#fuzz_}"
    rm -r "$corpus"
  done
  tests/soak.sh build/release/filter/anonlog
fi
