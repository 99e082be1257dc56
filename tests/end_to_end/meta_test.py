"""How an output was made, beside it and in it; and that what anonlog wrote is refused as input."""

import gzip
import hashlib
import json
import os
import pathlib
import subprocess
import unittest

from program import ANONLOG, ProgramTest, line, log, records, run

SAMPLE = pathlib.Path(__file__).parents[2] / "examples" / "sample" / "access.log"
REFUSED = "it is output of anonlog"


class Metadata(ProgramTest):
    def meta(self, name):
        text = (self.folder / (name + ".meta.json")).read_text()
        self.assertEqual(text.count("\n"), 1)
        return json.loads(text)["anonlog"]

    def test_every_output_has_its_meta_beside_it(self):
        self.write("a.log", log(40))
        self.write("b.log", log(2) + b"junk\n")
        for name, form, compression in (("o.ndjson", "ndjson", "none"), ("o.csv.zst", "csv", "zstd:1"),
                                        ("o.tsv.gz", "tsv", "gzip:6"), ("o.log", "combined", "none")):
            self.assert_ended(run("-o", name, "a.log", "b.log", cwd=self.folder), 0)
            meta = self.meta(name)
            self.assertEqual((meta["form"], meta["compression"], meta["inputs"]), (form, compression, 2))
            self.assertEqual(meta["version"], run("--version").stdout.decode().split()[1])
            self.assertEqual((meta["counts"]["published"], meta["counts"]["rejected"]["total"]), (42, 1))
            self.assertEqual(meta["bytes"], (self.folder / name).stat().st_size)
            self.assertLessEqual(meta["started"], meta["finished"])
            self.assertIsNone(meta["key"])
            self.assertEqual(os.stat(self.folder / (name + ".meta.json")).st_mode & 0o7777, 0o640)
        self.assertEqual(len(os.listdir(self.folder)), 2 + 2 * 4)

    def test_it_says_which_policy_and_what_its_columns_are(self):
        text = b'extends = "standard"\nsite = "w\xc3\xafde \\"x\\""\n[columns]\nvisitor = "drop"\n' \
               b'network = { action = "truncate", ipv4 = 16 }\npath = { action = "redact", numbers = true }\n'
        policy = self.write("mine.toml", text)
        self.assert_ended(run("-p", policy, "-o", self.folder / "o.csv", "--columns", "visitor,network,path",
                              data=log(3)), 0)
        meta = self.meta("o.csv")
        self.assertEqual(meta["policy"], {"name": "mine.toml", "sha256": hashlib.sha256(text).hexdigest()})
        self.assertEqual(meta["site"], 'w\u00efde "x"')
        self.assertEqual(meta["columns"], [
            {"name": "visitor", "action": None},
            {"name": "network", "action": "truncate", "ipv4": 16, "ipv6": 32},
            {"name": "path", "action": "redact", "numbers": True, "not_found": False}])

    def test_nothing_of_the_log_and_no_name_of_an_input_is_in_it(self):
        self.write("alice-secret.log", line(user="alice", path="/private") * 30)
        self.assert_ended(run("-o", "o.csv", "alice-secret.log", cwd=self.folder), 0)
        text = (self.folder / "o.csv.meta.json").read_text()
        for secret in ("alice", "private", "203.0.113", "Firefox", str(self.folder)):
            self.assertNotIn(secret, text)

    def test_of_a_release_it_tells_only_what_is_in_the_output(self):
        self.assert_ended(run("-p", "public", "-o", self.folder / "o.ndjson", SAMPLE), 0)
        meta = self.meta("o.ndjson")
        rows = records((self.folder / "o.ndjson").read_bytes())
        self.assertEqual(meta["counts"], {"published": len(rows)})
        self.assertNotIn("site", meta)
        self.assertGreater(len(SAMPLE.read_bytes().splitlines()), len(rows))

    def test_a_failed_run_leaves_the_old_pair(self):
        self.assert_ended(run("-o", self.folder / "o.csv", data=log(5)), 0)
        before = {name: (self.folder / name).read_bytes() for name in os.listdir(self.folder)}
        self.assert_ended(run("-o", self.folder / "o.csv", data=b"junk\n" * 50), 65)
        self.assertEqual({name: (self.folder / name).read_bytes() for name in os.listdir(self.folder)}, before)

    def test_a_dry_run_writes_neither(self):
        self.assert_ended(run("--dry-run", "-o", self.folder / "o.csv", data=log(5)), 0)
        self.assertEqual(os.listdir(self.folder), [])

    def test_what_is_not_its_own_is_not_replaced(self):
        self.write("o.csv.meta.json", b'{"of": "someone else"}\n')
        self.assert_ended(run("-o", self.folder / "o.csv", data=log(5)), 73, "is no file of anonlog's")
        self.assertEqual(os.listdir(self.folder), ["o.csv.meta.json"])
        (self.folder / "o.csv.meta.json").unlink()
        os.symlink("elsewhere", self.folder / "o.csv.meta.json")
        self.assert_ended(run("-o", self.folder / "o.csv", data=log(5)), 73, "symbolic link")
        self.assertEqual(os.listdir(self.folder), ["o.csv.meta.json"])

    def test_it_is_neither_an_input_nor_another_output(self):
        source = self.write("o.csv.meta.json", log(5))
        self.assert_ended(run("-o", "o.csv", source, cwd=self.folder), 64, "would be replaced")
        self.assert_ended(run("-o", "p.csv", "--stats-file", "p.csv.meta.json", data=log(5), cwd=self.folder), 64,
                          "would be replaced")
        self.assertEqual(source.read_bytes(), log(5))

    def test_killed_anywhere_no_output_lacks_its_meta(self):
        self.write("a.log", log(50))
        states = set()
        for call, calls in (("fsync", 3), ("rename", 2), ("unlink", 1)):
            for when in range(1, calls + 2):
                for path in self.folder.glob("o.csv*"):
                    path.unlink()
                for path in self.folder.glob(".o.csv*"):
                    path.unlink()
                subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                                f"inject={call}:signal=KILL:when={when}", ANONLOG, "-j1", "-o", "o.csv", "a.log"],
                               cwd=self.folder, capture_output=True, timeout=120)
                there = (self.folder / "o.csv").exists()
                states.add((there, (self.folder / "o.csv.meta.json").exists()))
                if there:
                    self.assertEqual(self.meta("o.csv")["bytes"], (self.folder / "o.csv").stat().st_size)
        self.assertIn((True, True), states)
        self.assertIn((False, False), states)
        self.assertIn((False, True), states)  # between the two: it waits for its output
        self.assertNotIn((True, False), states)

    def test_an_output_that_cannot_take_its_place_takes_its_meta_along(self):
        self.write("a.log", log(50))
        result = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=rename", "-e",
                                 "inject=rename:error=EACCES:when=2", ANONLOG, "-o", "o.csv", "a.log"],
                                cwd=self.folder, capture_output=True, timeout=120)
        self.assertEqual(result.returncode, 74, result.stderr)
        self.assertEqual(os.listdir(self.folder), ["a.log"])


class MetaLine(ProgramTest):
    def test_it_is_the_first_line_and_the_same_in_each_run(self):
        plain = records(run("-p", "strict", "--columns", "time,status", data=log(300)).stdout)
        outputs = {run("-p", "strict", "--columns", "time,status", "--meta-line", "-j", n, data=log(300)).stdout
                   for n in (1, 3)}
        self.assertEqual(len(outputs), 1)
        first, *rest = records(outputs.pop())
        self.assertEqual(rest, plain)
        self.assertEqual(list(first), ["anonlog"])
        self.assertEqual(first["anonlog"]["policy"]["name"], "strict")
        self.assertEqual([c["name"] for c in first["anonlog"]["columns"]], ["time", "status"])

    def test_it_is_there_in_a_file_a_release_and_an_empty_output(self):
        self.assert_ended(run("--meta-line", "-o", self.folder / "o.ndjson.gz", data=log(3)), 0)
        lines = records(gzip.decompress((self.folder / "o.ndjson.gz").read_bytes()))
        self.assertEqual((list(lines[0]), len(lines)), (["anonlog"], 4))
        lines = records(run("-p", "public", "--meta-line", SAMPLE).stdout)
        self.assertEqual(lines[0]["anonlog"]["policy"]["name"], "public")
        self.assertGreater(len(lines), 100)
        self.assertEqual(len(records(run("--meta-line", data=b"").stdout)), 1)

    def test_other_forms_have_none(self):
        for form in ("csv", "tsv", "combined"):
            self.assert_ended(run("--meta-line", "-t", form, data=log(3)), 64, "--meta-line")

    def test_a_refused_log_writes_none(self):
        for form in ("ndjson", "csv", "tsv"):
            for data in (b"junk\n" * 50, run("-t", form, data=log(3)).stdout):
                line = ["--meta-line"] if form == "ndjson" else []
                self.assertEqual(run(*line, "-t", form, "-z", "zstd", data=data).stdout, b"")


def docker(data):
    return b"".join(json.dumps({"log": text.decode() + "\n", "stream": "stdout", "time": "2025-11-23T17:37:28.5Z"}).encode()
                    + b"\n" for text in data.splitlines())


def prefixed(prefix):
    return lambda data: b"".join(prefix + text + b"\n" for text in data.splitlines())


WRAPPINGS = {
    "docker": docker,
    "cri": prefixed(b"2025-11-23T17:37:28.123456789Z stdout F "),
    "syslog": prefixed(b"Nov 23 17:37:28 web anonlog[12]: "),
    "syslog in docker": lambda data: docker(prefixed(b"Nov 23 17:37:28 web anonlog[12]: ")(data)),
}


class OwnOutput(ProgramTest):
    made = []

    def forms(self):
        """Name and bytes of what anonlog writes."""
        self.made.extend(() if self.made else self.make_forms())
        return self.made

    def make_forms(self):
        source = SAMPLE.read_bytes()
        for form in ("ndjson", "csv", "tsv"):
            for policy in ("standard", "strict", "public"):
                arguments = ["-p", policy, "-t", form]
                if policy == "public":
                    yield f"{form} {policy}", run(*arguments, SAMPLE).stdout
                else:
                    yield f"{form} {policy}", run(*arguments, data=source).stdout
            yield f"{form} chosen", run("-t", form, "--columns", "visitor,path", data=source).stdout
        yield "meta line", run("--meta-line", "--columns", "time,status", data=source).stdout
        self.assert_ended(run("-o", self.folder / "made.csv", data=source), 0)
        yield "meta file", (self.folder / "made.csv.meta.json").read_bytes()

    def assert_refused(self, what, *arguments, **options):
        result = run(*arguments, **options)
        self.assertEqual(result.returncode, 65, (what, result.stderr))
        self.assertIn(REFUSED, result.stderr.decode(), what)
        self.assertEqual(result.stdout, b"", what)

    def test_it_is_refused_in_every_form_and_way(self):
        for name, data in self.forms():
            path = self.write("own", data)
            commands = [[], ["parse"], ["explain"], ["detect"], ["-f", "combined"], ["-f", "json"],
                        ["-f", "$remote_addr $request"], ["-t", "csv"]]
            is_one_of_many = not name.endswith("standard") and "ANONLOG_LONG" not in os.environ
            for command in commands[:1] if is_one_of_many else commands:
                self.assert_refused((name, command), *command, path)
                self.assert_refused((name, command, "stdin"), *command, "-", data=data)
            if is_one_of_many:
                continue
            self.assert_refused((name, "gzip"), data=gzip.compress(data))
            self.assert_refused((name, "zstd"), data=subprocess.run(["zstd", "-c"], input=data,
                                                                    capture_output=True, check=True).stdout)
            self.assert_refused((name, "crlf"), data=data.replace(b"\n", b"\r\n"))
            self.assert_refused((name, "raw of an audit"), "audit", path, SAMPLE)

    def test_it_is_refused_within_what_wraps_it(self):
        for name, data in self.forms():
            if name.endswith(("strict", "chosen")) and "ANONLOG_LONG" not in os.environ:
                continue
            for wrapping, wrap in WRAPPINGS.items():
                self.assert_refused((name, wrapping), data=wrap(data))

    def test_combined_lines_are_known_by_what_stands_beside(self):
        self.assert_ended(run("-o", "o.log.gz", data=log(30), cwd=self.folder), 0)
        for command in ([], ["parse"], ["explain"], ["detect"]):
            self.assert_refused(command, *command, "o.log.gz", cwd=self.folder)
        self.assert_refused("of several", "o.log.gz", self.write("raw.log", log(3)), cwd=self.folder)
        # A log that took the place of that output is one.
        self.write("o.log.gz", gzip.compress(log(3)))
        self.assert_ended(run("o.log.gz", cwd=self.folder), 0)

    def test_a_pipe_that_pauses_is_refused(self):
        process = subprocess.Popen([ANONLOG], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdin.write(run(data=log(1)).stdout)
        process.stdin.flush()
        self.assertEqual(process.wait(timeout=30), 65)
        self.assertEqual(process.stdout.read(), b"")
        self.assertIn(REFUSED, process.stderr.read().decode())
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()

    def test_a_log_with_some_of_our_keys_is_read(self):
        keys = {"time": "2025-11-23T17:37:28Z", "method": "GET", "path": "/a", "status": 200, "bytes": 5}
        more = [{}, {"client": "203.0.113.7"}, {"referrer": "https://a.example/", "user_agent": "curl/8", "user": "al"},
                {"browser": "Chrome", "os": "Linux", "country": "DE", "device": "desktop", "bot": False},
                {"visitor": "alice"}, {"network": "eth0"}, {"referrer_kind": "campaign"}, {"visitor": "0123456789ABCDEF"},
                {"visitor": "0123456789abcdef", "remote_addr": "203.0.113.7"}]
        for extra in more:
            data = b"".join(json.dumps({**keys, **extra}, separators=(",", ":")).encode() + b"\n" for _ in range(5))
            result = run("-f", "json", data=data)
            self.assertEqual((result.returncode, result.stdout.count(b"\n")), (0, 5), (extra, result.stderr))
            self.assertNotIn(REFUSED, run("detect", data=data).stderr.decode())

    def test_a_log_in_which_some_lines_are_ours_is_read(self):
        own = run(data=log(1)).stdout
        result = run("--max-rejects", "50%", data=own + log(20))
        self.assert_ended(result, 0)
        self.assertEqual(result.stdout.count(b"\n"), 20)


class Audit(ProgramTest):
    def test_a_meta_line_is_no_record(self):
        raw = self.write("a.log", log(20))
        published = self.write("o.ndjson", run("--meta-line", raw).stdout * 2)
        report = json.loads(run("audit", "--json", raw, published).stdout)
        self.assertEqual((report["published"]["records"], report["published"]["cut"]), (40, False))

    def test_a_published_file_that_is_cut_is_told(self):
        raw = self.write("a.log", log(20))
        for form in ("ndjson", "csv", "tsv", "combined"):
            data = run("-t", form, raw).stdout
            whole, cut = self.write("whole", data), self.write("cut", data[:-9])
            self.assertNotIn("cut:", run("audit", raw, whole).stdout.decode())
            result = run("audit", raw, cut)
            self.assertIn("cut: its last line has no end", result.stdout.decode(), form)
            self.assertTrue(json.loads(run("audit", "--json", raw, cut).stdout)["published"]["cut"])


if __name__ == "__main__":
    unittest.main()
