"""What the tests of error logs share: a server that writes one, requests with the lines that each makes, and the checks."""

import datetime
import ipaddress
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

from hostile_requests import SECRET
from server import Report, as_words, find_program, has_ipv6, read_fields
import decoded_values  # server.py knows where

# Beside SECRET: what may be published nowhere, in a path neither.
MAIL = b"jane." + SECRET + b"@example.org"
FORGED = b"198.51.100.77"
TOKEN = b"f3KpQ8sLx2VbN7tRzW4mYc6D"
SOURCES = ("127.0.0.7", "::1")
SECRETS = [SECRET, FORGED, TOKEN, SOURCES[0].encode()]


class Line:
    """A line of an error log: its fields as the server writes them, bytes or, where only the server knows them, patterns.
    `template` is the message as it is published. `read`: fields that are read otherwise; None is null. `is_cut`: its last
    value lacks its end. `has_own_time`: a client wrote its time."""

    is_cut = False

    def __init__(self, level, message, template, fields=None, module=None, read=None, has_own_time=False):
        self.level, self.message, self.template, self.module = level, message, template, module
        self.has_own_time = has_own_time
        self.fields = dict(fields or {})
        self.read = {"level": level, "message": message, "module": module, **self.fields, **(read or {})}


class Case:
    """Bytes to send, and the lines that they cause. `way` is a name of Talk.ways."""

    def __init__(self, name, data, lines, way="ipv4", tls=None, half_close=False):
        self.name, self.data, self.lines = name, data, lines
        self.way, self.tls, self.half_close = way, tls, half_close


def pattern_of(value):
    return value.pattern if isinstance(value, re.Pattern) else re.escape(value)


def bytes_match(wanted, got):
    """`got` is text of `anonlog parse`, None for null."""
    if wanted is None or got is None:
        return not wanted and got is None
    if isinstance(wanted, re.Pattern):
        return re.fullmatch(wanted.pattern.decode("latin1"), got, re.DOTALL) is not None
    return got == decoded_values.text(wanted)


class FaultyUpstream:
    """A server that answers as no server should: the answer is the one whose name is in the request."""

    ANSWERS = {
        b"/close": b"",
        b"/bad-header": b"HTTP/1.1 200 OK\r\nBad " + SECRET + b"\", client: " + FORGED + b": y\x01\r\nA b\r\n\r\n",
        b"/short": b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        b"/junk": b"\x00\x01junk " + SECRET + b"\r\n\r\n",
        b"/more": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabcdef",
        b"/big-header": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 20000 + b"\r\n\r\n",
    }
    SLOW_SECONDS = 1.6

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.dead = socket.socket()  # bound, not listening: who connects is refused, and nobody else gets the port
        self.dead.bind(("127.0.0.1", 0))
        self.dead_port = self.dead.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.socket.accept()
            request = connection.recv(70000)
            if b"/slow" in request:
                time.sleep(self.SLOW_SECONDS)
            answers = [answer for name, answer in self.ANSWERS.items() if name in request]
            try:
                connection.sendall(answers[0] if answers else b"")
            except OSError:
                pass
            connection.close()


def make_certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "key.pem", "-out",
                    folder / "certificate.pem", "-days", "2", "-subj", "/CN=www.example.org"],
                   check=True, capture_output=True)


def trusting_tls():
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class Talk:
    """Sends cases one after the other; waits for the lines that each makes, so that the log has their order."""

    def __init__(self, server, ways, log="error", skipped=0):
        self.server, self.ways = server, ways  # name -> (address, port, source)
        self.log, self.skipped = log, skipped  # its name, and how many lines were there before
        self.sent = []                         # (name of the case, line), in the order of the log
        self.missing = 0                       # lines that did not come

    def expect(self, name, lines):
        self.sent += [(name, line) for line in lines]
        end = time.monotonic() + 5
        while (missing := len(self.sent) - self.missing + self.skipped - len(self.server.lines(self.log))) > 0:
            if time.monotonic() > end:
                print(f"{name}: {missing} of {len(lines)} lines did not come", file=sys.stderr)
                self.missing += missing
            time.sleep(0.002)

    def send(self, case):
        address, port, source = self.ways[case.way]
        connection = socket.create_connection((address, port), 10, (source, 0))
        port_of_client = connection.getsockname()[1]
        try:
            if case.tls is not None:
                connection = case.tls.wrap_socket(connection, server_hostname="www.example.org")
            connection.sendall(case.data)
            if case.half_close:
                connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass
        except OSError:
            pass
        connection.close()
        lines = case.lines(source.encode(), b"%d" % port_of_client)
        self.expect(case.name, lines)


# ---- the checks

def check_raw_lines(pattern_of_line, lines, sent, report):
    """That the server wrote what this test believes."""
    report.check(len(lines) == len(sent), f"{len(lines)} lines, {len(sent)} expected")
    for raw, (name, line) in zip(lines, sent):
        pattern = pattern_of_line(line)
        report.check(re.fullmatch(pattern, raw, re.DOTALL),
                     f"{name}: the server wrote\n  {raw!r:.700}\nexpected\n  {pattern!r:.900}")


def check_read_lines(anonlog, told, log, sent, report):
    """That `anonlog parse` gives back every field of every line."""
    run = subprocess.run([anonlog, "parse", "-f", told, log], capture_output=True, check=False)
    report.check(run.returncode == 0, f"{told}: parse exits {run.returncode}: {run.stderr.decode()[:500]}")
    records = [read_fields(json.loads(record)) for record in run.stdout.split(b"\n")[:-1]]
    report.check(len(records) == len(sent), f"{log}: parse gives {len(records)} of {len(sent)} lines")
    for got, (name, line) in zip(records, sent):
        report.check(got["time"], f"{name}: no time")
        for key in sorted(line.read.keys() | (got.keys() & KEYS)):
            wanted, value = line.read.get(key), got.get(key)
            if key == "request" and wanted is not None:
                wanted = as_words(decoded_values.text(wanted)).encode("utf-8") if isinstance(wanted, bytes) else wanted
            report.check(bytes_match(wanted, value), f"{name}, {key}: parse gives {value!r:.300}, expected {wanted!r:.300}")


# What parse may say beside time and the server's processes: a key that no line names is null.
KEYS = {"level", "module", "message", "client_ip", "client_port", "server_name", "request", "subrequest", "upstream",
        "upstream_addr", "host", "referrer"}


def published_of(line, site):
    """What the policy `errors` publishes of a line, as far as it is plain; the rest is not compared."""
    wanted = {"level": line.level.decode(), "module": line.module and line.module.decode(), "message": line.template}
    client = line.read.get("client_ip")
    if client is None or isinstance(client, bytes):
        wanted["network"] = client and network_of(client.decode())
    request = line.read.get("request")
    parts = re.fullmatch(rb"([A-Z]+) (/[a-z0-9_/.-]*)(?:\?\S*)? (HTTP/1\.[01])", request) if request else None
    if parts:
        wanted.update(zip(("method", "path", "protocol"), (part.decode() for part in parts.groups())))
    if request is None:
        wanted.update(method=None, path=None, protocol=None)
    referrer = line.read.get("referrer")
    plain = re.match(rb"https?://(?:[a-z]+\.)?([a-z]+\.[a-z]+)/", referrer or b"")
    if not referrer or plain:
        wanted["referrer"] = plain and plain[1].decode()
    if line.read.get("server_name") in (None, b"www.example.org"):
        wanted["host"] = site if line.read.get("server_name") else None
    return wanted


def network_of(address):
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 32), strict=False))


def check_published(anonlog, told, log, sent, began, report, secrets):
    """Every line is a record with its level, module and template, of the time in which the test ran, in three forms;
    nothing that is secret is in what the program writes."""
    ended = time.time()
    for secret in secrets:
        report.check(secret in pathlib.Path(log).read_bytes(), f"{secret!r} is not in {log}: this test tests nothing")
    outputs = {}
    for form in ("ndjson", "csv", "tsv"):
        for arguments in (["-f", told], []):  # detected as well
            run = subprocess.run([anonlog, *arguments, "-p", "errors", "-t", form, "--stats=json", log],
                                 capture_output=True, check=False)
            report.check(run.returncode == 0, f"{log}: exits {run.returncode}: {run.stderr.decode()[:500]}")
            written = run.stdout + run.stderr
            for secret in secrets:
                report.check(secret.lower() not in written.lower(), f"{told}, {form} {arguments}: {secret!r} is published")
            report.check(run.stdout.count(b"\n") == len(sent) + (form != "ndjson"),
                         f"{form} {arguments}: {run.stdout.count(10)} rows of {len(sent)} lines")
            outputs.setdefault(form, run.stdout)
    records = [json.loads(record) for record in outputs["ndjson"].split(b"\n")[:-1]]
    columns = outputs["tsv"].split(b"\n")[0].decode().split("\t")
    rows = [dict(zip(columns, row.decode().split("\t"))) for row in outputs["tsv"].split(b"\n")[1:-1]]
    for record, row, (name, line) in zip(records, rows, sent):
        wanted = published_of(line, "example.org")
        for key, value in wanted.items():
            report.check(record[key] == value, f"{name}, {key}: published as {record[key]!r}, expected {value!r}")
        for key in ("level", "module", "message"):
            report.check(row[key] == ("\\N" if wanted[key] is None else wanted[key]), f"{name}: {key} in TSV: {row[key]!r}")
        moment = datetime.datetime.fromisoformat(record["time"][:19] + "+00:00").timestamp()
        report.check(line.has_own_time or began - 2 <= moment <= ended + 2, f"{name}: at {record['time']}")


def check_all_secret(anonlog, told, log, secrets, report):
    """Of a log whose lines no test foresees: all of it is published or skipped, and nothing secret."""
    sent = [None] * len(pathlib.Path(log).read_bytes().split(b"\n")[:-1])
    for form in ("ndjson", "csv", "tsv"):
        run = subprocess.run([anonlog, "-f", told, "-p", "errors", "-t", form, "--max-rejects", "100%", "--stats=json", log],
                             capture_output=True, check=False)
        report.check(run.returncode == 0, f"{log}: exits {run.returncode}: {run.stderr.decode()[:500]}")
        for secret in secrets:
            report.check(secret in pathlib.Path(log).read_bytes(), f"{secret!r} is not in {log}: this test tests nothing")
            report.check(secret.lower() not in (run.stdout + run.stderr).lower(), f"{log}, {form}: {secret!r} is published")
        stats = json.loads(run.stderr.decode().strip().split("\n")[-1])
        total = stats["published"] + stats["rejected"]["total"] + stats["skipped"]["total"]
        report.check(total == len(sent), f"{log}: {total} of {len(sent)} lines are counted")
        report.check(run.stdout.count(b"\n") == stats["published"] + (form != "ndjson"), f"{log}: not all is published")
        report.check(stats["published"] > len(sent) // 2, f"{log}: only {stats['published']} of {len(sent)} are published")


def run_error_test(program_name, start, talk, check):
    """The course of a test. `start(program, folder)` gives a Server, `talk(server)` the lines that it caused; the server is
    stopped, then `check(anonlog, server, sent, began, report)`. Returns the exit code."""
    if len(sys.argv) != 2:
        sys.exit("usage: *_test.py ANONLOG")
    anonlog, found = os.path.abspath(sys.argv[1]), find_program(program_name)
    if found is None:
        sys.exit(f"{program_name} is not installed: see tests/install.sh")
    report = Report()
    os.environ["TZ"] = "UTC"  # the server's: its error log does not tell its zone
    with tempfile.TemporaryDirectory(prefix=f"anonlog-{program_name}-") as folder:
        os.chmod(folder, 0o755)  # servers give up root
        began = time.time()
        server = start(found, pathlib.Path(folder))
        try:
            server.wait_until_ready()
            sent = talk(server)
        finally:
            server.stop()
        if os.environ.get("KEEP_LOGS"):
            for log in pathlib.Path(folder).glob("*.log"):
                shutil.copy(log, os.environ["KEEP_LOGS"])
        check(anonlog, server, sent, began, report)
    print(f"{program_name}: {len(sent)} lines, {report.checked} checks, {report.problems} failed"
          f"{'' if has_ipv6() else ', no IPv6 here'}")
    return 1 if report.problems else 0
