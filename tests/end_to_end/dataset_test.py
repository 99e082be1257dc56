"""A dataset, -o DIR/: parts by UTC day, that a rerun replaces."""

import bz2
import gzip
import hashlib
import json
import os
import pathlib
import resource
import subprocess
import unittest

from dataset_files import COLUMNS, NULL_DAY, PART, DatasetTest, day, day_line, days_log, late_log
from program import run

LONG = bool(os.environ.get("ANONLOG_LONG"))
READERS = pathlib.Path(__file__).resolve().parents[2] / "build" / "readers" / "bin"


class Days(DatasetTest):
    def test_the_rows_of_each_day_are_those_of_one_stream(self):
        data = days_log(range(5)) + late_log([4, 2, 0], 100)
        self.fill(data=data)
        expected = self.expected(data=data)
        self.assertEqual(sorted(expected), [day(number) for number in range(5)])
        self.assert_rows(expected)
        self.assert_sound()
        self.assertEqual(len(self.seen()), 5)

    def test_late_lines_come_to_their_day(self):
        self.fill(data=days_log([0, 1]))
        self.fill(data=days_log([1]) + day_line(0, "/late"))
        self.assertEqual([row["path"] for row in self.rows()[day(0)]].count("/late"), 1)
        self.assertEqual([len(rows) for rows in self.rows().values()], [21, 40])
        self.assertEqual(len(self.seen()), 4)
        self.assert_sound()

    def test_days_are_those_of_utc(self):
        self.fill(data=day_line(1, "/before", second=1800, zone="+0100") + day_line(1, "/after", second=84600, zone="-0100") +
                  day_line(1, "/first") + day_line(1, "/last", second=86399))
        self.assertEqual({name: [row["path"] for row in rows] for name, rows in self.rows().items()},
                         {day(0): ["/before"], day(1): ["/first", "/last"], day(2): ["/after"]})

    def test_records_without_a_time_are_a_partition_of_their_own(self):
        data = b'203.0.113.7 - 200 "GET /a HTTP/1.1"\n' * 3
        result = run("-f", '$remote_addr - $status "$request"', "-o", f"{self.dataset}/", "--to", "ndjson", *COLUMNS, data=data)
        self.assert_ended(result, 0)
        self.assertEqual({name: len(rows) for name, rows in self.rows().items()}, {NULL_DAY: 3})
        self.assert_sound()

    def test_the_form_is_parquet_unless_another_is_asked_for(self):
        source = self.write("a.log", days_log(range(2)))
        self.assert_ended(run("-f", "combined", "-o", f"{self.dataset}/", source), 0)
        self.assertEqual([PART.fullmatch(name)[4] for name in self.seen()], ["parquet"] * 2)
        for name in self.seen():
            data = (self.dataset / name).read_bytes()
            self.assertEqual((data[:4], data[-4:]), (b"PAR1", b"PAR1"))
        self.assertEqual([part["rows"] for part in self.manifest()["parts"]], [20, 20])
        self.assert_sound()

    def test_text_is_compressed_by_zstd_unless_another_is_asked_for(self):
        source = self.write("a.log", days_log([0]))
        for form, compress, ending in [("ndjson", (), "ndjson.zst"), ("csv", (), "csv.zst"), ("tsv", (), "tsv.zst"),
                                       ("ndjson", ("-z", "gzip"), "ndjson.gz"), ("csv", ("-z", "none"), "csv"),
                                       ("ndjson", ("-z", "none"), "ndjson"), ("tsv", ("-z", "zstd:3"), "tsv.zst")]:
            self.fill(*compress, source, form=form)
            self.assertEqual([PART.fullmatch(name)[4] for name in self.seen()], [ending])
            self.assert_sound((form, compress))

    def test_each_part_of_csv_has_its_header(self):
        self.fill("-z", "none", data=days_log(range(3)), form="csv")
        for name in self.seen():
            rows = (self.dataset / name).read_text().splitlines()
            self.assertEqual((rows[0], len(rows)), (COLUMNS[1], 21), name)

    def test_lines_that_go_round_many_days_stay_in_their_order(self):
        data = late_log(list(range(150 if LONG else 70)), 60_000)  # of several chunks, with more days than may be open
        self.fill("-j2", data=data)
        self.assert_rows(self.expected(data=data))
        self.assert_sound()

    def test_many_days_need_few_open_files(self):
        days = 1000 if LONG else 300
        source = self.write("a.log", late_log(list(range(days)), days))
        for form in ("ndjson", "parquet"):
            self.fill("-j1", source, form=form, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128)))
            self.assertEqual(len(self.seen()), days)
            self.assertEqual({part["rows"] for part in self.manifest()["parts"]}, {1})
            self.assertEqual(len({PART.fullmatch(name)[1] for name in self.seen()}), days)

    def test_more_days_in_a_row_than_a_log_has_are_refused(self):
        self.fill(data=late_log(list(range(1001)), 1001), status=65)
        self.assertEqual(self.seen(), [])

    def test_the_files_are_the_same_for_any_number_of_threads(self):
        source = self.write("a.log", late_log(list(range(66)), 60_000 if LONG else 35_000))
        for form in ("ndjson", "parquet"):
            found = set()
            for threads in ("-j1", "-j5"):
                self.fill(threads, source, form=form)
                found.add(json.dumps(self.manifest()["parts"]))
            self.assertEqual(len(found), 1, form)

    @unittest.skipUnless((READERS / "duckdb").exists(), "without DuckDB")
    def test_duckdb_reads_days_and_rows(self):
        data = days_log(range(4)) + late_log([1, 3], 50)
        self.fill(data=data, form="parquet")
        query = (f"select dt, time::varchar as time, method, path, status, network from "
                 f"read_parquet('{self.dataset}/**/*.parquet', hive_partitioning = true) order by all")
        result = subprocess.run([READERS / "duckdb", "-json", "-c", "set timezone = 'UTC'; " + query], capture_output=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        found = [{**row, "time": row["time"][:19].replace(" ", "T") + "Z"} for row in json.loads(result.stdout)]
        expected = [{"dt": name, **row} for name, rows in self.expected(data=data).items() for row in rows]
        order = lambda row: (row["dt"], row["time"], row["path"])
        self.assertEqual(sorted(found, key=order), sorted(expected, key=order))


class Reruns(DatasetTest):
    def state(self):
        return {name: hashlib.sha256((self.dataset / name).read_bytes()).hexdigest() for name in self.seen()}

    def test_the_same_input_replaces_itself(self):
        source = self.write("a.log", days_log(range(3)))
        self.fill(source)
        before = self.state()
        self.fill(source)
        self.assertEqual(self.state(), before)
        self.assert_sound()

    def test_also_under_another_name_and_compressed(self):
        data = days_log(range(3))
        self.fill(self.write("a.log", data))
        before, identities = self.state(), self.identities()
        for name, other in [("b.log.1", data), ("c.gz", gzip.compress(data)), ("d.bz2", bz2.compress(data)),
                            ("e.gz", gzip.compress(data[:999]) + gzip.compress(data[999:])),
                            ("f.zst", subprocess.run(["zstd", "-qc"], input=data, capture_output=True, check=True).stdout)]:
            self.fill(self.write(name, other))
            self.assertEqual((self.state(), self.identities()), (before, identities), name)
        self.fill(data=data)  # from a pipe
        self.assertEqual((self.state(), self.identities()), (before, identities))
        self.assert_sound()

    def test_one_other_byte_is_another_input(self):
        data = days_log([0])
        self.fill(data=data)
        self.fill(data=data.replace(b"/p/d0x7 ", b"/p/d0x8 "))
        self.fill(data=data[:-1])
        self.assertEqual(len(set(self.identities())), 3)
        self.assertEqual(len(self.rows()[day(0)]), 60)
        self.assert_sound()

    def test_another_form_takes_the_place_of_the_first(self):
        source, other = self.write("a.log", days_log(range(3))), self.write("b.log", days_log([1], name="b"))
        self.fill(source)
        self.fill(other)
        for form, ending in [("parquet", "parquet"), ("csv", "csv.zst"), ("ndjson", "ndjson.zst")]:
            self.fill(source, form=form)
            endings = sorted(PART.fullmatch(name)[4] for name in self.seen())
            self.assertEqual(endings, sorted(["ndjson.zst"] + [ending] * 3))
            self.assert_sound(form)
        paths = sorted(row["path"] for rows in self.rows().values() for row in rows if "path" in row)
        self.assertEqual(paths, sorted(row["path"] for rows in self.expected(source, other).values() for row in rows))

    def test_parts_of_days_that_it_has_no_longer_go(self):
        """The same bytes are of other UTC days where the log does not tell its zone and another is given."""
        source = self.write("error.log", b"".join(
            f'{day(number).replace("-", "/")} 09:00:00 [error] 71#72: *9 access forbidden by rule, client: 203.0.113.7, '
            f'server: www.example.org, request: "GET /a{number} HTTP/1.1"\n'.encode() for number in (0, 1)))
        for zone, days in [("UTC", [day(0), day(1)]), ("Pacific/Auckland", [day(-1), day(0)]), ("UTC", [day(0), day(1)])]:
            self.assert_ended(run("-f", "nginx-error", "--timezone", zone, "-o", f"{self.dataset}/", "--to", "ndjson",
                                  "--columns", "time,path", source), 0)
            self.assertEqual(sorted(PART.fullmatch(name)[1] for name in self.seen()), days)
            self.assertEqual(sorted(map(len, self.rows().values())), [1, 1])
            self.assert_sound(zone)

    def test_two_inputs_of_one_run_are_two(self):
        self.fill(self.write("a.log", days_log([0, 1])), self.write("b.log", days_log([1, 2], name="b")))
        self.assertEqual(len(self.identities()), 2)
        self.assertEqual([len(rows) for rows in self.rows().values()], [20, 40, 20])
        self.assertEqual([entry["counts"]["published"] for entry in self.manifest()["inputs"]], [40, 40])
        self.assert_sound()

    def test_the_same_bytes_twice_in_one_run_are_written_once(self):
        data = days_log([0, 1])
        result = self.fill(self.write("a.log", data), self.write("b.gz", gzip.compress(data)))
        self.assertIn("b.gz: has the bytes of an input before it", result.stderr.decode())
        self.assert_rows(self.expected(data=data))
        self.assert_sound()

    def test_an_empty_input_is_known_and_has_no_part(self):
        self.fill(self.write("a.log", b""))
        self.assertEqual((len(self.identities()), self.seen()), (1, []))
        self.assert_sound()

    def test_the_identity_tells_nothing_without_the_secret(self):
        data = days_log([0])
        self.fill(data=data)
        first = self.identities()
        self.assertNotIn(first[0], hashlib.sha256(data).hexdigest())
        self.dataset = self.folder / "other"
        self.fill(data=data)
        self.assertNotEqual(self.identities(), first)

    def test_what_is_known_of_an_input(self):
        data = days_log([0]) + b"no log line\n"
        self.fill(data=data)
        entry, = self.manifest()["inputs"]
        made = entry["anonlog"]
        self.assertEqual((made["policy"]["name"], made["form"]), ("standard", "ndjson"))
        self.assertRegex(made["policy"]["sha256"], "^[0-9a-f]{64}$")
        self.assertEqual(",".join(column["name"] for column in made["columns"]), COLUMNS[1])
        self.assertRegex(entry["committed"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual([entry["counts"][name] for name in ("lines", "records", "published")], [21, 21, 20])


class Compacted(DatasetTest):
    """What of `anonlog compact` concerns the runs behind it."""

    def setUp(self):
        super().setUp()
        self.a, self.b = self.write("a.log", days_log([0, 1], name="a")), self.write("b.log", days_log([1, 2], name="b"))

    def compact(self):
        self.assert_ended(run("compact", self.dataset), 0)

    def paths(self):
        return sorted(row["path"] for rows in self.rows().values() for row in rows)

    def test_an_input_that_was_merged_with_others_stays_as_it_is(self):
        for source in (self.a, self.b):
            self.fill(source)
        paths = self.paths()
        self.compact()
        before = {name: (self.dataset / name).read_bytes() for name in self.seen()}
        self.assertEqual(self.paths(), paths)
        # Renamed, and in another form: it is the same input.
        again = self.write("a.log.1.gz", gzip.compress(self.a.read_bytes()))
        for form in ("ndjson", "parquet"):
            result = self.fill(again, form=form)
            self.assertIn("a.log.1.gz: is in the dataset already, and was compacted with others", result.stderr.decode())
            self.assertEqual({name: (self.dataset / name).read_bytes() for name in self.seen()}, before)
        self.fill(self.write("c.log", days_log([1], name="c")))
        self.compact()
        self.assertEqual(len(self.paths()), 100)
        self.assertEqual(len(set(self.paths())), 100)

    def test_an_input_that_stays_does_not_keep_others_out(self):
        for source in (self.a, self.b):
            self.fill(source)
        self.compact()
        self.fill(self.a, self.write("c.log", days_log([0], name="c")), self.b)
        self.assertEqual((len(self.paths()), len(set(self.paths()))), (100, 100))
        self.assertEqual(len(self.identities()), 3)

    def test_an_input_alone_is_replaced_also_when_it_was_compacted(self):
        self.fill("-j1", self.write("long.log", late_log(list(range(70)), 35_000)))
        parts = len(self.seen())
        self.assertGreater(parts, 100)
        before = self.rows()
        self.compact()
        self.assertEqual(len(self.seen()), 70)
        self.assertEqual(self.rows(), before)
        self.fill("-j1", self.folder / "long.log")
        self.assertEqual(len(self.seen()), parts)
        self.assert_rows(before)
        self.assert_sound()


class Canary(DatasetTest):
    def test_no_byte_of_the_log_is_in_names_or_manifest(self):
        secrets = [b"canary%04d" % i for i in range(5)] + [b"203.0.113.213", b"203-0-113-213"]
        data = b"".join(day_line(number, f"/mail/canary0000@example.org/{i}", user="canary0001", address="203.0.113.213",
                                 target_tail="?token=canary0002") for number in range(3) for i in range(50))
        data += b"canary0003 is no log line\n" * 3
        source = self.write("canary0004.log", data)
        result = self.fill("--stats=json", "--stats-file", self.folder / "s.json", source)
        again = self.fill(source, self.write("b.log", data))
        texts = [name.encode() for name in self.all_names()] + [(self.dataset / "_manifest.json").read_bytes()]
        texts += [json.dumps(self.rows()).encode()]
        for secret in secrets:
            for text in texts:
                self.assertNotIn(secret, text)
            if secret != b"canary0004":  # the name of an input may be told
                self.assertNotIn(secret, result.stderr + again.stderr)


if __name__ == "__main__":
    unittest.main()
