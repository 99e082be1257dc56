#!/usr/bin/env python3
"""DuckDB reads Parquet as we write it: every value is that of the NDJSON of the same run.

    parquet_test.py ANONLOG LOG
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

DUCKDB = pathlib.Path(__file__).resolve().parents[2] / "build" / "readers" / "bin" / "duckdb"

TYPES = {"time": "TIMESTAMP WITH TIME ZONE", "status": "USMALLINT", "bytes": "UBIGINT", "duration_us": "UBIGINT",
         "browser_major": "USMALLINT", "bot": "BOOLEAN"}


def query(text):
    done = subprocess.run([DUCKDB, "-json", "-c", text], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout or "[]")


def run(*arguments):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def check_values(folder, anonlog, log, policy):
    # One key, so that visitors are the same in both.
    key = folder / f"key-{policy}"
    run(anonlog, "key", "new", key)
    parquet, ndjson = folder / "a.parquet", folder / "a.ndjson"
    for output in (parquet, ndjson):
        run(anonlog, "-p", policy, "--key", key, "-o", output, log)
    columns = {row["column_name"]: row["column_type"] for row in query(f"describe select * from '{parquet}'")}
    assert all(kind == TYPES.get(name, "VARCHAR") for name, kind in columns.items()), columns
    wanted = ", ".join(f"{name}: '{kind}'" for name, kind in columns.items())
    text = f"(select * from read_json('{ndjson}', columns = {{{wanted}}}))"
    own = f"(select * from '{parquet}')"
    for a, b in ((own, text), (text, own)):
        assert query(f"select count(*) as n from ({a} except all {b})") == [{"n": 0}], policy
    lines = ndjson.read_text().count("\n")
    assert query(f"select count(*) as n from '{parquet}'") == [{"n": lines}] and lines > 1000


def check_damage(folder, anonlog):
    """One flipped bit in any page: an error, never another value."""
    parquet = folder / "a.parquet"
    content = parquet.read_bytes()
    pages_end = query(f"select max(data_page_offset + total_compressed_size) as n from parquet_metadata('{parquet}')")
    end = pages_end[0]["n"]
    own = query(f"select * from '{parquet}'")
    found = 0
    positions = range(4, min(end, len(content)), max(1, (end - 4) // 40))
    for position in positions:
        damaged = bytearray(content)
        damaged[position] ^= 1 << position % 8
        other = folder / "b.parquet"
        other.write_bytes(damaged)
        done = subprocess.run([DUCKDB, "-json", "-c", f"select * from '{other}'"], capture_output=True, text=True)
        if done.returncode != 0:
            found += 1
        else:  # a bit of a header that says nothing of the values
            assert json.loads(done.stdout or "[]") == own, position
    assert found > len(positions) // 2, (found, len(positions))


def check_empty(folder, anonlog):
    empty, parquet = folder / "empty.log", folder / "empty.parquet"
    empty.write_text("")
    run(anonlog, "-f", "combined", "-o", parquet, empty)
    assert query(f"select count(*) as n from '{parquet}'") == [{"n": 0}]
    assert len(query(f"describe select * from '{parquet}'")) == 19


def main():
    anonlog, log = sys.argv[1:]
    if not DUCKDB.exists():
        if os.environ.get("ANONLOG_READERS") == "required":
            sys.exit("DuckDB is not installed: tests/install_readers.sh")
        print("skipped: DuckDB is not installed (tests/install_readers.sh)")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for policy in ("strict", "standard"):
            check_values(folder, anonlog, log, policy)
        check_damage(folder, anonlog)
        check_empty(folder, anonlog)
        done = subprocess.run([anonlog, "-o", str(folder / "a.parquet.zst"), log], capture_output=True, text=True)
        assert done.returncode == 64 and "compressed within" in done.stderr, done.stderr
    print("passed")


if __name__ == "__main__":
    main()
