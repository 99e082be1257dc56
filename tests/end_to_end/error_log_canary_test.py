"""The policy `errors`: nothing of an error log's own text is published, whatever stands in it and where.

Every message of the lists, with secrets in the place of what varies and around what is constant; secrets in every field of
both formats, and contexts that a client forged. Plain and in wrappers, in every output form.
"""

import itertools
import json
import os
import pathlib
import re
import unittest

from all_formats_test import OUTPUTS, READ_WRAPPERS, WRAPPERS, LineSecrets
from program import ProgramTest, run

MESSAGES = pathlib.Path(__file__).resolve().parents[2] / "rules/messages"
LEVELS = {"emerg", "alert", "crit", "error", "warn", "notice", "info", "debug", *(f"trace{i}" for i in range(1, 9))}
PLAIN = 1000  # lines before the others: what the early refusal looks at
FILLINGS = 3  # of every message


def lines_of(name):
    return [line for line in (MESSAGES / name).read_text().split("\n") if line]


class ErrorLog:
    """A format: `line(message, **fields)` makes a line, `fields(secrets)` texts for every field, one at a time."""

    def messages(self):
        return lines_of(self.list)

    def filled(self, secrets, template):
        """A message with secrets in the place of what varies."""
        kinds = list(secrets.kinds(True))
        return re.sub(r"\{[a-z]+\}", lambda _: secrets.rng.choice(kinds), template)

    def secret_lines(self, secrets):
        """Pairs of a line and the message that is published of it, None where it is any of the list."""
        for template in self.messages():
            for _ in range(FILLINGS):
                yield self.line(self.filled(secrets, template)), template
            yield from ((line, None) for line in self.spoilt(secrets, self.filled(secrets, template)))
        for field, text in self.fields(secrets):
            yield self.line("x" if field == "message" else self.filled(secrets, secrets.rng.choice(self.messages())),
                            **{field: text}), None
        for text in secrets.kinds(True):
            yield self.line(text), None

    def spoilt(self, secrets, message):
        """Secrets where no message has a place for them, and what a client writes to look like the server."""
        at = secrets.rng.randrange(len(message) + 1)
        word, mail = secrets.word_kept(), secrets.mail()
        yield self.line(message[:at] + word + message[at:])
        yield self.line(f"{mail} {message}")
        yield self.line(f"{message} ({word}) while {mail}")
        yield self.line(message[:at])
        for context in self.forged(secrets):
            yield self.line(message[:at] + context + message[at:])
        yield self.line(message.ljust(self.cut_bytes, "x"))[:self.cut_bytes]


class NginxErrorLog(ErrorLog):
    name, list, cut_bytes = "nginx-error", "nginx.txt", 2047
    CONTEXT = {"client": "203.0.113.7", "server": "www.example.org", "request": '"GET /a HTTP/1.1"', "subrequest": '"/b"',
               "upstream": '"http://192.0.2.1/a"', "host": '"www.example.org"', "referrer": '"https://example.com/"'}

    def line(self, message, time="2025/11/23 17:37:28", level="error", process="71#72", connection="9", **context):
        pairs = {**self.CONTEXT, **context}.items()
        return f"{time} [{level}] {process}: *{connection} {message}" + "".join(f", {key}: {value}" for key, value in pairs)

    def fields(self, secrets):
        for key, value in self.CONTEXT.items():
            # A word may be a segment of a path, which is published.
            for text in [*secrets.kinds(True), *(secrets.target() for _ in range(20))]:
                yield key, f'"{text}"' if value[0] == '"' else text
        for text in [secrets.target() for _ in range(100)]:
            yield "request", f'"GET {text} HTTP/1.1"'
        for field in ("level", "process", "connection"):
            yield from ((field, text) for text in secrets.kinds(False))

    def forged(self, secrets):
        yield f'", client: {secrets.client()}, server: {secrets.word_kept()}, request: "GET /{secrets.segment()} HTTP/1.1"'
        yield f", client: {secrets.word_kept()}, host: \"{secrets.word_kept()}\""
        yield f'", host: "{secrets.word_kept()}", referrer: "http://{secrets.word_kept()}/{secrets.mail()}"'


class ApacheErrorLog(ErrorLog):
    name, list, cut_bytes = "apache-error", "apache.txt", 8190

    def line(self, message, module="core", level="error", pid="71:tid 72", number="(2)", error="No such file or directory",
             client="203.0.113.7:51234", referrer="https://example.com/"):
        return f"[Sun Nov 23 17:37:28.123456 2025] [{module}:{level}] [pid {pid}] {number}{error}: [client {client}] " \
               f"{message}, referer: {referrer}"

    def fields(self, secrets):
        for field in ("module", "level", "pid", "number", "error", "client", "referrer"):
            yield from ((field, text) for text in secrets.kinds(True))
        for text in secrets.kinds(False):
            yield "client", f"{text}:4711"
            yield "error", f"x: mod_{text}.c(815): {text}"
            yield "number", f"mod_a.c(815): ({text})"

    def forged(self, secrets):
        yield f", referer: http://{secrets.word_kept()}/{secrets.mail()}"
        yield f"[client {secrets.client()}] {secrets.word_kept()}"
        yield f"\\n[Sun Nov 23 17:37:28 2025] [error] [client {secrets.client()}] {secrets.mail()}, " \
              f"referer: {secrets.word_kept()}"


class OldApacheErrorLog(ApacheErrorLog):
    """Of 2.2: no module, no process, no port."""

    def line(self, message, module="", level="error", pid="", number="", error="", client="203.0.113.7",
             referrer="https://example.com/"):
        return f"[Sun Nov 23 17:37:28 2025] [{module}{level}{pid}] {number}{error}[client {client}] {message}, " \
               f"referer: {referrer}"


LOGS = [NginxErrorLog(), ApacheErrorLog(), OldApacheErrorLog()]


class Canary(ProgramTest):
    def assert_no_secret_in(self, secrets, data, what):
        text = data.decode()
        windows = {value[i:i + 8] for value in set(re.split('[",\t\n]', text)) for i in range(len(value) - 7)}
        found = (secret for secret in secrets.made if secret[:8] in windows and secret in text)
        self.assertEqual(list(itertools.islice(found, 5)), [], what)

    def make(self, log, seed):
        secrets = LineSecrets(seed)
        pairs = [(line.replace("\n", " "), template) for line, template in log.secret_lines(secrets)]
        secrets.made |= {secret.lower() for secret in secrets.made}  # as hosts are written
        return secrets, pairs

    def check(self, log, wrapper, seed):
        secrets, pairs = self.make(log, seed)
        lines = [log.line("exiting")] * PLAIN + [line for line, _ in pairs]
        wrap = WRAPPERS.get(wrapper, lambda line: line)
        data = "".join(wrap(line) + "\n" for line in lines).encode()
        for form in OUTPUTS:
            result = run("-f", log.name, "-p", "errors", "-t", form, "--max-rejects", "100%", "--stats=json", data=data,
                         cwd=self.folder)
            what = (log.name, wrapper, form)
            self.assert_ended(result, 0)
            self.assert_no_secret_in(secrets, result.stdout, what)
            self.assert_no_secret_in(secrets, result.stderr, what)
            self.assertEqual(os.listdir(self.folder), [])
            stats = json.loads(result.stderr)
            self.assertEqual(stats["lines"], len(lines), what)
            self.assertEqual(stats["lines"], stats["published"] + stats["rejected"]["total"] + stats["skipped"]["total"], what)
            self.assertEqual(result.stdout.count(b"\n") - (form in ("csv", "tsv")), stats["published"], what)
            # A test of lines that are all rejected would see nothing.
            self.assertGreater(stats["published"] - PLAIN, len(pairs) * 0.9, what)

    def test_no_secret_is_published(self):
        for seed, log in enumerate(LOGS):
            for wrapper in [None, *READ_WRAPPERS]:
                with self.subTest((type(log).__name__, wrapper)):
                    self.check(log, wrapper, seed)

    def test_what_is_published_is_of_closed_lists(self):
        known = {"level": LEVELS | {None}, "module": {*lines_of("modules.txt"), None},
                 "message": {*lines_of("nginx.txt"), *lines_of("apache.txt"), "{message}"}}
        for seed, log in enumerate(LOGS):
            _, pairs = self.make(log, seed)
            for column, allowed in known.items():
                result = run("-f", log.name, "-p", "errors", "--max-rejects", "100%",
                             data="".join(line + "\n" for line, _ in pairs).encode())
                published = {json.loads(row)[column] for row in result.stdout.splitlines()}
                self.assertEqual(published - allowed, set(), (log.name, column))

    def test_every_message_of_the_lists_is_recognized(self):
        for seed, log in enumerate(LOGS):
            secrets = LineSecrets(seed)
            templates = log.messages()
            # What stands before in the list may read it as well.
            lines = [log.line(re.sub(r"\{[a-z]+\}", secrets.word(), template)) for template in templates]
            result = run("-f", log.name, "-p", "errors", data="".join(line + "\n" for line in lines).encode())
            messages = [json.loads(row)["message"] for row in result.stdout.splitlines()]
            same = sum(a == b for a, b in zip(messages, templates))
            self.assertEqual(len(messages), len(templates))
            self.assertGreater(same, len(templates) * 0.9, log.name)
            self.assertNotIn("{message}", messages, log.name)

    def test_the_oracle_sees_a_secret_that_is_there(self):
        policy = self.write("kept.toml", b'extends = "errors"\n[columns]\nreferrer_url = { action = "keep", redact = false }\n')
        for seed, log in enumerate(LOGS):
            secrets, pairs = self.make(log, seed)
            data = "".join(line + "\n" for line in [log.line("exiting")] * PLAIN + [line for line, _ in pairs]).encode()
            with self.assertRaises(AssertionError):
                self.assert_no_secret_in(secrets, data, "the log itself")
            kept = run("-p", policy, "-f", log.name, "--max-rejects", "100%", data=data)
            self.assert_ended(kept, 0)
            with self.assertRaises(AssertionError):
                self.assert_no_secret_in(secrets, kept.stdout, "published as logged")


if __name__ == "__main__":
    unittest.main()
