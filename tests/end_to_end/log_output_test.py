"""Lines of a log as output: --to combined, common and an nginx log_format."""

import json
import os
import pathlib
import random
import re
import subprocess
import unittest

from program import BROWSER, ProgramTest, line, log, records, run

ADDRESS_ONLY = pathlib.Path(__file__).resolve().parents[2] / "examples" / "address-only.toml"

# What is read, with every field that a line can be made of.
SOURCE = ('$host $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" '
          '"$http_user_agent" $request_time $msec "$http_accept_language"')

HOSTS = ["www.example.org", "example.net", "-", "192.0.2.7", "xn--caf-dma.example.org"]
ADDRESSES = ["203.0.113.7", "2001:db8:1:2:3::4", "::ffff:198.51.100.9", "unix:", "-"]
REQUESTS = ["GET / HTTP/1.1", r"\x16\x03\x01", "", "-", "GET /a", "GET /a b HTTP/1.1", "BREW /pot?x=1 HTTP/1.1", "PRI * HTTP/2.0",
            r"GET /\x22><script> HTTP/1.1", r"GET /caf\xC3\xA9/\xE9|,;[] HTTP/2.0", "CONNECT example.com:443 HTTP/1.1",
            r"GET /a\x5Cb/200/[23/Nov/2025:17:37:28 HTTP/1.1", "GET /" + "a" * 2000 + " HTTP/1.1", "GET /a%20b%22 HTTP/1.1"]
STATUSES = ["200", "404", "499", "000", "999", "503", "301"]
SIZES = ["0", "512", "-", "18446744073709551614", "10000000"]
REFERRERS = ["-", "", "https://www.google.com/search?q=a", "no url", r"https://example.com/\x22", "android-app://com.example/",
             "https://www.example.org/a", "http://user:pw@example.co.uk/"]
AGENTS = [BROWSER, "-", "", "curl/7.88.1", r"\x22quoted\x22 \x5C", "Googlebot/2.1 (+http://www.google.com/bot.html)",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 "
          "Mobile/15E148 Safari/604.1"]
LANGUAGES = ["-", "de-DE,de;q=0.9,en;q=0.8", "en", "zz", r"\x22"]

# What is a word, and what a client may put spaces into.
WORDS = ["$remote_addr", "$remote_user", "[$time_local]", "$time_iso8601", "$msec", "$request_method", "$server_protocol",
         "$status", "$body_bytes_sent", "$host", "$request_time", "$http_accept_language", "$remote_port", "$request_id",
         "$scheme", "$server_port", "$ssl_protocol", "$upstream_response_time", "$connection"]
TEXTS = ["$request", "$request_uri", "$uri", "$http_referer", "$http_user_agent", "$http_cookie", "$http_x_forwarded_for",
         "$uri$is_args$args", "$cookie_session", "$args"]


def hostile_log(rng, lines):
    out = []
    for _ in range(lines):
        second = rng.randrange(86400)
        clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
        millis = 1763856000 + second
        out.append(f'{rng.choice(HOSTS)} {rng.choice(ADDRESSES)} - {rng.choice(["-", "alice", "bob jones"])} '
                   f'[23/Nov/2025:{clock} +0000] "{rng.choice(REQUESTS)}" {rng.choice(STATUSES)} {rng.choice(SIZES)} '
                   f'"{rng.choice(REFERRERS)}" "{rng.choice(AGENTS)}" {rng.choice(["0.000", "12.345", "-"])} '
                   f'{millis}.{rng.randrange(1000):03} "{rng.choice(LANGUAGES)}"\n')
    return "".join(out).encode()


def random_shape(rng):
    quote = rng.choice(['"', '"', ""])
    parts = [rng.choice(WORDS) if rng.randrange(3) else quote + rng.choice(TEXTS) + quote
             for _ in range(rng.randrange(1, 12))]
    shape = parts[0]
    for part in parts[1:]:
        shape += rng.choice([" ", " ", " - ", "\t", " x=", " | "]) + part
    return shape + rng.choice(["", "", " end", "|", '"x"'])


class ReadBack(ProgramTest):
    def read(self, data, *arguments):
        result = run("--columns", "time,status,bytes", "--stats-file", self.folder / "stats", *arguments, data=data)
        self.assert_ended(result, 0)
        stats = json.loads((self.folder / "stats").read_text())
        return records(result.stdout), stats

    def test_every_line_is_read_by_its_own_shape_with_its_time_status_and_bytes(self):
        seeds = range(400 if os.environ.get("ANONLOG_LONG") else 10)
        for seed in seeds:
            rng = random.Random(seed)
            data = hostile_log(rng, 200)
            shape = random_shape(rng)
            policy = rng.choice(["standard", "strict", ADDRESS_ONLY])
            published, _ = self.read(data, "-f", SOURCE, "-p", policy)
            written = run("-f", SOURCE, "-p", policy, "-t", shape, data=data)
            self.assert_ended(written, 0)
            self.assertEqual(written.stdout.count(b"\n"), 200)
            with self.subTest(seed=seed, shape=shape):
                again, stats = self.read(written.stdout, "-f", shape, "-p", "standard")
                self.assertEqual(stats["published"], 200, stats)
                for is_, was in zip(again, published):
                    if "$status" in shape:
                        self.assertEqual(is_["status"], 100 if was["status"] is None else was["status"])
                    if "bytes_sent" in shape:
                        self.assertEqual(is_["bytes"], was["bytes"])
                    if "$time" in shape or "$msec" in shape:
                        self.assertEqual(is_["time"][:19], was["time"][:19])
                    if "$msec" in shape and "$time" not in shape:
                        self.assertEqual(is_["time"].rstrip("Z")[19:], (was["time"].rstrip("Z") + "." + "0" * 3)[19:23])


class LogOutput(ProgramTest):
    def test_combined_and_common_are_the_shapes_of_their_log_formats(self):
        common = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent'
        combined = common + ' "$http_referer" "$http_user_agent"'
        data = hostile_log(random.Random(1), 3000)
        for name, shape in (("common", common), ("combined", combined)):
            named, given = (run("-f", SOURCE, "-t", to, data=data) for to in (name, shape))
            self.assert_ended(named, 0)
            self.assertEqual(named.stdout.count(b"\n"), 3000)
            self.assertEqual(given.stdout, named.stdout)
            # The same pieces one by one.
            longer = run("-f", SOURCE, "-t", shape + " $scheme", data=data)
            self.assertEqual([line.removesuffix(b" -") for line in longer.stdout.splitlines()], named.stdout.splitlines())

    def test_a_text_that_is_no_log_format_is_a_usage_error_before_anything_is_read(self):
        for text, message in [("$remote_adr", "did you mean $remote_addr?"), ("$status $nothing_like_it", "1:9: "),
                              ("$", "no variable name"), ("$status$bytes_sent", "touch"), ("#$status", "comment"),
                              ("'$status\\n'", "line end"), ("escape=json '$status'", "escape=default"),
                              ("comon", "is not one of ndjson, csv, tsv, combined, common, parquet"), ("log_format", "is not one")]:
            result = run("-t", text, "-o", self.folder / "o.log", self.folder / "no.log")
            self.assert_ended(result, 64, message)
            self.assertIn(b"--to", result.stderr)
        self.assertEqual(os.listdir(self.folder), [])

    def test_what_identifies_is_nowhere_in_a_line_of_every_variable(self):
        data = (b'203.0.113.77 - alice.liddell [23/Nov/2025:17:37:28 +0000] "GET /a?token=secret-word HTTP/1.1" 200 5 '
                b'"https://example.com/private" "Agent/secret-word" "203.0.113.88" "sid=secret-word" 51234 abcdef0123456789\n')
        source = ('$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" '
                  '"$http_user_agent" "$http_x_forwarded_for" "$http_cookie" $remote_port $request_id')
        every = source + ' "$args" "$query_string" "$arg_token" "$cookie_sid" $realip_remote_addr "$http_authorization" "$request_uri"'
        result = run("-f", source, "-t", every, data=data)
        self.assert_ended(result, 0)
        self.assertEqual(result.stdout.decode(),
                         '203.0.113.0 - - [23/Nov/2025:17:37:28 +0000] "GET /a HTTP/1.1" 200 5 "https://example.com/" "Mozilla/5.0 '
                         '(compatible; bot; +https://bot.invalid/)" "-" "-" - - "-" "-" "-" "-" 203.0.113.0 "-" "/a"\n')

    def test_the_file_beside_it_says_what_a_line_is_and_it_is_not_read_again(self):
        shape = '$remote_addr [$time_local] "$request" $status'
        for to, form in ((shape, "log_format"), ("common", "common")):
            out = self.folder / "o.log"
            self.assert_ended(run("-t", to, "-o", out, data=log(20)), 0)
            meta = json.loads((self.folder / "o.log.meta.json").read_text())["anonlog"]
            self.assertEqual(meta["form"], form)
            self.assertEqual(meta.get("log_format"), shape if form == "log_format" else None)
            self.assert_ended(run("-f", "common" if form == "common" else shape, out), 65, "anonymized before")
        self.assertEqual([column["name"] for column in meta["columns"]],
                         ["time", "method", "path", "protocol", "status", "bytes", "network"])

    def test_columns_a_meta_line_and_sealing_have_no_place_in_it(self):
        for to in ("common", "$status"):
            self.assert_ended(run("-t", to, "--columns", "time", data=log(1)), 64, "are fixed")
            self.assert_ended(run("-t", to, "--meta-line", data=log(1)), 64, "only ndjson")
            self.assert_ended(run("-t", to, "--sealed", self.folder / "s", "--recipient", "age1x", data=log(1)), 64,
                              "has no place for the id")

    def test_it_is_the_same_for_any_number_of_threads_and_compressed(self):
        data = log(50_000)
        shape = '$time_iso8601|$remote_addr|"$request"|$status|$bytes_sent|"$http_user_agent"'
        one = run("-t", shape, "-j1", data=data).stdout
        self.assertEqual(run("-t", shape, "-j3", data=data).stdout, one)
        packed = run("-t", shape, "-z", "zstd", data=data).stdout
        self.assertEqual(subprocess.run(["zstd", "-dcq"], input=packed, capture_output=True, check=True).stdout, one)
        self.assertEqual(one.count(b"\n"), 50_000)

    def test_no_space_left_is_an_error(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([os.environ["ANONLOG"], "-t", "$status"], input=log(10), stdout=full,
                                    stderr=subprocess.PIPE)
        self.assert_ended(result, 74, "No space left")

    def test_audit_looks_at_a_log_that_was_never_anonymized(self):
        raw = self.write("raw.log", line(user="alice.liddell") + log(10))
        for name, data in (("combined", raw.read_bytes()), ("common", re.sub(rb' "[^"]*" "[^"]*"$', b"", raw.read_bytes(), flags=re.M))):
            result = run("audit", "--json", raw, self.write("public.log", data))
            self.assert_ended(result, 1)
            self.assertEqual(json.loads(result.stdout)["published"]["form"], name)

    def test_audit_finds_none_in_such_lines_and_what_is_left_in_them(self):
        data = log(300)
        raw = self.write("raw.log", data)
        client = data.split(b" ")[0]
        out = self.folder / "o.log"
        for to in ("common", '$msec|$time_iso8601|$request_uri|$status|$remote_addr', '$remote_addr $remote_user "$http_user_agent" x'):
            self.assert_ended(run("-t", to, "-o", out, raw), 0)
            self.assert_ended(run("audit", raw, out), 0)
            written = out.read_bytes()
            for changed in (written.replace(b"198.51.100.0", client, 1), written[:-1] + b" " + client + b"\n", written + client + b"\n"):
                out.write_bytes(changed)
                # It is told by what stands beside it, which is about a file of as many bytes.
                meta = self.folder / "o.log.meta.json"
                meta.write_text(re.sub(r'"bytes":\d+', f'"bytes":{len(changed)}', meta.read_text()))
                self.assert_ended(run("audit", raw, out), 1)


if __name__ == "__main__":
    unittest.main()
