#!/usr/bin/env python3
"""Sends hostile requests to a real Apache that logs in ten formats and checks every field that anonlog reads.

    apache_test.py ANONLOG         exits 77 when there is no Apache

The test knows what it sent, so it knows each directive's value. Every line is checked twice: that Apache wrote what its
documentation says (the values, escaped, at their places), and that `anonlog parse` gives the values back. The first
tells a changed Apache from a broken parser. A value that is logged as "-" reads as null, whatever was meant. Two of
the logs are also piped into anonlog while Apache runs: what comes out is what a file gives.
"""

import datetime
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # the sources stay clean
from apache_requests import NAME, PRIVATE, refused, understood
from server import (SKIPPED, Report, Server, check_filled, check_parse, check_stats, decoded_values, exchange, find_program,
                    free_port, has_ipv6, split_response)

MODULES = pathlib.Path("/usr/lib/apache2/modules")
RECOMMENDED = pathlib.Path(__file__).resolve().parents[2] / "examples/apache/anonlog.conf"

COMBINED = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"'
FORMATS = {
    "combined": COMBINED,
    "combined_total": COMBINED.replace("%b", "%O"),  # Debian's
    "vhost": "%v:%p " + COMBINED.replace("%b", "%O"),
    "split_time": '%a [%{%Y-%m-%d %H:%M:%S}t.%{msec_frac}t %{%z}t] "%r" %>s %D %{ms}T/%T "%{X-Forwarded-For}i"',
    "touching": '%{%Y}t%{%m}t%{%d}t%{%H:%M:%S}t %h %m%U%q %H %>s "%!200,304{Referer}i" "%404,400{User-Agent}i"',
    "json": '{"time":"%{%Y-%m-%dT%H:%M:%S%z}t","client":"%a","user":"%u","request":"%r","status":%>s,"bytes":%B,'
            '"host":"%{Host}i","asked":"%V","referrer":"%{Referer}i","agent":"%{User-Agent}i","port":%{remote}p}',
    "bare": "%{sec}t.%{usec_frac}t %{c}a %>s %{User-Agent}i %b %B %p",
    "bare_request": '%h %l %u %t %r %>s %b',
    "one": "%r",
    "anonlog": re.search(r'^LogFormat "(.*)" anonlog$', RECOMMENDED.read_text(), re.MULTILINE)[1].replace('\\"', '"'),
}
TOLD = {"combined": "combined", "anonlog": RECOMMENDED.read_text()}  # what anonlog is told, if it is not the format
PIPED = ("combined", "split_time")

DIRECTIVE = re.compile(r"%[!<>,\d]*(?:\{([^}]*)\})?(\^..|.)")
FIELD_OF = {
    "h": "client_ip", "a": "client_ip", "c:a": "peer_ip", "l": "ident", "u": "remote_user", "r": "request",
    "s": "status", "b": "body_bytes", "B": "body_bytes", "O": "bytes_sent", "v": "server_name", "V": "host", "p": "server_port", "remote:p": "client_port",
    "m": "method", "U": "path", "q": "query", "H": "protocol", "D": "duration_us", "referer:i": "referrer",
    "user-agent:i": "user_agent", "host:i": "host", "x-forwarded-for:i": "forwarded_for",
    "accept-language:i": "accept_language", "sec-ch-ua:i": "sec_ch_ua", "sec-ch-ua-mobile:i": "sec_ch_ua_mobile",
    "sec-ch-ua-platform:i": "sec_ch_ua_platform", "remote:p": "client_port",
}
TIMES = {
    "": rb"\[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\]", "sec": rb"\d{10}", "msec_frac": rb"\d{3}",
    "usec_frac": rb"\d{6}", "%Y": rb"\d{4}", "%m": rb"\d\d", "%d": rb"\d\d", "%z": rb"[+-]\d{4}",
    "%H:%M:%S": rb"\d\d:\d\d:\d\d", "%Y-%m-%d %H:%M:%S": rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d",
    "%Y-%m-%dT%H:%M:%S": rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
    "%Y-%m-%dT%H:%M:%S%z": rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}",
}


def logged(value):
    """As ap_escape_logitem writes it."""
    if value is None:
        return b"-"
    short = {b"\b": b"\\b", b"\n": b"\\n", b"\r": b"\\r", b"\t": b"\\t", b"\v": b"\\v", b'"': b'\\"', b"\\": b"\\\\"}
    return re.sub(rb'[\x00-\x1f"\\\x7f-\xff]', lambda m: short.get(m[0]) or b"\\x%02x" % m[0][0], value)


class Directive:
    def __init__(self, match):
        self.text, self.argument, self.letter = match[0], match[1], match[2]
        codes = re.search(r"%(!?)([\d,]+)", self.text)
        self.negated, self.codes = (codes[1] == "!", codes[2].encode().split(b",")) if codes else (False, None)
        self.key = self.letter if self.argument is None else f"{self.argument}:{self.letter}"

    def pattern(self, request, values):
        """What Apache writes for it, and whether the value is in group 1 of that."""
        if self.codes is not None and (values["s"] in self.codes) == self.negated:
            return b"-"
        if self.letter == "t":
            return TIMES[self.argument or ""]
        if self.letter == "i":
            return re.escape(logged(request.headers.get(self.argument.lower().encode())))
        if self.letter == "u" and values["u"] == b"":
            return b'""'
        if self.letter == "r" and values["r"] == "~":  # what Apache keeps of bytes that are no request
            return rb"(?:[^\"\\]|\\.)*"
        if self.key in ("D", "T", "ms:T", "remote:p"):
            return rb"\d+"
        return re.escape(logged(values["a" if self.key == "c:a" else self.letter]))


class Format:
    def __init__(self, name, text):
        self.name, self.text, self.told = name, text, TOLD.get(name, text)
        self.literals = re.split(DIRECTIVE.pattern.replace("(?:\\{([^}]*)\\})", "(?:\\{[^}]*\\})").replace("(\\^", "(?:\\^"),
                                 text)
        self.directives = [Directive(match) for match in DIRECTIVE.finditer(text)]

    def line_pattern(self, request, values):
        pattern = re.escape(self.literals[0].encode())
        for directive, literal in zip(self.directives, self.literals[1:]):
            pattern += b"(" + directive.pattern(request, values) + b")" + re.escape(literal.encode())
        return re.compile(pattern, re.DOTALL)

    def expected_fields(self, match):
        """What anonlog must read of a line that matched: pairs of names and texts as they are logged, and a time."""
        fields = []
        raws = dict(zip(self.directives, match.groups()))
        touching = "%m%U%q" in self.text
        for directive, raw in raws.items():
            if directive.letter == "t" or (touching and directive.letter in "mUq"):
                continue
            # One of two that say the same keeps the name: the finer one.
            spare = (directive.letter == "b" and "%B" in self.text) or (directive.letter == "T" and "%D" in self.text)
            key = directive.key.lower() if directive.letter == "i" else directive.key
            fields.append((directive.key if spare else FIELD_OF.get(key, directive.key), raw))
        if touching:  # a method is in capitals; the target is all that follows
            joined = b"".join(raw for directive, raw in raws.items() if directive.letter in "mUq")
            method = re.match(rb"[A-Z_-]*", joined)[0]
            fields += [("method", method), ("target", joined[len(method):])]
        times = {directive.argument or "": raw for directive, raw in raws.items() if directive.letter == "t"}
        return fields, time_of(times) if times else None


def time_of(parts):
    """The moment that all %{...}t of a line tell together, as parse prints it. Those that name no zone are UTC."""
    fractions = {"msec_frac": 3, "usec_frac": 6}
    written = {argument: raw.decode().strip("[]") for argument, raw in parts.items()}
    digits = next((fractions[argument] for argument in written if argument in fractions), 0)
    fraction = next((text for argument, text in written.items() if argument in fractions), "")
    whole = {argument: text for argument, text in written.items() if argument not in fractions}
    if "sec" in whole:
        moment = datetime.datetime.fromtimestamp(int(whole["sec"]), datetime.timezone.utc)
    else:
        layout = " ".join(argument or "%d/%b/%Y:%H:%M:%S %z" for argument in whole)
        moment = datetime.datetime.strptime(" ".join(whole.values()), layout)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.timezone.utc)
    return decoded_values.utc(moment.replace(microsecond=int(fraction.ljust(6, "0"))), digits)


def record_of(fields, time):
    """The record that anonlog must print."""
    values = [(name, None if raw == b"-" else unescaped(raw)) for name, raw in fields]
    return decoded_values.record([*values, *([("time", time)] if time else [])],
                                 units={"duration_us": decoded_values.MICROSECONDS})


def unescaped(raw):
    short = {b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
    return re.sub(rb"\\(?:x([0-9a-f]{2})|(.))",
                  lambda m: bytes([int(m[1], 16)]) if m[1] else short.get(m[2], m[2]), raw)


class Apache(Server):
    """A real one, in a folder of its own and on loopback."""

    def __init__(self, program, folder, formats, ipv6, anonlog):
        super().__init__("Apache", pathlib.Path(folder))
        self.port6 = free_port(socket.AF_INET6, "::1") if ipv6 else None
        (self.folder / "www").mkdir()
        (self.folder / "www/index.html").write_text("<p>hello\n")
        for path in (self.folder, *self.folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        (self.folder / "apache.conf").write_text(self.configuration(formats, anonlog))
        with open(self.folder / "stdout.ndjson", "wb") as out:
            self.process = subprocess.Popen([program, "-d", folder, "-f", "apache.conf", "-DFOREGROUND"], stdout=out,
                                            stderr=subprocess.PIPE)

    def configuration(self, formats, anonlog):
        modules = ["mpm_event", "alias", "auth_basic", "authn_core", "authn_anon", "authz_core", "authz_user"]
        load = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in modules)
        quoted = {f.name: f.text.replace("\\", "\\\\").replace('"', '\\"') for f in formats}
        log_formats = "\n".join(f'LogFormat "{text}" {name}' for name, text in quoted.items() if name != "anonlog")
        logs = "\n".join(f"CustomLog {f.name}.log {f.name}" for f in formats)
        user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
        ipv6 = f"Listen [::1]:{self.port6}" if self.port6 else ""
        shell, direct = PIPED
        return f"""
ServerRoot {self.folder}
PidFile apache.pid
Mutex posixsem
ErrorLog error.log
{load}
{user}
ServerName {NAME}
Listen 127.0.0.1:{self.port}
{ipv6}
ThreadsPerChild 2
StartServers 1
DocumentRoot {self.folder}/www
AliasMatch "^/(private/)?$" {self.folder}/www/index.html
{log_formats}
Include {RECOMMENDED}
{logs}
CustomLog "|$exec {anonlog} -f {shell} >> {self.folder}/shell.ndjson" {shell}
CustomLog "|{anonlog} -f '{quoted[direct]}'" {direct}
<Location {PRIVATE}>
AuthType Basic
AuthName x
AuthBasicProvider anon
Anonymous *
Anonymous_NoUserID On
Anonymous_MustGiveEmail Off
Require valid-user
</Location>
"""


def talk(server, ipv6):
    """Sends every request; notes what belongs to the connection. In the order of the log."""
    sent = []
    for port, source in [(server.port, "127.0.0.7")] + ([(server.port6, "::1")] if ipv6 else []):
        for request in list(understood()) + list(refused()):
            connection = socket.create_connection((source if ":" in source else "127.0.0.1", port), 10, (source, 0))
            received = exchange(connection, request.data, request.values["H"] == b"HTTP/0.9")
            status, size, _ = split_response(received, request.values["m"] == b"HEAD")
            values = {"h": source.encode(), "a": source.encode(), "p": b"80", "O": b"%d" % len(received),
                      "s": status or b"200", "b": b"%d" % size if size else None, "B": b"%d" % size,
                      **request.values}
            sent.append((request, values))
            server.wait_for_lines("combined", len(sent))
    return sent


def check_raw_lines(form, lines, sent, report):
    """The fields of every line, or None for a line that Apache wrote otherwise than this test believes."""
    report.check(len(lines) == len(sent), f"{form.name}: {len(lines)} lines for {len(sent)} requests")
    fields = []
    for line, (request, values) in zip(lines, sent):
        pattern = form.line_pattern(request, values)
        match = pattern.fullmatch(line)
        report.check(match, f"{form.name}, {request.name}: Apache wrote\n  {line!r:.400}\nexpected\n"
                     f"  {pattern.pattern!r:.700}")
        fields.append(form.expected_fields(match) if match else None)
    return fields


def check_times(name, records, began, ended, report):
    """That the moments of the log are those at which the test ran: both clocks of a line are of one machine."""
    for record in records:
        text = record["time"] or "1970-01-01T00:00:00Z"
        moment = datetime.datetime.fromisoformat(text[:19] + "+00:00").timestamp() + float("0" + text[19:-1])
        report.check(began - 2 <= moment <= ended + 2, f"{name}: time {text} is not between {began} and {ended}")


def named_visitors(output):
    """Visitors are random in every run: numbered in the order in which they come."""
    names = {}
    return re.sub(rb'(?<="visitor":")[0-9a-f]{16}', lambda m: names.setdefault(m[0], b"%d" % len(names)), output)


def check_piped(anonlog, form, log, piped, report):
    from_file = subprocess.run([anonlog, "-f", form.told, log], capture_output=True, check=False)
    report.check(named_visitors(piped) == named_visitors(from_file.stdout),
                 f"{form.name}: {piped.count(10)} piped records differ from {from_file.stdout.count(10)} of the file")


def wait_for_records(path, count):
    for _ in range(200):
        if path.exists() and path.read_bytes().count(b"\n") >= count:
            return
        time.sleep(0.05)


def main():
    anonlog = os.path.abspath(sys.argv[1]) if len(sys.argv) == 2 else sys.exit(__doc__)
    program = find_program("apache2")
    if program is None or not MODULES.is_dir():
        print("skipped: Apache is not installed (Debian: apache2-bin)")
        return SKIPPED
    formats = [Format(name, text) for name, text in FORMATS.items()]
    ipv6 = has_ipv6()
    report = Report()
    with tempfile.TemporaryDirectory(prefix="anonlog-apache-") as folder:
        began = time.time()
        server = Apache(program, folder, formats, ipv6, anonlog)
        pipes = {PIPED[0]: server.folder / "shell.ndjson", PIPED[1]: server.folder / "stdout.ndjson"}
        try:
            server.wait_until_ready()
            sent = talk(server, ipv6)
            for path in pipes.values():  # Apache ends what it pipes to by SIGTERM
                wait_for_records(path, len(sent))
        finally:
            server.stop()
        for form in formats:
            log = os.path.join(folder, f"{form.name}.log")
            fields = check_raw_lines(form, server.lines(form.name), sent, report)
            wanted = [f and record_of(*f) for f in fields]
            check_parse(anonlog, form.name, form.told, log, wanted, [request.name for request, _ in sent], report)
            records = check_stats(anonlog, form.name, form.told, log, len(sent), report)
            if "t" in [directive.letter for directive in form.directives]:
                check_times(form.name, records, began, time.time(), report)
            if form.name == "anonlog":
                check_filled(form.name, records, report)
            if form.name in pipes:
                check_piped(anonlog, form, log, pipes[form.name].read_bytes(), report)
        if os.environ.get("KEEP_LOGS"):
            shutil.copytree(folder, os.environ["KEEP_LOGS"])
    print(f"{len(sent)} requests in {len(formats)} formats, {report.checked} checks, {report.problems} failed"
          f"{'' if ipv6 else ', no IPv6 here'}")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
