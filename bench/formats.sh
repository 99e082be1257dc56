#!/bin/sh
# Compares anonlog with `zstd -1 --single-thread` on typical lines of every format. See bench/README.md.
#
# Usage: bench/formats.sh [ANONLOG [ROUNDS [NAME...]]]
#   ANONLOG       the program; default $ANONLOG, else build/release/filter/anonlog
#   ROUNDS        default 5
#   NAME          only these formats
# Environment:
#   CORPUS_BYTES  of each format; default 256M: with less the start is measured
#   CORPUS_DIR    where they are kept; default ${TMPDIR:-/tmp}/anonlog-formats-$CORPUS_BYTES
#   MAKE_CORPUS   default bench/make_corpus in the same build folder
set -eu

here=$(cd "$(dirname "$0")" && pwd)
anonlog=${1:-${ANONLOG:-$here/../build/release/filter/anonlog}}
rounds=${2:-5}
[ $# -lt 2 ] && shift $# || shift 2
bytes=${CORPUS_BYTES:-256M}
folder=${CORPUS_DIR:-${TMPDIR:-/tmp}/anonlog-formats-$bytes}
make_corpus=${MAKE_CORPUS:-$(dirname "$anonlog")/../bench/make_corpus}

exec python3 "$here/formats.py" "$anonlog" "$make_corpus" "$folder" "$bytes" "$rounds" "$@"
