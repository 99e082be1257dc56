#!/usr/bin/env python3
"""Times anonlog and zstd over typical lines of every format; bench/formats.sh starts it.

The requests are those of make_corpus, written anew in each format by its template. For every format the two programs run
in turn. Python's standard library only.
"""
import calendar
import itertools
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

from compare import machine_facts, run_once, warm_page_cache
from format_templates import HEADERS, TEMPLATES

DETECT_RUNS = 15
DETECT_LINES = 1000
DETECT_MS_MAX = 5
UNIQUE_BYTES = 16 << 20  # lines repeat after that, which is beyond what zstd -1 looks back
# Of zstd's CPU time.
RATIO_MAX = 1.0
JSON_RATIO_MAX = 1 / 0.75

COMBINED = re.compile(r'(\S+) - (\S+) \[([^]]+)\] "([A-Z]+) ([^ "\\]+) (HTTP/[0-9.]+)" ([0-9]+) ([0-9]+) '
                      r'"([^"\\]*)" "([^"\\]*)"$')


def as_json(text):
    return json.dumps(text)[1:-1]


def as_plus(text):
    return text.replace(" ", "+")


def as_percent(text):
    return urllib.parse.quote(text, safe="/:;,()?&=+%-._~") if text != "-" else text


WRITERS = {None: str, "json": as_json, "plus": as_plus, "percent": as_percent}


def request_values(match, rng):
    """What the templates can name, of one line of make_corpus."""
    ip, user, clf, method, target, protocol, status, size, referrer, agent = match.groups()
    seconds = calendar.timegm(time.strptime(clf[:20], "%d/%b/%Y:%H:%M:%S"))
    utc = time.gmtime(seconds)
    path, _, query = target.partition("?")
    us = rng.randrange(400, 900_000)
    iso = time.strftime("%Y-%m-%dT%H:%M:%S", utc)
    fraction = f"{rng.randrange(10**6):06}"
    clf = time.strftime("%d/%b/%Y:%H:%M:%S", utc)
    return {
        "ip": ip, "port": rng.randrange(1024, 65536), "user": user, "clf": clf + " +0000", "clf_ms": f"{clf}.{fraction[:3]}",
        "date": iso[:10], "clock": iso[11:], "epoch_ms": f"{seconds}.{fraction[:3]}", "iso": f"{iso}.{fraction[:3]}Z",
        "iso_us": f"{iso}.{fraction}Z", "iso_zone": iso + "+00:00", "error_date": iso[:10].replace("-", "/") + " " + iso[11:],
        "apache_date": time.strftime("%a %b %d %H:%M:%S", utc) + f".{fraction} {utc.tm_year}", "method": method,
        "target": target, "path": path, "query": query or "-", "protocol": protocol,
        "request": f"{method} {target} {protocol}", "host": "www.example.org", "referrer": referrer, "agent": agent,
        "status": status, "bytes": size, "bytes_in": rng.randrange(200, 2000), "seconds": f"{us / 1e6:.3f}",
        "ms": us // 1000, "us": us, "ns": us * 1000 + 1, "id": f"{rng.getrandbits(128):032x}",
        "peer": f"10.0.{rng.randrange(4)}.{rng.randrange(1, 255)}", "n": rng.randrange(1, 9),
    }


def requests(make_corpus):
    lines = subprocess.run([make_corpus, "--bytes", str(UNIQUE_BYTES), "--seed", "1"], capture_output=True, check=True).stdout
    rng = random.Random(1)
    matches = (COMBINED.match(line) for line in lines.decode(errors="replace").split("\n"))
    return [request_values(match, rng) for match in matches if match]


def compiled(template):
    """Texts and (name, writer, width) in turn."""
    for i, part in enumerate(re.split(r"<([a-z_]+(?:\|[a-z]+)?(?::[0-9]+)?)>", template)):
        if i % 2 == 0:
            yield part
            continue
        name, _, width = part.partition(":")
        name, _, writer = name.partition("|")
        yield name, WRITERS[writer or None], int(width or 0)


def render(pieces, values):
    return "".join(piece if isinstance(piece, str) else piece[1](str(values[piece[0]])).rjust(piece[2])
                   for piece in pieces)


def write_corpus(path, name, template, values, size):
    pieces = list(compiled(template))
    block = "".join(render(pieces, row) + "\n" for row in values).encode()
    lines = block[:UNIQUE_BYTES].rsplit(b"\n", 1)[0] + b"\n"
    with open(path + ".part", "wb") as file:
        file.write(HEADERS.get(name, "").encode())
        while file.tell() < size:
            file.write(lines)
    os.rename(path + ".part", path)


def parse_bytes(text):
    unit = {"K": 10, "M": 20, "G": 30}.get(text[-1])
    return int(text[:-1]) << unit if unit else int(text)


def table_names(anonlog):
    blocks = subprocess.run([anonlog, "formats"], capture_output=True, check=True, text=True).stdout.split("\n\n")
    return [block.split("\n")[0] for block in blocks if re.match(r"[a-z][a-z0-9_-]*\n", block)]


def published_share(anonlog, name, path):
    # The exit code is not asked: what is wrong is in the share.
    result = subprocess.run([anonlog, "-f", name, "--dry-run", "--stats=json", path], capture_output=True, text=True)
    try:
        stats = json.loads(result.stderr.split("\n")[0])
    except ValueError:
        sys.exit(f"formats: {name}: {result.stderr}")
    return stats["published"] / (stats["lines"] - stats["skipped"]["total"])


def detection(anonlog, name, path):
    """Milliseconds of CPU time that `auto` takes beyond `-f NAME`, over the first lines, and the formats that were found."""
    with tempfile.NamedTemporaryFile(suffix=".log") as head:
        with open(path, "rb") as file:
            head.writelines(itertools.islice(file, DETECT_LINES))
        head.flush()
        commands = [[anonlog, "-j1", "-f", name, head.name], [anonlog, "-j1", head.name]]
        runs = [[run_once(command)[1] for command in commands] for _ in range(DETECT_RUNS)]
        named, detected = (statistics.median(run[i] for run in runs) for i in range(2))
        said = subprocess.run([anonlog, "detect", head.name], capture_output=True, text=True).stdout
    found = re.search(r"^\S+: (.*)$", said, re.M)
    return (detected - named) * 1e3, found.group(1).split(":")[0] if found else "?"


def main():
    anonlog, make_corpus, folder, size, rounds = sys.argv[1:6]
    names = table_names(anonlog)
    missing = [name for name in names if name not in TEMPLATES]
    if missing:
        sys.exit(f"formats: no template in format_templates.py for {', '.join(missing)}")
    wanted = sys.argv[6:] or names
    os.makedirs(folder, exist_ok=True)
    paths = {name: os.path.join(folder, name + ".log") for name in wanted}
    values = None
    for name, path in paths.items():
        if not os.path.exists(path):
            values = values or requests(make_corpus)
            write_corpus(path, name, TEMPLATES[name], values, parse_bytes(size))
    for fact in list(machine_facts(anonlog, next(iter(paths.values()))))[:6]:
        print(fact)
    print(f"\n{rounds} rounds for each format, interleaved; wall and CPU are medians of anonlog -j1 -f NAME as multiples of\n"
          f"zstd -1 --single-thread (below 1: faster), at most {RATIO_MAX:.2f}, of JSON {JSON_RATIO_MAX:.2f}; detect: milliseconds "
          f"of\nCPU time that `-f auto` takes beyond `-f NAME`, at most {DETECT_MS_MAX}\n")
    print(f"{'format':<20} {'bytes/line':>10} {'published':>9} {'wall':>6} {'CPU':>6} {'MB/s':>6} {'zstd':>6} {'detect':>7}  "
          "found")
    for name, path in paths.items():
        print_row(anonlog, name, path, int(rounds))


def print_row(anonlog, name, path, rounds):
    warm_page_cache(path)
    share = published_share(anonlog, name, path)
    commands = {"zstd": ["zstd", "-q", "-1", "--single-thread", "-c", path],
                "anonlog": [anonlog, "-j1", "-f", name, "--max-rejects", "100%", path]}
    runs = {what: [] for what in commands}
    for _ in range(rounds):
        for what, command in commands.items():
            runs[what].append(run_once(command))
    wall = {what: statistics.median(run[0] for run in runs[what]) for what in runs}
    cpu = {what: statistics.median(run[1] for run in runs[what]) for what in runs}
    milliseconds, found = detection(anonlog, name, path)
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        lines = file.read(1 << 20).count(b"\n")
    limit = JSON_RATIO_MAX if TEMPLATES[name].startswith("{") else RATIO_MAX
    ratio = cpu["anonlog"] / cpu["zstd"]
    notes = [note for note, is_so in [("slower than it may be", ratio > limit), ("lines are rejected", share < 1),
                                      ("detected late", milliseconds > DETECT_MS_MAX), ("taken for another", found != name)]
             if is_so]
    print(f"{name:<20} {(1 << 20) / lines:>10.0f} {share:>8.1%} {wall['anonlog'] / wall['zstd']:>6.2f} {ratio:>6.2f} "
          f"{size / wall['anonlog'] / 1e6:>6.0f} {size / wall['zstd'] / 1e6:>6.0f} {milliseconds:>7.1f}  {found}"
          f"{'  !' if notes else ''} {', '.join(notes)}", flush=True)


if __name__ == "__main__":
    main()
