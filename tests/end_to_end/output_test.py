"""Where output goes: files that are whole or not there, streams, compressions."""

import gzip
import json
import os
import pty
import signal
import stat
import subprocess
import tempfile
import threading
import time
import unittest

from program import ProgramTest, line, log, records, run, start


def zstd_lines(data):
    return subprocess.run(["zstd", "-dcq"], input=data, capture_output=True, check=True).stdout


class FileOutput(ProgramTest):
    def test_endings_choose_form_and_compression(self):
        source = self.write("a.log", log(100))
        plain = run(source, "--stats-file", self.folder / "s").stdout
        self.assertEqual(len(plain.splitlines()), 100)
        for name, read in [("o.ndjson", bytes), ("o.ndjson.gz", gzip.decompress), ("o.ndjson.zst", zstd_lines)]:
            self.assert_ended(run("-o", self.folder / name, source), 0)
            self.assertEqual(len(records(read((self.folder / name).read_bytes()))), 100, name)
        self.assert_ended(run("-o", self.folder / "o.csv.zst", source), 0)
        rows = zstd_lines((self.folder / "o.csv.zst").read_bytes()).splitlines()
        self.assertEqual(len(rows), 101)
        self.assertTrue(rows[0].startswith(b"time,host,method,path,"))

    def test_columns_that_are_chosen_are_what_is_written_and_counted(self):
        data = log(50)
        for form in ("ndjson", "csv", "tsv"):
            result = run("--columns", "path,duration_us,time,device", "-t", form, "--stats=json", data=data)
            self.assert_ended(result, 0)
            rows = result.stdout.decode().splitlines()
            self.assertEqual(len(rows), 50 + (form != "ndjson"))
            separator = "\t" if form == "tsv" else ","
            self.assertEqual(list(records(rows[0].encode())[0]) if form == "ndjson" else rows[0].split(separator),
                             ["path", "duration_us", "time", "device"])
            self.assertEqual(json.loads(result.stderr)["nulls"], {"path": 0, "duration_us": 50, "time": 0, "device": 0})

    def test_a_header_line_is_there_or_not_as_asked(self):
        data = log(20)
        for form in ("csv", "tsv"):
            chosen = ["-t", form, "--columns", "path,status"]
            with_header = run(*chosen, data=data).stdout
            self.assertEqual(run("--header", *chosen, data=data).stdout, with_header)
            without = run("--no-header", *chosen, data=data)
            self.assert_ended(without, 0)
            self.assertEqual(without.stdout.splitlines(), with_header.splitlines()[1:])
            self.assertEqual(len(without.stdout.splitlines()), 20)
            self.assertEqual(run("--no-header", *chosen, data=b"").stdout, b"")
        for form in ("ndjson", "combined", "parquet"):
            for flag in ("--header", "--no-header"):
                self.assert_ended(run("-t", form, flag, data=data), 64, "only csv and tsv")

    def test_the_mode_is_0640_whatever_the_umask(self):
        out = self.folder / "o.ndjson"
        for mask in (0o000, 0o077):
            self.assert_ended(run("-o", out, data=log(10), umask=mask), 0)
            self.assertEqual(stat.S_IMODE(out.stat().st_mode), 0o640)

    def test_a_symlink_is_refused_and_its_target_untouched(self):
        target = self.write("target", b"precious")
        os.symlink(target, self.folder / "o.ndjson")
        self.assert_ended(run("-o", self.folder / "o.ndjson", data=log(10)), 73, "symbolic link")
        self.assertEqual(target.read_bytes(), b"precious")

    def test_a_missing_folder_is_an_error_before_anything_is_read(self):
        self.assert_ended(run("-o", self.folder / "no" / "o.ndjson", data=log(10)), 73, "no/o.ndjson")

    def test_an_output_never_replaces_an_input(self):
        data = log(10)
        source = self.write("a.log", data)
        os.link(source, self.folder / "same.log")
        for arguments in (["-o", source, source], ["-o", self.folder / "same.log", source],
                          ["--stats-file", source, source], ["-o", "x.json", "--stats-file", "x.json", source]):
            self.assert_ended(run(*arguments, cwd=self.folder), 64, "would be replaced")
        self.assertEqual(source.read_bytes(), data)

    def test_an_error_commits_nothing_and_leaves_nothing(self):
        old = self.write("o.ndjson", b"old\n")
        damaged = self.write("a.log.gz", gzip.compress(log(5000))[:-100])
        self.assert_ended(run("-o", old, damaged), 65, "compressed byte")
        self.assertEqual(old.read_bytes(), b"old\n")
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.log.gz", "o.ndjson"])

    def test_a_signal_removes_the_temporary_file(self):
        # Of a file, for which SIGTERM is the end too; what it means for a stream is in live_test.py.
        source = tempfile.NamedTemporaryFile()
        source.write(log(5000) * 40)
        source.flush()
        for sent in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGXFSZ, signal.SIGUSR1):
            process = start("-o", "o.ndjson.gz", "-z", "gzip:9", "-j1", source.name, cwd=self.folder)
            while not os.listdir(self.folder):
                time.sleep(0.001)
            process.send_signal(sent)
            process.communicate()
            self.assertEqual(process.returncode, -sent)
            self.assertEqual(os.listdir(self.folder), [])

    def test_a_summary_that_cannot_be_written_is_told_before_anything_is_committed(self):
        result = run("-o", self.folder / "o.csv", "--stats-file", self.folder / "no" / "s.json", data=log(10))
        self.assert_ended(result, 73, "s.json")
        self.assertEqual(os.listdir(self.folder), [])

    def test_no_space_left_is_an_error(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([os.environ["ANONLOG"]], input=log(10), stdout=full, stderr=subprocess.PIPE)
        self.assert_ended(result, 74, "No space left")


class Progress(ProgramTest):
    def on_a_terminal(self, *arguments, pieces=(), stdout=subprocess.DEVNULL):
        """What comes on a terminal that is stderr. `pieces` are written to stdin with pauses between."""
        master, terminal = pty.openpty()
        began = time.monotonic()
        process = subprocess.Popen([os.environ["ANONLOG"], *map(str, arguments)], stdin=subprocess.PIPE,
                                   stdout=terminal if stdout == "terminal" else stdout, stderr=terminal)
        os.close(terminal)
        self.addCleanup(os.close, master)
        shown = bytearray()
        def read():
            try:
                while True:
                    shown.extend(os.read(master, 65536))
            except OSError:  # EIO: the other end is closed
                pass
        reader = threading.Thread(target=read)
        reader.start()
        for piece in pieces:
            process.stdin.write(piece)
            process.stdin.flush()
            time.sleep(0.05)
        process.stdin.close()
        reader.join(timeout=60)
        self.assertEqual(process.wait(timeout=60), 0, shown)
        return shown.decode(), time.monotonic() - began

    def pieces(self):
        return [log(200)] * 30

    def test_a_pipe_has_no_total(self):
        shown, seconds = self.on_a_terminal(pieces=self.pieces())
        drawn = shown.split("\r")[1:]
        self.assertRegex(drawn[0], r"^anonlog: [0-9.]+ MB, [0-9]+ MB/s *$")
        self.assertNotIn("%", shown)
        self.assertLessEqual(len(drawn) - 2, seconds / 0.2)  # the last two take it away
        self.assertGreaterEqual(len(drawn) - 2, 3)
        self.assertEqual(drawn[-2:], [" " * len(drawn[-3].rstrip()), ""])
        self.assertNotIn("\n", shown)

    def test_files_have_a_total_and_a_time_left(self):
        data = log(20_000)
        small = self.write("a.log", data)
        packed = self.write("b.log.gz", gzip.compress(data, 1))
        total = (small.stat().st_size + packed.stat().st_size) * 20 / 1e6
        # xz at its slowest would not be slow enough: the output is, which this reads late.
        out = subprocess.Popen(["sh", "-c", "sleep 0.7; exec cat > /dev/null"], stdin=subprocess.PIPE)
        shown, _ = self.on_a_terminal("-j", "1", *[small, packed] * 20, stdout=out.stdin)
        out.stdin.close()
        out.wait()
        drawn = shown.split("\r")[1:]
        self.assertRegex(drawn[0], rf"^anonlog: [0-9.]+ of {total:.1f} MB \([0-9]+ %\), [0-9]+ MB/s, [0-9]+:[0-9][0-9] left *$")

    def test_it_is_taken_away_before_a_message(self):
        self.write("a.gz", gzip.compress(log(5))[:-8])
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        def write():
            with open(fifo, "wb", buffering=0) as pipe:
                for piece in self.pieces():
                    pipe.write(piece)
                    time.sleep(0.02)
        writer = threading.Thread(target=write)
        writer.start()
        shown, _ = self.on_a_terminal("--allow-truncated", fifo, self.folder / "a.gz")
        writer.join()
        self.assertRegex(shown, r"\ranonlog: [0-9.]+ MB, [0-9]+ MB/s *\r *\ranonlog: .*a\.gz: gzip data is cut off[^\r]*\r\n$")

    def test_it_is_only_shown_to_someone_who_looks_at_it_alone(self):
        shown, _ = self.on_a_terminal("--progress", "never", pieces=self.pieces())
        self.assertEqual(shown, "")
        shown, _ = self.on_a_terminal(pieces=self.pieces(), stdout="terminal")
        self.assertNotIn("MB/s", shown)
        shown, _ = self.on_a_terminal("-o", self.folder / "o.csv", pieces=self.pieces(), stdout="terminal")
        self.assertIn("MB/s", shown)
        shown, _ = self.on_a_terminal("--progress", "always", pieces=self.pieces(), stdout="terminal")
        self.assertIn("MB/s", shown)
        for arguments, expected in ([], b""), (["--progress", "always"], b"MB/s"):
            process = start("--dry-run", *arguments)
            for piece in self.pieces():
                process.stdin.write(piece)
                process.stdin.flush()
                time.sleep(0.02)
            _, err = process.communicate()
            self.assertIn(expected, err)
            self.assertEqual(bool(err), bool(arguments))


class StreamOutput(ProgramTest):
    def test_binary_never_goes_to_a_terminal(self):
        master, terminal = pty.openpty()
        process = subprocess.run([os.environ["ANONLOG"], "-z", "zstd"], input=log(10), stdout=terminal,
                                 stderr=subprocess.PIPE)
        os.close(terminal)
        os.close(master)
        self.assert_ended(process, 64, "terminal")

    def test_compressed_streams_are_whole(self):
        for kind, read in [("zstd", zstd_lines), ("zstd:3", zstd_lines), ("gzip", gzip.decompress),
                           ("gzip:1", gzip.decompress)]:
            result = run("-z", kind, data=log(1000))
            self.assert_ended(result, 0)
            self.assertEqual(len(records(read(result.stdout))), 1000, kind)

    def test_nothing_in_is_a_valid_nothing_out(self):
        for kind, read in [("zstd", zstd_lines), ("gzip", gzip.decompress)]:
            result = run("-z", kind)
            self.assert_ended(result, 0)
            self.assertEqual(read(result.stdout), b"", kind)

    def test_a_closed_reader_ends_it_quietly(self):
        process = start()
        process.stdout.close()
        try:
            process.stdin.write(log(20000))
            process.stdin.close()
        except BrokenPipeError:
            pass
        self.assertEqual(process.stderr.read(), b"")
        process.stderr.close()
        self.assertEqual(process.wait(), -signal.SIGPIPE)

    def test_an_open_pipe_gets_what_is_complete(self):
        process = start()
        began = time.monotonic()
        process.stdin.write(line("/first") + line("/second")[:30])
        process.stdin.flush()
        self.assertIn(b'"/first"', process.stdout.readline())
        self.assertLess(time.monotonic() - began, 5)
        process.stdin.write(line("/second")[30:])
        process.stdin.flush()
        self.assertIn(b'"/second"', process.stdout.readline())
        process.communicate()
        self.assertEqual(process.returncode, 0)

    def test_the_output_is_the_same_for_any_number_of_threads(self):
        # Large enough for several chunks; without a visitor, which is random in every run.
        policy = self.write("p.toml", b'extends = "standard"\n[columns]\nvisitor = "drop"\n')
        source = self.write("a.log", log(120_000))
        for form in ("ndjson", "csv", "tsv", "combined"):
            for kind in ("none", "zstd", "gzip:1"):
                one, two, five = (run("-p", policy, "-t", form, "-z", kind, "-j", n, source).stdout for n in (1, 2, 5))
                self.assertEqual(one, two, (form, kind))
                self.assertEqual(one, five, (form, kind))
                piped = run("-p", policy, "-t", form, data=source.read_bytes()).stdout
                if kind == "none":
                    self.assertEqual(one, piped)


class Forms(ProgramTest):
    def test_parquet_is_compressed_within(self):
        for arguments in (("-o", self.folder / "out.parquet.zst"), ("-o", self.folder / "a.parquet", "-z", "gzip"),
                          ("-t", "parquet", "-z", "none")):
            result = run(*arguments, data=b"")
            self.assert_ended(result, 64, "compressed within")
            self.assertEqual(os.listdir(self.folder), [])


if __name__ == "__main__":
    unittest.main()
