#!/usr/bin/env python3
"""GoAccess reads what --to combined writes, and sees the same as in the log itself.

    goaccess_test.py ANONLOG LOG

LOG is in the combined format and in UTC; lines that no server should have to log come behind it. What must hold:
    every record that is published is a line that GoAccess accepts
    on the lines that GoAccess accepts as they were logged, its reports of the log and of our output are the same where
    nothing was anonymized: hits and bytes, in all, per day, and per status
    hits per browser and per system as well; only what has no family of the allow-list may move to "Others"
What GoAccess makes of requests, addresses and referrers differs on purpose.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

POLICIES = ["standard", str(pathlib.Path(__file__).resolve().parents[2] / "examples" / "address-only.toml")]

# What GoAccess calls whom it does not know, or knows for a robot by parts of a user agent that are not published.
UNKNOWN = {"Crawlers", "Others", "Unknown"}

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"


def line(request="GET / HTTP/1.1", status="200", size="512", referrer="-", agent=BROWSER, address="203.0.113.7",
         time="23/Nov/2025:17:37:28 +0000"):
    return f'{address} - - [{time}] "{request}" {status} {size} "{referrer}" "{agent}"'


# Each with whether GoAccess 1.7 accepts it as logged.
HOSTILE = [
    (line(r"\x16\x03\x01\x02\x00"), True),
    (line(""), True),
    (line("-", "408", "-"), True),
    (line("GET /a"), True),
    (line("GET /a b HTTP/1.1", "400"), True),
    (line("PROPFIND / HTTP/1.1", "405"), True),
    (line("BREW /pot HTTP/1.1", "418"), True),
    (line("PRI * HTTP/2.0", "400"), True),
    (line("GET /a HTTP/9.9", "505"), True),
    (line("GET http://example.org/a HTTP/1.1"), True),
    (line("CONNECT example.com:443 HTTP/1.1", "405"), True),
    (line(r"GET /\x22><script> HTTP/1.1"), True),
    (line("GET /caf\\xC3\\xA9 HTTP/1.1"), True),
    (line("GET /" + "a" * 3000 + " HTTP/1.1", "414"), True),
    (line(status="000", size="0"), False),
    (line(status="499", size="0"), True),
    (line(status="599", size="-"), True),
    (line(status="999"), False),
    (line(referrer="no url at all"), True),
    (line(referrer="https://user:password@example.com/?q=1"), True),
    (line(referrer="android-app://com.example/"), True),
    (line(referrer=r"https://example.com/\x22"), True),
    (line(agent="-"), True),
    (line(agent=""), True),
    (line(agent=r"curl/7.88.1 \x22quoted\x22"), True),
    (line(agent="Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"), True),
    (line(address="2001:db8:1:2:3::4"), True),
    (line(address="::ffff:203.0.113.9"), True),
    (line(address="unix:"), False),
    (line(address="host.example.org"), False),
    (line(time="23/Nov/2025:00:00:00 +0000"), True),
    (line(time="24/Nov/2025:23:59:59 +0000"), True),
]


def goaccess(log, folder):
    """The report of a log, and the lines that were not accepted."""
    report, invalid = folder / "report.json", folder / "invalid.log"
    for file in (report, invalid):
        file.unlink(missing_ok=True)
    # Unless told otherwise it counts the first 366 versions of a browser only.
    result = subprocess.run(["goaccess", "--no-global-config", "--no-progress", "--log-format=COMBINED",
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
        general = self.published_report(policy, data)["general"]
        self.compare("failed requests of all lines", general["failed_requests"], 0)
        self.compare("valid requests of all lines", general["valid_requests"], data.count(b"\n"))

    def reports_are_the_same(self, policy, data):
        raw, ours = self.report(data)[0], self.published_report(policy, data)
        self.compare("failed requests of the log", raw["general"]["failed_requests"], 0)
        for key in ("total_requests", "valid_requests", "failed_requests", "bandwidth"):
            self.compare(key, ours["general"][key], raw["general"][key])
        for name in ("visitors", "status_codes"):
            self.compare(name, panel(ours, name, "hits", "bytes"), panel(raw, name, "hits", "bytes"))
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
        print("goaccess is not installed")
        sys.exit(77)
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
