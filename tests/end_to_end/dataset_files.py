"""What the tests of datasets share: logs of several days, a dataset, and what a reader finds in it."""

import collections
import datetime
import gzip
import hashlib
import json
import os
import pathlib
import re
import stat
import subprocess

from program import BROWSER, ProgramTest, records, run

FIRST_DAY = datetime.date(2025, 11, 20)
NULL_DAY = "__HIVE_DEFAULT_PARTITION__"
COLUMNS = ("--columns", "time,method,path,status,network")  # none of them is random
PART = re.compile(rf"dt=(\d{{4}}-\d\d-\d\d|{NULL_DAY})/part-(?:([0-9a-f]{{16}})-(\d{{4}})|merged-[0-9a-f]{{16}})\.([a-z.]+)")
# What the globs of readers end with: **/*.parquet and the like, which find hidden names as well.
READERS_ENDINGS = (".parquet", ".ndjson", ".csv", ".tsv", ".zst", ".gz")
READ = {"": bytes, ".gz": gzip.decompress,
        ".zst": lambda data: subprocess.run(["zstd", "-dcq"], input=data, capture_output=True, check=True).stdout}


def day(number):
    """Of a log: the name of its day `number`."""
    return (FIRST_DAY + datetime.timedelta(days=number)).isoformat()


def day_line(number, path="/", second=0, address="203.0.113.7", user="-", zone="+0000", target_tail=""):
    moment = datetime.datetime.combine(FIRST_DAY, datetime.time()) + datetime.timedelta(days=number, seconds=second)
    return (f'{address} - {user} [{moment:%d/%b/%Y:%H:%M:%S} {zone}] "GET {path}{target_tail} HTTP/1.1" 200 512 "-" '
            f'"{BROWSER}"\n').encode()


def days_log(days, lines_a_day=20, name="p"):
    """Lines in the order of their days, each with a path of its own."""
    return b"".join(day_line(number, f"/{name}/d{number}x{i}", second=i) for number in days for i in range(lines_a_day))


def late_log(days, lines, name="l"):
    """Lines that go from day to day and back."""
    return b"".join(day_line(days[i % len(days)], f"/{name}/i{i}", second=i // len(days) % 86400) for i in range(lines))


class DatasetTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.dataset = self.folder / "set"

    def arguments(self, *more, form="ndjson"):
        return ("-f", "combined", "-o", f"{self.dataset}/", "--to", form, *COLUMNS, *more)

    def fill(self, *more, form="ndjson", status=0, message=None, **options):
        """`more`: options and inputs; or data=."""
        result = run(*self.arguments(*more, form=form), **options)
        self.assert_ended(result, status, message)
        return result

    def expected(self, *more, **options):
        """The records of the same run as one stream, by day."""
        result = run("-f", "combined", "--to", "ndjson", *COLUMNS, *more, **options)
        self.assert_ended(result, 0)
        return by_day(records(result.stdout))

    def all_names(self):
        return sorted(str(path.relative_to(self.dataset)) for path in self.dataset.rglob("*")) if self.dataset.exists() else []

    def own_names(self):
        """Names that are none of a reader's: what a dataset is not made of, but managed with."""
        return [name for name in self.all_names() if not name.startswith("dt=")]

    def seen(self):
        """What a reader's glob finds: the paths, by name."""
        return [name for name in self.all_names() if name.endswith(READERS_ENDINGS) and (self.dataset / name).is_file()]

    def manifest(self):
        return json.loads((self.dataset / "_manifest.json").read_text())

    def identities(self):
        return [entry["identity"] for entry in self.manifest()["inputs"]]

    def rows(self):
        """The records of an NDJSON dataset by day, in the order of the parts' names."""
        return rows_of({name: (self.dataset / name).read_bytes() for name in self.seen()})

    def assert_rows(self, expected, message=None):
        self.assertEqual(self.rows(), expected, message)

    def assert_sound(self, message=None):
        """Manifest and files tell the same; nothing is left of a run; nobody else may write."""
        manifest = self.manifest()
        self.assertEqual([part["path"] for part in manifest["parts"]], self.seen(), message)
        self.assertEqual(len(set(self.identities())), len(manifest["inputs"]), message)
        for part in manifest["parts"]:
            name = PART.fullmatch(part["path"])
            self.assertIsNotNone(name, part["path"])
            if name[2]:
                self.assertEqual(part["inputs"], [name[2]], message)
            self.assertLessEqual(set(part["inputs"]), set(self.identities()), message)
            data = (self.dataset / part["path"]).read_bytes()
            self.assertEqual((part["bytes"], part["sha256"]), (len(data), hashlib.sha256(data).hexdigest()), part["path"])
            self.assert_times(part, name[1])
            if name[4].startswith("ndjson"):
                self.assertEqual(part["rows"], len(records(text_of(part["path"], data))), part["path"])
        published = sum(entry["counts"]["published"] for entry in manifest["inputs"])
        self.assertEqual(sum(part["rows"] for part in manifest["parts"]), published, message)
        self.assertLessEqual(set(self.own_names()), {"_manifest.json", ".anonlog-secret", ".anonlog-lock"}, message)
        folders = {str(pathlib.Path(name).parent) for name in self.seen()}
        self.assertLessEqual(folders, {name for name in self.all_names() if name.startswith("dt=")}, message)
        for name in self.all_names():
            self.assertEqual(os.lstat(self.dataset / name).st_mode & (stat.S_IWGRP | stat.S_IWOTH), 0, name)

    def assert_times(self, part, day_name):
        micros = (part["first_micros"], part["last_micros"])
        if day_name == NULL_DAY:
            self.assertEqual(micros, (None, None))
            return
        self.assertLessEqual(*micros)
        for each in micros:
            moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=each)
            self.assertEqual(moment.date().isoformat(), day_name, part["path"])


def text_of(name, data):
    return READ[re.fullmatch(r"[^.]*\.[a-z]+((?:\.[a-z]+)?)", name)[1]](data)


def by_day(rows):
    days = collections.defaultdict(list)
    for row in rows:
        days[row["time"][:10] if row["time"] else NULL_DAY].append(row)
    return dict(days)


def rows_of(files):
    """Of NDJSON parts, {name: bytes}: the records by the day that the folder says."""
    days = collections.defaultdict(list)
    for name in sorted(files):
        days[PART.fullmatch(name)[1]] += records(text_of(name, files[name]))
    return dict(days)
