"""anonlog key, and runs with --key: as someone who makes, copies, ages, compares, loses and destroys keys."""

import contextlib
import datetime
import json
import os
import select
import time
import unittest

import key_reference
from key_reference import Key, day, fingerprint, step
from program import BROWSER, ProgramTest, records, run, start

FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
CHAIN = bytes(range(32))


def line(date, address="203.0.113.7", clock="12:00:00 +0000", path="/"):
    return (f'{address} - - [{date:%d/%b/%Y}:{clock}] "GET {path} HTTP/1.1" 200 5 "-" "{BROWSER}"\n').encode()


def visitors(output):
    return [record["visitor"] for record in records(output)]


class KeyTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.key = self.folder / "key"

    def info(self, path=None, **options):
        result = run("key", "info", "--json", path or self.key, **options)
        self.assert_ended(result, 0)
        return json.loads(result.stdout)

    def assert_holds(self, offset, path=None):
        self.assertEqual(key_reference.read(path or self.key).first_day(), day(offset))


class Commands(KeyTest):
    def test_new_makes_what_the_reference_reads(self):
        for keep_days, offset in ((None, -2), (1, 0), (3, -2), (366, -365)):
            path = self.folder / f"key{keep_days}"
            result = run("key", "new", path, *(["--keep-days", keep_days] if keep_days else []))
            self.assert_ended(result, 0)
            key = key_reference.read(path)
            self.assertEqual((key.keep_days, key.first_day()), (keep_days or 3, day(offset)))
            self.assertEqual(path.stat().st_mode & 0o7777, 0o600)
            self.assertIn(key.identity.encode(), result.stdout)
            self.assertNotIn(key.chains[key.first_day()].hex()[:8].encode(), result.stdout)

    def test_new_refuses_to_overwrite_and_wrong_days(self):
        run("key", "new", self.key)
        before = self.key.read_bytes()
        self.assert_ended(run("key", "new", self.key), 73, "there already")
        self.assertEqual(self.key.read_bytes(), before)
        for days in (0, 367, -1, "x"):
            self.assert_ended(run("key", "new", self.folder / "other", "--keep-days", days), 64)
        self.assert_ended(run("key", "new", self.folder / "none" / "key"), 66)
        self.assert_ended(run("key", "new", str(self.folder) + "/"), 64)
        self.assertEqual(sorted(os.listdir(self.folder)), ["key"])

    def test_info_has_the_fingerprints_of_the_reference_and_no_key(self):
        key = Key({day(-2): CHAIN, day(1): b"r" * 32})
        key.write(self.key)
        info = self.info()
        self.assertEqual(info["fingerprints"], {str(day(i)): fingerprint(key.chain(day(i)), day(i)) for i in range(-2, 2)})
        self.assertEqual((info["id"], info["keep_days"], info["first_day"], info["overdue_days"]),
                         (key.identity, 3, str(day(-2)), 0))
        text = run("key", "info", self.key).stdout.decode()
        for value in (*info["fingerprints"].values(), key.identity, "another key from here on"):
            self.assertIn(value, text)
        for chain in key.chains.values():
            self.assertNotIn(chain.hex()[:6], text.replace(key.identity, ""))

    def test_info_of_an_old_file_says_so_and_leaves_it(self):
        Key({day(-20): CHAIN}).write(self.key)
        before = self.key.read_bytes()
        self.assertEqual(self.info()["overdue_days"], 18)
        self.assertIn("18 days more than it should", run("key", "info", self.key).stdout.decode())
        self.assertEqual(self.key.read_bytes(), before)

    def test_advance_destroys_what_is_due_by_the_clock(self):
        for offset in range(-9, 4):
            key = Key({day(offset): CHAIN})
            key.write(self.key)
            self.assert_ended(run("key", "advance", self.key), 0)
            self.assertEqual(self.key.read_bytes(), key.advanced(day(-2)).text(), offset)
        before = Key({day(-10): CHAIN}).write(self.key).read_bytes()
        self.assert_ended(run("key", "advance", self.key), 77, f"anonlog key advance --force {self.key}")
        self.assertEqual(self.key.read_bytes(), before)
        self.assert_ended(run("key", "advance", "--force", self.key), 0)
        self.assertEqual(self.key.read_bytes(), Key({day(-2): step(CHAIN, 8)}).text())

    def test_rekey_changes_tomorrow_and_no_day_before(self):
        before = Key({day(-3): CHAIN})
        before.write(self.key)
        result = run("key", "rekey", self.key)
        self.assert_ended(result, 0)
        after = key_reference.read(self.key)
        self.assertNotEqual(after.identity, before.identity)
        self.assertIn(after.identity.encode(), result.stdout)
        self.assertEqual(sorted(after.chains), [day(-2), day(1)])
        for offset in range(-2, 1):
            self.assertEqual(after.chain(day(offset)), before.chain(day(offset)))
        self.assertNotEqual(after.chain(day(1)), before.chain(day(1)))
        Key({day(2): CHAIN}).write(self.key)
        self.assert_ended(run("key", "rekey", self.key), 77, "the clock is before")
        Key({day(-10): CHAIN}).write(self.key)
        self.assert_ended(run("key", "rekey", self.key), 77, "--force")

    def test_destroy_says_what_it_does_not_reach(self):
        Key({day(-2): CHAIN}).write(self.key)
        with self.key.open("rb") as held:
            result = run("key", "destroy", self.key)
            self.assertEqual(set(held.read()), {0})
        self.assert_ended(result, 0)
        for word in (b"copies", b"backups", b"snapshots", b"SSD", b"running processes"):
            self.assertIn(word, result.stdout)
        self.assertEqual(os.listdir(self.folder), [])
        self.assert_ended(run("key", "destroy", self.key), 66)
        for data in (line(day()), b"and", bytes(40_000) + b"data", bytes(40_000), Key({day(-2): CHAIN}).text() + bytes(1024)):
            other = self.write("other", data)
            self.assert_ended(run("key", "destroy", other), 78, "stays as it is")
            self.assertEqual(other.read_bytes(), data)

    def test_what_is_no_key_is_refused_without_showing_it(self):
        good = Key({day(-2): CHAIN}).text()
        for data, status in ((b"", 78), (good[:100], 78), (good.replace(b"keep_days 3", b"keep_days 4"), 78),
                             (line(day()), 78), (bytes(204), 78), (good + b"\n", 78)):
            self.key.touch(mode=0o600)
            self.key.write_bytes(data)
            for command in (["key", "info"], ["key", "advance"], ["key", "rekey"], ["--key"]):
                result = run(*command, self.key, data=line(day()))
                self.assert_ended(result, status)
                self.assertEqual(result.stdout, b"")
                self.assertEqual(self.key.read_bytes(), data)
                for secret in (b"203.0.113", CHAIN.hex()[:8].encode(), b"keep_days 4"):
                    self.assertNotIn(secret, result.stderr)

    def test_who_else_can_read_or_replace_it_is_refused(self):
        Key({day(-2): CHAIN}).write(self.key)
        for command in (["key", "info"], ["key", "advance"], ["--key"]):
            self.key.chmod(0o640)
            self.assert_ended(run(*command, self.key, data=line(day())), 77, "chmod 600")
            self.key.chmod(0o600)
            self.folder.chmod(0o770)
            self.assert_ended(run(*command, self.key, data=line(day())), 77, "its folder")
            self.folder.chmod(0o700)
            link = self.folder / "link"
            link.symlink_to("key")
            self.assert_ended(run(*command, link, data=line(day())), 77, "symbolic link")
            link.unlink()

    def test_no_subcommand_or_file_is_a_usage_error(self):
        for arguments in (["key"], ["key", "new"], ["key", "show", "k"], ["key", "advance", "--json", "k"]):
            self.assert_ended(run(*arguments), 64)


class Runs(KeyTest):
    def test_visitors_are_those_of_other_runs_and_machines(self):
        Key({day(-2): CHAIN}).write(self.key)
        other = Key({day(-1): step(CHAIN), day(3): b"x" * 32}).write(self.folder / "other")  # advanced and rekeyed elsewhere
        data = b"".join(line(day(offset)) for offset in (-2, -1, 0, 1))
        one = visitors(run("--key", self.key, data=data).stdout)
        self.assertEqual(one, visitors(run("--key", self.key, "-j", 1, data=data).stdout))
        self.assertEqual(len(set(one)), 4)
        self.assertNotIn(None, one)
        self.assertEqual(visitors(run("--key", other, data=data).stdout), [None, *one[1:]])
        self.assertNotEqual(one, visitors(run(data=data).stdout))

    def test_late_and_future_lines_have_none_and_are_counted(self):
        Key({day(-2): CHAIN}).write(self.key)
        before = self.key.read_bytes()
        data = line(day(-3), clock="23:59:59 +0000") + line(day(-2), clock="00:00:00 +0000") + line(day(2)) + \
            line(datetime.date(2099, 1, 1)) + line(day(-2), clock="00:30:00 +0100") + line(day(1), clock="23:30:00 -0100")
        result = run("--key", self.key, "--stats=json", data=data)
        stats = json.loads(result.stderr)
        self.assertEqual([visitor is None for visitor in visitors(result.stdout)], [True, False, True, True, True, True])
        self.assertEqual((stats["late_records"], stats["future_records"], stats["published"]), (2, 3, 6))
        self.assertEqual(self.key.read_bytes(), before, "no line moves the key")

    def test_the_file_is_advanced_before_the_first_byte(self):
        key = Key({day(-9): CHAIN})
        key.write(self.key)
        result = run("--key", self.key, data=line(day(-3)) + line(day(-2)))
        self.assert_ended(result, 0)
        self.assertEqual(result.stderr, b"")
        self.assertEqual([visitor is None for visitor in visitors(result.stdout)], [True, False])
        self.assertEqual(self.key.read_bytes(), key.advanced(day(-2)).text())

    def test_a_jump_over_seven_days_stops_the_run(self):
        before = Key({day(-10): CHAIN}).write(self.key).read_bytes()
        output = self.folder / "out.ndjson"
        result = run("--key", self.key, "-o", output, data=line(day()))
        self.assert_ended(result, 77, "anonlog key advance --force")
        self.assertEqual(self.key.read_bytes(), before)
        self.assertFalse(output.exists())

    def test_an_error_before_reading_destroys_nothing(self):
        before = Key({day(-5): CHAIN}).write(self.key).read_bytes()
        for arguments in (["-p", "none"], ["-f", "none"], ["-o", self.folder / "none" / "out"], ["nothing.log"],
                          ["--columns", "time"], ["--dry-run"]):
            run("--key", self.key, *arguments, data=line(day()))
            self.assertEqual(self.key.read_bytes(), before, arguments)

    def test_what_cannot_be_written_warns(self):
        key = Key({day(-4): CHAIN})
        key.write(self.key).chmod(0o400)
        expected = [None, *visitors(run("--key", key.advanced(day(-2)).write(self.folder / "other"), data=line(day(-2))).stdout)]
        data = line(day(-3)) + line(day(-2))
        environment = dict(os.environ, CREDENTIALS_DIRECTORY=str(self.folder))
        with self.key.open("rb") as file:
            fd = file.fileno()
            for place, options in ((self.key, {}), ("credential:key", {"env": environment}), (f"fd:{fd}", {"pass_fds": [fd]})):
                result = run("--key", place, data=data, **options)
                self.assert_ended(result, 0, "holds keys of 2 days more than it should")
                self.assertEqual(visitors(result.stdout), expected, place)
        self.assertEqual(self.key.read_bytes(), key.text())

    def test_a_clock_before_the_key_warns_and_changes_nothing(self):
        key = Key({day(2): CHAIN})
        key.write(self.key)
        result = run("--key", self.key, data=line(day()) + line(day(2)))
        self.assert_ended(result, 0, "the clock is before the key's days")
        self.assertEqual([visitor is None for visitor in visitors(result.stdout)], [True, False])
        self.assertEqual(self.key.read_bytes(), key.text())

    def test_a_key_that_makes_nothing_is_refused(self):
        Key({day(-2): CHAIN}).write(self.key)
        log = self.write("access.log", line(day()))
        for arguments in (["--columns", "time,network"], ["-p", "public"], ["-t", "combined"]):
            self.assert_ended(run("--key", self.key, *arguments, log), 64, "--key: no column that is written")

    def test_a_key_on_the_command_line_is_refused_and_not_shown(self):
        for command in (["--key"], ["key", "info"]):
            result = run(*command, CHAIN.hex(), data=line(day()))
            self.assert_ended(result, 64, "not a key")
            self.assertNotIn(CHAIN.hex()[:8].encode(), result.stderr + result.stdout)

    def test_a_key_of_long_ago_is_shown_all_the_same(self):
        Key({datetime.date(1970, 1, 1): CHAIN}, keep_days=366).write(self.key)
        log = self.write("access.log", line(datetime.date(1971, 6, 1)))
        self.assertEqual(len(self.info()["fingerprints"]), 732)
        self.assertRegex(run("explain", "--key", self.key, log).stdout.decode(), r"visitor +[0-9a-f]{16}")

    def test_all_days_that_a_key_may_keep_have_visitors(self):
        key = Key({day(-365): CHAIN}, keep_days=366)
        key.write(self.key)
        data = b"".join(line(day(offset)) for offset in range(-366, 3))
        result = run("--key", self.key, "-j", 2, data=data)
        self.assert_ended(result, 0)
        found = visitors(result.stdout)
        self.assertEqual((found[0], found[-1], len(set(found))), (None, None, 368))

    def test_a_key_is_no_output(self):
        before = Key({day(-2): CHAIN}).write(self.key).read_bytes()
        for option in ("-o", "--stats-file"):
            self.assert_ended(run("--key", self.key, option, self.key, data=line(day())), 64, "it is the key as well")
        self.assertEqual(self.key.read_bytes(), before)

    def test_explain_shows_the_same_visitor_and_leaves_the_file(self):
        before = Key({day(-2): CHAIN}).write(self.key).read_bytes()
        log = self.write("access.log", line(day()))
        visitor = visitors(run("--key", self.key, log).stdout)[0]
        self.assertIn(visitor, run("explain", "--key", self.key, log).stdout.decode())
        self.assertNotIn(visitor, run("explain", log).stdout.decode())
        self.assertEqual(self.key.read_bytes(), before)

    def test_many_runs_at_once_advance_it_once(self):
        key = Key({day(-8): CHAIN})
        key.write(self.key)
        runs = [start("--key", self.key) for _ in range(12)]
        outputs = [process.communicate(line(day()), timeout=60) for process in runs]
        self.assertEqual({process.returncode for process in runs}, {0}, outputs)
        self.assertEqual(len({visitors(out)[0] for out, _ in outputs}), 1)
        self.assertEqual(self.key.read_bytes(), key.advanced(day(-2)).text())
        self.assertEqual(os.listdir(self.folder), ["key"])


@unittest.skipUnless(os.path.exists(FAKETIME), "faketime is not installed")
@unittest.skipIf(os.environ.get("ANONLOG_SANITIZE"), "a sanitizer must be loaded first")
class Midnight(KeyTest):
    """Two live runs of one key, while a day ends and no line comes."""

    def start_at(self, clock):
        environment = dict(os.environ, LD_PRELOAD=FAKETIME, FAKETIME=f"@{clock}", TZ="UTC", NO_FAKE_STAT="1",
                           FAKETIME_DONT_FAKE_MONOTONIC="1")
        process = start("--key", self.key, "--stats=json", env=environment, bufsize=0)

        def end():
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self.addCleanup(end)
        return process

    def ask(self, process, date):
        process.stdin.write(line(date))
        ready, _, _ = select.select([process.stdout], [], [], 20)
        self.assertTrue(ready, "no record came")
        return visitors(process.stdout.readline())[0]

    def test_the_old_day_dies_in_memory_and_file_and_the_new_one_works(self):
        today = datetime.date(2031, 3, 30)  # the clocks of Europe go forward
        at = lambda offset: today + datetime.timedelta(days=offset)
        key = Key({at(-2): CHAIN})
        key.write(self.key)
        processes = [self.start_at(f"{today} 23:59:58") for _ in range(2)]
        before = [[self.ask(process, at(offset)) for offset in range(-3, 3)] for process in processes]
        self.assertEqual(before[0], before[1])
        self.assertEqual([visitor is None for visitor in before[0]], [True, False, False, False, False, True])
        end = time.monotonic() + 20
        while self.key.read_bytes() == key.text() and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(self.key.read_bytes(), key.advanced(at(-1)).text(), "without a line")
        time.sleep(1.2)  # the other one has seen midnight too
        after = [[self.ask(process, at(offset)) for offset in range(-3, 4)] for process in processes]
        self.assertEqual(after[0], after[1])
        self.assertEqual(after[0][:2], [None, None])
        self.assertEqual(after[0][2:5], before[0][2:5])
        self.assertIsNotNone(after[0][5])
        self.assertIsNone(after[0][6])
        for process in processes:
            process.stdin.close()
            stats = json.loads(process.stderr.read())
            self.assertEqual((stats["late_records"], stats["future_records"]), (3, 2))
            self.assertEqual(process.wait(20), 0)
        self.assertEqual(os.listdir(self.folder), ["key"])


if __name__ == "__main__":
    unittest.main()
