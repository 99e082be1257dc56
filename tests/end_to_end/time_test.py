"""Times: zones, and dates that cannot be."""

import json
import os
import pty
import subprocess
import unittest

from program import ANONLOG, ProgramTest, records, run

ZONELESS = '%a [%{%Y-%m-%d %H:%M:%S}t] "%r" %>s'


def zoneless(*times):
    return b"".join(f'203.0.113.7 [{time}] "GET /{i} HTTP/1.1" 200\n'.encode() for i, time in enumerate(times))


def times(*arguments, data):
    return [row["time"] for row in records(run("--columns", "time", *arguments, data=data).stdout)]


class TimeZones(ProgramTest):
    def on_a_terminal(self, *arguments, data):
        """What is shown on a terminal that is stderr."""
        master, terminal = pty.openpty()
        self.addCleanup(os.close, master)
        subprocess.run([ANONLOG, *map(str, arguments)], input=data, stdout=subprocess.DEVNULL, stderr=terminal, check=True)
        os.close(terminal)
        shown = b""
        try:
            while True:
                shown += os.read(master, 65536)
        except OSError:  # EIO: the other end is closed
            return shown.decode()

    def test_times_without_a_zone_are_of_the_one_that_is_given(self):
        data = zoneless("2025-01-15 12:00:00", "2025-07-15 12:00:00", "2025-01-01 00:30:00")
        self.assertEqual(times("-f", ZONELESS, data=data),
                         ["2025-01-15T12:00:00Z", "2025-07-15T12:00:00Z", "2025-01-01T00:30:00Z"])
        self.assertEqual(times("-f", ZONELESS, "--timezone", "Europe/Berlin", data=data),
                         ["2025-01-15T11:00:00Z", "2025-07-15T10:00:00Z", "2024-12-31T23:30:00Z"])
        self.assertEqual(times("-f", ZONELESS, "--timezone", "America/St_Johns", data=data),
                         ["2025-01-15T15:30:00Z", "2025-07-15T14:30:00Z", "2025-01-01T04:00:00Z"])

    def test_where_the_clock_changes_the_zone_is_the_one_before(self):
        data = zoneless("2025-03-30 01:59:59", "2025-03-30 02:30:00", "2025-03-30 03:00:00",
                        "2025-10-26 01:59:59", "2025-10-26 02:30:00", "2025-10-26 03:00:00")
        self.assertEqual(times("-f", ZONELESS, "--timezone", "Europe/Berlin", data=data),
                         ["2025-03-30T00:59:59Z", "2025-03-30T01:30:00Z", "2025-03-30T01:00:00Z",
                          "2025-10-25T23:59:59Z", "2025-10-26T00:30:00Z", "2025-10-26T02:00:00Z"])

    def test_times_that_tell_their_zone_keep_it(self):
        line = b'203.0.113.7 - - [23/Nov/2025:17:37:28 +0100] "GET / HTTP/1.1" 200 5\n'
        self.assertEqual(times("-f", "common", "--timezone", "Asia/Tokyo", data=line), ["2025-11-23T16:37:28Z"])
        line = b'203.0.113.7 1763919448.123 "GET / HTTP/1.1" 200\n'
        self.assertEqual(times("-f", '$remote_addr $msec "$request" $status', "--timezone", "Asia/Tokyo", data=line),
                         ["2025-11-23T17:37:28.123Z"])

    def test_explain_takes_the_zone_as_well(self):
        path = self.write("a.log", zoneless("2025-07-15 12:00:00"))
        result = run("explain", "-f", ZONELESS, "--timezone", "Europe/Berlin", path)
        self.assert_ended(result, 0)
        self.assertIn(b"2025-07-15T10:00:00Z", result.stdout)

    def test_the_day_of_a_visitor_is_that_of_utc(self):
        data = zoneless("2025-07-15 00:30:00", "2025-07-15 12:00:00")
        visitors = [row["visitor"] for row in records(run("-f", ZONELESS, data=data).stdout)]
        self.assertEqual(visitors[0], visitors[1])
        rows = records(run("-f", ZONELESS, "--timezone", "Europe/Berlin", data=data).stdout)
        self.assertNotEqual(rows[0]["visitor"], rows[1]["visitor"])

    def test_an_unknown_zone_is_an_error_before_anything_is_read(self):
        out = self.folder / "out.ndjson"
        for name, meant in [("Europe/Berln", "Did you mean Europe/Berlin?"), ("europe/berlin", "Did you mean Europe/Berlin?"),
                            ("Tokyo", "Did you mean Asia/Tokyo?"), ("CEST", ""), ("", ""), ("/etc/localtime", ""),
                            ("../zoneinfo/Europe/Berlin", ""), ("+01:00", ""), ("zone.tab", ""), ("Europe", "")]:
            with self.subTest(name):
                result = run("--timezone", name, "-o", out, data=zoneless("2025-07-15 00:30:00"))
                self.assert_ended(result, 64, f'--timezone: "{name}" is no time zone')
                self.assertIn(meant, result.stderr.decode())
                self.assertEqual(os.listdir(self.folder), [])

    def test_without_the_database_it_says_what_is_missing(self):
        environment = {**os.environ, "TZDIR": "/no/such/folder"}
        result = run("--timezone", "Europe/Berlin", data=b"", env=environment)
        self.assert_ended(result, 66, "no time zone database in /no/such/folder; it is Debian's package tzdata")
        self.assert_ended(run("--timezone", "UTC", data=b"", env=environment), 0)

    def test_it_is_said_once_on_a_terminal_when_it_mattered(self):
        data = zoneless(*["2025-07-15 12:00:00"] * 3)
        shown = self.on_a_terminal("-f", ZONELESS, data=data)
        self.assertEqual(shown.count("--timezone"), 1)
        self.assertIn("the times of 3 records do not tell their zone and were read as UTC", shown)
        for arguments in (["--timezone", "UTC"], ["--columns", "path,status"]):
            self.assertEqual(self.on_a_terminal("-f", ZONELESS, *arguments, data=data), "")
        line = b'203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] "GET / HTTP/1.1" 200 5\n'
        self.assertEqual(self.on_a_terminal("-f", "common", data=line), "")

    def test_who_does_not_look_on_finds_it_in_the_summary(self):
        data = zoneless(*["2025-07-15 12:00:00"] * 3) + zoneless("2025-02-30 12:00:00")
        arguments = ["-f", ZONELESS, "--max-rejects", "50%"]
        self.assertEqual(run(*arguments, data=data).stderr, b"")
        self.assertEqual(json.loads(run(*arguments, "--stats=json", data=data).stderr)["times_without_zone"], 3)
        self.assertIn(b"times without zone         3\n", run(*arguments, "--stats", data=data).stderr)
        of_zone = run(*arguments, "--timezone", "Europe/Berlin", "--stats=json", data=data)
        self.assertEqual(json.loads(of_zone.stderr)["times_without_zone"], 3)


class ImpossibleTimes(ProgramTest):
    # A format, a line of it with @ for the time, a time that can be, and some that cannot.
    SHAPES = [
        ("combined", '203.0.113.7 - - [@] "GET / HTTP/1.1" 200 5 "-" "x"', "23/Nov/2025:23:59:60 +0000",
         ["31/Feb/2025:17:37:28 +0000", "29/Feb/2025:17:37:28 +0000", "23/Nov/2025:24:37:28 +0000",
          "23/Nov/2025:17:61:28 +0000", "23/Nov/2025:17:37:61 +0000", "32/Nov/2025:17:37:28 +0000",
          "00/Nov/2025:17:37:28 +0000", "23/Nob/2025:17:37:28 +0000", "23/Nov/2025:17:37:28 +2400"]),
        ('$remote_addr [$time_iso8601] "$request" $status', '203.0.113.7 [@] "GET / HTTP/1.1" 200',
         "2024-02-29T23:59:60+01:00", ["2025-02-29T00:00:00+01:00", "2025-13-01T00:00:00+01:00",
                                       "2025-12-01T24:00:00+01:00", "2025-12-01T00:00:00+24:00"]),
        ('$remote_addr [$msec] "$request" $status', '203.0.113.7 [@] "GET / HTTP/1.1" 200', "1763919448.123",
         ["1763919448123456", "1.2.3", "-1"]),
        (ZONELESS, '203.0.113.7 [@] "GET / HTTP/1.1" 200', "2025-11-23 17:37:60",
         ["2025-02-30 17:37:28", "2025-13-23 17:37:28", "2025-11-23 24:37:28", "2025-11-23 17:60:28"]),
        ('%a [%{%d}t %{%b}t %{%Y}t %{%T}t] "%r" %>s', '203.0.113.7 [@] "GET / HTTP/1.1" 200', "29 Feb 2024 17:37:28",
         ["29 Feb 2025 17:37:28", "31 Apr 2024 17:37:28", "29 Okt 2024 17:37:28"]),
    ]

    def test_a_line_of_an_impossible_time_is_rejected_for_it(self):
        for log_format, line, possible, impossible in self.SHAPES:
            good = line.replace("@", possible).encode() + b"\n"
            data = good + b"".join(good + line.replace("@", time).encode() + b"\n" for time in impossible)
            for more in ([], ["-f", '$remote_addr [$http_any] "$request" $status'], ["-f", "$remote_addr $http_any"]):
                with self.subTest((log_format, more)):
                    result = run("-f", log_format, *more, "--max-rejects", "99%", "--stats=json", data=data)
                    self.assert_ended(result, 0)
                    stats = json.loads(result.stderr)
                    self.assertEqual(stats["rejected"]["time"], len(impossible))
                    self.assertEqual(stats["rejected"]["total"], len(impossible))
                    self.assertEqual(stats["published"], len(impossible) + 1)
                    self.assertEqual([at["line"] for at in stats["first_rejected"]],
                                     [2 * i + 3 for i in range(len(impossible))])
                    self.assertTrue(all(row["time"] for row in records(result.stdout)))

    def test_an_absent_time_is_null(self):
        for time in (b"-", b""):
            line = b'203.0.113.7 [%s] "GET / HTTP/1.1" 200\n' % time
            result = run("-f", '$remote_addr [$msec] "$request" $status', data=line)
            self.assert_ended(result, 0)
            self.assertIsNone(records(result.stdout)[0]["time"])


if __name__ == "__main__":
    unittest.main()
