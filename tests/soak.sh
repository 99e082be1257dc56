#!/usr/bin/env bash
# Keeps a pipe open for a while, as behind a server, and watches that nothing is lost and memory does not grow:
#     soak.sh ANONLOG [SECONDS]
set -euo pipefail
anonlog=$(realpath "$1")
seconds=${2:-120}
python3 - "$anonlog" "$seconds" <<'PYTHON'
import subprocess, sys, threading, time

anonlog, seconds = sys.argv[1], float(sys.argv[2])
process = subprocess.Popen([anonlog, "-z", "zstd", "--stats=json"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                           stderr=subprocess.PIPE)

def resident_kib():
    with open(f"/proc/{process.pid}/status") as status:
        return int(next(line for line in status if line.startswith("VmRSS")).split()[1])

sent, peak_early, began = 0, 0, time.monotonic()
while time.monotonic() - began < seconds:
    burst = b"".join(b'198.51.100.%d - - [23/Nov/2025:17:37:28 +0000] "GET /p/%d HTTP/1.1" 200 5 "-" "agent %d"\n'
                     % (i % 250, sent + i, (sent + i) % 100003) for i in range(2000))
    process.stdin.write(burst)
    process.stdin.flush()
    sent += 2000
    if time.monotonic() - began < seconds / 2:
        peak_early = max(peak_early, resident_kib())
    time.sleep(0.01)
late = resident_kib()
process.stdin.close()
import json
stats = json.loads(process.stderr.read())
process.wait()
print(f"{sent} lines in {seconds:.0f} s, published {stats['published']}, resident {peak_early} KiB in the first half, "
      f"{late} KiB at the end")
assert stats["published"] == sent and process.returncode == 0
assert late < peak_early * 1.1 + 4096, "memory grows"
PYTHON
