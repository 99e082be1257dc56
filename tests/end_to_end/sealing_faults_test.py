"""Sealing that is killed or refused at each system call that it makes."""

import json
import os
import random
import shutil
import signal
import subprocess
import unittest

from program import ANONLOG, line, log, records, run
from sealed_files import TOO_LONG, SealingTest, command

LONG = bool(os.environ.get("ANONLOG_LONG"))
LINES = 30_000 if LONG else 12_000  # some chunks of input, some sealed files


def noisy_log(lines):
    """Of which much is sealed: targets that cannot be compressed."""
    rng = random.Random(1)
    return b"".join(line(f"/p?{rng.randbytes(20).hex()}") for _ in range(lines))


@unittest.skipIf(os.environ.get("ANONLOG_SANITIZE"), "a sanitizer makes calls of its own")
class Faults(SealingTest):
    def trace(self, *words, arguments, data):
        return subprocess.run(["strace", "-qq", *words, ANONLOG, *map(str, self.arguments("-j", "1", *arguments))],
                              input=data, capture_output=True, timeout=120)

    def inject(self, moment, what, *arguments, data):
        """strace counts the calls of each thread by itself: of the first one alone, or of any."""
        call, follow, when = moment
        shutil.rmtree(self.sealed, ignore_errors=True)
        return self.trace(*follow, "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{what}:when={when}",
                          arguments=arguments, data=data)

    def moments(self, *calls, arguments, data=b""):
        """(call, how to trace it, number) of all of them, or of some that hold the first and the last ones."""
        for call in calls:
            shutil.rmtree(self.sealed, ignore_errors=True)
            path = self.folder / "trace"
            self.trace("-f", "-o", path, "-e", f"trace={call}", arguments=arguments, data=data)
            made = [row.split()[0] for row in path.read_text().splitlines() if f" {call}(" in row]
            self.trace("-o", path, "-e", f"trace={call}", arguments=arguments, data=data)
            counts = {(): path.read_text().count(f"{call}("), ("-f",): max(map(made.count, made), default=0)}
            self.assertGreater(sum(counts.values()), 0, call)
            for follow, count in counts.items():
                chosen = range(1, count + 1) if LONG else {1, (count + 1) // 2, count} - {0}
                for when in sorted(chosen):
                    yield call, follow, when

    def assert_sealed_first(self, out):
        """Every published record has its sealed half, and finished files are whole."""
        published = [record["record"] for record in records(out[:out.rfind(b"\n") + 1])]
        sealed = self.sealed_ids() if self.sealed.exists() else []
        self.assertEqual(set(published) - set(sealed), set())
        self.assertEqual(sealed, sorted(sealed))
        for path in self.files():
            manifest = json.loads((self.sealed / (path.name + ".json")).read_text())
            self.assertEqual(manifest["bytes"], path.stat().st_size)
            self.assertEqual(manifest["sha256"], command("sha256sum", path).decode().split()[0])
        return published

    def test_killed_at_any_call_no_published_record_lacks_its_sealed_half(self):
        data, arguments = noisy_log(LINES), ("--seal-size", "150K")
        published = set()
        for moment in self.moments("write", "fdatasync", "renameat", "fsync", arguments=arguments, data=data):
            result = self.inject(moment, "signal=KILL", *arguments, data=data)
            self.assertEqual(result.returncode, -signal.SIGKILL, (moment, result.stderr))
            published.add(len(self.assert_sealed_first(result.stdout)))
        self.assertGreater(len(published), 3)  # it was killed before, between and after

    def test_killed_while_an_output_file_is_committed(self):
        path, out = self.write("a.log", log(2000)), self.folder / "out.ndjson"
        arguments = ("-o", out, path)
        for moment in self.moments("write", "fdatasync", "fsync", "rename", "renameat", arguments=arguments):
            out.unlink(missing_ok=True)
            result = self.inject(moment, "signal=KILL", *arguments, data=b"")
            self.assertEqual(result.returncode, -signal.SIGKILL, (moment, result.stderr))
            self.assert_sealed_first(out.read_bytes() if out.exists() else b"")

    def test_after_a_failed_call_nothing_more_is_published(self):
        data, arguments = noisy_log(LINES), ("--seal-size", "150K")
        for error in ("ENOSPC", "EIO") if LONG else ("ENOSPC",):
            for moment in self.moments("write", "fdatasync", "renameat", "fsync", arguments=arguments, data=data):
                result = self.inject(moment, f"error={error}", *arguments, data=data)
                if b"/proc" in result.stderr or result.returncode == 0:
                    # The write that failed was none of an output: the C library's, or one to wake a thread.
                    self.assertEqual((moment[0], len(records(result.stdout))), ("write", LINES))
                    continue
                self.assertEqual(result.returncode, 74, (moment, result.stderr))
                self.assert_sealed_first(result.stdout)

    @unittest.skipUnless(os.geteuid() == 0, "mounts a small file system")
    def test_a_full_disk_stops_publication(self):
        self.sealed.mkdir(mode=0o700)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k,mode=0700", "tmpfs", self.sealed]).returncode:
            self.skipTest("no file system can be mounted here")
        self.addCleanup(subprocess.run, ["umount", self.sealed])
        result = run(*self.arguments("-j", "1"), data=log(60_000))
        self.assert_ended(result, 74, "No space left")
        published = self.assert_sealed_first(result.stdout)
        self.assertGreater(len(published), 0)
        self.assertLess(len(published), 60_000)
        self.assertEqual(len(self.files(ending=".part")), 1)

    def test_an_error_while_no_line_comes_ends_the_run(self):
        process = subprocess.Popen(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "-e",
                                    "inject=fdatasync:error=EIO", ANONLOG,
                                    *map(str, self.arguments("--seal-interval", "300ms"))],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
        process.stdin.write(log(3))
        try:
            process.wait(TOO_LONG)
        finally:
            process.kill()
        self.assertEqual((process.returncode, process.stdout.read()), (74, b""))
        self.assertIn(b"Input/output error", process.stderr.read())
        for pipe in (process.stdin, process.stdout, process.stderr):
            pipe.close()


if __name__ == "__main__":
    unittest.main()
