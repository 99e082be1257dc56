#!/usr/bin/env python3
"""Every engine reads a dataset as the NDJSON of the same run, knows the day of a record, and reads no more days than asked.

The path of the program is the environment variable ANONLOG.
"""

import os
import signal
import subprocess
import tempfile
import unittest

from engines import ENGINES, ndjson_table
from made_logs import FORMAT, Program, hostile_log, usual_log

def damage_pages(parquet):
    """All of them, and nothing else."""
    content = bytearray(parquet.read_bytes())
    footer = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    content[4:footer] = bytes(footer - 4)
    parquet.write_bytes(content)


class DatasetTest(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.program = Program(folder.name)

    def for_each_engine(self, check):
        for name, engine in ENGINES.items():
            with self.subTest(engine=name):
                check(engine)

    def assert_read_as(self, dataset, wanted):
        def check(engine):
            found = engine.table(dataset)
            self.assertEqual(list(found.types.items()), [(column, engine.types[of]) for column, of in wanted.types.items()])
            self.assertEqual(found.counted(), wanted.counted())
        self.for_each_engine(check)

    def test_records_of_all_days_are_read_as_written(self):
        for policy in ("standard", "everything.toml"):
            with self.subTest(policy=policy):
                dataset, ndjson = self.program.pair(hostile_log(2000, seed=5), policy, f"set-{policy}/")
                self.assertGreater(len(list(dataset.glob("dt=*"))), 2)
                self.assert_read_as(dataset, ndjson_table(ndjson, partitioned=True))

    def test_a_second_log_adds_its_records_once(self):
        logs = [usual_log(500, seed) for seed in (1, 2)]
        for log in [*logs, logs[0]]:
            dataset = self.program.write("set/", log)
        self.assert_read_as(dataset, ndjson_table(self.program.write("all.ndjson", b"".join(logs)), partitioned=True))

    def test_merged_parts_hold_the_same_records(self):
        logs = [usual_log(300, seed) for seed in range(3)] + [hostile_log(300, seed=3)]
        for log in logs:
            dataset = self.program.write("set/", log, "everything.toml")
        parts = len(list(dataset.glob("dt=*/*.parquet")))
        self.program.run("compact", "set/")
        self.assertLess(len(list(dataset.glob("dt=*/*.parquet"))), parts)
        ndjson = self.program.write("all.ndjson", b"".join(logs), "everything.toml")
        self.assert_read_as(dataset, ndjson_table(ndjson, partitioned=True))

    def test_a_query_of_one_day_reads_only_its_files(self):
        dataset, ndjson = self.program.pair(usual_log(1000), "standard", "set/")
        wanted = ndjson_table(ndjson, partitioned=True)
        day = wanted.rows[0][-1]
        for parquet in dataset.glob("dt=*/*.parquet"):
            if parquet.parent.name != f"dt={day}":
                damage_pages(parquet)

        def check(engine):
            self.assertCountEqual(engine.table(dataset, day).rows, [row for row in wanted.rows if row[-1] == day])
            with self.assertRaises(Exception):  # each has its own; that the other days cannot be read is what counts
                engine.table(dataset)
        self.for_each_engine(check)

    def test_records_without_a_time_have_no_day(self):
        rows = []
        timeless = b"".join(b'"GET /%d HTTP/1.1" 200\n' % i for i in range(100))
        for log, log_format in ((usual_log(100), FORMAT), (timeless, '"$request" $status')):
            dataset, ndjson = self.program.pair(log, "standard", "set/", log_format=log_format)
            rows += ndjson_table(ndjson, partitioned=True).rows

        def check(engine):
            wanted = [(*row[:-1], row[-1] or engine.null_day) for row in rows]
            self.assertCountEqual(engine.table(dataset).rows, wanted)
        self.for_each_engine(check)

    def test_what_a_killed_run_leaves_is_not_read(self):
        dataset, ndjson = self.program.pair(usual_log(500), "standard", "set/")
        run = subprocess.Popen([os.environ["ANONLOG"], "-f", FORMAT, "--key", self.program.key, "-o", "set/", "--country-db",
                                self.program.countries], cwd=self.program.folder, stdin=subprocess.PIPE)
        run.stdin.write(usual_log(400_000, seed=3))  # more than is held back: parts are being written
        run.stdin.flush()
        while not list(dataset.glob(".anonlog-run-*/*")):
            self.assertIsNone(run.poll())
        run.send_signal(signal.SIGKILL)
        run.communicate()
        self.assertTrue(list(dataset.glob(".anonlog-run-*/*")))
        self.assert_read_as(dataset, ndjson_table(ndjson, partitioned=True))


if __name__ == "__main__":
    unittest.main()
