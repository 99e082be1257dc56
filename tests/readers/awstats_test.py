#!/usr/bin/env python3
"""AWStats reads what --to writes, and counts the same as on the log itself.

    awstats_test.py ANONLOG LOG

LOG is in the combined format and in UTC; lines that no server should have to log are added. AWStats reads the log as it
was, combined and common lines, and lines of a log_format of a site. What must hold:
    no line that we write is corrupt to AWStats, and it drops none but those of methods that it never counts
    of the lines that it counts in the log as it was: hits and bytes per day and per hour, and of what is no page the
    status codes, are the same; in lines with a user agent hits per browser and per system too, where it has a name
What AWStats makes of pages, addresses and referrers differs on purpose. It decides who is a robot by the user agent, and in
common lines knows none.
"""

import collections
import functools
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

from hostile_lines import HOSTILE, skip

AWSTATS = pathlib.Path("/usr/lib/cgi-bin/awstats.pl")  # of Debian
POLICIES = ["standard", str(pathlib.Path(__file__).resolve().parents[2] / "examples" / "address-only.toml")]

# As --to takes it, and as AWStats calls it.
COMBINED = ("combined", "1")  # which is how the log is written as well
COMMON = ("common", "4")
OWN = ('$host $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" '
       '"$http_user_agent" $request_time',
       "%virtualname %host %other %logname %time1 %methodurl %code %bytesd %refererquot %uaquot %other")

# Methods that AWStats takes for none of a web server's, or none at all.
UNCOUNTED_METHODS = {b"-", b"OTHER", b"CONNECT", b"PRI", b"TRACE", b"TRACK"}

CONFIG = """
LogFile="{log}"
LogType=W
LogFormat="{form}"
LogSeparator=" "
SiteDomain="example.org"
HostAliases="REGEX[.*]"
DNSLookup=0
DirData="{data}"
SkipHosts=""
KeepBackupOfHistoricFiles=0
EnableLockForUpdate=0
"""


class Report:
    def __init__(self, messages, text):
        self.qualified = int(re.search(r"Found (\d+) new qualified", messages)[1])
        self.corrupt = re.findall(r"^Corrupted record line \d+ \([^\n]*?\): (.*)$", messages, re.M)
        self.dropped = re.findall(r"^Dropped record \([^\n]*?\): (.*)$", messages, re.M)
        self.sections = {name: [line.split() for line in body.splitlines()]
                         for name, body in re.findall(r"^BEGIN_(\w+)[^\n]*\n(.*?)^END_\1", text, re.M | re.S)}

    def hours(self):
        """Hits and bytes, those of robots too."""
        return {row[0]: (int(row[2]) + int(row[5]), int(row[3]) + int(row[6])) for row in self.sections["TIME"]}

    def statuses(self):
        """Hits and bytes; what is no status is 100 when it is published."""
        statuses = collections.Counter()
        for status, *counts in self.sections["ERRORS"]:
            for kind, count in zip(("hits", "bytes"), counts):
                statuses[status if 100 <= int(status) < 600 else "100", kind] += int(count)
        return statuses

    def families(self, section):
        """Hits by browser or system, without versions."""
        hits = collections.Counter()
        for row in self.sections[section]:
            hits[re.match(r"[A-Za-z_]*", row[0])[0]] += int(row[1])
        return hits


@functools.lru_cache(maxsize=None)
def awstats(data, form):
    """What AWStats makes of lines that rise in time."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "in.log").write_bytes(data)
        (folder / "awstats.t.conf").write_text(CONFIG.format(log=folder / "in.log", data=folder, form=form))
        result = subprocess.run([AWSTATS, "-config=t", f"-configdir={folder}", "-update", "-showcorrupted", "-showdropped"],
                                capture_output=True, timeout=300)
        reports = list(folder.glob("awstats*.t.txt"))
        messages = result.stdout.decode("utf-8", "surrogateescape")
        if len(reports) != 1:
            raise SystemExit(f"awstats: {messages[-1000:]}{result.stderr[-1000:]}")
        return Report(messages, reports[0].read_bytes().decode("utf-8", "surrogateescape"))


def second_of(line):
    return time.strptime(re.search(rb"\[(\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d) \+0000\]", line)[1].decode(), "%d/%b/%Y:%H:%M:%S")


def by_day(data):
    days = collections.defaultdict(bytes)
    for line in data.splitlines(keepends=True):
        days[second_of(line)[:3]] += line
    return days


def as_common(data):
    return re.sub(rb' "[^"]*" "[^"]*"$', b"", data, flags=re.M)


def counted(data, as_form, form):
    """The lines of the log that AWStats counts when they are logged in this form."""
    raw = awstats(as_form(data), form)
    refused = {line.encode("utf-8", "surrogateescape") for line in raw.corrupt + raw.dropped}
    return b"".join(line for line in data.splitlines(keepends=True) if as_form(line)[:-1] not in refused)


class Test:
    def __init__(self, anonlog):
        self.anonlog = anonlog
        self.problems = []

    def compare(self, what, is_, should_be):
        if is_ != should_be:
            self.problems.append(f"{what}: is {is_}, should be {should_be}")

    def published(self, policy, data, to):
        return subprocess.run([self.anonlog, "-f", "combined", "-p", policy, "-t", to], input=data, stdout=subprocess.PIPE,
                              check=True).stdout

    def no_line_is_corrupt(self, policy, data, to, form):
        lines = self.published(policy, data, to)
        report = awstats(lines, form)
        what = f"{policy}, {form}"
        self.compare(f"{what}: lines", lines.count(b"\n"), data.count(b"\n"))
        self.compare(f"{what}: corrupt lines", report.corrupt, [])
        odd = [line for line in report.dropped
               if re.search(r'\] "(\S+) ', line)[1].encode() not in UNCOUNTED_METHODS]
        self.compare(f"{what}: dropped lines of methods that count", odd, [])
        self.compare(f"{what}: lines that count", report.qualified + len(report.dropped), data.count(b"\n"))

    def counts_are_the_same(self, policy, data, to, form):
        as_form, raw_form = (as_common, form) if to == "common" else (bytes, "1")
        all_lines = data.count(b"\n")
        data = counted(data, as_form, raw_form)
        self.compare("most lines count", 0.97 * all_lines < data.count(b"\n") < all_lines, True)
        for day, lines in by_day(data).items():
            raw = awstats(as_form(lines), raw_form)
            ours = awstats(self.published(policy, lines, to), form)
            what = f"{policy}, {form}, {day}"
            self.compare(f"{what}: lines that count", ours.qualified, raw.qualified)
            self.compare(f"{what}: hits and bytes", ours.hours(), raw.hours())
            self.compare(f"{what}: status codes", ours.statuses(), raw.statuses())
            if to == "common":
                continue
            for section, unknown in (("BROWSER", {"Unknown", "mozilla", "netscape"}), ("OS", {"Unknown"})):
                is_, should_be = ({name: hits for name, hits in report.families(section).items() if name not in unknown}
                                  for report in (ours, raw))
                self.compare(f"{what}: {section}", is_, should_be)


def main():
    if shutil.which("perl") is None or not AWSTATS.exists():
        skip("AWStats is not installed")
    anonlog, log = sys.argv[1:]
    lines = pathlib.Path(log).read_bytes().splitlines() + [text.encode() for text, _ in HOSTILE]
    everything = b"".join(line + b"\n" for line in sorted(lines, key=second_of))
    test = Test(anonlog)
    for policy in POLICIES:
        for to, form in (COMBINED, COMMON, OWN):
            test.no_line_is_corrupt(policy, everything, to, form)
            test.counts_are_the_same(policy, everything, to, form)
    for problem in test.problems:
        print(problem)
    print(f"{len(test.problems)} problems")
    sys.exit(1 if test.problems else 0)


main()
