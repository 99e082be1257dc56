"""What the tests of real servers share: a server in a folder of its own, and the checks of what it logged."""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import decoded_values

SKIPPED = 77


def find_program(name):
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


def free_port(family, address):
    with socket.socket(family) as probe:
        probe.bind((address, 0))
        return probe.getsockname()[1]


def has_ipv6():
    try:
        free_port(socket.AF_INET6, "::1")
        return True
    except OSError:
        return False


class Server:
    """`process` is set by who starts it; `port` is one on 127.0.0.1 where it listens."""

    def __init__(self, name, folder):
        self.name, self.folder = name, folder
        self.port = free_port(socket.AF_INET, "127.0.0.1")
        self.process = None

    def wait_until_ready(self):
        for _ in range(200):
            if self.process.poll() is not None:
                sys.exit(f"{self.name} did not start:\n{self.process.stderr.read().decode()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        sys.exit(f"{self.name} does not answer")

    def lines(self, name):
        """Of a log. Where line feeds are not escaped, a line is only what the test sends: it sends none in fields."""
        log = self.folder / f"{name}.log"
        return log.read_bytes().split(b"\n")[:-1] if log.exists() else []

    def wait_for_lines(self, name, count):
        for _ in range(200):
            if len(self.lines(name)) >= count:
                return
            time.sleep(0.02)

    def stop(self):
        self.process.terminate()
        self.process.communicate()


class SyslogReceiver:
    """A syslog daemon's socket: keeps every datagram."""

    def __init__(self, path):
        self.path, self.datagrams = path, []
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(path))
        self.thread = threading.Thread(target=self.receive)
        self.thread.start()

    def receive(self):
        while datagram := self.socket.recv(65536):
            self.datagrams.append(datagram)

    def wait_for(self, count):
        """Until so many datagrams came, or five seconds."""
        end = time.monotonic() + 5
        while len(self.datagrams) < count and time.monotonic() < end:
            time.sleep(0.0005)

    def close(self):
        """When no one sends any more: an empty datagram ends the thread."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as last:
            last.sendto(b"", str(self.path))
        self.thread.join()
        self.socket.close()


class Backend:
    """What stands behind a proxy: answers every request with a short page, and closes."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            connection, _ = self.socket.accept()
            head = b""
            while b"\r\n\r\n" not in head and (piece := connection.recv(65536)):
                head += piece
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n"
                               + (b"" if head.startswith(b"HEAD") else b"hello\n"))
            connection.close()


def exchange(connection, data, half_close):
    """Sends bytes and returns all that comes back."""
    connection.settimeout(10)
    connection.sendall(data)
    if half_close:
        connection.shutdown(socket.SHUT_WR)
    received = b""
    try:
        while piece := connection.recv(65536):
            received += piece
    except ConnectionResetError:
        pass
    connection.close()
    return received


def split_response(received, is_head):
    """Status, body bytes and what follows of a response; no status: the body of HTTP/0.9."""
    head, gap, rest = received.partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/1\.[01] (\d{3})", head)
    if not gap or not status:
        return None, len(received), b""
    length = re.search(rb"\r\nContent-Length: (\d+)", head)
    size = 0 if is_head else int(length[1]) if length else len(rest)
    return status[1], size, rest[size:]


class Report:
    def __init__(self):
        self.problems = 0
        self.checked = 0

    def check(self, good, *message):
        self.checked += 1
        if good:
            return
        self.problems += 1
        if self.problems <= 40:
            print(*message, file=sys.stderr)


def check_parse(anonlog, name, told, log, wanted, requests, report, form=None):
    """That `anonlog parse -f TOLD LOG` gives, line by line, the records `wanted` (as decoded_values has them, without the
    format, which is `form`, else `told`), or None for a line that is not to be compared. `requests` are the lines' names."""
    run = subprocess.run([anonlog, "parse", "-f", told, log], capture_output=True, check=False)
    report.check(run.returncode == 0, f"{name}: parse exits {run.returncode}: {run.stderr.decode()[:500]}")
    records = run.stdout.split(b"\n")[:-1]
    report.check(len(records) == len(wanted), f"{name}: parse gives {len(records)} of {len(wanted)} lines")
    for record, members, request in zip(records, wanted, requests):
        if members is None:
            continue
        got = json.loads(record)
        named = got.pop("format", None)
        report.check(named == (form or told), f"{name}, {request}: the format is {named!r:.300}")
        report.check(list(got) == list(members), f"{name}, {request}: the keys are {list(got)}, not {list(members)}")
        for key in sorted(members.keys() & got.keys()):
            report.check(got[key] == members[key] and type(got[key]) is type(members[key]),
                         f"{name}, {request}, {key}: parse gives {got[key]!r:.300}, expected {members[key]!r:.300}")


def read_fields(record):
    """The members of a line of `anonlog parse` as texts, an empty one as None, those of `other` beside the rest, the
    request as one line: the formats of check_read() log it in one or in parts."""
    fields = {**record, **record.get("other", {})}
    if fields.get("request") is None:
        parts = [fields.get(part) for part in ("method", "target", "protocol")]
        fields["request"] = " ".join(part for part in parts if part is not None)
    fields["request"] = as_words(fields["request"])
    return {key: str(value) if isinstance(value, int) else value or None for key, value in fields.items()}


def as_words(request):
    """A request line without what only splitting it into parts decides: how many spaces an empty part has around."""
    return re.sub(" +", " ", request or "").strip(" ") or None


def check_read(anonlog, name, log, sent, report):
    """That `anonlog parse -f NAME LOG` gives of every line what was sent: pairs of a request's name and its fields
    {key: bytes, None for null}. Fields that only the server knows are not compared."""
    run = subprocess.run([anonlog, "parse", "-f", name, log], capture_output=True, check=False)
    report.check(run.returncode == 0, f"{name}: parse exits {run.returncode}: {run.stderr.decode()[:500]}")
    records = [read_fields(json.loads(line)) for line in run.stdout.split(b"\n")[:-1]]
    report.check(len(records) == len(sent), f"{name}: parse gives {len(records)} of {len(sent)} lines")
    for got, (request, fields) in zip(records, sent):
        for key, value in fields.items():
            wanted = decoded_values.text(value) if value else None
            wanted = as_words(wanted) if key == "request" else wanted
            report.check(got.get(key) == wanted,
                         f"{name}, {request}, {key}: parse gives {got.get(key)!r:.300}, expected {wanted!r:.300}")


def check_secrets(anonlog, name, log, secrets, report):
    """That nothing of these is published by the standard policy or said on stderr."""
    run = subprocess.run([anonlog, "-f", name, "--stats", log], capture_output=True, check=False)
    report.check(run.returncode == 0, f"{name}: exits {run.returncode}")
    raw = pathlib.Path(log).read_bytes().lower()
    for secret in secrets:
        report.check(secret.lower() in raw, f"{name}: the secret {secret!r} is not in the log: this test tests nothing")
        report.check(secret.lower() not in (run.stdout + run.stderr).lower(), f"{name}: {secret!r} is published")


def check_stats(anonlog, name, told, log, count, report):
    """That every line is published. Returns the records."""
    run = subprocess.run([anonlog, "-f", told, "--stats=json", log], capture_output=True, check=False)
    report.check(run.returncode == 0, f"{name}: exits {run.returncode}: {run.stderr.decode()[:500]}")
    try:
        stats = json.loads(run.stderr.decode().strip().split("\n")[-1])
        counts = {"lines": stats["lines"], "published": stats["published"], "rejected": stats["rejected"]["total"]}
    except (ValueError, KeyError, TypeError):
        counts = run.stderr[:300]
    report.check(counts == {"lines": count, "published": count, "rejected": 0}, f"{name}: --stats says {counts}")
    report.check(run.stdout.count(b"\n") == count, f"{name}: {run.stdout.count(10)} records of {count} lines")
    return [json.loads(line) for line in run.stdout.split(b"\n")[:-1]]


# What the recommended formats of examples/ fill. Columns that no rule makes yet are not among them.
FILLED = ("time", "host", "method", "path", "protocol", "status", "bytes", "duration_us", "referrer", "browser",
          "browser_major", "os", "network", "visitor")


def check_filled(name, records, report):
    """That one record has all of these columns, and a time with a fraction."""
    complete = [r for r in records if all(r[column] is not None for column in FILLED)]
    report.check(complete, f"{name}: no record has all of {FILLED}")
    for record in complete:
        report.check(re.search(r"\.\d{3,6}Z$", record["time"]), f"{name}: a time without a fraction: {record['time']}")


class Answered:
    """A request, and what the client saw of it. No status: it was not answered, or in HTTP/0.9."""

    def __init__(self, request, source, connection, server, lines_before, log):
        self.request, self.source, self.source_port = request, source.encode(), b"%d" % connection.getsockname()[1]
        received = exchange(connection, request.data, False)
        self.status, self.body_bytes, _ = split_response(received, request.is_head)
        self.bytes_sent = len(received)
        if log is not None:
            server.wait_for_lines(log, lines_before + 1)


def send_all(server, log, requests, ports, unlogged=()):
    """Sends each request from 127.0.0.7 or ::1 to each (address, port), one after the other so that the log has their
    order. `server.lines(log)` tells when it was logged; None: the server writes later, but in order.
    Returns all but those with names in `unlogged`, which have no line."""
    answered = []
    for address, port in ports:
        source = "::1" if ":" in address else "127.0.0.7"
        for request in requests:
            connection = socket.create_connection((address, port), 10, (source, 0))
            is_logged = request.name not in unlogged
            answer = Answered(request, source, connection, server, len(answered), log if is_logged else None)
            answered += [answer] if is_logged else []
    return answered


def run_test(name, program, start, talk, logs):
    """The course of a test: `start(program, folder)` gives a Server, `talk(server)` gives for each name in `logs` the
    pairs that check_read() wants; then the log NAME.log is read as the format NAME. Returns the exit code."""
    if len(sys.argv) != 2:
        sys.exit("usage: *_test.py ANONLOG")
    anonlog, found = os.path.abspath(sys.argv[1]), find_program(program)
    if found is None:
        sys.exit(f"{program} is not installed: see tests/install.sh")
    report = Report()
    with tempfile.TemporaryDirectory(prefix=f"anonlog-{program}-") as folder:
        os.chmod(folder, 0o755)  # servers give up root
        server = start(found, pathlib.Path(folder))
        try:
            server.wait_until_ready()
            sent, secrets = talk(server)
        finally:
            server.stop()
        if os.environ.get("KEEP_LOGS"):
            for log in pathlib.Path(folder).glob("*.log"):
                shutil.copy(log, os.environ["KEEP_LOGS"])
        for log in logs:
            path = os.path.join(folder, f"{log}.log")
            check_read(anonlog, log, path, sent[log], report)
            check_stats(anonlog, log, log, path, len(sent[log]), report)
            check_secrets(anonlog, log, path, secrets, report)
    print(f"{name}: {sum(map(len, sent.values()))} lines, {report.checked} checks, {report.problems} failed"
          f"{'' if has_ipv6() else ', no IPv6 here'}")
    return 1 if report.problems else 0
