"""Runs into a dataset: what they commit, and when; several at once, their ends by signals, and what is refused."""

import gzip
import json
import os
import signal
import stat
import subprocess
import time
import unittest

from dataset_files import READERS_ENDINGS, DatasetTest, day, days_log, late_log
from program import ANONLOG, run
from sealed_files import SealingTest

TOO_LONG = 30


class Commit(DatasetTest):
    def test_a_failed_run_leaves_the_dataset_as_it_was(self):
        self.fill(data=days_log([0]))
        before = {name: (self.dataset / name).read_bytes() for name in self.all_names() if (self.dataset / name).is_file()}
        damaged = self.write("a.gz", gzip.compress(days_log(range(9), 500))[:-100])
        self.fill(damaged, status=65, message="compressed byte")
        self.fill(self.write("b.log", days_log([1])), damaged, status=65)
        self.fill(self.write("c.log", days_log([1]) + b"no log line\n" * 10), status=65)
        self.fill(self.write("b.log", days_log([1])), self.folder / "missing", status=66)
        after = {name: (self.dataset / name).read_bytes() for name in self.all_names() if (self.dataset / name).is_file()}
        self.assertEqual(after, before)
        self.assert_sound()

    def test_a_run_that_fails_leaves_nothing_to_a_new_dataset(self):
        self.fill(data=b"no log line\n" * 10, status=65)
        self.assertEqual(self.seen(), [])
        self.assertLessEqual(set(self.all_names()), {".anonlog-secret", ".anonlog-lock", "_manifest.json"})
        self.fill(data=days_log([0]))
        self.assert_sound()

    def test_a_cut_input_counts_where_that_is_allowed(self):
        data = days_log(range(9), 2000)
        cut = self.write("a.gz", gzip.compress(data)[:-2000])
        self.fill("--allow-truncated", cut)
        published = sum(map(len, self.rows().values()))
        self.assertGreater(published, 100)
        self.assertLess(published, 18_000)
        self.fill("--allow-truncated", cut)
        self.assertEqual(sum(map(len, self.rows().values())), published)
        self.assert_sound()

    def test_a_dry_run_writes_nothing(self):
        self.fill("--dry-run", data=days_log([0]))
        self.assertFalse(self.dataset.exists())
        self.fill(data=days_log([0]))
        before = self.all_names()
        self.fill("--dry-run", data=days_log([1]))
        self.assertEqual(self.all_names(), before)

    def bytes(self):
        return sum((self.dataset / name).stat().st_size for name in self.seen())

    def test_the_summary_does_not_have_the_bytes_of_what_is_left_out(self):
        source = self.write("a.log", days_log(range(3)))
        self.fill(source, source, "--stats-file", self.folder / "s.json")
        self.assertEqual(json.loads((self.folder / "s.json").read_text())["bytes_out"], self.bytes())
        self.assertGreater(self.bytes(), 0)

    def test_the_summary_has_the_bytes_of_the_parts(self):
        result = self.fill("--stats=json", data=days_log(range(3)))
        stats = json.loads(result.stderr)
        self.assertEqual(stats["bytes_out"], self.bytes())
        self.assertEqual(stats["published"], 60)

    def test_modes_do_not_hang_on_the_umask(self):
        for mask in (0o000, 0o027, 0o077):
            self.dataset = self.folder / f"set{mask}"
            self.fill(data=days_log([0]), umask=mask)
            modes = {name: stat.S_IMODE(os.lstat(self.dataset / name).st_mode) for name in self.all_names()}
            self.assertEqual({modes[name] for name in self.seen()}, {0o640}, mask)
            self.assertEqual(modes[".anonlog-secret"], 0o600)
            self.assertEqual(modes["_manifest.json"], 0o640)
            folders = [self.dataset] + [self.dataset / name for name in modes if (self.dataset / name).is_dir()]
            for folder in folders:
                self.assertLessEqual(stat.S_IMODE(folder.stat().st_mode), 0o750, folder)
            self.assert_sound()

    def test_no_name_on_the_way_is_one_that_a_reader_finds(self):
        source = self.write("a.log", late_log(list(range(70)), 30_000))
        trace = self.folder / "trace"
        result = subprocess.run(["strace", "-f", "-qq", "-o", trace, "-e", "trace=open,openat,creat,link,linkat", ANONLOG,
                                 *map(str, self.arguments("-j1", source, form="parquet"))], capture_output=True, timeout=120)
        self.assertEqual(result.returncode, 0, result.stderr)
        made = [text.split('"')[-2] for text in trace.read_text().splitlines() if "O_CREAT" in text or "link" in text]
        self.assertGreater(len(made), 70)
        self.assertEqual([name for name in made if name.endswith(READERS_ENDINGS)], [])
        self.assert_sound()


class Sealed(DatasetTest, SealingTest):
    def fill_sealed(self, data, status=0, message=None):
        result = run("-f", "combined", "-o", f"{self.dataset}/", "--to", "ndjson", "--sealed", self.sealed, "--recipient",
                     self.recipient, self.write("a.log", data))
        self.assert_ended(result, status, message)

    def test_each_record_of_a_dataset_has_its_sealed_half(self):
        self.fill_sealed(days_log(range(3)))
        rows = [row for rows in self.rows().values() for row in rows]
        self.assertEqual(sorted(row["record"] for row in rows), sorted(self.sealed_ids()))
        self.assertEqual(len(rows), 60)
        self.assert_sound()

    def test_what_is_not_committed_is_not_sealed_either(self):
        self.fill_sealed(days_log(range(3)) + b"no log line\n" * 30, 65, "rejected")
        self.assertEqual((self.seen(), self.files()), ([], []))


class Live(DatasetTest):
    def start(self, *more, form="ndjson"):
        process = subprocess.Popen([ANONLOG, *map(str, self.arguments(*more, form=form))], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)

        def end():
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                pipe.close()
        self.addCleanup(end)
        return process

    def staged(self):
        return [name for name in self.own_names() if name.startswith(".anonlog-run-") and name.endswith(".tmp")]

    def start_until_staged(self, data, **options):
        process, before = self.start(**options), set(self.staged())
        process.stdin.write(data)
        end = time.monotonic() + TOO_LONG
        while not set(self.staged()) - before:
            self.assertLess(time.monotonic(), end, "nothing is staged")
            time.sleep(0.01)
        return process

    def finish(self, process, status=0):
        process.stdin.close()
        self.assertEqual(process.wait(timeout=TOO_LONG), status, process.stderr.read())

    def test_a_pipe_is_committed_at_its_end(self):
        data = days_log(range(3), 300)
        process = self.start_until_staged(data)
        self.assertEqual(self.seen(), [])
        staging = self.dataset / self.staged()[0].split("/")[0]
        self.assertEqual(stat.S_IMODE(staging.stat().st_mode), 0o700)
        self.finish(process)
        self.assert_rows(self.expected(data=data))
        self.assert_sound()

    def test_two_processes_fill_one_dataset_at_once(self):
        data = [days_log(range(3), 300, name) for name in ("a", "b")]
        processes = [self.start_until_staged(each) for each in data]
        for process in processes:
            self.finish(process)
        self.assertEqual(len(self.identities()), 2)
        self.assert_rows(self.expected(data=b"".join(data)) if self.identities_in_order(data) else
                         self.expected(data=b"".join(reversed(data))))
        self.assert_sound()

    def identities_in_order(self, data):
        """Whether the parts of the first input have the smaller names."""
        first = self.rows()[day(0)][0]["path"]
        return first in [row["path"] for row in self.expected(data=data[0])[day(0)]]

    def test_eight_processes_begin_one_dataset_at_once(self):
        data = [days_log(range(2), 50, f"n{i}") for i in range(8)]
        processes = [self.start() for _ in data]
        for process, each in zip(processes, data):
            process.stdin.write(each)
            process.stdin.close()
        for process in processes:
            self.assertEqual(process.wait(timeout=TOO_LONG), 0, process.stderr.read())
        self.assertEqual([len(rows) for rows in self.rows().values()], [400, 400])
        self.assertEqual(len({row["path"] for rows in self.rows().values() for row in rows}), 800)
        self.assert_sound()
        # All had one secret: what comes again is known.
        for each in data:
            self.fill(data=each)
        self.assertEqual([len(rows) for rows in self.rows().values()], [400, 400])

    def test_two_processes_with_the_same_input_write_it_once(self):
        data = days_log(range(3), 300)
        processes = [self.start_until_staged(data) for _ in range(2)]
        for process in processes:
            self.finish(process)
        self.assert_rows(self.expected(data=data))
        self.assertEqual(len(self.identities()), 1)
        self.assert_sound()

    def test_what_a_killed_run_left_is_swept_but_not_that_of_a_living_one(self):
        killed, living = self.start_until_staged(days_log([0], 300)), self.start_until_staged(days_log([1], 300))
        killed.kill()
        killed.wait(timeout=TOO_LONG)
        self.assertEqual(len({name.split("/")[0] for name in self.staged()}), 2)
        self.fill(data=days_log([2]))
        self.assertEqual(len({name.split("/")[0] for name in self.staged()}), 1)
        self.finish(living)
        self.assertEqual(sorted(self.rows()), [day(1), day(2)])
        self.assert_sound()

    def test_interrupting_commits_nothing_and_leaves_nothing(self):
        for sent in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
            process = self.start_until_staged(days_log([0], 300))
            process.send_signal(sent)
            self.assertEqual(process.wait(timeout=TOO_LONG), -sent)
            self.assertEqual((self.seen(), self.staged()), ([], []), sent)
            self.assertEqual([name for name in self.own_names() if name.startswith(".anonlog-run-")], [])

    def test_a_signal_while_a_file_is_read_leaves_nothing(self):
        source = self.write("a.log", late_log(list(range(30)), 5000) * 40)
        for sent in (signal.SIGTERM, signal.SIGINT):
            process = self.start("-j1", source)
            end = time.monotonic() + TOO_LONG
            while not self.staged():
                self.assertLess(time.monotonic(), end)
                time.sleep(0.001)
            process.send_signal(sent)
            self.assertEqual(process.wait(timeout=TOO_LONG), -sent)
            self.assertEqual([name for name in self.own_names() if name.startswith(".anonlog-run-")], [])
            self.assertEqual(self.seen(), [])

    def test_sigterm_commits_what_came_to_its_end(self):
        process = self.start_until_staged(days_log([0], 300))
        process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        process.stdin.write(days_log([1]))
        self.finish(process)
        self.assertEqual([len(rows) for rows in self.rows().values()], [300, 20])
        self.assert_sound()


class Refusals(DatasetTest):
    def test_what_has_no_meaning_for_a_dataset_is_a_usage_error(self):
        source = self.write("a.log", days_log([0]))
        for arguments, message in [(("--meta-line", "--to", "ndjson"), "--meta-line"), (("--to", "combined"), "lines of a log"),
                                   (("--columns", "path,status"), "time")]:
            self.assert_ended(run("-o", f"{self.dataset}/", *arguments, source), 64, message)
            self.assertFalse(self.dataset.exists())

    def test_a_policy_without_time_or_with_a_release_is_refused(self):
        source = self.write("a.log", days_log([0]))
        timeless = self.write("timeless.toml", b'extends = "standard"\n[columns]\ntime = "drop"\n')
        for policy in ("public", timeless):
            result = run("-f", "combined", "-o", f"{self.dataset}/", "-p", policy, source)
            self.assertIn(result.returncode, (64, 78), result.stderr)
            self.assertFalse(self.dataset.exists())

    def test_an_input_of_the_dataset_itself_is_refused(self):
        self.fill("-z", "none", data=days_log([0]))
        inner = self.dataset / "a.log"
        inner.write_bytes(days_log([1]))
        before = self.seen()
        self.fill(inner, status=64)
        self.fill(self.dataset / self.seen()[0], status=64)
        os.symlink(self.dataset, self.folder / "link")
        self.fill(self.folder / "link" / "a.log", status=64)
        self.assertEqual(self.seen(), before)

    def test_a_foreign_folder_is_refused_and_stays_as_it_is(self):
        self.dataset.mkdir()
        (self.dataset / "thesis.txt").write_text("precious")
        self.fill(data=days_log([0]), status=65, message="no dataset")
        self.assertEqual(self.all_names(), ["thesis.txt"])

    def test_a_folder_without_its_slash_is_told_of(self):
        self.fill(data=days_log([0]))
        self.assert_ended(run("-f", "combined", "-o", self.dataset, data=days_log([1])), 73, "ends with a slash")

    def test_an_empty_folder_becomes_a_dataset(self):
        self.dataset.mkdir(mode=0o755)
        self.fill(data=days_log([0]))
        self.assert_sound()

    def test_a_folder_that_others_may_write_to_is_refused(self):
        self.dataset.mkdir()
        self.dataset.chmod(0o777)
        self.fill(data=days_log([0]), status=77, message="write")
        self.assertEqual(self.all_names(), [])

    def test_what_is_no_folder_is_refused(self):
        self.dataset.write_bytes(b"precious")
        self.fill(data=days_log([0]), status=73)
        self.assertEqual(self.dataset.read_bytes(), b"precious")
        self.dataset.unlink()
        (self.folder / "real").mkdir()
        os.symlink(self.folder / "real", self.dataset)
        self.fill(data=days_log([0]), status=73)
        self.assertEqual(os.listdir(self.folder / "real"), [])
        self.dataset = self.folder / "no" / "set"
        self.fill(data=days_log([0]), status=73, message="no/set")

    def test_links_in_a_dataset_lead_nowhere(self):
        self.fill(data=days_log([0]))
        away = self.folder / "away"
        away.mkdir()
        os.symlink(away, self.dataset / f"dt={day(1)}")
        self.fill(data=days_log([1]), status=74)
        self.assertEqual(os.listdir(away), [])

    def test_a_manifest_that_cannot_be_read_stops_a_run(self):
        self.fill(data=days_log([0]))
        path = self.dataset / "_manifest.json"
        whole, seen = path.read_bytes(), self.seen()
        for damaged in (b"", b"{}", whole[:-10], whole.replace(b'"anonlog_dataset":1', b'"anonlog_dataset":2'),
                        whole.replace(b'"path":"dt=', b'"path":"../dt='), b"\0" * 100):
            self.assertNotEqual(damaged, whole)
            path.write_bytes(damaged)
            self.fill(data=days_log([1]), status=65, message="_manifest.json")
            self.assertEqual((path.read_bytes(), self.seen()), (damaged, seen))

    def test_a_secret_that_cannot_be_used_stops_a_run(self):
        self.fill(data=days_log([0]))
        path = self.dataset / ".anonlog-secret"
        path.chmod(0o644)
        self.fill(data=days_log([1]), status=77, message=".anonlog-secret")
        path.chmod(0o600)
        path.write_bytes(b"damaged")
        self.fill(data=days_log([1]), status=65, message=".anonlog-secret")


if __name__ == "__main__":
    unittest.main()
