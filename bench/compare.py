#!/usr/bin/env python3
"""Times whole programs over one log in turn and prints one table; bench/compare.sh starts it.

Interleaved: a round runs every program once, so that a machine which slows down slows all of them. Everything
is read from a warm page cache and written to /dev/null. Python's standard library only.
"""
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

VERSION_RUNS = 30
FIRST_RECORD_RUNS = 10
FIRST_RECORD_SECONDS_MAX = 10

# sed and the rest work on bytes in this locale; in a UTF-8 one they are slower.
ENVIRONMENT = dict(os.environ, LC_ALL="C")


POLICY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "examples", "address-only.toml")


# Nobody has the private key.
RECIPIENT = "age1kr9xhzsepuu0me66lwtc3j9dganryn4sfjjqkf67pwhs5tudmupswtp37s"


def sealing(anonlog, corpus, folder):
    """A run whose sealed files go to a folder in memory, which it empties first."""
    script = 'rm -rf "$1/sealed"; exec "$2" -j1 --sealed "$1/sealed" --recipient "$3" -t ndjson "$4"'
    return ["sh", "-c", script, "sh", folder, anonlog, RECIPIENT, corpus]


def programs(anonlog, corpus, folder):
    """(name, command, name of the baseline or None), baselines before what refers to them."""
    rows = [
        ("zstd -1, 1 thread", ["zstd", "-q", "-1", "--single-thread", "-c", corpus], None),
        ("zstd -1 -T0", ["zstd", "-q", "-1", "-T0", "-c", corpus], None),
        ("anonlog -j1, NDJSON", [anonlog, "-j1", "-t", "ndjson", corpus], "zstd -1, 1 thread"),
        ("anonlog -j1, CSV", [anonlog, "-j1", "-t", "csv", corpus], "zstd -1, 1 thread"),
        ("anonlog -j1, address only", [anonlog, "-j1", "-p", POLICY, "-t", "combined", corpus], "zstd -1, 1 thread"),
        ("anonlog -j2, NDJSON, zstd", [anonlog, "-j2", "-t", "ndjson", "-z", "zstd", corpus], "zstd -1 -T0"),
        ("anonlog -j2, CSV, zstd", [anonlog, "-j2", "-t", "csv", "-z", "zstd", corpus], "zstd -1 -T0"),
        ("anonlog -j2, Parquet", [anonlog, "-j2", "-t", "parquet", corpus], "zstd -1 -T0"),
        ("anonlog -j2, NDJSON", [anonlog, "-j2", "-t", "ndjson", corpus], "anonlog -j1, NDJSON"),
        ("anonlog -j1, sealed", sealing(anonlog, corpus, folder), "anonlog -j1, NDJSON"),
        ("sed, first field cut off", ["sed", "-E", "s/^[^ ]+/-/", corpus], "anonlog -j1, address only"),
        ("sed, address to a /24", ["sed", "-E", r"s/^([0-9]+\.[0-9]+\.[0-9]+)\.[0-9]+/\1.0/", corpus],
         "anonlog -j1, address only"),
        ("goaccess, JSON report",
         ["goaccess", "--no-global-config", "--no-progress", "--log-format=COMBINED", "-o", "json", corpus],
         "anonlog -j1, NDJSON"),
    ]
    return [row for row in rows if shutil.which(row[1][0])], [row[0] for row in rows if not shutil.which(row[1][0])]


class PeakMemory(threading.Thread):
    """Samples a process's high-water mark of resident memory.

    Not ru_maxrss: that one is never below what the process had before exec(), here Python's own memory.
    """

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.path = f"/proc/{pid}/status"
        self.stop = threading.Event()
        self.kib = 0

    def run(self):
        while not self.stop.wait(0.02):
            try:
                with open(self.path, encoding="ascii", errors="replace") as status:
                    marks = [line.split()[1] for line in status if line.startswith("VmHWM:")]
            except OSError:
                return
            self.kib = max([self.kib] + [int(mark) for mark in marks])


def run_once(command):
    """Wall seconds, CPU seconds (user + system) and peak KiB of one run; ends all when it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, env=ENVIRONMENT)
    memory = PeakMemory(process.pid)
    memory.start()
    errors = process.stderr.read()  # until the program ends: none of these talks much
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    memory.stop.set()
    memory.join()
    if process.returncode != 0:
        sys.exit(f"compare: exit {process.returncode} of {' '.join(command)}\n{errors.decode(errors='replace')}")
    return wall, usage.ru_utime + usage.ru_stime, memory.kib


def seconds_to_first_record(command, first_bytes):
    """From the start to the first byte of output; the input, if it is a pipe, stays open."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env=ENVIRONMENT)
    process.stdin.write(first_bytes)
    process.stdin.flush()
    timer = threading.Timer(FIRST_RECORD_SECONDS_MAX, process.kill)
    timer.start()
    first = os.read(process.stdout.fileno(), 1)
    seconds = time.perf_counter() - start
    timer.cancel()
    process.kill()
    process.communicate()
    return seconds if first else None


def first_line_of(command):
    try:
        output = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return "not found"
    return (output.stdout or output.stderr).strip().split("\n")[0]


def machine_facts(anonlog, corpus):
    cpu = platform.machine()
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as info:
        models = [line.split(":", 1)[1].strip() for line in info if line.startswith("model name")]
    with open("/proc/meminfo", encoding="ascii") as info:
        memory_kib = int(next(line for line in info if line.startswith("MemTotal:")).split()[1])
    yield f"date      {time.strftime('%Y-%m-%d %H:%M %Z')}"
    yield f"cpu       {models[0] if models else cpu}, {os.cpu_count()} cores, {memory_kib / 2**20:.1f} GiB memory"
    yield f"load      {os.getloadavg()[0]:.2f} before the start"
    yield f"kernel    {platform.system()} {platform.release()}"
    yield f"anonlog   {first_line_of([anonlog, '--version'])}"
    yield f"zstd      {first_line_of(['zstd', '--version'])}"
    yield f"sed       {first_line_of(['sed', '--version'])}"
    if shutil.which("goaccess"):
        yield f"goaccess  {first_line_of(['goaccess', '--version'])}"
    yield f"corpus    {corpus}: {os.path.getsize(corpus):,} bytes"


def warm_page_cache(corpus):
    with open(corpus, "rb", buffering=0) as file:
        while file.read(1 << 20):
            pass


def print_table(rows, results, corpus_bytes):
    print(f"{'wall':>6} {'CPU':>6}  {'of':<25} {'what':<27} {'wall s':>8} {'min s':>8} {'CPU s':>8} {'MB/s':>8} {'MiB':>7}")
    medians = {name: statistics.median(run[0] for run in runs) for name, runs in results.items()}
    cpus = {name: statistics.median(run[1] for run in runs) for name, runs in results.items()}
    for name, _, baseline in rows:
        runs = results[name]
        ratio = f"{medians[name] / medians[baseline]:.2f}" if baseline in medians else "-"
        cpu_ratio = f"{cpus[name] / cpus[baseline]:.2f}" if baseline in medians else "-"
        print(f"{ratio:>6} {cpu_ratio:>6}  {baseline or '-':<25} {name:<27} {medians[name]:>8.2f}"
              f" {min(r[0] for r in runs):>8.2f} {cpus[name]:>8.2f} {corpus_bytes / medians[name] / 1e6:>8.0f}"
              f" {max(r[2] for r in runs) / 1024:>7.1f}")


def print_start_up(anonlog, corpus):
    with open(corpus, "rb") as file:
        first_line = file.readline()
    versions = [run_once([anonlog, "--version"])[0] for _ in range(VERSION_RUNS)]
    print(f"\nanonlog --version: median {statistics.median(versions) * 1e3:.1f} ms of {VERSION_RUNS}")
    for what, arguments, stdin in [
            ("a file", ["-t", "ndjson", corpus], b""),
            ("a pipe that stays open, one line, -f combined", ["-f", "combined", "-t", "ndjson"], first_line),
            ("a pipe that stays open, one line, format detected", ["-t", "ndjson"], first_line)]:
        seconds = [seconds_to_first_record([anonlog] + arguments, stdin) for _ in range(FIRST_RECORD_RUNS)]
        if None in seconds:
            print(f"first record of {what}: none within {FIRST_RECORD_SECONDS_MAX} s")
        else:
            print(f"first record of {what}: median {statistics.median(seconds) * 1e3:.1f} ms of {FIRST_RECORD_RUNS}")


def main():
    anonlog, corpus, rounds = os.path.abspath(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    if not os.access(anonlog, os.X_OK):
        sys.exit(f"compare: no program {anonlog}")
    for fact in machine_facts(anonlog, corpus):
        print(fact)
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        compare(anonlog, corpus, rounds, folder)


def compare(anonlog, corpus, rounds, folder):
    rows, missing = programs(anonlog, corpus, folder)
    warm_page_cache(corpus)
    results = {name: [] for name, _, _ in rows}
    for round_number in range(rounds):
        for name, command, _ in rows:
            if sys.stderr.isatty():
                print(f"\rround {round_number + 1} of {rounds}: {name:<30}", end="", file=sys.stderr, flush=True)
            results[name].append(run_once(command))
    print(f"\n{rounds} rounds, interleaved; wall and CPU are medians, MiB the largest peak; input from a warm page "
          "cache,\noutput to /dev/null; the ratios are multiples of the row that is named (below 1: faster)\n")
    print_table(rows, results, os.path.getsize(corpus))
    for name in missing:
        print(f"{'-':>6} {'-':>6}  {'-':<25} {name:<27} not installed")
    print_start_up(anonlog, corpus)


if __name__ == "__main__":
    main()
