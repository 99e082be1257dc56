#!/usr/bin/env python3
"""Sends hostile requests to a real nginx that logs in nine formats, one of them to syslog as well, and checks every field
that anonlog reads.

    nginx_test.py ANONLOG          exits 77 when there is no nginx

The test knows what it sent, so it knows each variable's value. Every line is checked twice: that nginx wrote what its
documentation says (the values, escaped, at their places), and that `anonlog parse` gives the values back. The first
tells a changed nginx from a broken parser. A value that is logged as "-" reads as null, whatever was meant.
"""

import datetime
import json
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
from nginx_requests import (DEAD_END_UPSTREAM, LISTED_UPSTREAM, NAME, REDIRECTED_UPSTREAM, pipelined, refused,
                            understood, upstream)
from server import (Report, SKIPPED, Server, SyslogReceiver, check_filled, check_parse, check_stats, decoded_values,
                    exchange, find_program, free_port, has_ipv6, split_response)

RECOMMENDED = pathlib.Path(__file__).resolve().parents[2] / "examples/nginx/anonlog.conf"
COMBINED = ('$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent '
            '"$http_referer" "$http_user_agent"')

# name -> (text behind the name in log_format; what anonlog is told, if it is not that text)
FORMATS = {
    "combined": (f"'{COMBINED}'", "combined"),
    "main": (f"""'{COMBINED} ' '"$http_x_forwarded_for"'""", "main"),
    "vhost": (f"'$server_name:$server_port {COMBINED}'", None),
    "json": ("escape=json '{\"time\":\"$time_iso8601\",\"client\":\"$remote_addr\",\"user\":\"$remote_user\",'\n"
             "  '\"request\":\"$request\",\"status\":$status,\"bytes\":$body_bytes_sent,'\n"
             "  '\"referrer\":\"$http_referer\",\"agent\":\"$http_user_agent\",\"xff\":\"$http_x_forwarded_for\"}'",
             None),
    "tabs": (r"escape=none '$time_iso8601\t$remote_addr\t$remote_user\t$request\t$status\t$body_bytes_sent\t' "
             r"'$http_referer\t$http_user_agent'", None),
    "upstream": ('\'$remote_addr [$time_local] "$request" $status $upstream_addr $upstream_status \' '
                 '\'$upstream_response_time $upstream_response_length [$request_length] "$http_user_agent"\'', None),
    "braces": ('\'${remote_addr}|$msec|${request_time}| "$http_accept_language" \' '
               '"\\"${http_host}\\" ${request_method} " \'"$request_uri" ${server_protocol} $scheme\'', None),
    "anonlog": (re.search(r"^log_format anonlog(.*?);\n", RECOMMENDED.read_text(), re.DOTALL | re.MULTILINE)[1],
                RECOMMENDED.read_text()),
    "bare": ('\'[$time_iso8601] $status $http_x_forwarded_for <$request> $http_user_agent\'', None),
}

# nginx's variable -> the name under which `anonlog parse` prints it; another one keeps its own.
FIELD_OF = {
    "remote_addr": "client_ip", "time_local": "time", "time_iso8601": "time", "msec": "time",
    "body_bytes_sent": "body_bytes", "http_referer": "referrer", "http_user_agent": "user_agent",
    "http_x_forwarded_for": "forwarded_for", "http_accept_language": "accept_language", "http_sec_ch_ua": "sec_ch_ua",
    "http_sec_ch_ua_mobile": "sec_ch_ua_mobile", "http_sec_ch_ua_platform": "sec_ch_ua_platform", "http_host": "host",
    "request_time": "duration_us", "request_length": "request_bytes", "request_method": "method",
    "request_uri": "target", "server_protocol": "protocol", "upstream_response_time": "upstream_duration_us",
}
CLF_TIME = rb"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}"
ISO_TIME = rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"
# Variables whose value only nginx knows.
MEASURED = {
    "time_local": CLF_TIME, "time_iso8601": ISO_TIME, "msec": rb"\d+\.\d{3}", "request_time": rb"\d+\.\d{3}",
}


class Format:
    """A log_format: literals and variables in turn, as nginx reads them."""

    def __init__(self, name, text, told):
        self.name, self.text, self.told = name, text, told or text
        self.escape = re.match(r"escape=(\w+)", text)[1] if text.startswith("escape=") else "default"
        text = re.sub(r"(?m)^\s*#.*|(?<=')\s+#.*", "", text)  # comments
        strings = re.findall(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""", text)
        joined = "".join(self.unquote(single or double) for single, double in strings)
        self.pieces = re.split(r"\$\{?(\w+)\}?", joined)  # literal, variable, literal, ..., literal

    @staticmethod
    def unquote(text):
        return re.sub(r"\\([\"'\\trn])", lambda m: {"t": "\t", "r": "\r", "n": "\n"}.get(m[1], m[1]), text)

    def logged(self, value):
        """How nginx writes a value; None: the request has no such thing."""
        if value is None:
            return b"-" if self.escape == "default" else b""
        if self.escape == "default":
            return re.sub(rb'[\x00-\x1f"\\\x7f-\xff]', lambda m: b"\\x%02X" % m[0][0], value)
        if self.escape == "json":
            short = {b'"': b'\\"', b"\\": b"\\\\", b"\n": b"\\n", b"\r": b"\\r", b"\t": b"\\t", b"\b": b"\\b",
                     b"\f": b"\\f"}
            return re.sub(rb'[\x00-\x1f"\\]', lambda m: short.get(m[0]) or b"\\u%04X" % m[0][0], value)
        return value

    def line_pattern(self, values):
        pattern = b""
        for index, piece in enumerate(self.pieces):
            if index % 2 == 0:
                pattern += re.escape(piece.encode())
            elif piece in values:
                pattern += b"(?P<%s>%s)" % (piece.encode(), re.escape(self.logged(values[piece])))
            else:
                pattern += b"(?P<%s>%s)" % (piece.encode(), values.get("~" + piece) or MEASURED[piece])
        return re.compile(pattern, re.DOTALL)

    def expected_fields(self, match):
        """What anonlog must read of a line that matched: pairs of names and texts as they are logged."""
        fields = [(FIELD_OF.get(name, name), raw) for name, raw in match.groupdict().items()]
        if self.told in ("combined", "main"):
            fields.append(("ident", b"-"))  # what nginx has as a literal, as Apache's %l
        return fields


# ---- the server

SYSLOG_TAG = "shop_front"


class Nginx(Server):
    """A real one, as the current user, in a folder of its own and on loopback."""

    def __init__(self, program, folder, formats, ipv6):
        super().__init__("nginx", pathlib.Path(folder))
        self.backend = free_port(socket.AF_INET, "127.0.0.1")
        self.port6 = free_port(socket.AF_INET6, "::1") if ipv6 else None
        self.dead = socket.socket()  # bound, not listening: who connects is refused, and nobody else gets the port
        self.dead.bind(("127.0.0.1", 0))
        self.syslog = SyslogReceiver(self.folder / "dev-log")
        (self.folder / "www").mkdir()
        (self.folder / "www/index.html").write_text("<p>hello\n")
        (self.folder / "nginx.conf").write_text(self.configuration(formats))
        self.process = subprocess.Popen([program, "-p", folder, "-e", "error.log", "-c", "nginx.conf"],
                                        stderr=subprocess.PIPE)

    def configuration(self, formats):
        log_formats = "\n".join(f"log_format {f.name} {f.text};" for f in formats
                                if f.name not in ("combined", "anonlog"))
        access_logs = "\n".join(f"access_log {f.name}.log {f.name};" for f in formats)
        temporary = "\n".join(f"{kind}_temp_path {kind};" for kind in
                              ("client_body", "proxy", "fastcgi", "scgi", "uwsgi"))
        access_logs += f"\naccess_log syslog:server=unix:{self.syslog.path},tag={SYSLOG_TAG} combined;"
        access_logs += f"\naccess_log syslog:server=unix:{self.syslog.path},nohostname,severity=debug combined;"
        ipv6 = f"listen [::1]:{self.port6};" if self.port6 else ""
        return f"""
daemon off; master_process off; pid nginx.pid; error_log error.log;
events {{}}
http {{
{temporary}
{log_formats}
include {RECOMMENDED};
{access_logs}
lingering_close off;
upstream peers {{ server 127.0.0.1:{self.dead.getsockname()[1]} max_fails=0;
                  server 127.0.0.1:{self.backend} backup; }}
server {{
  listen 127.0.0.1:{self.port}; listen unix:{self.folder}/socket; {ipv6}
  server_name {NAME};
  root www;
  location {LISTED_UPSTREAM} {{ proxy_pass http://peers; }}
  location {REDIRECTED_UPSTREAM} {{ proxy_pass http://peers; }}
  location {DEAD_END_UPSTREAM} {{ proxy_pass http://peers; }}
  location /nowhere/ {{ set $peer no-such-host.invalid; proxy_pass http://$peer; }}
}}
server {{
  listen 127.0.0.1:{self.backend};
  access_log off;
  location / {{ return 200 "the backend: x"; }}
  location {REDIRECTED_UPSTREAM} {{ add_header X-Accel-Redirect {LISTED_UPSTREAM}; return 204; }}
  location {DEAD_END_UPSTREAM} {{ add_header X-Accel-Redirect /nowhere/; return 204; }}
}}
}}
"""

    def stop(self):
        super().stop()
        self.dead.close()
        self.syslog.close()


class Client:
    """Sends exchanges and notes what belongs to the connection: addresses, status and size of each response."""

    def __init__(self, server):
        self.server = server
        self.sent = []  # (exchange, values), in the order of the log

    def connect(self, way):
        if way == "unix":
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(str(self.server.folder / "socket"))
            return connection, {"remote_addr": b"unix:", "server_port": b""}
        port, source = {"ipv4": (self.server.port, "127.0.0.7"), "ipv6": (self.server.port6, "::1")}[way]
        connection = socket.create_connection((source if way == "ipv6" else "127.0.0.1", port), 10, (source, 0))
        return connection, {"remote_addr": source.encode(), "server_port": b"%d" % port}

    def send(self, way, exchanges):
        connection, values = self.connect(way)
        received = exchange(connection, b"".join(e.data for e in exchanges), not exchanges[-1].closes)
        for sent in exchanges:
            status, size, received = split_response(received, sent.values["request_method"] == b"HEAD")
            logged = {"status": status or b"200", "body_bytes_sent": b"%d" % size, "server_name": NAME.encode(),
                      "request_length": b"%d" % len(sent.data), **values, **sent.values}
            self.sent.append((sent, logged))
        self.server.wait_for_lines("combined", len(self.sent))
        self.server.syslog.wait_for(2 * len(self.sent))  # a full socket would drop lines


def talk(server, ipv6):
    client = Client(server)
    for way in ["ipv4", "unix"] + (["ipv6"] if ipv6 else []):
        for request in list(understood()) + list(refused()):
            client.send(way, [request])
        client.send(way, pipelined())
    backend, dead = (b"127.0.0.1:%d" % port for port in (server.backend, server.dead.getsockname()[1]))
    for request in upstream(backend, dead):
        client.send("ipv4", [request])
    return client.sent


# ---- the checks

def check_raw_lines(form, lines, sent, report):
    """The fields of every line, or None for a line that nginx wrote otherwise than this test believes."""
    report.check(len(lines) == len(sent), f"{form.name}: {len(lines)} lines for {len(sent)} requests")
    fields = []
    for line, (request, values) in zip(lines, sent):
        match = form.line_pattern(values).fullmatch(line)
        report.check(match, f"{form.name}, {request.name}: nginx wrote\n  {line!r:.400}\nexpected\n "
                     f" {re.sub(rb'[?]P<|>', b'', form.line_pattern(values).pattern)!r:.700}")
        fields.append(form.expected_fields(match) if match else None)
    return fields


def decoded(form, raw):
    """The bytes that the log's text stands for."""
    if form.escape == "none":
        return raw
    if form.escape == "default":
        return re.sub(rb"\\x([0-9A-F]{2})", lambda m: bytes([int(m[1], 16)]), raw)
    short = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return re.sub(rb'\\(?:u00([0-9A-F]{2})|(.))',
                  lambda m: bytes([int(m[1], 16)]) if m[1] else short.get(m[2], m[2]), raw)


def moment_of(raw):
    """Of a logged time, and how many digits of a second it has."""
    text = raw.decode()
    if re.fullmatch(CLF_TIME, raw):
        return datetime.datetime.strptime(text, "%d/%b/%Y:%H:%M:%S %z"), 0
    if re.fullmatch(ISO_TIME, raw):
        return datetime.datetime.fromisoformat(text), 0
    seconds, milliseconds = text.split(".")
    moment = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc)
    return moment.replace(microsecond=int(milliseconds) * 1000), 3


def time_of(fields):
    """The most exact of those that a line holds."""
    return max((moment_of(raw) for name, raw in fields if name == "time"), key=lambda time: time[1])


def record_of(form, fields):
    """The record that anonlog must print."""
    values = [(name, None if raw == b"-" else decoded(form, raw)) for name, raw in fields if name != "time"]
    return decoded_values.record([*values, ("time", decoded_values.utc(*time_of(fields)))])


def check_times(lines, began, ended, report):
    """That the moments of the log are those at which the test ran: both clocks of a line are of one machine."""
    for fields in filter(None, lines):
        moment = time_of(fields)[0].timestamp()
        report.check(began - 2 <= moment <= ended + 2, f"time {moment} is not between {began} and {ended}")


def check_syslog(anonlog, server, form, sent, folder, report):
    """The same records as in the file, in what nginx sent to syslog, among lines of other daemons. nginx sends a line of
    an access log whole, however long it is: what is cut at 2048 bytes is its error log."""
    tagged = [d for d in server.syslog.datagrams if f" {SYSLOG_TAG}: ".encode() in d[:200]]
    untagged = [d for d in server.syslog.datagrams if d not in tagged]
    lines = server.lines(form.name)
    names = [request.name for request, _ in sent]
    fields = check_raw_lines(form, lines, sent, report)
    wanted = [f and record_of(form, f) for f in fields]
    for name, datagrams, prefix in (("a tag", tagged, rb"<190>\w{3} [ \d]\d [\d:]{8} \S+ shop_front: "),
                                    ("nohostname", untagged, rb"<191>\w{3} [ \d]\d [\d:]{8} nginx: ")):
        texts = [re.sub(prefix, b"", datagram) for datagram in datagrams]
        report.check(texts == lines, f"syslog, {name}: other lines than in the file, the first:\n{texts[:1]!r:.400}")
        other = b"<86>Nov 23 17:37:28 web1 sshd[811]: Accepted publickey for x\n"
        log = os.path.join(folder, "syslog")
        with open(log, "wb") as file:
            file.write(b"".join(d + b"\n" + (other if i % 3 == 0 else b"") for i, d in enumerate(datagrams)))
        for told in ("combined", "auto"):
            check_parse(anonlog, f"syslog, {name}", told, log, wanted, names, report, form.name)
        run = subprocess.run([anonlog, "--stats=json", log], capture_output=True, check=False)
        stats = json.loads(run.stderr)
        counts = [stats["published"], stats["rejected"]["total"], stats["skipped"]["other_program"]]
        report.check(counts == [len(sent), 0, (len(sent) + 2) // 3], f"syslog, {name}: --stats says {counts}")


def main():
    anonlog = os.path.abspath(sys.argv[1]) if len(sys.argv) == 2 else sys.exit(__doc__)
    program = find_program("nginx")
    if program is None:
        print("skipped: nginx is not installed (Debian: nginx-light)")
        return SKIPPED
    formats = [Format(name, *texts) for name, texts in FORMATS.items()]
    ipv6 = has_ipv6()
    report = Report()
    with tempfile.TemporaryDirectory(prefix="anonlog-nginx-") as folder:
        began = time.time()
        server = Nginx(program, folder, formats, ipv6)
        try:
            server.wait_until_ready()
            sent = talk(server, ipv6)
        finally:
            server.stop()
        for form in formats:
            log = os.path.join(folder, f"{form.name}.log")
            fields = check_raw_lines(form, server.lines(form.name), sent, report)
            check_times(fields, began, time.time(), report)
            wanted = [f and record_of(form, f) for f in fields]
            check_parse(anonlog, form.name, form.told, log, wanted, [request.name for request, _ in sent], report)
            records = check_stats(anonlog, form.name, form.told, log, len(sent), report)
            if form.name == "anonlog":
                check_filled(form.name, records, report)
            if form.name == "combined":
                check_syslog(anonlog, server, form, sent, folder, report)
        if os.environ.get("KEEP_LOGS"):
            shutil.copytree(folder, os.environ["KEEP_LOGS"], ignore=shutil.ignore_patterns("socket"))
    print(f"{len(sent)} requests in {len(formats)} formats, {report.checked} checks, {report.problems} failed"
          f"{'' if ipv6 else ', no IPv6 here'}")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
