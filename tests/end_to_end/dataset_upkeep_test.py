"""What keeps a dataset for years: anonlog verify, anonlog compact, anonlog purge."""

import datetime
import json
import os
import resource
import shutil
import unittest

from dataset_files import DatasetTest, day, day_line, days_log, text_of
from program import run

FORMS = {"ndjson": (), "ndjson.gz": ("-z", "gzip"), "csv": (), "csv.gz": ("-z", "gzip"), "tsv": ("-z", "none"), "parquet": ()}


class Upkeep(DatasetTest):
    def setUp(self):
        super().setUp()
        self.logs = [self.write(f"{name}.log", days_log(days, name=name)) for name, days in
                     (("a", [0, 1]), ("b", [1, 2]), ("c", [1]))]

    def fill_all(self, form, *more):
        for log in self.logs:
            self.fill(*FORMS.get(form, ()), *more, log, form=form.split(".")[0])

    def verify(self, path=None):
        result = run("verify", path or self.dataset)
        self.assertIn(result.returncode, (0, 1), result.stderr)
        lines = result.stdout.decode().splitlines()
        self.assertTrue(lines[-1].endswith(": not whole" if result.returncode else ": whole"), lines)
        return lines[:-1]

    def compact(self):
        result = run("compact", self.dataset)
        self.assert_ended(result, 0)
        return result.stdout.decode()

    def lines(self, skip=0):
        """Of text parts, by day; of each the first `skip` are left out."""
        days = {}
        for name in self.seen():
            text = text_of(name, (self.dataset / name).read_bytes()).splitlines()[skip:]
            days.setdefault(name.split("/")[0], []).extend(text)
        return {name: sorted(lines) for name, lines in days.items()}


class Compact(Upkeep):
    def test_no_line_is_lost_in_any_form(self):
        for form in ("ndjson", "ndjson.gz", "csv", "csv.gz", "tsv"):
            for more in ((), ("--no-header",)) if form[:3] in ("csv", "tsv") else ((),):
                shutil.rmtree(self.dataset, ignore_errors=True)
                self.fill_all(form, *more)
                skip = int(form[:3] in ("csv", "tsv") and not more)
                before = self.lines(skip)
                self.assertEqual(sum(map(len, before.values())), 100)
                self.assertIn("merged 3 parts", self.compact())
                self.assertEqual(self.lines(skip), before, (form, more))
                self.assertEqual(len(self.seen()), 3)
                self.assertEqual(self.verify(), [])
                self.assertIn("nothing to merge", self.compact())

    def test_parts_of_parquet_become_one_that_is_whole(self):
        self.fill_all("parquet")
        self.assertIn("merged 3 parts", self.compact())
        self.assertEqual(self.verify(), [])
        self.assertEqual([part["rows"] for part in self.manifest()["parts"]], [20, 60, 20])
        self.assertEqual(len(self.manifest()["inputs"]), 3)

    def test_records_stay_in_the_order_of_their_times(self):
        for number, second in enumerate((7200, 0, 3600)):
            self.fill(self.write(f"{number}.log", b"".join(day_line(0, f"/{i}", second=second + i) for i in range(30))))
        self.compact()
        times = [row["time"] for row in self.rows_of_merged()]
        self.assertEqual(len(times), 90)
        self.assertEqual(times, sorted(times))

    def rows_of_merged(self):
        (name,) = self.seen()
        return [json.loads(line) for line in text_of(name, (self.dataset / name).read_bytes()).splitlines()]

    def test_what_has_other_columns_or_another_form_is_not_merged(self):
        first, second, third = self.logs
        self.fill(first, form="parquet")
        result = run("-f", "combined", "-o", f"{self.dataset}/", "--columns", "time,status", second)
        self.assert_ended(result, 0)
        self.fill(third, form="csv")
        self.assertIn("nothing to merge", self.compact())
        self.assertEqual(self.verify(), [])

    def test_lines_without_names_of_columns_are_merged_with_those_of_the_same_alone(self):
        for log, columns in zip(self.logs, ("time,path", "time,status", "time,path")):
            self.assert_ended(run("-f", "combined", "-o", f"{self.dataset}/", "-t", "csv", "--no-header", "--columns", columns,
                                  log), 0)
        self.compact()
        for name in self.seen():
            widths = {line.split(b",")[1][:1] == b"/" for line in text_of(name, (self.dataset / name).read_bytes()).splitlines()}
            self.assertEqual(len(widths), 1, name)
        self.assertEqual(len(self.seen()), 4)

    def test_what_is_damaged_does_not_become_whole(self):
        for form in ("ndjson", "csv", "parquet"):
            shutil.rmtree(self.dataset, ignore_errors=True)
            self.fill_all(form)
            name = next(name for name in self.seen() if day(1) in name)
            path = self.dataset / name
            data = path.read_bytes()
            before = self.seen()
            path.write_bytes(data[:-20] + bytes([data[-20] ^ 1]) + data[-19:])
            self.assert_ended(run("compact", self.dataset), 65, name)
            self.assertEqual(self.seen(), before)
            path.unlink()
            os.mkfifo(path)
            self.assert_ended(run("compact", self.dataset), 74, "no regular file")
            self.assertIn("no regular file", " ".join(self.verify()))

    def test_a_day_of_many_parts_needs_few_open_files(self):
        logs = [self.write(f"{i}.log", day_line(0, f"/{i}", second=i)) for i in range(600)]
        self.fill(*logs, form="parquet")
        result = run("compact", self.dataset, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (300, 300)))
        self.assert_ended(result, 0)
        self.assertEqual([part["rows"] for part in self.manifest()["parts"]].count(256), 2)
        self.assertEqual(len(self.seen()), 3)
        self.assertEqual(self.verify(), [])

    def test_only_what_is_no_dataset_is_refused(self):
        self.assert_ended(run("compact", self.folder / "nothing"), 66, "nothing")
        (self.folder / "x").mkdir()
        (self.folder / "x" / "y").touch()
        self.assert_ended(run("compact", self.folder / "x"), 65, "is no dataset")


class Verify(Upkeep):
    def test_a_flipped_bit_in_any_part_is_found(self):
        for form in ("parquet", "ndjson", "csv"):
            shutil.rmtree(self.dataset, ignore_errors=True)
            self.fill_all(form)
            self.assertEqual(self.verify(), [])
            for name in self.seen():
                path = self.dataset / name
                data = path.read_bytes()
                for at in (0, len(data) // 3, len(data) - 1):
                    path.write_bytes(data[:at] + bytes([data[at] ^ 16]) + data[at + 1:])
                    (found,) = self.verify()
                    self.assertIn(name, found)
                path.write_bytes(data)
        self.assertEqual(self.verify(), [])

    def test_what_is_missing_too_much_or_swapped_is_found(self):
        self.fill_all("ndjson")
        first, second, *_ = (self.dataset / name for name in self.seen())
        data = first.read_bytes()
        first.unlink()
        self.assertIn(first.name, " ".join(self.verify()))
        first.write_bytes(second.read_bytes())
        self.assertEqual(len(self.verify()), 1)
        first.write_bytes(data)
        (self.dataset / f"dt={day(0)}" / "part-x.ndjson.zst").write_bytes(data)
        self.assertIn("the manifest does not know it", " ".join(self.verify()))
        (self.dataset / f"dt={day(0)}" / "part-x.ndjson.zst").unlink()
        (self.dataset / ".anonlog-zz").mkdir()
        (self.dataset / ".anonlog-zz" / "x.parquet").write_bytes(data)
        self.assertIn("x.parquet: the manifest does not know it", " ".join(self.verify()))

    def test_a_day_that_everybody_may_write_to_takes_no_log(self):
        self.fill(self.logs[0])
        os.chmod(self.dataset / f"dt={day(1)}", 0o777)
        self.fill(self.logs[1], status=77, message="everybody may write to it")

    def test_a_manifest_that_tells_other_rows_is_found(self):
        for form in ("parquet", "ndjson", "tsv"):
            shutil.rmtree(self.dataset, ignore_errors=True)
            self.fill_all(form)
            manifest = self.dataset / "_manifest.json"
            told = manifest.read_text()
            for rows in (18, 19, 21):
                manifest.write_text(told.replace('"rows":20', f'"rows":{rows}'))
                self.assertEqual(len(self.verify()), 5, form)
                self.assertIn(f"the manifest says {rows}", self.verify()[0])

    def test_a_change_that_was_begun_is_found_also_the_first(self):
        self.fill_all("ndjson")
        (self.dataset / ".anonlog-commit").write_text("torn")
        self.assertIn("a run was killed", self.verify()[0])
        (self.dataset / "_manifest.json").unlink()
        self.assertIn("a run was killed", self.verify()[0])

    def test_nothing_is_written(self):
        self.fill_all("ndjson")
        (self.dataset / ".anonlog-lock").unlink()
        before = self.all_names()
        self.assertEqual(self.verify(), [])
        self.assertEqual(self.all_names(), before)

    def test_a_file_alone(self):
        self.fill_all("parquet")
        path = self.dataset / self.seen()[0]
        self.assertEqual(self.verify(path), [])
        data = path.read_bytes()
        # Headers of pages have no checksum; all else has.
        places = range(4, len(data), 17)
        found = 0
        for at in places:
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1:])
            found += run("verify", path).returncode in (1, 65)
        self.assertGreater(found, len(places) // 4)
        self.assert_ended(run("verify", self.logs[0]), 65, "neither")
        self.assert_ended(run("verify", self.folder / "nothing"), 66, "nothing")


class Lost(Upkeep):
    """What a copy may lack: nothing is counted twice because of it."""

    def test_a_dataset_without_its_secret_takes_no_log(self):
        self.fill_all("ndjson")
        before = self.rows()
        (self.dataset / ".anonlog-secret").unlink()
        self.fill(self.logs[0], status=65, message=".anonlog-secret: is missing")
        self.assertEqual(self.rows(), before)
        self.assertEqual(self.verify(), [])

    def test_a_dataset_without_its_manifest_takes_no_log(self):
        self.fill_all("ndjson")
        (self.dataset / "_manifest.json").unlink()
        self.fill(self.logs[0], status=65, message="_manifest.json: is missing")
        self.assert_ended(run("verify", self.dataset), 65, "_manifest.json: is missing")


class Purge(Upkeep):
    def purge(self, *arguments):
        result = run("purge", *arguments, self.dataset)
        self.assert_ended(result, 0)
        return result.stdout.decode()

    def test_days_that_are_old_go(self):
        today = datetime.datetime.now(datetime.timezone.utc).date()
        recent = (today - datetime.date.fromisoformat(day(0))).days
        self.fill_all("ndjson")
        self.fill(self.write("now.log", days_log([recent], name="now")))
        self.assertIn("would remove 5 files of 3 days", self.purge("--dry-run", "--older-than", "30d"))
        self.assertEqual(len(self.seen()), 6)
        self.assertIn("removed 5 files of 3 days", self.purge("--older-than", "30d"))
        self.assertEqual([name.split("/")[0] for name in self.seen()], [f"dt={today}"])
        self.assertEqual(self.verify(), [])
        self.assertEqual(os.listdir(self.dataset / f"dt={today}"), [self.seen()[0].split("/")[1]])
        self.assertIn("removed 0 files", self.purge("--older-than", "30d"))

    def test_records_without_a_time_stay(self):
        self.fill("--max-rejects", "100%", self.write("old.log", b"".join(day_line(-36_000) for _ in range(5))))
        self.assertIn("removed 0 files", self.purge("--older-than", "0d"))
        self.assertEqual(len(self.seen()), 1)


if __name__ == "__main__":
    unittest.main()
