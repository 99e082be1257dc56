"""Every format of the table: nothing that identifies comes out, and noise around a line changes nothing.

The lines are made of the formats' own samples, so that a new row is tested as soon as it is there.
"""

import json
import os
import random
import re
import unittest

from canary_test import Secrets
from format_lines import all_formats, part_places, places
from program import ProgramTest, records, run

# Sanitizers make every run slow: rows of one kind and lines are enough there.
OUTPUTS = ["ndjson", "combined"] if os.environ.get("ANONLOG_SANITIZE") else ["ndjson", "csv", "tsv", "combined"]
GOOD_LINES = 1000  # before the others: what the early refusal looks at

# Formats that tell their columns, where no #Fields does, by how many there are and what is in them.
GUESSED_COLUMNS = {"iis", "cloudfront"}

# Formats whose last field takes all that is left of a line: text behind it is part of it.
LAST_IS_TEXT = {"nginx-error", "apache-error"}


class LineSecrets(Secrets):
    """Secrets that fit one place of a line each, in every textual form that the rules name."""

    def word_kept(self):
        return self.keep(self.word())

    def kinds(self, is_spaced):
        """Texts to put in the place of a value. `is_spaced`: a space does not end it."""
        yield self.word_kept()
        yield f"sid={self.word_kept()}"
        yield f"https://{self.word_kept()}:{self.word_kept()}@www.example.com/?q={self.word_kept()}"
        yield f"/{self.segment()}/x?q={self.word_kept()}"
        yield f"/x/{self.segment()}#{self.word_kept()}"
        yield from self.kinds_of_rules()
        if is_spaced:
            yield f"{self.word_kept()} {self.word_kept()}"
            yield f"sid={self.word_kept()}; user={self.word_kept()}"
            yield f"GET /{self.segment()}?q={self.word_kept()} HTTP/1.1"
            yield f"{self.keep(self.ipv4())}, {self.keep(self.ipv4())}"

    def kinds_of_rules(self):
        """What no place may publish, not even a path: the forms that rules name."""
        yield self.keep(self.ipv4())
        yield self.keep(self.ipv4()) + ":4711"
        yield self.keep(":".join(self.ipv6_groups()))
        groups = self.ipv6_groups()
        self.keep(":".join(groups[4:]))
        yield "[" + ":".join(groups) + "]:4711"
        yield "::ffff:" + self.keep(self.ipv4())
        yield self.keep(self.ipv4()) + "," + self.keep(self.ipv4())
        yield "host-" + self.keep(self.ipv4().replace(".", "-")) + ".pool.example.net"
        yield self.mail()
        yield self.token()
        yield self.base64url()
        yield self.keep(f"{self.rng.getrandbits(128):032x}")


def in_quotes(line, begin, end):
    return line[begin - 1:begin] == '"' and line[end:end + 1] == '"'


# Around a line: what container runtimes and log daemons put there.
WRAPPERS = {
    "cri": lambda line: f"2025-10-10T13:55:36.669794202Z stdout F {line}",
    "docker": lambda line: json.dumps({"log": line + "\n", "stream": "stdout", "time": "2025-10-10T13:55:36.669794202Z"}),
    "syslog_3164": lambda line: f"<134>Oct 10 13:55:36 web1 nginx[71]: {line}",
    "syslog_5424": lambda line: f"<134>1 2025-10-10T13:55:36.003Z web1 nginx 71 - - {line}",
}
# Those that are read; with sanitizers one of them.
READ_WRAPPERS = ["docker"] if os.environ.get("ANONLOG_SANITIZE") else list(WRAPPERS)


class Canary(ProgramTest):
    def secret_lines(self, sample, secrets):
        """The sample with a secret in each place in turn, then in several at once."""
        spans = places(sample)
        lines = []
        parts = sorted(set(part_places(sample.line, spans)) - set(spans))
        for begin, end in [*spans, *parts]:
            spaced = in_quotes(sample.line, begin, end) or sample.separator == "\t"
            # A word may be a segment of a path, which is published.
            texts = secrets.kinds_of_rules() if (begin, end) in parts else secrets.kinds(spaced)
            for text in texts:
                text = text.replace("\\", "") if sample.is_json else text
                lines.append(sample.line[:begin] + text + sample.line[end:])
        for _ in range(200):
            line = sample.line
            chosen = sorted(secrets.rng.sample(spans, min(len(spans), secrets.rng.randrange(2, 5))), reverse=True)
            limit = len(line)
            for begin, end in chosen:  # from the right; a place in another is left out
                if end > limit:
                    continue
                line = line[:begin] + secrets.rng.choice([secrets.token, secrets.word_kept, secrets.client])() + line[end:]
                limit = begin
            lines.append(line)
        return lines

    def assert_no_secret_in(self, secrets, data, what, allowed=frozenset()):
        text = data.decode()
        windows = {value[i:i + 8] for value in set(re.split('[",\t\n]', text)) for i in range(len(value) - 7)}
        found = sorted(s for s in secrets.made - allowed if s[:8] in windows and s in text)
        self.assertEqual(found[:5], [], what)

    def names_of_the_server(self, sample, lines, secrets):
        """Secrets that stand where the format has the server's own name: that is published as it is."""
        allowed = set()
        for line in lines:
            name = sample.fields(line).get("server_name") or ""
            allowed |= {secret for secret in secrets.made if secret in name}
        return allowed

    def check(self, sample, wrap, seed):
        secrets = LineSecrets(seed)
        lines = self.secret_lines(sample, secrets)
        data = sample.log([wrap(line) for line in [sample.line] * GOOD_LINES + lines])
        allowed = set()
        if sample.fields().get("server_name"):
            at = sample.line.find(sample.fields()["server_name"])
            around = [line for line in lines if line[:at] == sample.line[:at]]
            allowed = self.names_of_the_server(sample, around, secrets)
        for form in OUTPUTS:
            result = run("-f", sample.name, "-t", form, "--max-rejects", "100%", "--stats=json", data=data, cwd=self.folder)
            self.assert_ended(result, 0)
            what = (sample.name, form)
            self.assert_no_secret_in(secrets, result.stdout, what, allowed)
            self.assert_no_secret_in(secrets, result.stderr, what)
            self.assertEqual(os.listdir(self.folder), [])
            stats = json.loads(result.stderr)
            self.assertEqual(stats["lines"], data.count(b"\n"), what)
            self.assertEqual(stats["lines"], stats["published"] + stats["rejected"]["total"] + stats["skipped"]["total"] +
                             stats["excluded"]["total"] + stats["continuations"], what)
            rows = result.stdout.count(b"\n") - (form in ("csv", "tsv"))
            self.assertEqual(rows, stats["published"], what)
            # A test of lines that are all rejected would see nothing.
            self.assertGreater(stats["published"] - GOOD_LINES, len(lines) // 6, what)
        return secrets, data

    def test_no_secret_of_any_place_is_published_and_every_line_is_counted(self):
        for seed, sample in enumerate(all_formats()):
            with self.subTest(sample.name):
                self.check(sample, lambda line: line, seed)

    def test_no_secret_comes_out_of_a_wrapper(self):
        for seed, sample in enumerate(all_formats()):
            for name in READ_WRAPPERS:
                with self.subTest((sample.name, name)):
                    if not sample.header:
                        self.check(sample, WRAPPERS[name], seed)

    def test_the_oracle_sees_a_secret_that_is_there(self):
        policy = self.write("kept.toml", b'[columns]\ntarget = { action = "keep", redact = false }\n'
                                         b'user_agent = { action = "keep", redact = false }\n')
        seen = 0
        for seed, sample in enumerate(all_formats()):
            secrets = LineSecrets(seed)
            lines = self.secret_lines(sample, secrets)
            with self.assertRaises(AssertionError):
                self.assert_no_secret_in(secrets, sample.log(lines), "the log itself")
            kept = run("-p", policy, "-f", sample.name, "--max-rejects", "100%",
                       data=sample.log([sample.line] * GOOD_LINES + lines))
            try:
                self.assert_no_secret_in(secrets, kept.stdout, "published as logged")
            except AssertionError:
                seen += 1
        self.assertGreaterEqual(seen, 4)


class Mutations(ProgramTest):
    """What must not change the outcome: the published record but for the field that was changed."""

    def published(self, sample, data, *arguments):
        result = run("-f", sample.name, *arguments, data=data)
        self.assert_ended(result, 0)
        rows = records(result.stdout)
        for row in rows:
            row.pop("visitor", None)
        return rows

    def outcome(self, sample, line):
        return self.published(sample, sample.log([line]))

    def test_every_sample_is_published_with_a_time(self):
        names = [sample.name for sample in all_formats()]
        self.assertGreaterEqual(len(names), 4)
        for sample in all_formats():
            with self.subTest(sample.name):
                rows = self.outcome(sample, sample.line)
                self.assertEqual(len(rows), 1)
                self.assertIsNotNone(rows[0]["time"])

    def test_junk_and_more_fields_behind_a_line(self):
        for sample in all_formats():
            if sample.name in LAST_IS_TEXT | GUESSED_COLUMNS:
                continue
            wanted = self.outcome(sample, sample.line)
            if sample.is_json:
                mutated = [sample.line[:-1] + ',"zz_new":"junk","zz_more":[1,{"a":null}]}']
            else:
                mutated = [sample.line + sample.separator + junk
                           for junk in ("junk", '"-"', "zz:1", '"a b" 17 - "x', "\\", "\x7f\xff", "[")]
            for line in mutated:
                # A record of a classic load balancer may be two lines: one that leaves a quote open waits for the next.
                if sample.name == "elb" and line.endswith('"x'):
                    continue
                with self.subTest((sample.name, line[len(sample.line) - 1:])):
                    self.assertEqual(self.outcome(sample, line), wanted)

    def test_several_spaces_where_one_is_normal(self):
        for sample in all_formats():
            if sample.is_json or sample.separator != " " or sample.name in LAST_IS_TEXT:
                continue
            wanted = self.outcome(sample, sample.line)
            # Behind a comma a space is part of a list.
            gaps = [m.start() for m in re.finditer("(?<!,) ", sample.line)
                    if not any(begin <= m.start() < end for begin, end in places(sample))]
            self.assertGreater(len(gaps), 2, sample.name)
            for count in (2, 5):
                mutated = [sample.line[:at] + " " * count + sample.line[at + 1:] for at in gaps]
                everywhere = sample.line
                for at in reversed(gaps):
                    everywhere = everywhere[:at] + " " * count + everywhere[at + 1:]
                for line in [*mutated, everywhere]:
                    with self.subTest((sample.name, line)):
                        self.assertEqual(self.outcome(sample, line), wanted)

    def test_ipv6_and_lists_where_the_address_stands(self):
        for sample in all_formats():
            address = sample.fields().get("client_ip")
            if not address or sample.line.count(address) != 1:
                continue
            wanted = self.outcome(sample, sample.line)
            self.assertEqual(wanted[0]["network"], "203.0.113.0/24", sample.name)
            wanted[0].pop("network")
            at = sample.line.find(address)
            has_port = sample.line[at + len(address):].startswith(":")
            for text in ["2001:db8:1:2::3", "::ffff:203.0.113.9", "fe80::1%eth0", "203.0.113.7,198.51.100.2"]:
                if ("," in text and has_port) or (re.search("[,%]", text) and sample.name in GUESSED_COLUMNS):
                    continue
                with self.subTest((sample.name, text)):
                    rows = self.outcome(sample, sample.line.replace(address, text))
                    self.assertEqual(len(rows), 1)
                    network = rows[0].pop("network")
                    self.assertEqual(rows, wanted)
                    if text.startswith("2001"): self.assertEqual(network, "2001:db8::/32")
                    if text.startswith("::ffff"): self.assertEqual(network, "203.0.113.0/24")

    def test_line_ends_and_marks(self):
        for sample in all_formats():
            with self.subTest(sample.name):
                data = sample.log([sample.line] * 3)
                wanted = self.published(sample, data)
                self.assertEqual(len(wanted), 3)
                self.assertEqual(self.published(sample, data.replace(b"\n", b"\r\n")), wanted, "CRLF")
                self.assertEqual(self.published(sample, b"\xef\xbb\xbf" + data), wanted, "a byte order mark")
                self.assertEqual(self.published(sample, data[:-1]), wanted, "no newline at the end")
                self.assertEqual(self.published(sample, data + b"\n\n"), wanted, "blank lines")

    def test_an_impossible_date_rejects_the_line(self):
        for sample in all_formats():
            impossible = impossible_times(sample.line)
            with self.subTest(sample.name):
                if re.search(r"[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}|/[A-Z][a-z]{2}/", sample.line):
                    self.assertNotEqual(impossible, [])
                data = sample.log([sample.line] * 100 + impossible)
                result = run("-f", sample.name, "--max-rejects", "99%", "--stats=json", data=data)
                self.assert_ended(result, 0)
                stats = json.loads(result.stderr)
                self.assertEqual(stats["published"], 100)
                self.assertEqual(stats["rejected"]["time"], len(impossible))


def impossible_times(line):
    """The line with its first date or clock changed to one that cannot be."""
    changes = [(r"[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}", ["31/Feb/2025", "00/Oct/2025", "10/Okt/2025"]),
               (r"(?<![0-9])20[0-9]{2}-[0-9]{2}-[0-9]{2}", ["2025-02-30", "2025-13-01", "2025-10-00"]),
               (r"(?<![0-9])20[0-9]{2}/[0-9]{2}/[0-9]{2}", ["2025/02/30", "2025/13/01", "2025/10/00"]),
               (r"(?<![0-9])[0-9]{2}:[0-9]{2}:[0-9]{2}(?![0-9])", ["24:00:00", "23:60:00", "23:59:61"])]
    return [re.sub(pattern, text, line, count=1) for pattern, texts in changes for text in texts
            if re.search(pattern, line)]


if __name__ == "__main__":
    unittest.main()
