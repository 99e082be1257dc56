#!/usr/bin/env bash
# From a fresh Debian 12 to the first anonymized records: installs what the build needs, builds, filters a sample log.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/install.sh build
cmake --preset release -DANONLOG_TESTS=OFF -DANONLOG_BENCH=OFF -B build/quickstart >/dev/null
cmake --build build/quickstart -j "$(nproc)"

anonlog=build/quickstart/filter/anonlog
echo
echo "The first records of examples/sample/access.log:"
"$anonlog" examples/sample/access.log | head -n 3 || true
echo
echo "And the summary of the whole, compressed to build/quickstart/access.ndjson.zst:"
"$anonlog" --stats -o build/quickstart/access.ndjson.zst examples/sample/access.log
