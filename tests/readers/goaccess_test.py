#!/usr/bin/env python3
"""GoAccess reads what --to combined and common write, and sees the same as in the log itself.

    goaccess_test.py ANONLOG LOG

LOG is in the combined format and in UTC; lines that no server should have to log come behind it. What must hold:
    every record that is published is a line that GoAccess accepts
    on the lines that GoAccess accepts as they were logged, its reports of the log and of our output are the same where
    nothing was anonymized: hits and bytes, in all, per day, and per status
    in combined lines hits per browser and per system as well; only what has no family of the allow-list may move to "Others"
What GoAccess makes of requests, addresses and referrers differs on purpose.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from hostile_lines import HOSTILE, skip

POLICIES = ["standard", str(pathlib.Path(__file__).resolve().parents[2] / "examples" / "address-only.toml")]

# What GoAccess calls whom it does not know, or knows for a robot by parts of a user agent that are not published.
UNKNOWN = {"Crawlers", "Others", "Unknown"}

def goaccess(log, folder, form="COMBINED"):
    """The report of a log, and the lines that were not accepted."""
    report, invalid = folder / "report.json", folder / "invalid.log"
    for file in (report, invalid):
        file.unlink(missing_ok=True)
    # Unless told otherwise it counts the first 366 versions of a browser only.
    result = subprocess.run(["goaccess", "--no-global-config", "--no-progress", f"--log-format={form}",
                             "--max-items=1000000", "-o", report, f"--invalid-requests={invalid}", log],
                            capture_output=True, text=True, timeout=300)
    if not report.exists():
        raise SystemExit(f"goaccess: {result.stdout[-1000:]}{result.stderr[-1000:]}")
    # Paths may hold bytes that are no UTF-8.
    rejected = invalid.read_bytes().splitlines() if invalid.exists() else []
    return json.loads(report.read_bytes().decode("utf-8", "replace")), rejected


def panel(report, name, *parts):
    """Hits and bytes by what the panel lists, all levels of it."""
    rows = {}

    def walk(items, path):
        for item in items:
            key = path + (item["data"],)
            rows[key] = tuple(item.get(part, {}).get("count") for part in parts)
            walk(item.get("items", []), key)

    walk(report[name]["data"], ())
    return rows


class Test:
    def __init__(self, anonlog, folder):
        self.anonlog = anonlog
        self.folder = folder
        self.problems = []

    def compare(self, what, is_, should_be):
        if is_ != should_be:
            self.problems.append(f"{what}: is {is_}, should be {should_be}")

    def report(self, data):
        (self.folder / "raw.log").write_bytes(data)
        return goaccess(self.folder / "raw.log", self.folder)

    def common_report(self, policy, data):
        output = self.folder / "common.log"
        (self.folder / "in").write_bytes(data)
        subprocess.run([self.anonlog, "-f", "combined", "-p", policy, "-t", "common", "-o", output, self.folder / "in"],
                       check=True)
        return goaccess(output, self.folder, "COMMON")[0]

    def accepted_lines(self, data):
        """Those that GoAccess accepts as they were logged."""
        rejected = set(self.report(data)[1])
        for text, accepted in HOSTILE:
            self.compare(f"GoAccess accepts {text[:120]}", text.encode() not in rejected, accepted)
        return b"".join(line + b"\n" for line in data.splitlines() if line not in rejected)

    def published_report(self, policy, data):
        (self.folder / "in").write_bytes(data)
        output = self.folder / "published.log"  # the name chooses the form
        subprocess.run([self.anonlog, "-f", "combined", "-p", policy, "-o", output, self.folder / "in"], check=True)
        return goaccess(output, self.folder)[0]

    def every_line_is_accepted(self, policy, data):
        for report in (self.published_report(policy, data), self.common_report(policy, data)):
            general = report["general"]
            self.compare("failed requests of all lines", general["failed_requests"], 0)
            self.compare("valid requests of all lines", general["valid_requests"], data.count(b"\n"))

    def reports_are_the_same(self, policy, data):
        raw, ours, common = self.report(data)[0], self.published_report(policy, data), self.common_report(policy, data)
        self.compare("failed requests of the log", raw["general"]["failed_requests"], 0)
        for report in (ours, common):
            for key in ("total_requests", "valid_requests", "failed_requests", "bandwidth"):
                self.compare(key, report["general"][key], raw["general"][key])
            for name in ("visitors", "status_codes"):
                self.compare(name, panel(report, name, "hits", "bytes"), panel(raw, name, "hits", "bytes"))
        for name in ("browsers", "os"):
            is_, should_be = ({key[0]: hits for key, (hits,) in panel(report, name, "hits").items() if len(key) == 1}
                              for report in (ours, raw))
            self.compare(f"known {name}", {k: v for k, v in is_.items() if k not in UNKNOWN},
                         {k: v for k, v in should_be.items() if k not in UNKNOWN})
            # The rest is of no family that our rules know: it says that it is a robot in other words.
            if is_["Crawlers"] < 0.8 * should_be["Crawlers"]:
                self.problems.append(f"{name}: only {is_['Crawlers']} of {should_be['Crawlers']} hits of crawlers")


def main():
    if shutil.which("goaccess") is None:
        skip("goaccess is not installed")
    log = pathlib.Path(sys.argv[2]).read_bytes()
    with tempfile.TemporaryDirectory() as temporary:
        test = Test(sys.argv[1], pathlib.Path(temporary))
        everything = log + "".join(text + "\n" for text, _ in HOSTILE).encode()
        accepted = test.accepted_lines(everything)
        test.compare("few lines are not accepted", accepted.count(b"\n") > 0.99 * everything.count(b"\n"), True)
        for policy in POLICIES:
            test.every_line_is_accepted(policy, everything)
            test.reports_are_the_same(policy, accepted)
    for problem in test.problems:
        print(problem)
    print(f"{len(test.problems)} problems")
    sys.exit(1 if test.problems else 0)


main()
