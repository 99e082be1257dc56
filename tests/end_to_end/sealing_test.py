"""What --sealed and --rejects do, opened with the `age` and `zstd` that everyone has."""

import json
import os
import shutil
import signal
import subprocess
import time
import unittest

from program import ANONLOG, line, log, records, run, start
from sealed_files import AT_ANOTHER_TIME, TOO_LONG, SealingTest, command


class Records(SealingTest):
    def test_age_and_zstd_open_what_was_sealed_and_the_id_joins_it(self):
        data = line("/a?mail=alice@example.org", address="203.0.113.99", user="alice") + \
            line('/\\"b', address="2001:db8::1", referrer="https://example.com/x?y", agent="Agent/1 \\x22q\\x22")
        published = records(self.seal(data=data).stdout)
        sealed = self.open_all()
        self.assertEqual([record["record"] for record in sealed], [record["record"] for record in published])
        self.assertEqual(list(published[0])[-1], "record")
        self.assertEqual([{k: v for k, v in record.items() if k != "record"} for record in sealed], [
            {"client_ip": "203.0.113.99", "forwarded_for": None, "remote_user": "alice",
             "user_agent": self.agent_of(data, 0), "referrer": None, "target": "/a?mail=alice@example.org"},
            {"client_ip": "2001:db8::1", "forwarded_for": None, "remote_user": None, "user_agent": 'Agent/1 "q"',
             "referrer": "https://example.com/x?y", "target": '/"b'}])

    def agent_of(self, data, number):
        return data.splitlines()[number].decode().rsplit('"', 2)[1]

    def test_two_recipients_open_the_same_and_a_stranger_nothing(self):
        other, recipient = self.new_pair("two")
        keys = self.write("team.txt", f"# who may open it\n\n{self.recipient}\n{recipient}\n".encode())
        run("-f", "combined", "--sealed", self.sealed, "--recipient", keys, data=log(20))
        self.assertEqual(len(self.open_all()), 20)
        self.assertEqual(self.open_all(), self.open_all(identity=other))
        stranger, _ = self.new_pair("three")
        result = subprocess.run(["age", "-d", "-i", stranger, self.files()[0]], capture_output=True)
        self.assertNotEqual(result.returncode, 0)
        self.assertEqual(result.stdout, b"")

    def test_modes_names_and_manifest(self):
        before = int(time.time())
        published = records(self.seal(data=log(3)).stdout)
        self.assertEqual(self.sealed.stat().st_mode & 0o777, 0o700)
        path, = self.files()
        self.assertRegex(path.name, r"^\d{4}-\d\d-\d\d-[0-9a-f]{16}-0001\.ndjson\.zst\.age$")
        manifest, = self.files(ending=".json")
        self.assertEqual(manifest.name, path.name + ".json")
        for file in (path, manifest):
            self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        told = json.loads(manifest.read_text())
        policy = run("policy", "show", "standard").stdout
        self.assertEqual({key: told[key] for key in ("version", "file", "holds", "records", "first_record", "last_record",
                                                     "bytes", "sha256", "recipients", "policy", "policy_sha256")},
                         {"version": 1, "file": path.name, "holds": "records", "records": 3,
                          "first_record": published[0]["record"], "last_record": published[2]["record"],
                          "bytes": path.stat().st_size, "sha256": command("sha256sum", path).decode().split()[0],
                          "recipients": [self.recipient], "policy": "standard",
                          "policy_sha256": command("sha256sum", data=policy).decode().split()[0]})
        for key in ("began", "ended"):
            self.assertLess(abs(time.mktime(time.strptime(told[key] + "UTC", "%Y-%m-%dT%H:%M:%SZ%Z")) - time.timezone
                                - before), 3700)
        self.assertEqual(sorted(os.listdir(self.sealed)), [path.name, manifest.name])

    def test_ids_do_not_depend_on_threads_and_join_whatever_the_form(self):
        data = log(30_000)
        for arguments in (["-j", "1"], ["-j", "2"], ["-j", "4", "-z", "zstd"], ["-t", "csv"], ["--columns", "path"]):
            shutil.rmtree(self.sealed, ignore_errors=True)
            out = self.seal(*arguments, data=data).stdout
            if "zstd" in arguments:
                out = command("zstd", "-dcq", data=out)
            if "csv" in arguments:
                published = [row.rsplit(",", 1)[1] for row in out.decode().splitlines()[1:]]
            else:
                published = [record["record"] for record in records(out)]
            self.assertEqual(len(set(published)), 30_000)
            self.assertEqual(published, sorted(published))
            sealed = self.open_all()
            self.assertEqual([record["record"] for record in sealed], published)
            self.assertEqual([record["target"].encode() for record in sealed],
                             [text.split(b" ")[6] for text in data.splitlines()])

    def test_only_what_is_published_is_sealed(self):
        policy = self.write("p.toml", b'extends = "standard"\nseal = ["client_ip"]\n[drop]\nstatuses = [404]\n')
        data = b"".join(line(f"/{i}", address=f"203.0.113.{i}", status=404 if i % 3 else 200) for i in range(100))
        published = records(self.seal("-p", policy, data=data).stdout)
        self.assertEqual(len(published), 34)
        self.assertEqual(self.open_all(), [{"record": record["record"], "client_ip": f"203.0.113.{3 * i}"}
                                           for i, record in enumerate(published)])

    def test_parts_of_requests_and_what_is_no_request(self):
        policy = self.write("p.toml", b'extends = "standard"\nseal = ["method", "path", "query", "target", "protocol", '
                            b'"request", "time", "cookie", "status"]\n')
        data = line("/a?b=c") + line("/x").replace(b"GET /x HTTP/1.1", b"\\x16\\x03\\x01") + \
            line("/x").replace(b'"GET /x HTTP/1.1"', b'"-"')
        self.seal("-p", policy, data=data)
        whole, broken, none = [{k: v for k, v in record.items() if k != "record"} for record in self.open_all()]
        self.assertEqual(whole, {"method": "GET", "path": "/a", "query": "b=c", "target": "/a?b=c",
                                 "protocol": "HTTP/1.1", "request": "GET /a?b=c HTTP/1.1",
                                 "time": "2025-11-23T17:00:00Z", "cookie": None, "status": "200"})
        self.assertEqual((broken["target"], broken["method"]), ("\x16\x03\x01", None))
        self.assertEqual((none["target"], none["request"]), (None, None))

    def test_two_inputs_are_one_run(self):
        a, b = self.write("a.log", log(10)), self.write("b.log", log(15, seed=2))
        published = records(self.seal(a, b).stdout)
        self.assertEqual(len(published), 25)
        self.assertEqual([record["record"] for record in self.open_all()], [record["record"] for record in published])
        self.assertEqual(len(self.files()), 1)

    def test_a_full_file_is_followed_by_another(self):
        path = self.write("a.log", log(60_000))
        self.seal("--seal-size", "100K", "-j", "1", path)
        self.assertGreater(len(self.files()), 3)
        told = [json.loads(path.read_text()) for path in self.files(ending=".json")]
        self.assertEqual(sum(manifest["records"] for manifest in told), 60_000)
        for path, manifest in zip(self.files(), told):
            opened = self.open(path)
            self.assertEqual((opened[0]["record"], opened[-1]["record"], len(opened)),
                             (manifest["first_record"], manifest["last_record"], manifest["records"]))

    def test_nothing_is_made_of_no_record_nor_in_a_dry_run(self):
        self.seal(data=b"")
        self.assertEqual(os.listdir(self.sealed), [])
        shutil.rmtree(self.sealed)
        self.seal("--dry-run", data=log(5))
        self.assertFalse(self.sealed.exists())

    def test_an_output_that_is_not_committed_leaves_nothing_sealed(self):
        broken = self.write("a.log", log(5000) + b"no line of the format\n" * 2000)
        result = run(*self.arguments("-o", self.folder / "out.ndjson", "--seal-size", "10K"), broken)
        self.assertEqual(result.returncode, 65, result.stderr)
        self.assertEqual(os.listdir(self.sealed), [])
        self.assertFalse((self.folder / "out.ndjson").exists())
        # On stdout the records are out.
        result = run(*self.arguments(), broken)
        self.assertEqual(result.returncode, 65, result.stderr)
        self.assertEqual(len(records(result.stdout)), 5000)
        self.assertEqual([record["record"] for record in self.open_all()],
                         [record["record"] for record in records(result.stdout)])

    def test_stats_tell_of_it(self):
        result = self.seal("--stats=json", "--rejects", self.sealed, data=log(50) + b"?\n")
        told = json.loads(result.stderr)
        self.assertEqual((told["sealed"]["records"], told["sealed"]["files"]), (50, 1))
        self.assertEqual(told["sealed_rejects"]["records"], 1)
        self.assertEqual(told["sealed"]["bytes"] + told["sealed_rejects"]["bytes"],
                         sum(path.stat().st_size for path in self.files()))


class Rejects(SealingTest):
    def test_rejected_lines_say_where_they_stand(self):
        rejects = self.folder / "rejects"
        bad = [b"\xff\xfe no \"line\"", b"another", line().replace(b"23/Nov", b"31/Nov")[:-1]]
        data = log(40) + bad[0] + b"\n" + log(20) + bad[1] + b"\r\n" + bad[2] + b"\n" + log(1)
        path = self.write("a.log", data)
        other = self.write("b.log", line() + b"x" * 3000 + b"\n" + line())
        result = run("-f", "combined", "--rejects", rejects, "--recipient", self.recipient, "--max-line", "2K", path, other)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertNotIn("record", records(result.stdout)[0])
        opened = self.open_all(rejects)
        for record in opened[:3]:
            self.assertEqual(record["input"], str(path))
            self.assertEqual(data[:record["offset"]].count(b"\n") + 1, record["line"])
            self.assertEqual(record["bytes"].encode("latin-1"), data[record["offset"]:].split(b"\n")[0].rstrip(b"\r"))
        self.assertEqual([(record["line"], record["reason"]) for record in opened],
                         [(41, "format"), (62, "format"), (63, "time"), (2, "too_long")])
        self.assertEqual(opened[3]["bytes"], "x" * 3000)
        self.assertIn("-rejects-0001.", self.files(rejects)[0].name)

    def test_all_of_them_and_not_only_those_that_stats_name(self):
        data = b"".join(line(f"/{i}") + (b"bad %d\n" % i if i % 20 == 0 else b"") for i in range(20_000))
        rejects = self.folder / "rejects"
        run("-f", "combined", "--rejects", rejects, "--recipient", self.recipient, data=data)
        # In many chunks, each of which counts on.
        lines = data.splitlines(keepends=True)
        offsets, end = [], 0
        for text in lines:
            offsets.append(end)
            end += len(text)
        bad = [number for number, text in enumerate(lines) if text.startswith(b"bad")]
        self.assertEqual([(record["line"], record["offset"], record["bytes"]) for record in self.open_all(rejects)],
                         [(number + 1, offsets[number], lines[number].decode().strip()) for number in bad])

    def test_of_a_wrapped_log_what_stood_within(self):
        data = b"".join(b"2025-11-23T17:37:28.6Z stdout F " + text for text in [line(), b"bad\n", line()])
        rejects = self.folder / "rejects"
        run("--rejects", rejects, "--recipient", self.recipient, "--max-rejects", "50%", data=data)
        record, = self.open_all(rejects)
        self.assertEqual((record["line"], record["bytes"], record["offset"]), (2, "bad", data.index(b"\n") + 1))

    def test_a_refused_input_leaves_nothing(self):
        rejects = self.folder / "rejects"
        result = run("-f", "combined", "--rejects", rejects, "--recipient", self.recipient, data=b"bad\n" * 2000)
        self.assertEqual(result.returncode, 65)
        self.assertEqual(os.listdir(rejects), [])


class Refusals(SealingTest):
    def assert_refused(self, status, message, *arguments):
        result = run(*arguments, data=log(3))
        self.assert_ended(result, status, message)
        self.assertEqual(result.stdout, b"")
        return result.stderr

    def test_options_that_do_not_go_together(self):
        self.assert_refused(64, "take a --recipient", "--sealed", self.sealed)
        self.assert_refused(64, "only", "--recipient", self.recipient)
        self.assert_refused(64, "no place for the id", *self.arguments("-t", "combined"))
        self.assert_refused(64, "with --sealed only", "--columns", "path,record")
        policy = self.write("p.toml", b'[columns]\npath = "redact"\n')
        self.assert_refused(78, "names no field to seal", *self.arguments("-p", policy))
        path = self.write("a.log", log(3))
        self.assert_refused(64, "makes a release", *self.arguments("-p", "public"), path)
        self.assertFalse(self.sealed.exists())

    def test_a_private_key_is_not_told(self):
        private = self.identity.read_text().splitlines()[-1]
        for key in (private, private.lower(), self.identity, self.identity.read_text(), f" {private}", f"'{private}'",
                    f"x{private}"):
            told = self.assert_refused(64, "private key", "--sealed", self.sealed, "--recipient", key)
            self.assertNotIn(private[20:40], told.decode().upper())

    def test_what_is_neither_key_nor_file_is_not_shown(self):
        private = self.identity.read_text().splitlines()[-1]
        for key in (private.split("-")[-1], "no/such/file"):
            told = self.assert_refused(66, "no file that can be read", "--sealed", self.sealed, "--recipient", key)
            self.assertNotIn(key.encode(), told)

    def test_a_dry_run_looks_at_recipients_too(self):
        self.assert_refused(64, "SSH keys", "--dry-run", "--sealed", self.sealed, "--recipient", "ssh-ed25519 AAAA")

    def test_policies(self):
        for text, message in ((b'seal = "x"', "takes a list"), (b'seal = ["client_pi"]', "no field is called"),
                              (b'seal = ["client_ipp"]', "did you mean client_ip?"), (b'seal = ["other"]', "not one field"),
                              (b'seal = ["host", "host"]', "twice"), (b"seal = [1]", "in quotes")):
            policy = self.write("p.toml", text + b'\n[columns]\npath = "redact"\n')
            told = self.assert_refused(78, message, "-p", policy)
            self.assertIn(b"p.toml:1:", told)
        policy = self.write("p.toml", b'[columns]\npath = "redact"\nrecord = "id"\n')
        self.assert_refused(78, "made by --sealed", "-p", policy)
        policy = self.write("p.toml", b'extends = "public"\nseal = ["host"]\n')
        self.assert_refused(78, "cannot be sealed", "-p", policy)

    def test_folders_of_others(self):
        self.sealed.mkdir()
        self.sealed.chmod(0o770)
        self.assert_refused(77, "others may write to it", *self.arguments())
        self.sealed.rmdir()
        (self.folder / "elsewhere").mkdir()
        self.sealed.symlink_to(self.folder / "elsewhere")
        self.assert_refused(73, "no folder", *self.arguments())
        for path in (self.sealed, str(self.sealed) + "/"):
            self.assert_refused(73, "no folder", "--sealed", path, "--recipient", self.recipient)
        self.sealed.unlink()
        self.sealed.write_bytes(b"")
        self.assert_refused(73, "no folder", *self.arguments())
        self.assert_refused(73, "cannot be made", "--sealed", self.folder / "no/where", "--recipient", self.recipient)

    def test_nothing_of_the_log_is_in_the_open(self):
        secrets = [b"203.0.113.213", b"alicesecret", b"targetsecret", b"agentsecret", b"rejectsecret"]
        data = line("/targetsecret@example.org", address="203.0.113.213", user="alicesecret", agent="agentsecret/1") + \
            b"rejectsecret\n"
        for arguments in ([], ["-j", "2"], ["--stats"]):
            result = self.seal("--rejects", self.folder / "rejects", "--max-rejects", "2", *arguments, data=data)
            seen = result.stdout + result.stderr
            for folder in (self.sealed, self.folder / "rejects"):
                for path in folder.iterdir():
                    seen += path.read_bytes() + path.name.encode()
            for secret in secrets:
                self.assertNotIn(secret, seen)


class Live(SealingTest):
    def start(self, *more, prefix=(), interval="60s", **options):
        arguments = [*self.arguments("--seal-interval", interval, *more)]
        process = subprocess.Popen([*prefix, ANONLOG, *map(str, arguments)], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0, **options)
        for pipe in (process.stdin, process.stdout, process.stderr):
            self.addCleanup(pipe.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        os.set_blocking(process.stdout.fileno(), False)
        return process

    def read(self, process, seconds=0.0):
        time.sleep(seconds)
        return process.stdout.read() or b""

    def read_records(self, process, count):
        out, end = b"", time.monotonic() + TOO_LONG
        while out.count(b"\n") < count:
            self.assertLess(time.monotonic(), end, out)
            out += self.read(process, 0.02)
        return records(out)

    def wait_for_files(self, count, ending=".age"):
        end = time.monotonic() + TOO_LONG
        while not self.sealed.exists() or len(self.files(ending=ending)) < count:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)

    def test_records_wait_for_their_sealed_half_and_no_longer_than_the_interval(self):
        process = self.start(interval="1s")
        process.stdin.write(log(5))
        self.assertEqual(self.read(process, 0.5), b"")
        began = time.monotonic()
        published = self.read_records(process, 5)  # with no line after them
        self.assertLess(time.monotonic() - began, 5)
        part, = self.files(ending=".age.part")
        self.assertEqual(self.open_part(part), self.open_part(part))
        self.assertEqual([record["record"] for record in self.open_part(part)],
                         [record["record"] for record in published])
        self.assertEqual((part.stat().st_size - 184) % (65536 + 16), 0)  # whole chunks alone
        # Killed now it stays so, and nobody touches it.
        process.kill()
        process.wait()
        size = part.stat().st_size
        self.seal(data=log(2))
        self.assertEqual(part.stat().st_size, size)
        self.assertEqual(len(self.files()), 1)

    def test_the_end_does_not_wait(self):
        process = self.start()
        process.stdin.write(log(7))
        process.stdin.close()
        self.assertEqual(len(self.read_records(process, 7)), 7)
        self.assertEqual(process.wait(TOO_LONG), 0)
        self.assertEqual(len(self.open_all()), 7)

    def test_sigterm_drains_and_sigint_stops(self):
        for number, status in ((signal.SIGTERM, 0), (signal.SIGINT, -signal.SIGINT)):
            shutil.rmtree(self.sealed, ignore_errors=True)
            process = self.start("--term-timeout", "300ms")
            process.stdin.write(log(6))
            time.sleep(0.6)
            process.send_signal(number)
            published = self.read_records(process, 6)
            self.assertEqual(process.wait(TOO_LONG), status)
            self.assertEqual([record["record"] for record in self.open_all()],
                             [record["record"] for record in published])
            self.assertEqual(self.files(ending=".part"), [])

    def test_sighup_begins_a_new_file(self):
        process = self.start()
        process.stdin.write(log(3))
        self.wait_for_files(1, ".part")
        process.send_signal(signal.SIGHUP)
        self.wait_for_files(1)
        first = self.read_records(process, 3)
        process.stdin.write(log(4))
        process.stdin.close()
        second = self.read_records(process, 4)
        self.assertEqual(process.wait(TOO_LONG), 0)
        one, two = self.files()
        self.assertEqual([[record["record"] for record in self.open(path)] for path in (one, two)],
                         [[record["record"] for record in part] for part in (first, second)])
        # Without sealing it ends the program as ever.
        process = start()
        time.sleep(0.3)
        process.send_signal(signal.SIGHUP)
        process.communicate(timeout=TOO_LONG)
        self.assertEqual(process.returncode, -signal.SIGHUP)

    @unittest.skipIf(os.environ.get("ANONLOG_SANITIZE"), "a sanitizer must be loaded first, and so must faketime")
    def test_a_day_has_its_own_file_also_when_no_line_comes(self):
        process = self.start(prefix=["faketime", "-f", "@2026-03-01 23:59:57"], interval="200ms", env=AT_ANOTHER_TIME)
        process.stdin.write(log(3))
        self.wait_for_files(1)
        process.stdin.write(log(4))
        process.stdin.close()
        process.wait(TOO_LONG)
        self.assertEqual([path.name[:10] for path in self.files()], ["2026-03-01", "2026-03-02"])
        self.assertEqual([len(self.open(path)) for path in self.files()], [3, 4])


if __name__ == "__main__":
    unittest.main()
