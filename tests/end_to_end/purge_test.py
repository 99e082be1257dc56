"""What `anonlog purge` takes away, and what it leaves."""

import os
import subprocess
import time
import unittest

from program import ANONLOG, log, run
from sealed_files import AT_ANOTHER_TIME, TOO_LONG, SealingTest


@unittest.skipIf(os.environ.get("ANONLOG_SANITIZE"), "a sanitizer must be loaded first, and so must faketime")
class Purge(SealingTest):
    def made_on(self, day, *more):
        return subprocess.run(["faketime", "-f", f"@{day} 12:00:00", ANONLOG, *map(str, self.arguments(*more))],
                              input=log(3), capture_output=True, env=AT_ANOTHER_TIME, timeout=60)

    def purge(self, today, *arguments):
        return subprocess.run(["faketime", "-f", f"@{today} 12:00:00", ANONLOG, "purge", *map(str, arguments)],
                              capture_output=True, env=AT_ANOTHER_TIME, timeout=60)

    def test_old_days_go_and_all_else_stays(self):
        for day in ("2026-10-01", "2026-10-02", "2026-10-03"):
            self.assertEqual(self.made_on(day, "--rejects", self.sealed).returncode, 0)
        first = self.files()[0]
        left = self.sealed / (first.name.replace("-0001", "-0002") + ".part")  # of a run that was killed
        left.write_bytes(b"x")
        others = ["notes.txt", "2026-10-01-0123.ndjson.zst.age", "2026-10-01", first.name + ".bak", "x" + first.name]
        for name in others:
            (self.sealed / name).write_bytes(b"x")
        (self.sealed / first.name.replace("-0001", "-0009")).mkdir()
        before = sorted(os.listdir(self.sealed))
        arguments = (self.sealed, "--older-than", "30d")
        told = self.purge("2026-11-01", *arguments, "--dry-run").stdout.decode()
        self.assertEqual(sorted(os.listdir(self.sealed)), before)
        self.assertEqual(told.count("would remove 2026-10-01-"), 3)
        self.assertNotIn("2026-10-02-", told)
        told = self.purge("2026-11-01", *arguments)
        self.assertEqual(told.returncode, 0, told.stderr)
        gone = {first.name, first.name + ".json", left.name}
        self.assertEqual(set(before) - set(os.listdir(self.sealed)), gone)
        for name in gone:
            self.assertIn(f"removed {name}, ", told.stdout.decode())
        self.assertIn("removed 3 files of 1 days before 2026-10-02", told.stdout.decode())
        self.assertIn("removed 0 files", self.purge("2026-11-01", *arguments).stdout.decode())
        self.assertIn("removed 2 files", self.purge("2026-11-02", *arguments).stdout.decode())

    def test_what_is_being_written_stays(self):
        process = subprocess.Popen(["faketime", "-f", "@2026-10-01 12:00:00", ANONLOG, *map(str, self.arguments())],
                                   stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=AT_ANOTHER_TIME, bufsize=0)
        process.stdin.write(log(3))
        end = time.monotonic() + TOO_LONG
        while not self.sealed.exists() or not self.files(ending=".part"):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)
        told = self.purge("2026-12-01", self.sealed, "--older-than", "1d").stdout.decode()
        self.assertIn("it is being written", told)
        process.stdin.close()
        self.assertEqual(process.wait(TOO_LONG), 0)
        self.assertEqual(len(self.open_all()), 3)

    def test_wrong_words(self):
        self.assert_ended(run("purge", self.folder / "none", "--older-than", "1d"), 66, "no folder")
        self.assert_ended(run("purge", self.folder), 64, "older-than")
        for text in ("x", "-1d", "1h", ""):
            self.assert_ended(run("purge", self.folder, f"--older-than={text}"), 64)


if __name__ == "__main__":
    unittest.main()
