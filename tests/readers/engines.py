"""The query engines that must read our Parquet: one row each of ENGINES.

    ENGINES["polars"].table(path) -> Table
    ENGINES["polars"].table(path, "2025-11-23") -> Table, of a dataset the rows of this day

A path is a Parquet file, or a folder that is a dataset, read as the engine's manual says. Values come in one form whatever
the engine: a time is microseconds since 1970, a date of a partition is text, all else is what JSON makes of it.
ndjson_table() gives the same of NDJSON, by the standard library alone.

Importing this module goes on in the Python of build/readers (tests/install_readers.sh), or skips the test.
"""

import collections
import dataclasses
import datetime
import functools
import json
import os
import pathlib
import sys
import typing
import warnings

from hostile_lines import skip

READERS = pathlib.Path(__file__).resolve().parents[2] / "build" / "readers" / "bin"


def go_on_with_readers():
    """The test starts anew in the virtual environment of the readers."""
    if not (READERS.parent / "installed.txt").exists():
        skip("skipped: the readers are not installed (tests/install_readers.sh)")
    if pathlib.Path(sys.prefix) != READERS.parent:
        os.execv(READERS / "python", [str(READERS / "python"), *sys.argv])


go_on_with_readers()

NUMBERS = {"status": "uint16", "bytes": "uint64", "duration_us": "uint64", "browser_major": "uint16", "asn": "uint32"}


def kind(column):
    """What a column holds, in our own words."""
    return {"time": "time", "bot": "bool", "dt": "dt"}.get(column) or NUMBERS.get(column, "text")


@dataclasses.dataclass
class Table:
    types: dict[str, str]  # as the engine calls them, in the order of the columns
    rows: list[tuple]

    def counted(self):
        return collections.Counter(self.rows)


@dataclasses.dataclass(frozen=True)
class Engine:
    types: dict[str, str]  # what it calls a kind
    table: typing.Callable[..., Table]  # of a path, and perhaps a day
    damage: typing.Callable[[], tuple] = None  # the exceptions by which it tells that a file is damaged
    null_day: str | None = None  # what it calls the partition of records without a time, beside those of days


def parquet_files(path):
    """As a query names them."""
    return f"{path}/**/*.parquet" if pathlib.Path(path).is_dir() else str(path)


def duckdb_damage():
    import duckdb
    return duckdb.Error


def duckdb_table(path, day=None):
    import duckdb
    query = duckdb.connect(config={"threads": 2}).execute
    source = f"read_parquet('{parquet_files(path)}')" + (f" where dt = '{day}'" if day else "")
    types = {row[0]: row[1] for row in query(f"describe select * from {source}").fetchall()}
    exact = {"time": "epoch_us(time)", "dt": "dt::varchar"}
    return Table(types, query(f"select {', '.join(exact.get(name, name) for name in types)} from {source}").fetchall())


def arrow_table(path, day=None):
    import pyarrow
    import pyarrow.parquet
    # Its datasets cannot check pages; a file is read by the older reader, which can.
    if pathlib.Path(path).is_dir():
        table = pyarrow.parquet.read_table(path, partitioning="hive", filters=[("dt", "=", day)] if day else None)
    else:
        table = pyarrow.parquet.ParquetFile(path, page_checksum_verification=True).read()
    types = {field.name: str(field.type) for field in table.schema}
    columns = [(table[name].cast(pyarrow.int64()) if kind(name) == "time" else table[name]).to_pylist() for name in types]
    return Table(types, list(zip(*columns)))


def polars_table(path, day=None):
    import polars
    frame = polars.scan_parquet(parquet_files(path), hive_partitioning=pathlib.Path(path).is_dir())
    if day:
        frame = frame.filter(polars.col("dt") == datetime.date.fromisoformat(day))
    frame = frame.collect()
    types = {name: str(of) for name, of in frame.schema.items()}
    exact = {"time": polars.col("time").dt.epoch("us"), "dt": polars.col("dt").cast(polars.String)}
    return Table(types, frame.select([exact.get(name, polars.col(name)) for name in types]).rows())


@functools.cache
def spark_session():
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")  # which ClickHouse brings
    from pyspark.sql import SparkSession
    session = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
               .config("spark.sql.session.timeZone", "UTC").config("spark.ui.showConsoleProgress", "false")
               .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
               .config("spark.sql.shuffle.partitions", "2").config("spark.driver.memory", "1g").getOrCreate())
    session.sparkContext.setLogLevel("OFF")
    return session


def spark_table(path, day=None):
    frame = spark_session().read.parquet(str(path)).where(f"dt = '{day}'" if day else "true")
    exact = {"time": "unix_micros(time) as time", "dt": "string(dt) as dt"}
    rows = frame.selectExpr(*(exact.get(name, name) for name in frame.columns)).collect()
    # It has no unsigned 64-bit integer: such numbers are decimals.
    wide = {index for index, name in enumerate(frame.columns) if kind(name) == "uint64"}
    return Table(dict(frame.dtypes), [tuple(int(value) if index in wide and value is not None else value
                                            for index, value in enumerate(row)) for row in rows])


def clickhouse_rows(text):
    import chdb
    settings = "use_hive_partitioning = 1, output_format_json_quote_64bit_integers = 0"
    lines = chdb.query(f"{text} settings {settings}", "JSONCompactEachRow").bytes().decode().splitlines()
    return [tuple(json.loads(line)) for line in lines]


def clickhouse_table(path, day=None):
    source = f"file('{parquet_files(path)}', Parquet)"
    types = {row[0]: row[1] for row in clickhouse_rows(f"describe table {source}")}
    if pathlib.Path(path).is_dir():  # partitions are not described
        types |= {"dt": clickhouse_rows(f"select toTypeName(dt) from {source} limit 1")[0][0]}
    exact = {"time": "toUnixTimestamp64Micro(time)", "dt": "toString(dt)"}
    return Table(types, clickhouse_rows(f"select {', '.join(exact.get(name, name) for name in types)} from {source}"
                                        + (f" where dt = '{day}'" if day else "")))


ENGINES = {
    "DuckDB": Engine({"time": "TIMESTAMP WITH TIME ZONE", "text": "VARCHAR", "uint16": "USMALLINT", "uint32": "UINTEGER",
                      "uint64": "UBIGINT", "bool": "BOOLEAN", "dt": "DATE"}, duckdb_table, duckdb_damage),
    "pyarrow": Engine({"time": "timestamp[us, tz=UTC]", "text": "string", "uint16": "uint16", "uint32": "uint32",
                       "uint64": "uint64", "bool": "bool", "dt": "dictionary<values=string, indices=int32, ordered=0>"},
                      arrow_table, lambda: OSError),
    "polars": Engine({"time": "Datetime(time_unit='us', time_zone='UTC')", "text": "String", "uint16": "UInt16",
                      "uint32": "UInt32", "uint64": "UInt64", "bool": "Boolean", "dt": "Date"}, polars_table),
    "Spark": Engine({"time": "timestamp", "text": "string", "uint16": "int", "uint32": "bigint", "uint64": "decimal(20,0)",
                     "bool": "boolean", "dt": "date"}, spark_table),
    "ClickHouse": Engine({"time": "Nullable(DateTime64(6, 'UTC'))", "text": "Nullable(String)", "uint16": "Nullable(UInt16)",
                          "uint32": "Nullable(UInt32)", "uint64": "Nullable(UInt64)", "bool": "Nullable(Bool)",
                          "dt": "Date"}, clickhouse_table, null_day="__HIVE_DEFAULT_PARTITION__"),
}


def microseconds(text):
    """Of a time as NDJSON has it."""
    since = datetime.datetime.fromisoformat(text) - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return since // datetime.timedelta(microseconds=1)


def ndjson_table(path, partitioned=False):
    """What a reader of Parquet must find; `partitioned`: with the day that is its partition, behind the columns."""
    types, rows = {}, []
    for line in pathlib.Path(path).read_text().splitlines():
        record = json.loads(line)
        day = record["time"] and record["time"][:10]
        if record["time"] is not None:
            record["time"] = microseconds(record["time"])
        if partitioned:
            record["dt"] = day
        types = types or {name: kind(name) for name in record}
        rows.append(tuple(record.values()))
    return Table(types, rows)
