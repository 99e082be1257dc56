#!/bin/sh
# Compares anonlog with what else one would run over a log, on one machine, in turn. See bench/README.md.
#
# Usage: bench/compare.sh [ANONLOG [ROUNDS]]
#   ANONLOG       the program; default $ANONLOG, else build/release/filter/anonlog
#   ROUNDS        default 5
# Environment:
#   CORPUS        a log in combined format; default ${TMPDIR:-/tmp}/anonlog-corpus-$CORPUS_BYTES.log, made when absent
#   CORPUS_BYTES  default 1G
#   MAKE_CORPUS   default bench/make_corpus in the same build folder
set -eu

here=$(cd "$(dirname "$0")" && pwd)
anonlog=${1:-${ANONLOG:-$here/../build/release/filter/anonlog}}
rounds=${2:-5}
bytes=${CORPUS_BYTES:-1G}
corpus=${CORPUS:-${TMPDIR:-/tmp}/anonlog-corpus-$bytes.log}

if [ ! -e "$corpus" ]; then
  make_corpus=${MAKE_CORPUS:-$(dirname "$anonlog")/../bench/make_corpus}
  echo "making $corpus" >&2
  "$make_corpus" --bytes "$bytes" --seed 1 >"$corpus.part"
  mv "$corpus.part" "$corpus"
fi
exec python3 "$here/compare.py" "$anonlog" "$corpus" "$rounds"
