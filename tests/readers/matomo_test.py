#!/usr/bin/env python3
"""What Matomo's log importer asks of a line holds for every line that --to writes, and tells the same as the log itself.

    matomo_test.py ANONLOG LOG

The importer (import_logs.py of matomo-log-analytics) is in no package registry and does nothing without a Matomo server: this
test reads the lines by the rules of its formats `common`, `common_vhost`, `ncsa_extended` and `common_complete`, as its
documentation and source of 2025 have them, and not with it.

LOG is in the combined format and in UTC; lines that no server should have to log come behind it. What must hold:
    every line is of the format, from its first byte to its last
    on the lines of the log that are of the format as they were logged, time, method, status and bytes are those of the
    log, line by line, where the policy keeps them
"""

import collections
import pathlib
import re
import subprocess
import sys
import time

from hostile_lines import HOSTILE

PARTS = ("time", "zone", "method", "status", "bytes")
# And what of a line is as logged.
POLICIES = {"standard": PARTS, "strict": ("zone", "method", "status"),
            str(pathlib.Path(__file__).resolve().parents[2] / "examples" / "address-only.toml"): PARTS}

WORD = r"\S+"
GAP = r"\s+"
HOST = r"(?P<host>[-.\w]*)(?::\d+)?"
# Address, ident, user, time in brackets, a request of three words of which the middle one may hold spaces, status, bytes.
COMMON = GAP.join([r"(?P<address>[-:.*\w]+)", WORD, WORD, r"\[(?P<time>.*?)" + GAP + r"(?P<zone>.*?)\]",
                   rf'"(?P<method>{WORD})' + GAP + r"(?P<path>.*?)" + GAP + WORD + '"', r"(?P<status>\d+)",
                   rf"(?P<bytes>{WORD})"])
EXTENDED = COMMON + GAP + r'"(?P<referrer>.*?)"' + GAP + r'"(?P<agent>.*?)"'

VHOST = '$host $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent'
FORMATS = {
    "common": (COMMON, "common"),
    "common_vhost": (HOST + GAP + COMMON, VHOST),
    "ncsa_extended": (EXTENDED, "combined"),
    "common_complete": (HOST + GAP + EXTENDED, VHOST + ' "$http_referer" "$http_user_agent"'),
}


def read(pattern, line):
    """What the importer would take out of a line; None: it would not."""
    match = pattern.fullmatch(line)
    if match is None:
        return None
    second = time.strptime(match["time"], "%d/%b/%Y:%H:%M:%S")
    # What is no number counts as none.
    size = int(match["bytes"]) if match["bytes"].isdigit() else 0
    return {"time": second, "zone": match["zone"], "method": match["method"], "status": match["status"], "bytes": size}


def is_status(status):
    return status.isdigit() and 100 <= int(status) < 600


class Test:
    def __init__(self, anonlog, data):
        self.anonlog = anonlog
        self.data = data
        self.logged = data.decode("utf-8", "surrogateescape").split("\n")[:-1]
        self.problems = collections.Counter()

    def published(self, policy, to):
        result = subprocess.run([self.anonlog, "-f", "combined", "-p", policy, "-t", to], input=self.data,
                                stdout=subprocess.PIPE, check=True)
        return result.stdout.decode("utf-8", "surrogateescape").split("\n")[:-1]

    def check(self, policy, name):
        pattern, to = FORMATS[name]
        pattern = re.compile(pattern)
        raw_pattern = re.compile(EXTENDED)
        lines = self.published(policy, to)
        if len(lines) != len(self.logged):
            self.problems[f"{policy}, {name}: {len(lines)} lines of {len(self.logged)}"] += 1
            return
        compared = 0
        for line, logged in zip(lines, self.logged):
            ours, raw = read(pattern, line), read(raw_pattern, logged)
            if ours is None:
                self.problems[f"{policy}, {name}: not of the format"] += 1
            elif raw is not None and is_status(raw["status"]):
                compared += 1
                self.compare(policy, name, ours, raw)
        if compared < 0.97 * len(lines):
            self.problems[f"{policy}, {name}: only {compared} lines can be compared"] += 1

    def compare(self, policy, name, ours, raw):
        for part in POLICIES[policy]:
            is_withheld = part == "method" and ours[part] in ("OTHER", "-")
            if ours[part] != raw[part] and not is_withheld:
                self.problems[f"{policy}, {name}: {part} is not that of the log"] += 1


def main():
    anonlog, log = sys.argv[1:]
    data = pathlib.Path(log).read_bytes() + "".join(text + "\n" for text, _ in HOSTILE).encode()
    test = Test(anonlog, data)
    for name in FORMATS:
        for policy in POLICIES:
            test.check(policy, name)
    for problem, count in test.problems.items():
        print(f"{problem}, {count} times")
    print(f"{len(test.problems)} problems")
    sys.exit(1 if test.problems else 0)


main()
