"""Streams that stay open: how late a record is, what signals do, pipes with names, silence, slow readers."""

import contextlib
import fcntl
import gzip
import os
import pathlib
import random
import select
import signal
import socket
import statistics
import struct
import subprocess
import termios
import threading
import time
import unittest
import zlib

from program import ANONLOG, ProgramTest, line, log, records, start

TOO_LONG = 20  # seconds: what hangs fails


def read_line(pipe):
    """The next line, however long it takes up to TOO_LONG; empty when none comes."""
    ready, _, _ = select.select([pipe], [], [], TOO_LONG)
    return pipe.readline() if ready else b""


def read_until(pipe, is_enough):
    """Reads what comes until it is enough, for TOO_LONG at most."""
    data, end = b"", time.monotonic() + TOO_LONG
    while not is_enough(data) and time.monotonic() < end:
        ready, _, _ = select.select([pipe], [], [], 0.1)
        if ready:
            data += os.read(pipe.fileno(), 65536)
    return data


def unzip_what_came(data, kind):
    """Decompresses data that may end within a frame; says also whether it does."""
    if kind == "gzip":
        text = b""
        while data:
            member = zlib.decompressobj(31)
            text += member.decompress(data)
            if not member.eof:
                return text, False
            data = member.unused_data
        return text, True
    result = subprocess.run(["zstd", "-dcq"], input=data, capture_output=True)
    return result.stdout, result.returncode == 0


def cpu_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_bytes(process):
    return int(pathlib.Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class LiveTest(ProgramTest):
    def start(self, *arguments, **options):
        process = start(*arguments, bufsize=0, **options)  # so that select() sees all that was not read
        def end():
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self.addCleanup(end)
        return process

    def send(self, process, data):
        process.stdin.write(data)
        process.stdin.flush()

    def wait_until(self, is_so):
        end = time.monotonic() + TOO_LONG
        while not is_so():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.005)

    def wait_until_it_listens(self, process):
        """A signal in the first milliseconds ends any program: before it can say what it wants."""
        def has_eventfd():
            with contextlib.suppress(FileNotFoundError):  # one that was just closed
                folder = f"/proc/{process.pid}/fd"
                return any("eventfd" in os.readlink(f"{folder}/{fd}") for fd in os.listdir(folder))
        self.wait_until(has_eventfd)
        time.sleep(0.02)

    def wait_until_taken(self, process):
        """All that was sent was read from the pipe, and was put where it belongs."""
        def is_empty():
            return struct.unpack("i", fcntl.ioctl(process.stdin, termios.FIONREAD, bytes(4)))[0] == 0
        self.wait_until(is_empty)
        time.sleep(0.1)

    def is_running(self, process, path="/started"):
        """Sends a first line and waits for its record."""
        self.send(process, line(path))
        self.assertIn(path.encode(), read_line(process.stdout))

    def ended(self, process, status, message=None):
        """Closes stdin, waits for the end, and gives what came on stdout."""
        out, err = process.communicate(timeout=TOO_LONG)
        self.assertEqual(process.returncode, status, err)
        self.assertEqual(err.decode() if message is None else message in err.decode(), "" if message is None else True, err)
        return out


class Latency(LiveTest):
    def assert_prompt(self, delays):
        """A machine that is busy elsewhere delays a few lines; the program would delay all."""
        self.assertLess(statistics.median(delays), 0.050, delays)
        self.assertLess(sorted(delays)[len(delays) * 9 // 10], 0.200, delays)

    def test_a_line_is_out_within_50_ms(self):
        rng = random.Random(7)
        for arguments in ([], ["-f", "combined"], ["-j", "1", "-t", "csv"]):
            process = self.start(*arguments)
            self.send(process, line("/started"))
            if "csv" in arguments:
                self.assertIn(b"time,", read_line(process.stdout))
            self.assertIn(b"/started", read_line(process.stdout))
            delays = []
            for i in range(100):
                time.sleep(rng.choice([0, 0.001, 0.004, 0.007, 0.02, 0.05]))
                began = time.monotonic()
                self.send(process, line(f"/{i}"))
                self.assertIn(f"/{i}".encode(), read_line(process.stdout))
                delays.append(time.monotonic() - began)
            self.assert_prompt(delays)
            if os.environ.get("ANONLOG_SHOW"):
                print(f"{arguments}: p50 {statistics.median(delays) * 1e3:.1f} ms, max {max(delays) * 1e3:.1f} ms")
            self.ended(process, 0)

    def test_a_wrapped_line_is_out_within_50_ms(self):
        cri = lambda data, kind=b"F": b"2025-11-23T17:37:28.669794202Z stdout %s %s" % (kind, data)
        syslog = lambda data, program=b"nginx": b"<190>Nov 23 17:37:28 web1 %s: %s" % (program, data)
        for wrap in (cri, syslog):
            process = self.start()
            self.send(process, wrap(line("/started")))
            self.assertIn(b"/started", read_line(process.stdout))
            delays = []
            for i in range(50):
                if wrap is cri:  # the first piece alone is no record, and does not hold up the others
                    self.send(process, cri(line(f"/{i}")[:40] + b"\n", b"P"))
                    rest = line(f"/{i}")[40:]
                else:
                    self.send(process, syslog(b"a line of another daemon\n", b"sshd"))
                    rest = line(f"/{i}")
                time.sleep(0.01)
                began = time.monotonic()
                self.send(process, wrap(rest))
                self.assertIn(f"/{i}".encode(), read_line(process.stdout))
                delays.append(time.monotonic() - began)
            self.assert_prompt(delays)
            self.ended(process, 0)

    def test_a_stream_may_begin_with_lines_of_other_programs(self):
        for arguments in ([], ["-f", "combined"]):
            process = self.start(*arguments, "--stats")
            for other in (b"sshd[1]: a line of another daemon\n", b"kernel: another\n"):
                self.send(process, b"Nov 23 17:37:28 web1 " + other)
                time.sleep(0.4)
            self.send(process, b"Nov 23 17:37:28 web1 nginx: " + line("/first"))
            self.assertIn(b"/first", read_line(process.stdout))
            out, err = process.communicate(timeout=TOO_LONG)
            self.assertEqual(process.returncode, 0, err)
            self.assertRegex(err.decode(), r"skipped +2  \(other_program 2\)")

    def test_a_line_is_out_within_50_ms_when_the_next_come_at_once(self):
        process = self.start()
        self.is_running(process)
        sent, delays = {}, []
        os.set_blocking(process.stdout.fileno(), False)
        end, i, came = time.monotonic() + 1, 0, b""
        while time.monotonic() < end or len(delays) < i:
            self.assertLess(time.monotonic(), end + TOO_LONG)
            if time.monotonic() < end:
                sent[i] = time.monotonic()
                self.send(process, line(f"/{i}/"))
                i += 1
            time.sleep(0.002)  # shorter than any silence that is waited for
            with contextlib.suppress(BlockingIOError):
                came += os.read(process.stdout.fileno(), 1 << 20)
            *whole, came = came.split(b"\n")
            for record in records(b"\n".join(whole)):
                delays.append(time.monotonic() - sent[int(record["path"].strip("/"))])
        self.assertGreater(len(delays), 50)
        self.assert_prompt(delays)
        if os.environ.get("ANONLOG_SHOW"):
            print(f"busy: {len(delays)} lines, p50 {statistics.median(delays) * 1e3:.1f} ms, max {max(delays) * 1e3:.1f} ms")

    def test_the_lines_that_tail_follows_come_through(self):
        source = self.write("access.log", line("/old"))
        with subprocess.Popen(["tail", "-n", "+1", "-F", source], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as tail, \
             subprocess.Popen([ANONLOG], stdin=tail.stdout, stdout=subprocess.PIPE, bufsize=0) as process:
            try:
                self.assertIn(b"/old", read_line(process.stdout))
                with open(source, "ab") as file:
                    file.write(line("/new"))
                self.assertIn(b"/new", read_line(process.stdout))
                source.rename(self.folder / "access.log.1")
                self.write("access.log", line("/rotated"))
                self.assertIn(b"/rotated", read_line(process.stdout))
            finally:
                tail.kill()
            self.assertEqual(process.wait(timeout=TOO_LONG), 0)

    def test_what_is_flushed_can_be_read_while_more_is_written(self):
        for kind in ("zstd", "gzip"):
            process = self.start("-z", kind, "--flush-interval", "300ms")
            began = time.monotonic()
            self.send(process, line("/first"))
            def came(path):
                return lambda data: path in unzip_what_came(data, kind)[0]
            data = read_until(process.stdout, came(b"/first"))
            self.assertLess(time.monotonic() - began, 5)
            text, is_whole = unzip_what_came(data, kind)
            self.assertEqual(([r["path"] for r in records(text)], is_whole), (["/first"], True), kind)
            self.send(process, line("/second"))
            text, is_whole = unzip_what_came(read_until(process.stdout, came(b"/second")), kind)
            self.assertEqual(([r["path"] for r in records(text)], is_whole), (["/second"], True), kind)
            self.assertIsNone(process.poll())

    def test_lines_that_come_on_and_on_are_flushed_too(self):
        process = self.start("-z", "zstd", "--flush-interval", "300ms")
        os.set_blocking(process.stdout.fileno(), False)
        frames, end = 0, time.monotonic() + 2
        while time.monotonic() < end:
            self.send(process, line())
            time.sleep(0.01)
            data = process.stdout.read()
            if data:
                self.assertTrue(unzip_what_came(data, "zstd")[1])
                frames += 1
        self.assertGreaterEqual(frames, 3)


class Signals(LiveTest):
    def test_lines_behind_sigterm_are_kept_as_apache_needs_it(self):
        for arguments, read in ([], bytes), (["-z", "zstd"], lambda data: unzip_what_came(data, "zstd")[0]), \
                               (["-z", "gzip"], gzip.decompress), (["-f", "combined", "-j", "1"], bytes):
            process = self.start(*arguments)
            self.send(process, line("/before"))
            self.wait_until_it_listens(process)  # so while it starts, or judges
            process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            self.send(process, line("/after"))
            time.sleep(0.1)
            self.send(process, line("/last"))
            paths = [r["path"] for r in records(read(self.ended(process, 0)))]
            self.assertEqual(paths, ["/before", "/after", "/last"], arguments)

    def test_sigterm_then_the_end_commits_the_file(self):
        out = self.folder / "o.ndjson.gz"
        process = self.start("-o", out, "--stats=json")
        self.send(process, line("/before"))
        self.wait_until_taken(process)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        self.assertFalse(out.exists())
        self.send(process, line("/after"))
        self.ended(process, 0, '"complete":true')
        self.assertEqual([r["path"] for r in records(gzip.decompress(out.read_bytes()))], ["/before", "/after"])

    def test_an_input_that_stays_open_is_given_the_term_timeout(self):
        for sent in (b"", line("/whole") + line("/cut")[:-20]):
            out = self.folder / "o.ndjson"
            process = self.start("-o", out, "--term-timeout", "700ms", "--stats=json")
            self.send(process, sent)
            self.wait_until_it_listens(process)
            self.wait_until_taken(process)
            process.send_signal(signal.SIGTERM)
            began = time.monotonic()
            self.assertEqual(process.wait(timeout=TOO_LONG), 0)
            self.assertGreater(time.monotonic() - began, 0.6)
            err = process.stderr.read().decode()
            self.assertIn("stdin: was still open 0.7 s after SIGTERM (--term-timeout)", err)
            self.assertIn('"complete":true', err)
            paths = [r["path"] for r in records(out.read_bytes())]
            self.assertEqual(paths, ["/whole"] if sent else [])

    def test_a_stream_that_never_rests_is_given_the_term_timeout_too(self):
        process = self.start("--term-timeout", "500ms", "-o", self.folder / "o.csv")
        data = log(1000)
        self.send(process, data)
        self.wait_until_taken(process)
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        with contextlib.suppress(BrokenPipeError):
            while time.monotonic() - began < TOO_LONG:
                self.send(process, data)
        self.assertLess(time.monotonic() - began, TOO_LONG / 2)
        self.assertEqual(process.wait(timeout=TOO_LONG), 0)

    def test_interrupting_a_stream_flushes_what_came_and_ends_by_the_signal(self):
        process = self.start("-z", "zstd", "--flush-interval", "3600")
        self.send(process, line("/one") + line("/two") + line("/cut")[:-20])
        self.wait_until_taken(process)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=TOO_LONG), -signal.SIGINT)
        text, is_whole = unzip_what_came(process.stdout.read(), "zstd")
        self.assertEqual(([r["path"] for r in records(text)], is_whole), (["/one", "/two"], True))
        self.assertIn(b"interrupted: stdin: was not read to its end", process.stderr.read())

    def test_interrupting_commits_nothing(self):
        process = self.start("-o", self.folder / "o.csv", "--stats-file", self.folder / "s.json")
        self.send(process, line())
        self.wait_until_taken(process)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=TOO_LONG), -signal.SIGINT)
        self.assertEqual(os.listdir(self.folder), ["s.json"])
        self.assertIn('"complete":false', (self.folder / "s.json").read_text())

    def test_a_second_signal_ends_it_at_once(self):
        for second in (signal.SIGTERM, signal.SIGINT):
            process = self.start("-o", self.folder / "o.csv")
            self.send(process, line())
            self.wait_until_taken(process)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            self.assertIsNone(process.poll())
            process.send_signal(second)
            self.assertEqual(process.wait(timeout=TOO_LONG), -second)
            self.assertEqual(os.listdir(self.folder), [])

    def test_a_signal_sent_to_process_and_group_is_one(self):
        process = self.start()
        self.is_running(process)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        self.send(process, line("/after"))
        self.assertIn(b"/after", self.ended(process, 0))

    def test_a_file_is_not_finished_when_a_signal_came(self):
        source = self.write("a.log", log(200_000))
        for sent in (signal.SIGTERM, signal.SIGINT):
            process = self.start(source)  # its output is not read
            read_line(process.stdout)
            began = time.monotonic()
            process.send_signal(sent)
            self.assertEqual(process.wait(timeout=TOO_LONG), -sent)
            self.assertLess(time.monotonic() - began, 5)

    def test_ignored_signals_stay_ignored(self):
        def ignore():
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        process = self.start("--term-timeout", "100ms", preexec_fn=ignore)
        self.is_running(process)
        for sent in (signal.SIGINT, signal.SIGTERM):
            process.send_signal(sent)
        time.sleep(0.3)
        self.send(process, line("/after"))
        self.assertIn(b"/after", self.ended(process, 0))

    def test_a_socket_is_drained_too(self):
        ours, theirs = socket.socketpair()
        with ours:
            process = subprocess.Popen([ANONLOG], stdin=theirs, stdout=subprocess.PIPE, bufsize=0)
            theirs.close()
            ours.sendall(line("/before"))
            self.assertIn(b"/before", read_line(process.stdout))
            process.send_signal(signal.SIGTERM)
            time.sleep(0.1)
            ours.sendall(line("/after"))
        out, _ = process.communicate(timeout=TOO_LONG)
        self.assertEqual(process.returncode, 0)
        self.assertIn(b"/after", out)

    def test_a_compressed_stream_is_drained_too(self):
        process = self.start()
        data = gzip.compress(line("/one")) + gzip.compress(line("/two"))
        self.send(process, data[:-10])
        self.wait_until_taken(process)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.1)
        self.send(process, data[-10:])
        self.assertEqual([r["path"] for r in records(self.ended(process, 0))], ["/one", "/two"])


class NamedPipe(LiveTest):
    def setUp(self):
        super().setUp()
        self.pipe = self.folder / "pipe"
        os.mkfifo(self.pipe)

    def test_it_is_read_from_its_first_writer_until_the_last_closes_it(self):
        process = self.start(self.pipe)
        time.sleep(0.2)
        self.assertIsNone(process.poll())  # waits for a writer
        first = open(self.pipe, "wb", buffering=0)
        first.write(line("/1"))
        self.assertIn(b"/1", read_line(process.stdout))
        second = open(self.pipe, "wb", buffering=0)
        first.close()
        second.write(line("/2"))
        self.assertIn(b"/2", read_line(process.stdout))
        self.assertIsNone(process.poll())
        second.close()
        self.assertEqual(process.wait(timeout=TOO_LONG), 0)

    def test_opened_for_both_by_the_shell_it_never_ends_but_by_a_signal(self):
        process = subprocess.Popen(["sh", "-c", 'exec "$0" --term-timeout 300ms <> "$1"', ANONLOG, self.pipe],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
        for path in ("/1", "/2"):
            with open(self.pipe, "wb", buffering=0) as writer:
                writer.write(line(path))
            self.assertIn(path.encode(), read_line(process.stdout))
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=TOO_LONG)
        self.assertEqual((process.returncode, out), (0, b""))
        self.assertIn(b"still open", err)

    def test_a_signal_ends_it_while_it_waits_for_a_writer(self):
        out = self.folder / "o.csv"
        process = self.start("--term-timeout", "200ms", "-o", out, self.pipe)
        self.wait_until_it_listens(process)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=TOO_LONG), 0)
        self.assertTrue(out.read_bytes().startswith(b"time,"))
        process = self.start(self.pipe)
        self.wait_until_it_listens(process)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=TOO_LONG), -signal.SIGINT)

    def test_inputs_behind_one_that_stays_open_are_missed_loudly(self):
        process = self.start("--term-timeout", "100ms", "-o", self.folder / "o.csv", self.pipe, self.write("b.log", line()))
        self.wait_until_it_listens(process)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=TOO_LONG), 74)
        self.assertIn(b"were not read", process.stderr.read())
        self.assertFalse((self.folder / "o.csv").exists())


class Restraint(LiveTest):
    def test_silence_costs_nothing(self):
        for drains in (False, True):
            process = self.start()
            self.is_running(process)
            self.send(process, line()[:30])  # an unfinished line is no reason either
            if drains:
                process.send_signal(signal.SIGTERM)
            time.sleep(0.2)
            before = cpu_seconds(process)
            time.sleep(1)
            self.assertLess(cpu_seconds(process) - before, 0.05)

    def test_a_reader_that_went_away_is_noticed_with_the_next_line(self):
        for arguments in ([], ["-z", "zstd", "--flush-interval", "100ms"]):
            process = self.start(*arguments)
            self.send(process, line())
            self.assertTrue(read_until(process.stdout, bool))
            process.stdout.close()
            time.sleep(0.1)
            self.assertIsNone(process.poll())
            self.send(process, line())
            self.assertEqual(process.wait(timeout=TOO_LONG), -signal.SIGPIPE)
            self.assertEqual(process.stderr.read(), b"")

    @unittest.skipIf(os.environ.get("ANONLOG_SANITIZE"), "a sanitizer's memory is not the program's")
    def test_a_slow_reader_holds_the_writer_up_and_memory_does_not_grow(self):
        process = self.start("-j", "2")
        fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, 4096)
        os.set_blocking(process.stdin.fileno(), False)
        data, sent, at, last = log(20_000), 0, 0, time.monotonic()
        while time.monotonic() - last < 1:  # nothing was taken for a second: it is held up
            try:
                taken = os.write(process.stdin.fileno(), data[at:])
            except BlockingIOError:
                time.sleep(0.01)
                continue
            at, sent, last = (at + taken) % len(data), sent + taken, time.monotonic()
            self.assertLess(sent, 100 << 20)
        self.assertLess(resident_bytes(process), 100 << 20)
        # Nothing is lost by it.
        os.set_blocking(process.stdin.fileno(), True)
        out = []
        reader = threading.Thread(target=lambda: out.append(process.stdout.read()))
        reader.start()
        process.stdin.write(data[at:])
        process.stdin.close()
        reader.join(timeout=60)
        self.assertEqual(process.wait(timeout=TOO_LONG), 0)
        self.assertEqual(out[0].count(b"\n"), (sent + len(data) - at) // len(data) * 20_000)


if __name__ == "__main__":
    unittest.main()
