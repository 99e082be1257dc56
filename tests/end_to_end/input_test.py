"""What is read: several files, damage, pipes, over-long lines; and what each costs."""

import bz2
import gzip
import json
import lzma
import os
import resource
import subprocess
import unittest

from program import ProgramTest, line, log, records, run, start


def zstd(data):
    return subprocess.run(["zstd", "-q"], input=data, capture_output=True, check=True).stdout


COMPRESSIONS = {"gz": gzip.compress, "zst": zstd, "bz2": bz2.compress, "xz": lzma.compress}


class Inputs(ProgramTest):
    def test_several_inputs_are_one_output_in_their_order(self):
        first = self.write("1.log", line("/1"))
        second = self.write("2.log.gz", gzip.compress(line("/2")))
        result = run(first, second, "-", data=line("/3"))
        self.assertEqual([r["path"] for r in records(result.stdout)], ["/1", "/2", "/3"])

    def test_more_inputs_than_threads_are_all_read(self):
        source = self.write("1.log", line())
        for threads in (1, 2, 5):
            result = run("-j", threads, *[source] * 20)
            self.assertEqual(len(records(result.stdout)), 20)

    def test_every_input_has_its_own_format(self):
        combined = self.write("1.log", line("/1"))
        vhost = self.write("2.log", b"www.example.org:443 " + line("/2"))
        hosts = [r["host"] for r in records(run(combined, vhost).stdout)]
        self.assertEqual(hosts, [None, "www.example.org"])

    def test_a_missing_input_is_named_before_anything_is_written(self):
        there = self.write("1.log", line())
        result = run(there, self.folder / "2.log")
        self.assert_ended(result, 66, "2.log")
        self.assertEqual(result.stdout, b"")

    def test_a_truncated_input_gives_its_whole_lines_and_fails(self):
        data = log(50_000)
        for name, compress in COMPRESSIONS.items():
            packed = compress(data)
            cut = self.write("a." + name, packed[:len(packed) * 2 // 3])
            result = run(cut)
            self.assert_ended(result, 65, f"ends at compressed byte {len(packed) * 2 // 3}")
            paths = [r["path"] for r in records(result.stdout)]
            self.assertGreater(len(paths), 1000)
            whole = [r["path"] for r in records(run(data=data).stdout)]
            self.assertEqual(paths, whole[:len(paths)])

    def test_a_short_truncated_input_gives_its_whole_lines_too(self):
        data = log(800)
        cut = self.write("a.gz", gzip.compress(data)[:-500])
        result = run("--stats=json", cut)
        self.assertEqual(result.returncode, 65)
        self.assertGreater(len(records(result.stdout)), 500)
        self.assertIn(b'"complete":false', result.stderr)

    def test_truncated_inputs_may_be_allowed(self):
        data = log(6_000)
        whole = [r["path"] for r in records(run(data=data).stdout)]
        for name, compress in COMPRESSIONS.items():
            packed = compress(data)
            at = len(packed) * 2 // 3
            for ending, damaged, message in [
                    ("cut", packed[:at], f"ends at compressed byte {at}, inside a "),
                    ("garbage", packed + b"203.0.113.99 garbage", f"compressed byte {len(packed)} begins something")]:
                source = self.write(f"{ending}.{name}", damaged)
                out = self.folder / "o.ndjson"
                for threads in (1, 3):
                    result = run("--allow-truncated", "--stats-file", self.folder / "s.json", "-j", threads, "-o", out, source)
                    self.assert_ended(result, 0, f"{source}: ")
                    self.assertIn(message, result.stderr.decode())
                    self.assertIn("--allow-truncated", result.stderr.decode())
                    self.assertNotIn("203.0.113", result.stderr.decode())
                    stats = json.loads((self.folder / "s.json").read_bytes())
                    paths = [r["path"] for r in records(out.read_bytes())]
                    self.assertEqual((stats["truncated_inputs"], stats["complete"]), (1, True))
                    self.assertEqual((stats["lines"], stats["published"] + stats["rejected"]["total"]),
                                     (stats["records"], stats["lines"]))
                    self.assertEqual(stats["published"], len(paths))
                    if ending == "cut":
                        # In the input was at least what came out, and less than a line more.
                        self.assertEqual(paths, whole[:len(paths)])
                        self.assertLess(stats["bytes_in"] - len(b"".join(data.splitlines(True)[:len(paths)])), 200)
                    if ending == "garbage":
                        self.assertEqual(paths, whole)
                    out.unlink()
                    # And without the option everything is as it was.
                    result = run("--stats-file", self.folder / "s.json", "-j", threads, "-o", out, source)
                    self.assert_ended(result, 65, message)
                    self.assertFalse(out.exists())
                    self.assertEqual(json.loads((self.folder / "s.json").read_bytes())["truncated_inputs"], 0)

    def test_damage_that_a_checksum_tells_of_is_never_allowed(self):
        data = log(6_000)
        for name, compress in COMPRESSIONS.items():
            flipped = bytearray(compress(data) + compress(data[:300_000]))
            flipped[-len(compress(data[:300_000])) // 2] ^= 0x55
            out = self.folder / "o.ndjson"
            result = run("--allow-truncated", "--max-rejects", "100%", "-f", "combined", "-o", out,
                         self.write(f"flipped.{name}", bytes(flipped)))
            self.assert_ended(result, 65, "noticed at compressed byte ")
            self.assertFalse(out.exists())

    def test_truncated_inputs_may_be_followed_by_others(self):
        cut = self.write("1.gz", gzip.compress(line("/1") + line("/cut")[:-1])[:-8])
        result = run("--allow-truncated", "--stats", cut, self.write("2.log", line("/2")), cut)
        self.assert_ended(result, 0, "truncated inputs           2")
        self.assertEqual([r["path"] for r in records(result.stdout)], ["/1", "/2", "/1"])

    def test_an_allowed_truncation_excuses_nothing_else(self):
        for damaged in (gzip.compress(b"noise\n" * 1000)[:-8], b"noise\n" * 1000):
            self.assert_ended(run("--allow-truncated", "-f", "combined", data=damaged), 65, "not of the format")
        self.assert_ended(run("--allow-truncated", self.folder / "missing"), 66)

    def test_every_compression_is_read_by_its_content_alone_or_joined(self):
        data = log(3000)
        paths = [r["path"] for r in records(run(data=data).stdout)]
        for name, compress in COMPRESSIONS.items():
            # Cut within a line: what is joined is the bytes.
            whole = compress(data[:100_000]) + compress(b"") + compress(data[100_000:])
            for result in (run(self.write("access.log.1", whole)), run(data=whole), run("-", data=whole + bytes(512))):
                self.assert_ended(result, 0)
                self.assertEqual([r["path"] for r in records(result.stdout)], paths, name)

    def test_an_over_long_line_is_counted_and_skipped(self):
        data = line("/a") + line("/" + "x" * 5000) + line("/b") * 20
        result = run("--max-line", "1K", "--stats=json", data=data)
        self.assert_ended(result, 0)
        stats = json.loads(result.stderr)
        self.assertEqual(stats["rejected"], {"total": 1, "format": 0, "time": 0, "too_long": 1})
        self.assertEqual((stats["lines"], stats["published"]), (22, 21))

    @unittest.skipIf(os.environ.get("ANONLOG_SANITIZE"), "a sanitizer takes terabytes of address space")
    def test_a_line_larger_than_memory_is_skipped(self):
        def limited():
            resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
        script = "import sys\nfor i in range(600): sys.stdout.write('x' * (1 << 20))\nprint()"
        with subprocess.Popen(["python3", "-c", script], stdout=subprocess.PIPE) as source:
            result = subprocess.run([os.environ["ANONLOG"], "-j1", "-f", "combined", "--stats=json", "--max-rejects",
                                     "100%"], stdin=source.stdout, capture_output=True, preexec_fn=limited)
        self.assertIn(b'"too_long":1', result.stderr + result.stdout)


class ClosedStreams(ProgramTest):
    def test_a_closed_standard_stream_is_an_error_and_never_another_file(self):
        log_file = self.write("a.log", line())
        for arguments, status in (["-f common - <&-", 74], [f"{log_file} >&-", 74], [f"{log_file} --stats 2>&-", 0]):
            result = subprocess.run(["bash", "-c", f"exec {os.environ['ANONLOG']} {arguments}"], capture_output=True,
                                    timeout=20)
            self.assertEqual(result.returncode, status, (arguments, result.stderr))

    def test_a_summary_that_nobody_takes_is_no_failure_of_a_committed_output(self):
        out = self.folder / "o.csv"
        with open("/dev/full", "wb") as full:
            result = subprocess.run([os.environ["ANONLOG"], "--stats", "-o", out, self.write("a.log", line())],
                                    stderr=full)
        self.assertEqual((result.returncode, out.exists()), (0, True))


class Judgement(ProgramTest):
    def test_over_half_rejected_writes_nothing(self):
        out = self.folder / "o.ndjson"
        data = b"noise\n" * 501 + line() * 5000
        for arguments in (["-f", "combined"], ["-f", "combined", "-o", out], ["-o", out]):
            result = run(*arguments, data=data)
            self.assertEqual(result.returncode, 65)
            self.assertEqual(result.stdout, b"")
            self.assertFalse(out.exists())

    def test_half_rejected_goes_on_to_the_end_and_is_judged_there(self):
        data = b"noise\n" * 500 + line() * 500
        result = run("-f", "combined", data=data)
        self.assert_ended(result, 65, "500 of 1000 records were rejected")
        self.assertEqual(len(result.stdout.splitlines()), 500)
        self.assert_ended(run("-f", "combined", "--max-rejects", "50%", data=data), 0)
        self.assert_ended(run("-f", "combined", "--max-rejects", "499", data=data), 65)
        self.assert_ended(run("-f", "combined", "--max-rejects", "500", data=data), 0)

    def test_the_first_rejected_line_is_named(self):
        self.assert_ended(run(data=line() * 20000 + b"noise\n" * 5000), 65, "line 20001")

    def test_a_pause_decides_on_what_has_come(self):
        process = start("-f", "combined")
        process.stdin.write(b"noise\n")
        process.stdin.flush()
        self.assertIn(b"1 of its first 1 records", process.stderr.readline())
        self.assertEqual(process.wait(timeout=10), 65)
        process.communicate()


class Summary(ProgramTest):
    def test_every_line_is_counted_once(self):
        data = line() * 7 + b"\n# comment\n" + b"noise\n" + line()[:-1]
        result = run("--stats=json", "--max-rejects=50%", data=data)
        stats = json.loads(result.stderr)
        self.assertEqual(stats["lines"], 11)
        self.assertEqual(stats["records"], stats["published"] + stats["rejected"]["total"] + stats["skipped"]["total"] +
                         stats["excluded"]["total"])
        self.assertEqual(stats["lines"], stats["records"] + stats["continuations"])
        self.assertEqual(stats["skipped"], {"total": 2, "blank": 1, "comment": 1, "other_log": 0, "other_program": 0})
        self.assertEqual(stats["bytes_in"], len(data))
        self.assertEqual(stats["bytes_out"], len(result.stdout))
        self.assertEqual(stats["nulls"]["country"], 8)
        self.assertEqual(stats["nulls"]["status"], 0)

    def test_a_dry_run_counts_and_writes_nothing(self):
        out = self.folder / "o.ndjson"
        result = run("--dry-run", "--stats", "-o", out, data=log(100))
        self.assert_ended(result, 0, "published")
        self.assertEqual(result.stdout, b"")
        self.assertFalse(out.exists())

    def test_the_stats_file_holds_the_same_as_stderr(self):
        file = self.folder / "s.json"
        result = run("--stats=json", "--stats-file", file, data=log(100))
        shown, written = json.loads(result.stderr), json.loads(file.read_bytes())
        self.assertEqual(shown, written)

    def test_success_is_silent(self):
        self.assertEqual(run(data=log(10)).stderr, b"")


if __name__ == "__main__":
    unittest.main()
