"""anonlog reveal: pseudonyms back to addresses, and the log of who asked."""

import datetime
import gzip
import json
import os
import stat
import subprocess
import unittest

from program import ANONLOG, ProgramTest, records, run

TODAY = datetime.datetime.now(datetime.timezone.utc).date()
YESTERDAY = TODAY - datetime.timedelta(days=1)
LONG_AGO = TODAY - datetime.timedelta(days=30)

FORMAT = '$remote_addr $realip_remote_addr "$http_x_forwarded_for" [$time_local] "$request" $status "$http_user_agent"'
ACTIONS = ("deterministic", "nd", "ndx", "pfx", "cryptopan")
WRITTEN_AS_ADDRESS = ("deterministic", "pfx", "cryptopan")
ADDRESSES = ("203.0.113.7", "203.0.113.8", "2001:db8::1:17", "2001:db8:0:1::2", "255.255.255.255", "0.0.0.1")
PEER = "10.1.2.3"
FORWARDED = ("198.51.100.99", "2001:db8:ffff::1")


def log_line(address, day, forwarded="-"):
    return f'{address} {PEER} "{forwarded}" [{day:%d/%b/%Y}:12:00:00 +0000] "GET /a HTTP/1.1" 200 "curl/8"\n'.encode()


class Reveal(ProgramTest):
    def setUp(self):
        super().setUp()
        self.assert_ended(self.run_here("key", "new", "k"), 0)
        self.log = b"".join(log_line(a, day, ", ".join(("unknown",) + FORWARDED)) for a in ADDRESSES
                            for day in (TODAY, YESTERDAY))
        self.write("a.log", self.log)

    def run_here(self, *arguments, **options):
        return run(*arguments, cwd=self.folder, **options)

    def policy(self, **columns):
        self.write("p.toml", ('extends = "standard"\nsite = "example.org"\n[columns]\n' +
                              "".join(f"{name} = {rule}\n" for name, rule in columns.items())).encode())

    def publish(self, name, *arguments, key="k"):
        self.assert_ended(self.run_here("--key", key, "-p", "p.toml", "-f", FORMAT, "-o", name, *arguments, "a.log"), 0)
        return name

    def reveal(self, *arguments, status=0, key="k", **options):
        result = self.run_here("reveal", "--key", key, "--reason", "a test", *arguments, **options)
        self.assertEqual(result.returncode, status, result.stderr)
        return [line.split("\t") for line in result.stdout.decode().splitlines()]

    def logged(self, name="k.reveal-log"):
        return records((self.folder / name).read_bytes())


class Published(Reveal):
    def expected(self, columns, days=(TODAY, YESTERDAY)):
        found = {"client": ADDRESSES, "peer": (PEER,), "forwarded_for": FORWARDED}
        return sorted({(str(day), column, address) for day in days for column in columns for address in found[column]})

    def test_every_action_comes_back_out_of_every_form(self):
        for action in ACTIONS:
            for as_address in (False, True) if action in WRITTEN_AS_ADDRESS else (False,):
                rule = f'{{ action = "{action}", as_address = true }}' if as_address else f'"{action}"'
                self.policy(client=rule, peer=rule, forwarded_for=rule)
                for name, *form in (["o.ndjson"], ["o.csv.gz"], ["o.tsv.zst"], ["o.parquet"], ["o.log"], ["o.log", "-t", "common"],
                                    ["o.log", "-t", "$msec $remote_addr"], ["o.log.gz", "-t", "$remote_addr|$time_iso8601"]):
                    is_log = name.startswith("o.log")
                    if is_log and not as_address:
                        continue
                    answers = self.reveal(self.publish(name, *form))
                    columns = ["client"] if is_log else ["client", "peer", "forwarded_for"]
                    self.assertEqual(sorted({(day, column, address) for day, column, _, address in answers}),
                                     self.expected(columns), (action, as_address, name))
                    self.assertEqual(len(answers), len({tuple(answer) for answer in answers}))

    def test_tokens_are_those_that_stand_in_the_file(self):
        self.policy(client='"pfx"')
        rows = records((self.folder / self.publish("o.ndjson")).read_bytes())
        answers = {(day, token): address for day, _, token, address in self.reveal("o.ndjson")}
        for row, text in zip(rows, self.log.decode().splitlines()):
            self.assertEqual(answers[row["time"][:10], row["client"]], text.split()[0])

    def test_a_day_and_a_column_can_be_chosen(self):
        self.policy(client='"nd"', peer='"pfx"')
        self.publish("o.csv")
        found = {(day, column, address) for day, column, _, address in
                 self.reveal("--date", YESTERDAY, "--column", "peer", "o.csv")}
        self.assertEqual(sorted(found), self.expected(["peer"], [YESTERDAY]))
        self.assertEqual((self.logged()[-1]["columns"], self.logged()[-1]["days"]), (["peer"], [str(YESTERDAY)]))

    def test_of_records_without_time_the_date_must_be_said(self):
        self.policy(client='"pfx"')
        self.write("a.log", log_line(ADDRESSES[0], TODAY))
        self.publish("o.csv", "--columns", "path,client")
        self.assertEqual(self.reveal("o.csv", status=65)[0][3], "")
        self.assertEqual(self.reveal("--date", TODAY, "o.csv")[0][3], ADDRESSES[0])

    def test_a_pipe_with_meta_lines_tells_how_it_was_made(self):
        self.policy(client='"pfx"')
        one = self.run_here("--key", "k", "-p", "p.toml", "-f", FORMAT, "--meta-line", "a.log").stdout
        self.policy(client='"nd"')
        two = self.run_here("--key", "k", "-p", "p.toml", "-f", FORMAT, "--meta-line", "a.log").stdout
        answers = self.reveal("/dev/stdin", data=gzip.compress(one + two))
        self.assertEqual(sorted({(day, column, address) for day, column, _, address in answers}),
                         self.expected(["client"]))
        self.assertEqual({len(token) for _, _, token, _ in answers}, {8, 32, 48})

    def test_without_what_tells_how_it_was_made_the_policy_must_be_said(self):
        self.policy(client='"pfx"')
        self.publish("o.csv")
        (self.folder / "o.csv.meta.json").unlink()
        self.assert_ended(self.run_here("reveal", "--key", "k", "--reason", "x", "o.csv"), 64, "--policy")
        self.assertFalse((self.folder / "k.reveal-log").exists())
        self.assertEqual(len(self.reveal("-p", "p.toml", "o.csv")), 2 * len(ADDRESSES))

    def test_networks_of_combined_lines_are_no_tokens(self):
        self.policy(client='"pfx"')
        self.assert_ended(self.run_here("-f", FORMAT, "-o", "o.log", "a.log"), 0)
        (self.folder / "o.log.meta.json").unlink()
        self.assertEqual(self.reveal("-p", "p.toml", "o.log"), [])

    def test_days_without_a_key_have_no_answer(self):
        self.policy(client='"pfx"')
        rows = records((self.folder / self.publish("o.ndjson")).read_bytes())
        for row in rows:
            row["time"] = f"{LONG_AGO}T00:00:00Z"
        self.write("old.ndjson", b"".join(json.dumps(row).encode() + b"\n" for row in rows))
        result = self.run_here("reveal", "--key", "k", "--reason", "x", "-p", "p.toml", "old.ndjson")
        self.assert_ended(result, 65, "12 of 12 tokens have no answer: 12 of a day whose key is not there")
        self.assertEqual({line.split(b"\t")[3] for line in result.stdout.splitlines()}, {b""})
        self.assertEqual((self.logged()[-1]["asked"], self.logged()[-1]["answered"]), (12, 0))


class Tokens(Reveal):
    def test_they_come_back_line_by_line(self):
        self.policy(client='"deterministic"')
        rows = records((self.folder / self.publish("o.ndjson")).read_bytes())
        tokens = [row["client"] for row in rows if row["time"].startswith(str(TODAY))]
        for data in ("\n".join(tokens), "".join(f'"{token}"\r\nnull\n' for token in tokens)):
            answers = self.reveal("-p", "p.toml", "--date", TODAY, data=data.encode())
            self.assertEqual(answers, [[str(TODAY), "client", token, address] for token, address in
                                       zip(tokens, ADDRESSES)])

    def test_what_is_none_has_no_answer_and_is_not_printed(self):
        self.policy(client='"deterministic"')
        result = self.run_here("reveal", "--key", "k", "--reason", "x", "-p", "p.toml", "--date", TODAY,
                               data=b"alice@example.org\n00112233\n" + b"00" * 16 + b"\n")
        self.assert_ended(result, 65, "2 of 3 tokens have no answer")
        self.assertNotIn(b"alice", result.stdout + result.stderr)
        self.assertEqual(len(result.stdout.splitlines()), 3)
        self.assertEqual((self.logged()[0]["asked"], self.logged()[0]["answered"]), (3, 1))

    def test_it_must_be_said_what_they_are(self):
        self.policy(client='"pfx"', peer='"pfx"', user='"token"')
        for arguments, message in ((["-p", "p.toml"], "--date"), (["--date", TODAY], "--policy"),
                                   (["--date", TODAY, "-p", "p.toml"], "client, peer"),
                                   (["--date", TODAY, "-p", "p.toml", "--column", "user"], "client, peer"),
                                   (["--date", TODAY, "-p", "standard"], "no column that can be turned back"),
                                   (["--date", "2026-02-30", "-p", "p.toml"], "--date"),
                                   (["--date", f"{TODAY}x", "-p", "p.toml"], "--date")):
            self.assert_ended(self.run_here("reveal", "--key", "k", "--reason", "x", *arguments), 64, message)
        self.assertFalse((self.folder / "k.reveal-log").exists())


class Keys(Reveal):
    def setUp(self):
        super().setUp()
        self.policy(client='"pfx"')
        self.publish("o.csv")

    def test_another_key_is_refused(self):
        self.assert_ended(self.run_here("key", "new", "other"), 0)
        result = self.run_here("reveal", "--key", "other", "--reason", "x", "o.csv")
        self.assert_ended(result, 65, "another key")
        self.assertEqual(result.stdout, b"")
        self.assertFalse((self.folder / "other.reveal-log").exists())

    def test_another_key_is_refused_where_the_policy_was_said_too(self):
        self.assert_ended(self.run_here("key", "new", "other"), 0)
        self.assert_ended(self.run_here("reveal", "--key", "other", "--reason", "x", "-p", "p.toml", "o.csv"), 65,
                          "another key")

    def test_another_site_or_action_than_it_was_made_with_is_refused(self):
        for text in ('site = "other.example"\n[columns]\nclient = "pfx"\n',
                     'site = "example.org"\n[columns]\nclient = "cryptopan"\n'):
            self.write("q.toml", text.encode())
            result = self.run_here("reveal", "--key", "k", "--reason", "x", "-p", "q.toml", "o.csv")
            self.assert_ended(result, 65, "wrong ones")
            self.assertEqual(result.stdout, b"")

    def test_where_nothing_tells_how_it_was_made_a_warning_says_so(self):
        (self.folder / "o.csv.meta.json").unlink()
        result = self.run_here("reveal", "--key", "k", "--reason", "x", "-p", "p.toml", "o.csv")
        self.assert_ended(result, 0, "of someone else")

    def test_a_key_that_was_changed_since_still_has_the_days_before(self):
        self.assert_ended(self.run_here("key", "rekey", "k"), 0)
        found = {(day, address) for day, _, _, address in self.reveal("--date", YESTERDAY, "o.csv")}
        self.assertEqual(found, {(str(YESTERDAY), address) for address in ADDRESSES})

    def test_the_output_of_a_random_key_is_refused(self):
        self.policy(client='"cmac"')
        self.assert_ended(self.run_here("-p", "p.toml", "-f", FORMAT, "-o", "r.csv", "a.log"), 0)
        self.assert_ended(self.run_here("reveal", "--key", "k", "--reason", "x", "r.csv"), 65, "random key")

    def test_no_key_no_answer(self):
        self.assert_ended(self.run_here("reveal", "--key", "none", "--reason", "x", "o.csv"), 66)
        os.chmod(self.folder / "k", 0o644)
        self.assert_ended(self.run_here("reveal", "--key", "k", "--reason", "x", "o.csv"), 77)

    def test_a_key_that_is_no_file_needs_a_place_for_the_log(self):
        fd = os.open(self.folder / "k", os.O_RDONLY)
        try:
            arguments = ["reveal", "--key", f"fd:{fd}", "--reason", "x"]
            self.assert_ended(self.run_here(*arguments, "o.csv", pass_fds=[fd]), 64, "--reveal-log")
            self.assert_ended(self.run_here(*arguments, "--reveal-log", "my-log", "o.csv", pass_fds=[fd]), 0)
        finally:
            os.close(fd)
        self.assertEqual(len(self.logged("my-log")), 1)


class Log(Reveal):
    def setUp(self):
        super().setUp()
        self.policy(client='"pfx"')
        self.publish("o.csv")

    def test_it_says_who_asked_why_and_for_what(self):
        reason = 'abuse "17" \u00fc\n\tline'
        result = self.run_here("reveal", "--key", "k", "--reason", reason, "o.csv", env={**os.environ, "SUDO_USER": "eve"})
        self.assert_ended(result, 0)
        entry = self.logged()[0]
        self.assertEqual(entry["reason"], reason)
        self.assertEqual((entry["uid"], entry["sudo_user"]), (os.getuid(), "eve"))
        key = json.loads(self.run_here("key", "info", "--json", "k").stdout)
        self.assertEqual((entry["key"], entry["columns"], entry["days"]),
                         (key["id"], ["client"], [str(YESTERDAY), str(TODAY)]))
        self.assertEqual((entry["asked"], entry["answered"]), (12, 12))
        written = datetime.datetime.strptime(entry["time"], "%Y-%m-%dT%H:%M:%SZ")
        self.assertLess(abs(datetime.datetime.utcnow() - written), datetime.timedelta(minutes=1))
        text = (self.folder / "k.reveal-log").read_text()
        for secret in (*ADDRESSES, *(line.split(b"\t")[2].decode() for line in result.stdout.splitlines())):
            self.assertNotIn(secret, text)
        self.assertEqual(stat.S_IMODE(os.stat(self.folder / "k.reveal-log").st_mode), 0o600)

    def test_it_grows_line_by_line(self):
        old_mask = os.umask(0)
        try:
            for count in (1, 2, 3):
                self.reveal("o.csv")
                self.assertEqual(len(self.logged()), count)
        finally:
            os.umask(old_mask)
        self.assertEqual(stat.S_IMODE(os.stat(self.folder / "k.reveal-log").st_mode), 0o600)

    def test_a_torn_line_does_not_spoil_the_next(self):
        self.write("k.reveal-log", b'{"time":"20').chmod(0o600)
        self.reveal("o.csv")
        lines = (self.folder / "k.reveal-log").read_bytes().splitlines()
        self.assertEqual((lines[0], json.loads(lines[1])["asked"], len(lines)), (b'{"time":"20', 12, 2))

    def test_many_at_once_tear_no_line(self):
        processes = [subprocess.Popen([ANONLOG, "reveal", "--key", "k", "--reason", str(i), "o.csv"], cwd=self.folder,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for i in range(12)]
        for process in processes:
            self.assertEqual(process.wait(timeout=60), 0)
        self.assertEqual(sorted(int(entry["reason"]) for entry in self.logged()), list(range(12)))

    def assert_nothing_revealed(self, status, *prefix, reason="x"):
        result = subprocess.run([*prefix, ANONLOG, "reveal", "--key", "k", "--reason", reason, "o.csv"],
                                cwd=self.folder, capture_output=True, timeout=60)
        self.assertEqual((result.returncode, result.stdout), (status, b""), result.stderr)

    def test_without_a_reason_nothing_is_revealed(self):
        for reason in ("", "  \t\n", "\u00a0", "\x7f", "x" * 1001):
            self.assert_nothing_revealed(64, reason=reason)
        self.assert_ended(self.run_here("reveal", "--key", "k", "o.csv"), 64, "--reason is required")
        self.assertFalse((self.folder / "k.reveal-log").exists())

    def test_without_its_line_nothing_is_revealed(self):
        log = self.folder / "k.reveal-log"
        os.symlink("elsewhere", log)
        self.assert_nothing_revealed(73)
        self.assertFalse((self.folder / "elsewhere").exists())
        log.unlink()
        for make, status in ((log.mkdir, 73), (lambda: os.mkfifo(log), 73), (lambda: (log.touch(), log.chmod(0o666)), 77)):
            make()
            self.assert_nothing_revealed(status)
            log.rmdir() if log.is_dir() else log.unlink()
        for call in ("write:error=ENOSPC", "fsync:error=EIO", "flock:error=ENOLCK"):
            name = call.split(":")[0]
            self.assert_nothing_revealed(74, "strace", "-f", "-qq", "-o", "/dev/null", "-P", str(log),
                                         "-e", f"trace={name}", "-e", f"inject={call}")

    def test_what_is_no_log_gets_no_line(self):
        for name in ("k", "o.csv", "a.log"):
            before = (self.folder / name).read_bytes()
            result = self.run_here("reveal", "--key", "k", "--reason", "x", "--reveal-log", name, "o.csv")
            self.assert_ended(result, 73, "is no reveal log")
            self.assertEqual((result.stdout, (self.folder / name).read_bytes()), (b"", before))

    def test_it_is_on_the_disk_before_the_first_answer(self):
        subprocess.run(["strace", "-f", "-qq", "-y", "-o", "calls", "-e", "trace=write,fsync", ANONLOG, "reveal", "--key",
                        "k", "--reason", "x", "o.csv"], cwd=self.folder, stdout=subprocess.PIPE, timeout=60)
        calls = (self.folder / "calls").read_text().splitlines()
        of_log = [i for i, call in enumerate(calls) if "k.reveal-log" in call]
        answers = [i for i, call in enumerate(calls) if "write(1<" in call]
        self.assertIn("fsync", calls[of_log[-1]])
        self.assertTrue(answers)
        self.assertLess(of_log[-1], answers[0])


if __name__ == "__main__":
    unittest.main()
