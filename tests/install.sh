#!/usr/bin/env bash
# Installs what anonlog needs from Debian 12: install.sh build | test
#
# The one list of packages. Does nothing when all are there. Servers are installed without being started.
set -euo pipefail

build=(g++ cmake ninja-build ccache pkg-config libre2-dev libzstd-dev zlib1g-dev libbz2-dev liblzma-dev
  libboost-iostreams-dev libfmt-dev libcli11-dev libtomlplusplus-dev libssl-dev libexpected-dev libyaml-cpp-dev
  libxxhash-dev libpsl-dev libmaxminddb-dev publicsuffix uap-core libcctz-dev tzdata)
test=(libgtest-dev libbenchmark-dev libsimdjson-dev clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev lld-19
  zstd gzip bzip2 xz-utils jq python3 python3-venv age strace faketime systemd libseccomp2 nginx-light apache2-bin
  openjdk-17-jre-headless lighttpd haproxy caddy squid varnish goaccess awstats)

case "${1:-}" in
  build) wanted=("${build[@]}") ;;
  test) wanted=("${build[@]}" "${test[@]}") ;;
  *) echo "usage: install.sh build|test" >&2; exit 64 ;;
esac

missing=()
for package in "${wanted[@]}"; do
  [[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" == installed ]] || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

as_root=()
[[ $EUID -eq 0 ]] || as_root=(sudo)
# policy-rc.d is how Debian is told not to start what it installs.
guard=/usr/sbin/policy-rc.d
if [[ ! -e $guard ]]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$guard" >/dev/null
  "${as_root[@]}" chmod 755 "$guard"
  trap '"${as_root[@]}" rm -f "$guard"' EXIT
fi
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
