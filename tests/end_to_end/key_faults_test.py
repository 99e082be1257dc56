"""Key files under kill -9 and failing system calls: strace injects them at every call that touches the disk.

Whatever happens the file is the old one or the new one, the day of today keeps its key, and a key that was destroyed does
not come back, not in what is left beside the file either.
"""

import os
import pathlib
import re
import subprocess
import unittest

import key_reference
from key_reference import Key, day, step
from key_test import CHAIN, line
from program import ANONLOG, ProgramTest, run

CALLS = ("pwrite64", "ftruncate", "fchmod", "fsync", "rename", "renameat", "renameat2", "unlinkat", "flock")
NEW = ".key.anonlog-new"


def traced(arguments, data=b"", inject=None):
    """Runs it under strace; gives the result, and how often it made each of CALLS."""
    environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")  # which does not work under ptrace
    command = ["strace", "-f", "-qq", "-o", "trace", "-e", "trace=" + ",".join(CALLS), *(["-e", f"inject={inject}"] if inject else [])]
    return subprocess.run([*command, ANONLOG, *map(str, arguments)], input=data, capture_output=True, timeout=120, env=environment)


def can_trace():
    return subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode == 0


@unittest.skipUnless(can_trace(), "ptrace is not allowed here")
class Faults(ProgramTest):
    def setUp(self):
        super().setUp()
        self.key = self.folder / "key"
        self.addCleanup(os.chdir, os.getcwd())
        (self.folder / "trace.d").mkdir()
        os.chdir(self.folder / "trace.d")

    def calls_of(self, arguments, data=b""):
        """Every call that touches the disk: (name, which one)."""
        result = traced(arguments, data)
        self.assertEqual(result.returncode, 0, result.stderr)
        trace = pathlib.Path("trace").read_text(encoding="utf-8")
        counts = {call: len(re.findall(rf"\b{call}\(", trace)) for call in CALLS}
        calls = [(call, i) for call, count in counts.items() for i in range(1, count + 1)]
        self.assertGreaterEqual(len(calls), 5, trace)
        return calls

    def beside(self):
        return sorted(set(os.listdir(self.folder)) - {"key", "trace.d"})

    def each_kill(self, prepare, arguments, check, data=b""):
        prepare()
        calls = self.calls_of(arguments, data)
        for call, i in calls:
            with self.subTest(call=call, i=i):
                for name in os.listdir(self.folder):
                    if name != "trace.d":
                        (self.folder / name).unlink()
                prepare()
                result = traced(arguments, data, f"{call}:signal=KILL:when={i}")
                self.assertEqual(result.returncode, -9, (result.stdout, result.stderr))
                self.assertLessEqual(set(self.beside()), {NEW})
                check(result)

    # What is left beside the file never holds more than the file may.
    def assert_left(self, key):
        for name in self.beside():
            data = (self.folder / name).read_bytes()
            self.assertEqual((self.folder / name).stat().st_mode & 0o777, 0o600)
            self.assertTrue(not data.strip(b"\0") or data == key.text() or key.text().startswith(data) or
                            key.text().startswith(data.rstrip(b"\0")), data)

    def test_killed_advances_leave_the_old_file_or_the_new_one(self):
        old = Key({day(-6): CHAIN, day(0): b"n" * 32})
        new = old.advanced(day(-2))

        def check(_):
            self.assertIn(self.key.read_bytes(), (old.text(), new.text()))
            self.assert_left(new)
            self.assertEqual(key_reference.read(self.key).chain(day()), old.chain(day()))
            self.assertEqual(run("key", "advance", self.key).returncode, 0)
            self.assertEqual(self.key.read_bytes(), new.text())

        for arguments, data in ((["key", "advance", self.key], b""), (["--key", self.key, "-f", "combined"], line(day()))):
            self.each_kill(lambda: old.write(self.key), arguments, check, data)
        # What a kill left goes with the next change.
        old.write(self.key)
        run("key", "advance", self.key)
        self.assertEqual(self.beside(), [])

    def test_after_a_killed_advance_no_run_has_the_day_that_was_destroyed(self):
        old = Key({day(-3): CHAIN})

        def check(result):
            self.assertEqual(result.stdout, b"", "nothing is published before")
            out = run("--key", self.key, data=line(day(-3)) + line(day())).stdout
            self.assertEqual(out.count(b'"visitor":null'), 1)
            self.assertEqual(self.key.read_bytes(), old.advanced(day(-2)).text())

        self.each_kill(lambda: old.write(self.key), ["--key", self.key], check, line(day()))

    def test_killed_rekeys_keep_every_day_before(self):
        old = Key({day(-2): CHAIN})

        def check(_):
            found = key_reference.read(self.key)
            if self.key.read_bytes() != old.text():
                self.assertEqual(sorted(found.chains), [day(-2), day(1)])
            for offset in (-2, -1, 0):
                self.assertEqual(found.chain(day(offset)), old.chain(day(offset)))
            self.assertEqual(run("key", "rekey", self.key).returncode, 0)
            self.assertEqual(self.beside(), [])

        self.each_kill(lambda: old.write(self.key), ["key", "rekey", self.key], check)

    def test_a_killed_new_leaves_a_key_or_none(self):
        def check(_):
            if self.key.exists():
                self.assertEqual(key_reference.read(self.key).first_day(), day(-2))
                self.assertEqual(self.key.stat().st_mode & 0o777, 0o600)
                self.key.unlink()
            self.assertEqual(run("key", "new", self.key).returncode, 0)
            self.assertEqual(self.beside(), [])

        self.each_kill(lambda: self.key.unlink(missing_ok=True), ["key", "new", self.key], check)

    def test_a_killed_destroy_leaves_the_key_or_nothing_of_it(self):
        old = Key({day(-2): CHAIN})

        def check(_):
            data = self.key.read_bytes() if self.key.exists() else b""
            self.assertTrue(data == old.text() or not data.strip(b"\0"), data)
            self.assertEqual(self.beside(), [NEW] if (self.folder / NEW).exists() else [])
            if (self.folder / NEW).exists():
                self.assertEqual((self.folder / NEW).read_bytes(), b"")
            if data and data != old.text():
                self.assert_ended(run("key", "info", self.key), 78, "the key was destroyed")
            self.assertEqual(run("key", "destroy", self.key).returncode, 0 if self.key.exists() or data else 66)
            self.assertEqual(os.listdir(self.folder), ["trace.d"])

        self.each_kill(lambda: old.write(self.key), ["key", "destroy", self.key], check)

    def test_a_full_or_failing_disk_leaves_the_file_as_it_was(self):
        old = Key({day(-4): CHAIN})
        for call, error in (("pwrite64", "ENOSPC"), ("fsync", "EIO"), ("fsync", "ENOSPC"), ("renameat", "ENOSPC"), ("fchmod", "EIO")):
            for arguments in (["key", "advance", self.key], ["key", "rekey", self.key], ["--key", self.key]):
                with self.subTest(call=call, error=error, arguments=arguments):
                    old.write(self.key)
                    result = traced(arguments, line(day()), f"{call}:error={error}:when=1")
                    self.assert_ended(result, 74, str(self.key))
                    self.assertEqual(self.key.read_bytes(), old.text())
                    self.assertEqual(self.beside(), [])
                    self.assertEqual(result.stdout, b"")
            with self.subTest(call=call, error=error, arguments="new"):
                self.key.unlink()
                result = traced(["key", "new", self.key], inject=f"{call.replace('at', 'at2')}:error={error}:when=1")
                self.assertIn(result.returncode, (73, 74), result.stderr)
                self.assertEqual(self.beside(), [])
                self.assertFalse(self.key.exists())

    def test_a_write_may_be_short(self):
        old = Key({day(-4): CHAIN})
        old.write(self.key)
        # strace says that 10 bytes were written, and writes none.
        result = traced(["key", "advance", self.key], inject="pwrite64:retval=10:when=1")
        self.assertEqual(result.returncode, 0)
        self.assertEqual(self.key.read_bytes(), bytes(10) + old.advanced(day(-2)).text()[10:])

    def test_the_old_bytes_are_overwritten_only_when_the_new_name_is_on_the_disk(self):
        Key({day(-4): CHAIN}).write(self.key)
        traced(["key", "advance", self.key])
        order = re.findall(r"\b(pwrite64|fsync|renameat)\(", pathlib.Path("trace").read_text(encoding="utf-8"))
        self.assertEqual(order, ["pwrite64", "fsync", "renameat", "fsync", "pwrite64", "fsync"])


if __name__ == "__main__":
    unittest.main()
