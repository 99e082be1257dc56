#!/usr/bin/env python3
"""Every engine reads Parquet as we write it: schema, types, and each value that of the NDJSON of the same run.

The path of the program is the environment variable ANONLOG. With ANONLOG_LONG every bit of every page is flipped.
"""

import os
import pathlib
import random
import subprocess
import tempfile
import unittest

from engines import ENGINES, go_on_with_readers, ndjson_table  # noqa: F401
from made_logs import Program, hostile_log, null_log, usual_log
from parquet_pages import page_bodies

DAMAGE_IS_SEEN_BY = ["DuckDB", "pyarrow"]


class ParquetTest(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.program = Program(cls.temporary.name)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def assert_read_as_written(self, parquet, wanted, rows):
        self.assertEqual(len(wanted.rows), rows)
        for name, engine in ENGINES.items():
            with self.subTest(engine=name):
                found = engine.table(parquet)
                self.assertEqual(list(found.types.items()), [(column, engine.types[of]) for column, of in wanted.types.items()])
                self.assertEqual(found.rows, wanted.rows)

    def test_usual_records_are_read_as_written(self):
        for policy in ("standard", "strict"):
            parquet, ndjson = self.program.pair(usual_log(3000), policy)
            with self.subTest(policy=policy):
                self.assert_read_as_written(parquet, ndjson_table(ndjson), 3000)

    def test_hostile_records_are_read_as_written(self):
        for policy in ("standard", "strict", "everything.toml"):
            parquet, ndjson = self.program.pair(hostile_log(3000, seed=7), policy)
            with self.subTest(policy=policy):
                self.assert_read_as_written(parquet, ndjson_table(ndjson), 3000)

    def test_columns_of_nothing_but_null_are_read(self):
        parquet, ndjson = self.program.pair(null_log(50), "standard")
        self.assert_read_as_written(parquet, ndjson_table(ndjson), 50)

    def test_a_file_without_rows_has_all_columns(self):
        types = ndjson_table(self.program.pair(usual_log(1), "standard")[1]).types
        parquet = self.program.write("empty.parquet", b"")
        for name, engine in ENGINES.items():
            with self.subTest(engine=name):
                found = engine.table(parquet)
                self.assertEqual(list(found.types.items()), [(column, engine.types[of]) for column, of in types.items()])
                self.assertEqual(found.rows, [])

    def test_a_flipped_bit_of_a_page_is_an_error(self):
        parquet, _ = self.program.pair(hostile_log(200, seed=3), "everything.toml")
        content, bodies = parquet.read_bytes(), page_bodies(parquet)
        self.assertGreater(sum(end - begin for begin, end in bodies), len(content) // 3)
        bits = [position * 8 + bit for begin, end in bodies for position in range(begin, end) for bit in range(8)]
        if not os.environ.get("ANONLOG_LONG"):
            bits = random.Random().sample(bits, 100)
        damaged = self.program.folder / "damaged.parquet"
        for bit in bits:
            flipped = bytearray(content)
            flipped[bit // 8] ^= 1 << bit % 8
            damaged.unlink(missing_ok=True)
            damaged.write_bytes(flipped)
            for name in DAMAGE_IS_SEEN_BY:
                with self.subTest(engine=name, bit=bit), self.assertRaises(ENGINES[name].damage()):
                    ENGINES[name].table(damaged)

    def test_a_compressed_parquet_file_is_refused(self):
        done = subprocess.run([os.environ["ANONLOG"], "-o", "a.parquet.zst"], input=b"", capture_output=True,
                              cwd=self.program.folder)
        self.assertEqual(done.returncode, 64)
        self.assertIn(b"compressed within", done.stderr)
        self.assertFalse(pathlib.Path(self.program.folder, "a.parquet.zst").exists())


if __name__ == "__main__":
    unittest.main()
