#!/usr/bin/env python3
"""Whatever the records are: what DuckDB reads of the Parquet file is what it reads of the NDJSON, no row more or less.

The path of the program is the environment variable ANONLOG. With ANONLOG_LONG ten million records of MAKE_CORPUS
(bench/make_corpus) go through as well. A failure tells the log's seed.
"""

import os
import random
import subprocess
import tempfile
import unittest

from engines import kind
from made_logs import Program, hostile_line, hostile_log, null_log, usual_line

PAGE_ROWS = 20_480  # kMaxPageRows of code_page.h
ROW_GROUP_BYTES = 32 << 20  # of the log: kRowGroupChunkBytes of filter_run.cc
SQL_TYPES = {"time": "TIMESTAMPTZ", "text": "VARCHAR", "uint16": "USMALLINT", "uint64": "UBIGINT", "bool": "BOOLEAN"}

# Visitors are another run's, without a key; and the corpus is of days that a new key no longer has.
WITHOUT_VISITORS = ("time,host,method,path,protocol,status,bytes,duration_us,referrer,referrer_kind,browser,browser_major,os,"
                    "device,bot,language,country,network")


def mixed_log(lines, seed):
    """Runs of usual lines, of hostile ones and of nothing: columns are full, half full and empty by turns."""
    rng, log = random.Random(seed), []
    while len(log) < lines:
        run = rng.choice([1, 7, 8, 9, 500, 3000])
        log += rng.choice([lambda: [hostile_line(rng) for _ in range(run)], lambda: [usual_line(rng, 0)] * run,
                           lambda: [usual_line(rng, i) for i in range(run)], lambda: [null_log(1)] * run])()
    return b"".join(log[:lines])


class RoundTripTest(unittest.TestCase):
    def setUp(self):
        import duckdb
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.program = Program(folder.name)
        self.query = duckdb.connect(config={"threads": 2, "memory_limit": "2GB", "temp_directory": folder.name}).execute

    def sources(self, parquet, ndjson):
        own = f"read_parquet('{parquet}')"
        names = [row[0] for row in self.query(f"describe select * from {own}").fetchall()]
        types = ", ".join(f"{name}: '{SQL_TYPES[kind(name)]}'" for name in names)
        return names, own, f"read_json('{ndjson}', format = 'newline_delimited', columns = {{{types}}})"

    def one(self, text):
        return self.query(text).fetchone()

    def assert_round_trip(self, log, policy="everything.toml"):
        parquet, ndjson = self.program.pair(log, policy)
        _, own, text = self.sources(parquet, ndjson)
        lines = log.count(b"\n")
        self.assertEqual(self.one(f"select count(*) from {own}"), (lines,))
        self.assertEqual(self.one(f"select count(*) from {text}"), (lines,))
        for a, b in ((own, text), (text, own)):
            self.assertEqual(self.one(f"select count(*) from (from {a} except all from {b})"), (0,), f"in {a[:9]} only")
        return parquet

    def test_one_record(self):
        for seed in range(30):
            with self.subTest(seed=seed):
                self.assert_round_trip(hostile_log(1, seed))

    def test_records_of_any_text(self):
        seed = random.randrange(10**6)
        for policy in ("standard", "strict", "everything.toml"):
            with self.subTest(policy=policy, seed=seed):
                self.assert_round_trip(hostile_log(5000, seed), policy)

    def test_nothing_but_null(self):
        for lines in (1, 8, 9, PAGE_ROWS, PAGE_ROWS + 1):
            with self.subTest(lines=lines):
                self.assert_round_trip(null_log(lines))

    def test_borders_of_pages(self):
        seed = random.randrange(10**6)
        log = mixed_log(2 * PAGE_ROWS + 1, seed).splitlines(keepends=True)
        for lines in (PAGE_ROWS - 1, PAGE_ROWS, PAGE_ROWS + 1, 2 * PAGE_ROWS, 2 * PAGE_ROWS + 1):
            with self.subTest(lines=lines, seed=seed):
                self.assert_round_trip(b"".join(log[:lines]))

    def test_borders_of_row_groups(self):
        seed = random.randrange(10**6)
        block = mixed_log(20_000, seed)
        log = block * (ROW_GROUP_BYTES // len(block) + 2)
        with self.subTest(seed=seed):
            parquet = self.assert_round_trip(log)
            groups = self.one(f"select count(distinct row_group_id) from parquet_metadata('{parquet}')")[0]
            self.assertGreater(groups, 1)

    @unittest.skipUnless(os.environ.get("ANONLOG_LONG"), "of ten million records: ANONLOG_LONG")
    def test_ten_million_records(self):
        lines = 10_000_000
        for name in ("long.parquet", "long.ndjson.zst"):
            with subprocess.Popen([os.environ["MAKE_CORPUS"], "--lines", str(lines)], stdout=subprocess.PIPE) as corpus:
                program = subprocess.run([os.environ["ANONLOG"], "-f", "combined", "--columns", WITHOUT_VISITORS, "-o", name],
                                         stdin=corpus.stdout, cwd=self.program.folder)
            self.assertEqual((program.returncode, corpus.returncode), (0, 0))
        names, *both = self.sources(self.program.folder / "long.parquet", self.program.folder / "long.ndjson.zst")
        # Too many to compare row by row: sums of hashes, of each column and of whole rows.
        sums = [f"sum(hash({name})), count({name})" for name in names] + [f"sum(hash({', '.join(names)}))", "count(*)"]
        own, text = (self.one(f"select {', '.join(sums)} from {source}") for source in both)
        self.assertEqual(own, text)
        self.assertEqual(own[-1], lines)


if __name__ == "__main__":
    unittest.main()
