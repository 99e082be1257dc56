#!/usr/bin/env python3
"""Every engine reads Parquet as we write it: schema, types, and each value that of the NDJSON of the same run.

The path of the program is the environment variable ANONLOG. With ANONLOG_LONG more bits of every page are flipped.
"""

import os
import pathlib
import random
import subprocess
import tempfile
import unittest

from engines import ENGINES, go_on_with_readers, ndjson_table  # noqa: F401
from made_logs import Program, hostile_log, null_log, usual_log
from parquet_pages import pages



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

    def damaged_files(self, places):
        """For some bits of each place: which it is, and the file in which it is flipped."""
        content = self.program.folder.joinpath("pair.parquet").read_bytes()
        damaged = self.program.folder / "damaged.parquet"
        count = 50 if os.environ.get("ANONLOG_LONG") else 2
        for begin, end in places:
            for bit in random.sample(range((end - begin) * 8), min(count, (end - begin) * 8)):
                flipped = bytearray(content)
                flipped[begin + bit // 8] ^= 1 << bit % 8
                damaged.unlink(missing_ok=True)  # an engine may know a file by its number
                damaged.write_bytes(flipped)
                yield f"bit {bit} behind byte {begin}", damaged

    def rows_unless_damaged(self, name, parquet):
        try:
            return ENGINES[name].table(parquet).rows
        except ENGINES[name].damage():
            return None

    def test_a_flipped_bit_of_a_page_is_an_error(self):
        parquet, ndjson = self.program.pair(hostile_log(200, seed=3), "everything.toml")
        wanted, found = ndjson_table(ndjson).rows, pages(parquet)
        self.assertGreater(sum(end - body for _, body, end in found), parquet.stat().st_size // 3)
        seen = []
        for which, damaged in self.damaged_files((body, end) for _, body, end in found):
            self.assertIsNone(self.rows_unless_damaged("pyarrow", damaged), which)
            # DuckDB looks at zstd's checksum only, which is of the values: some bits say the same either way.
            rows = self.rows_unless_damaged("DuckDB", damaged)
            self.assertIn(rows, (None, wanted), which)
            seen.append(rows is None)
        self.assertGreater(sum(seen), 0.9 * len(seen))

    def test_a_flipped_bit_of_a_header_never_is_another_value(self):
        # Parquet has no checksum of headers. pyarrow holds them against the footer; DuckDB does not, and one bit in a hundred
        # makes it read other values. In a dataset `anonlog verify` finds that, by the hash of the file.
        parquet, ndjson = self.program.pair(hostile_log(200, seed=3), "everything.toml")
        wanted = ndjson_table(ndjson).rows
        for which, damaged in self.damaged_files((header, body) for header, body, _ in pages(parquet)):
            self.assertIn(self.rows_unless_damaged("pyarrow", damaged), (None, wanted), which)

    def test_a_compressed_parquet_file_is_refused(self):
        done = subprocess.run([os.environ["ANONLOG"], "-o", "a.parquet.zst"], input=b"", capture_output=True,
                              cwd=self.program.folder)
        self.assertEqual(done.returncode, 64)
        self.assertIn(b"compressed within", done.stderr)
        self.assertFalse(pathlib.Path(self.program.folder, "a.parquet.zst").exists())


if __name__ == "__main__":
    unittest.main()
