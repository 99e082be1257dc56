"""Releases: whole days, in which no row tells of few. Against a slow reference, and as someone who reconstructs."""

import collections
import json
import random
import unittest

from program import BROWSER, ProgramTest, records, run

COLUMNS = ["time", "method", "protocol", "status", "browser", "os"]
TABLE = """
[columns]
time = "day"
method = "registered"
protocol = "registered"
status = "keep"
browser = "family"
os = "family"
"""
AGENTS = [BROWSER, BROWSER.replace("132.0", "131.0"),
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
          "Opera/9.80 (Windows NT 6.1; U; de) Presto/2.9.168 Version/11.52",
          "Mozilla/5.0 (PlayStation 4 3.11) AppleWebKit/537.73 (KHTML, like Gecko)", "-", "Lynx/2.8.9rel.1"]


def log(days, lines, clients, seed):
    """Lines of `days` days, of `clients` addresses: some rows are shared by many, some by few."""
    rng = random.Random(seed)
    out = []
    for day in range(1, days + 1):
        for _ in range(lines):
            address = f"203.0.113.{int(clients * rng.random() ** 2)}" if rng.random() < 0.97 else "unknown"
            method = rng.choices(["GET", "POST", "PROPFIND"], [90, 9, 1])[0]
            status = rng.choices([200, 404, 503], [80, 18, 2])[0]
            agent = rng.choices(AGENTS, [40, 20, 25, 5, 5, 3, 2])[0]
            out.append((address, agent, f'{address} - - [{day:02}/Nov/2025:{rng.randrange(24):02}:00:00 +0000] '
                        f'"{method} /{rng.randrange(10**9)} HTTP/1.1" {status} 5 "-" "{agent}"\n'))
    return out


def tuple_of(record):
    return tuple(record[name] for name in COLUMNS)


def released(lines, rows, least):
    """The reference: what may be published of `rows`, which stand for `lines`, as a bag; and how much is left out."""
    days = collections.defaultdict(lambda: collections.defaultdict(list))
    for (address, agent, _), row in zip(lines, rows):
        client = (address, agent) if address != "unknown" else "unknown"
        days[row["time"]][tuple_of(row)].append(client)
    bag, partial, rare = collections.Counter(), 0, 0
    for day, groups in days.items():
        if day in (min(days), max(days)):
            partial += sum(map(len, groups.values()))
            continue
        general = collections.defaultdict(list)
        for row, clients in groups.items():
            if len(set(clients)) < least:
                row = (*row[:4], "Other", "Other")
            general[row] += clients
        for row, clients in general.items():
            if len(set(clients)) < least:
                rare += len(clients)
            else:
                bag[row] += len(clients)
    return bag, partial, rare


class Release(ProgramTest):
    def release(self, lines, least, *arguments):
        path = self.write("access.log", "".join(text for _, _, text in lines).encode())
        policy = self.write("release.toml", f"[release]\nmin_clients = {least}\n{TABLE}".encode())
        result = run("-p", policy, "--columns", ",".join(COLUMNS), "--stats=json", *arguments, path)
        self.assert_ended(result, 0)
        return result

    def all_rows(self, lines):
        policy = self.write("all.toml", TABLE.encode())
        result = run("-p", policy, "-f", "combined", data="".join(text for _, _, text in lines).encode())
        self.assert_ended(result, 0)
        return records(result.stdout)

    def test_it_is_what_the_reference_says(self):
        for seed, (days, count, clients, least) in enumerate([(5, 400, 30, 10), (3, 3000, 200, 10), (4, 300, 12, 3),
                                                              (2, 100, 30, 3), (1, 100, 30, 3), (6, 600, 250, 20)]):
            lines = log(days, count, clients, seed)
            random.Random(seed).shuffle(lines)
            bag, partial, rare = released(lines, self.all_rows(lines), least)
            for threads in (1, 3):
                result = self.release(lines, least, "-j", threads)
                self.assertEqual(collections.Counter(map(tuple_of, records(result.stdout))), bag, seed)
                stats = json.loads(result.stderr)
                self.assertEqual(stats["excluded"], {"total": partial + rare, "network": 0, "status": 0, "method": 0,
                                                     "bot": 0, "partial_day": partial, "rare": rare})
                self.assertEqual(stats["published"], sum(bag.values()))
                self.assertEqual(stats["lines"], len(lines))
            if days > 2:
                self.assertGreater(rare, 0, "the case has no rare row")
                self.assertGreater(len(bag), 0)

    def test_who_knows_all_others_cannot_tell_one(self):
        """An attacker knows every record but those of one client, and what that client may have done: every row that is
        published holds at least as many other clients as hide one."""
        lines = log(4, 2000, 60, 11)
        victim = ("198.51.100.7", "Lynx/2.8.9rel.1")
        secret = (*victim, f'{victim[0]} - - [02/Nov/2025:03:04:05 +0000] "REPORT /x HTTP/1.0" 418 5 "-" "{victim[1]}"\n')
        with_victim = records(self.release([*lines, secret], 10).stdout)
        without = records(self.release(lines, 10).stdout)
        self.assertEqual(with_victim, without)
        rows = self.all_rows(lines)
        clients = collections.defaultdict(set)
        for (address, agent, _), row in zip(lines, rows):
            for browser, system in ((row["browser"], row["os"]), ("Other", "Other")):
                clients[(*tuple_of(row)[:4], browser, system)].add((address, agent))
        for row in map(tuple_of, with_victim):
            self.assertGreaterEqual(len(clients[row]), 10)

    def test_a_household_is_one_client(self):
        """Its machines have as many addresses of IPv6 as they like."""
        for addresses, count in (([f"2a02:8108:1234:{i % 200:x}::{i:x}" for i in range(1, 20)], 0),
                                 ([f"2a02:8108:{i:x}::1" for i in range(1, 20)], 19)):
            lines = [(address, BROWSER, f'{address} - - [{day:02}/Nov/2025:01:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "{BROWSER}"\n')
                     for day in (1, 2, 3) for address in addresses]
            self.assertEqual(self.release(lines, 10).stdout.count(b"\n"), count)

    def test_the_order_of_requests_is_gone(self):
        lines = log(4, 500, 40, 5)
        one = self.release(lines, 5).stdout
        random.Random(1).shuffle(lines)
        self.assertEqual(self.release(lines, 5).stdout, one)
        for threads in (2, 4):
            self.assertEqual(self.release(lines, 5, "-j", threads, "-z", "none").stdout, one)
        days = [record["time"] for record in records(one)]
        self.assertEqual(days, sorted(days))

    def test_every_output_form_and_compression(self):
        lines = log(4, 500, 40, 6)
        plain = self.release(lines, 5, "--to", "csv").stdout
        packed = self.write("x.csv.zst", self.release(lines, 5, "--to", "csv", "-z", "zstd").stdout)
        import subprocess
        self.assertEqual(subprocess.run(["zstd", "-dc", packed], capture_output=True, check=True).stdout, plain)
        self.assertGreater(plain.count(b"\n"), 100)

    def test_a_pipe_has_no_whole_days(self):
        policy = self.write("release.toml", f"[release]\n{TABLE}".encode())
        result = run("-p", policy, data=b"")
        self.assert_ended(result, 64, "whole days")

    def test_what_singles_out_is_refused(self):
        for column in ('visitor = "day_key"', 'network = { action = "truncate" }', 'time = "hour"', 'time = "keep"',
                       'path = "redact"', 'bytes = "keep"', 'bytes = "two_bits"', 'referrer = "site"', 'host = "site"',
                       'user_agent = "redact"', 'browser_major = "major"',
                       'target = { action = "keep", redact = false }'):
            policy = self.write("release.toml", f"[release]\n[columns]\nstatus = \"keep\"\n{column}\n".encode())
            self.assert_ended(run("policy", "check", policy), 78, f"cannot publish the column {column.split()[0]}")
        for least in (0, 2, 1001, "many"):
            policy = self.write("release.toml", f"[release]\nmin_clients = {json.dumps(least)}\n{TABLE}".encode())
            self.assert_ended(run("policy", "check", policy), 78, "from 3 to 1000")

    def test_nothing_is_written_when_the_run_fails(self):
        lines = log(4, 500, 40, 7)
        text = "".join(line for _, _, line in lines) + "junk\n" * 600
        path = self.write("access.log", text.encode())
        policy = self.write("release.toml", f"[release]\n{TABLE}".encode())
        result = run("-p", policy, path)
        self.assert_ended(result, 65)
        self.assertEqual(result.stdout, b"")


if __name__ == "__main__":
    unittest.main()
