#!/usr/bin/env python3
"""The queries of examples/duckdb tell what is counted by hand in the NDJSON of the same run.

The path of the program is the environment variable ANONLOG.
"""

import collections
import datetime
import json
import math
import os
import pathlib
import tempfile
import unittest

from engines import microseconds
from made_logs import Program, hostile_log, usual_log

REPORTS = pathlib.Path(__file__).resolve().parents[2] / "examples" / "duckdb"


def by_hits(counter):
    """Most first, then by name."""
    return sorted(((*(key if isinstance(key, tuple) else (key,)), hits) for key, hits in counter.items()),
                  key=lambda row: (-row[-1], row))


def shares(records, column, without):
    hits = by_hits(collections.Counter(record[column] or without for record in records))
    return [(name, count, 100 * count / len(records)) for name, count in hits]


def day(record):
    return datetime.date.fromisoformat(record["time"][:10])


def grouped(records, key):
    groups = collections.defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return sorted(groups.items(), key=lambda item: str(item[0]))


def top_pages(people, _):
    seen = [r for r in people if r["method"] == "GET" and r["status"] and 200 <= r["status"] < 400]
    hits = by_hits(collections.Counter(r["path"] for r in seen))[:20]
    return [(path, count, sum(r["bytes"] for r in seen if r["path"] == path)) for path, count in hits]


def browsers_by_week(people, _):
    weeks = grouped(people, lambda r: day(r) - datetime.timedelta(days=day(r).weekday()))
    return [(week, *row) for week, of in weeks for row in shares(of, "browser", "(none)")]


def referrers(people, _):
    return by_hits(collections.Counter((r["referrer_kind"], r["referrer"]) for r in people
                                       if r["referrer_kind"] not in (None, "direct", "internal")))[:20]


def errors_by_hour(_, records):
    return [(datetime.datetime.fromisoformat(hour), len(of), sum((r["status"] or 0) // 100 == 4 for r in of),
             sum((r["status"] or 0) // 100 == 5 for r in of))
            for hour, of in grouped(records, lambda r: r["time"][:13] + ":00:00")]


def bots(_, records):
    counts = [(of_day, sum(r["bot"] for r in of), len(of)) for of_day, of in grouped(records, day)]
    return [(of_day, robots, hits - robots, 100 * robots / hits) for of_day, robots, hits in counts]


def visitors_per_day(people, _):
    return [(of_day, len({r["visitor"] for r in of} - {None}), sum(r["visitor"] is None for r in of))
            for of_day, of in grouped(people, day)]


def countries(people, _):
    hits = by_hits(collections.Counter(r["country"] or "(unknown)" for r in people))
    return [(name, count, len({(day(r), r["visitor"]) for r in people
                               if r["visitor"] and (r["country"] or "(unknown)") == name})) for name, count in hits]


def response_times(_, records):
    rows = []
    timed = [r for r in records if r["duration_us"] is not None and r["path"] is not None]
    for path, of in grouped(timed, lambda r: r["path"]):
        took = sorted(r["duration_us"] for r in of)
        if len(took) >= 20:
            rows.append((path, len(took), *(took[math.ceil(part * len(took) / 100) - 1] / 1000 for part in (50, 95, 99))))
    return sorted(rows, key=lambda row: (-row[3], row[0]))[:20]


COUNTED_BY_HAND = {
    "top_pages": top_pages, "browsers_by_week": browsers_by_week, "referrers": referrers, "errors_by_hour": errors_by_hour,
    "bots": bots, "visitors_per_day": visitors_per_day, "countries": countries, "response_times": response_times,
    "devices": lambda people, _: shares(people, "device", None),
    "languages": lambda people, _: shares(people, "language", "(unknown)"),
}


class ReportsTest(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        program = Program(cls.temporary.name)
        # Two logs, so that days have several parts; the second is of records with nulls everywhere.
        logs = [usual_log(6000), hostile_log(500, seed=11)]
        for log in logs:
            program.write("dataset/", log, "everything.toml")
        ndjson = program.write("all.ndjson", b"".join(logs), "everything.toml").read_text()
        cls.records = [json.loads(line) for line in ndjson.splitlines()]
        assert all(microseconds(record["time"]) for record in cls.records)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def report(self, query):
        import duckdb
        here = os.getcwd()
        os.chdir(self.temporary.name)
        try:
            return duckdb.connect().execute((REPORTS / f"{query}.sql").read_text()).fetchall()
        finally:
            os.chdir(here)

    def assert_same(self, found, counted):
        # Percentages are rounded to one digit.
        exact = [tuple(a if isinstance(b, float) and abs(a - b) < 0.0501 else b for a, b in zip(row, other))
                 for row, other in zip(found, counted)]
        self.assertEqual((len(found), found), (len(counted), exact))

    def test_each_report_is_what_is_counted_by_hand(self):
        people = [record for record in self.records if not record["bot"]]
        for query, count in COUNTED_BY_HAND.items():
            with self.subTest(query=query):
                counted = count(people, self.records)
                self.assertGreater(len(counted), 1)
                self.assert_same(self.report(query), counted)

    def test_each_report_is_checked_and_described(self):
        queries = {file.stem for file in REPORTS.glob("*.sql")}
        self.assertEqual(queries, set(COUNTED_BY_HAND))
        page = (REPORTS / "README.md").read_text()
        self.assertEqual([query for query in sorted(queries) if f"[{query}.sql]({query}.sql)" not in page], [])


if __name__ == "__main__":
    unittest.main()
