"""A dataset's run that is killed or refused at each system call that touches the disk.

Before: the inputs A and B. The run writes A anew in another form, and C with days of its own. Whatever happens, files are
whole; the next run finds the dataset before or behind that run, and completes what was begun; no row is there twice.
"""

import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import time
import unittest

from dataset_files import DatasetTest, days_log, text_of
from program import ANONLOG, records, run

LONG = bool(os.environ.get("ANONLOG_LONG"))
CALLS = ("write", "fsync", "fdatasync", "fchmod", "fchmodat", "flock", "mkdir", "mkdirat", "link", "linkat", "rename", "renameat",
         "renameat2", "unlink", "unlinkat", "rmdir")
JOURNAL = ".anonlog-commit"


def can_trace():
    return subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode == 0


def sample(count):
    return sorted(range(1, count + 1) if LONG or count < 3 else {1, count})


@unittest.skipIf(os.environ.get("ANONLOG_SANITIZE"), "a sanitizer makes calls of its own")
@unittest.skipUnless(can_trace(), "ptrace is not allowed here")
class Faults(DatasetTest):
    def setUp(self):
        super().setUp()
        self.a, self.b = self.write("a.log", days_log(range(3), name="a")), self.write("b.log", days_log([1], name="b"))
        self.c, self.d = self.write("c.log", days_log([2, 3, 4], name="c")), self.write("d.log", days_log([9], name="d"))
        self.changing = ("-j1", "-z", "gzip", self.a, self.c)
        self.fill(self.a)
        self.fill(self.b)
        self.base = self.folder / "base"
        self.old = self.state()
        shutil.copytree(self.dataset, self.base)
        self.fill(*self.changing)
        self.new = self.state()
        self.assertEqual(len(set(self.old) & set(self.new)), 1)  # that of B
        self.fill(self.d)
        self.of_d = {name: digest for name, digest in self.state().items() if name not in self.new}
        self.contents = {digest: name for state in (self.old, self.new, self.of_d) for name, digest in state.items()}

    def state(self):
        return {name: hashlib.sha256((self.dataset / name).read_bytes()).hexdigest() for name in self.seen()}

    def restore(self, base=None):
        shutil.rmtree(self.dataset, ignore_errors=True)
        shutil.copytree(base or self.base, self.dataset)

    def trace(self, *words, arguments):
        whole = arguments if arguments[0] == "compact" else self.arguments(*arguments)
        return subprocess.run(["strace", "-qq", *words, ANONLOG, *map(str, whole)], capture_output=True, timeout=120)

    def moments(self, arguments, base=None):
        """(call, how to trace it, number); strace counts the calls of each thread by itself: of the first one, or of any."""
        path = self.folder / "trace"
        for follow in ((), ("-f",)):
            self.restore(base)
            result = self.trace(*follow, "-o", path, "-e", "trace=" + ",".join(CALLS), arguments=arguments)
            self.assertEqual(result.returncode, 0, result.stderr)
            rows = path.read_text().splitlines()
            for call in CALLS:
                threads = [row.split()[0] if follow else "" for row in rows if re.match(rf"(\d+ +)?{call}\(", row)]
                if follow and set(threads) <= {rows[0].split()[0]}:
                    continue  # none but the first one makes it
                for when in sample(max(map(threads.count, threads), default=0)):
                    yield call, follow, when

    def inject(self, moment, what, arguments, base=None):
        call, follow, when = moment
        self.restore(base)
        return self.trace(*follow, "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{what}:when={when}",
                          arguments=arguments)

    def look(self, moment):
        """As a reader does, right behind the fault: "old", "new", or "begun" where the next run has to complete it."""
        state = self.state()
        for name, digest in state.items():
            self.assertEqual(self.contents.get(digest), name, moment)  # whole, and under its name
        if (self.dataset / JOURNAL).exists():
            return "begun"
        self.assertIn(state, (self.old, self.new), moment)
        self.assertEqual([part["path"] for part in self.manifest()["parts"]], sorted(state), moment)
        return "old" if state == self.old else "new"

    def complete(self, moment):
        """The next run, of something else. Gives what it found."""
        self.fill(self.d)
        state = self.state()
        self.assertIn(state, ({**self.old, **self.of_d}, {**self.new, **self.of_d}), moment)
        self.assert_sound(moment)
        return "new" if {**self.new, **self.of_d} == state else "old"

    def assert_all_once(self, moment):
        """The run again, as whoever saw it fail does it."""
        self.fill(*self.changing)
        self.assertEqual(self.state(), {**self.new, **self.of_d}, moment)
        paths = [row["path"] for rows in self.rows().values() for row in rows]
        self.assertEqual((len(paths), len(set(paths))), (160, 160), moment)
        self.assert_sound(moment)

    def test_killed_at_any_call(self):
        found = set()
        for moment in self.moments(self.changing):
            result = self.inject(moment, "signal=KILL", self.changing)
            self.assertEqual(result.returncode, -signal.SIGKILL, (moment, result.stderr))
            looked = self.look(moment)
            completed = self.complete(moment)
            self.assertIn((looked, completed), {("old", "old"), ("new", "new"), ("begun", "new")}, moment)
            self.assert_all_once(moment)
            found.add(looked)
        self.assertEqual(found, {"old", "begun", "new"})

    @unittest.skipUnless(LONG, "takes long")
    def test_killed_while_it_completes_a_change(self):
        """Of one that was killed at its first step, and at a later one."""
        bases = []
        for moment in self.moments(self.changing):
            if moment[0] not in ("renameat", "renameat2", "mkdirat", "unlinkat"):
                continue
            self.inject(moment, "signal=KILL", self.changing)
            if self.look(moment) == "begun":
                bases.append(shutil.copytree(self.dataset, self.folder / f"begun{len(bases)}"))
        self.assertGreater(len(bases), 1)
        for base in bases if LONG else (bases[0], bases[-1]):
            for moment in self.moments(("-j1", self.d), base):
                result = self.inject(moment, "signal=KILL", ("-j1", self.d), base)
                self.assertEqual(result.returncode, -signal.SIGKILL, (moment, result.stderr))
                for name, digest in self.state().items():
                    self.assertEqual(self.contents.get(digest), name, moment)
                self.assertEqual(self.complete(moment), "new", moment)
                self.assert_all_once(moment)

    def test_refused_at_any_call(self):
        found = set()
        errors = {"write": ("ENOSPC", "EIO"), "fsync": ("EIO",), "fdatasync": ("EIO",)}
        for moment in self.moments(self.changing):
            for error in errors.get(moment[0], ("EIO", "ENOSPC") if LONG else ("EIO",)):
                result = self.inject(moment, f"error={error}", self.changing)
                looked = self.look(moment)
                self.assertIn(result.returncode, (0, 73, 74), (moment, result.stderr))
                if result.returncode == 0:  # a call that is none of ours, or that may fail
                    self.assertEqual(looked, "new", (moment, result.stderr))
                else:
                    # The first write of every thread is refused: that of the message may be one.
                    self.assertTrue(result.stderr or moment[:2] == ("write", ("-f",)), moment)
                    found.add(looked)
                completed = self.complete(moment)
                self.assertIn((looked, completed), {("old", "old"), ("new", "new"), ("begun", "new")}, moment)
                self.assert_all_once(moment)
        self.assertLessEqual({"old", "begun"}, found)

    @unittest.skipUnless(LONG, "takes long")
    def test_killed_at_any_call_of_the_first_run(self):
        empty = self.folder / "empty"
        empty.mkdir()
        for moment in self.moments(("-j1", self.a), empty):
            result = self.inject(moment, "signal=KILL", ("-j1", self.a), empty)
            self.assertEqual(result.returncode, -signal.SIGKILL, (moment, result.stderr))
            self.fill(self.a)
            self.assert_sound(moment)
            self.assertEqual(sum(map(len, self.rows().values())), 60, moment)

    def test_killed_while_it_is_compacted(self):
        arguments = ("compact", self.dataset)
        for moment in self.moments(arguments, self.base):
            result = self.inject(moment, "signal=KILL", arguments, self.base)
            self.assertEqual(result.returncode, -signal.SIGKILL, (moment, result.stderr))
            if not (self.dataset / JOURNAL).exists():
                self.assertEqual([part["path"] for part in self.manifest()["parts"]], self.seen(), moment)
            self.assert_ended(run(*arguments), 0)
            paths = [row["path"] for name in self.seen() for row in records(text_of(name, (self.dataset / name).read_bytes()))]
            self.assertEqual((len(paths), len(set(paths)), len(self.seen())), (80, 80, 3), moment)
            self.assert_sound(moment)

    @unittest.skipUnless(os.geteuid() == 0, "mounts a small file system")
    def test_a_full_disk_leaves_the_dataset_as_it_was(self):
        shutil.rmtree(self.dataset)
        self.dataset.mkdir(mode=0o750)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k,mode=0750", "tmpfs", self.dataset]).returncode:
            self.skipTest("no file system can be mounted here")
        self.addCleanup(subprocess.run, ["umount", self.dataset])
        self.fill(self.a)
        before = self.state()
        big = self.write("big.log", days_log(range(5), 20_000, name="big"))
        for form in ("ndjson", "parquet"):
            self.fill("-j1", big, form=form, status=74, message="No space left")
            self.assertEqual(self.state(), before)
            self.assert_sound()
        self.fill(self.b)
        self.assertEqual(len(self.identities()), 2)


class Journals(DatasetTest):
    def test_a_journal_that_leads_out_of_the_dataset_is_refused(self):
        self.fill(data=days_log([0]))
        victim = self.write("victim", b"precious")
        part, = self.seen()
        before = (self.dataset / part).read_bytes()
        for bad in ("", "junk\n", "anonlog-commit 1\n", "anonlog-commit 2\nend\n",
                    "anonlog-commit 1\nremove ../victim\nmanifest .anonlog-run-aaaaaa/0.tmp\nend\n",
                    f"anonlog-commit 1\nremove {victim}\nmanifest .anonlog-run-aaaaaa/0.tmp\nend\n",
                    f"anonlog-commit 1\nrename ../victim {part}\nmanifest .anonlog-run-aaaaaa/0.tmp\nend\n",
                    f"anonlog-commit 1\nrename {part} ../victim\nmanifest .anonlog-run-aaaaaa/0.tmp\nend\n",
                    "anonlog-commit 1\nremove dt=2025-11-20/../../victim\nmanifest .anonlog-run-aaaaaa/0.tmp\nend\n",
                    "anonlog-commit 1\nremove .anonlog-secret\nmanifest .anonlog-run-aaaaaa/0.tmp\nend\n",
                    "anonlog-commit 1\nmanifest ../victim\nend\n"):
            (self.dataset / JOURNAL).write_text(bad)
            self.fill(data=days_log([1]), status=65, message=JOURNAL)
            self.assertEqual((victim.read_bytes(), (self.dataset / part).read_bytes()), (b"precious", before), bad)
            self.assertEqual(self.seen(), [part])
            self.assertTrue((self.dataset / ".anonlog-secret").exists())


class Locks(DatasetTest):
    def hold(self):
        lock = open(self.dataset / ".anonlog-lock", "rb")
        self.addCleanup(lock.close)
        fcntl.flock(lock, fcntl.LOCK_EX)
        return lock

    def start(self, *more):
        process = subprocess.Popen([ANONLOG, *map(str, self.arguments(*more))], stdin=subprocess.PIPE, stderr=subprocess.PIPE,
                                   bufsize=0)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def assert_waits_for(self, lock, process):
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(timeout=0.5)
        self.assertEqual(len(self.seen()), 1)
        lock.close()
        self.assertEqual(process.wait(timeout=20), 0)
        self.assertEqual(len(self.seen()), 2)
        self.assert_sound()

    def test_a_run_that_begins_waits_while_the_dataset_changes(self):
        self.fill(data=days_log([0]))
        lock = self.hold()
        process = self.start(self.write("a.log", days_log([1])))
        process.stdin.close()
        self.assert_waits_for(lock, process)

    def test_a_run_that_ends_waits_while_the_dataset_changes(self):
        self.fill(data=days_log([0]))
        process = self.start()
        process.stdin.write(days_log([1], 300))
        end = time.monotonic() + 20
        while not any(name.endswith(".tmp") for name in self.all_names()):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.01)
        lock = self.hold()
        process.stdin.close()
        self.assert_waits_for(lock, process)


if __name__ == "__main__":
    unittest.main()
