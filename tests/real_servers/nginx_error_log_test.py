#!/usr/bin/env python3
"""Makes a real nginx write its error log by hostile requests and checks every field that anonlog reads of it.

    nginx_error_log_test.py ANONLOG

nginx escapes nothing in this log, so what it writes is what was sent. The same lines go to syslog; a second log has the
level debug, where every header is.
"""

import base64
import re
import socket
import ssl
import subprocess
import sys

sys.dont_write_bytecode = True  # the sources stay clean
from error_log import (FORGED, MAIL, SECRETS, SOURCES, TOKEN, Case, FaultyUpstream, Line, Talk, check_all_secret,
                       check_published, check_raw_lines, check_read_lines, make_certificate, pattern_of, run_error_test,
                       trusting_tls)
from hostile_requests import HOST, SECRET
from server import Server, SyslogReceiver, free_port, has_ipv6

NO_CONTEXT = dict.fromkeys(["client_ip", "server_name", "request", "subrequest", "upstream", "host", "referrer"])
KEYS = {"client_ip": b"client: %b", "server_name": b"server: %b", "request": b'request: "%b"',
        "subrequest": b'subrequest: "%b"', "upstream": b'upstream: "%b"', "host": b'host: "%b"', "referrer": b'referrer: "%b"'}
REFERRER = b"https://forum.example.net/thread?user=" + SECRET


class Nginx(Server):
    def __init__(self, program, folder):
        super().__init__("nginx", folder)
        self.program = program
        self.port6 = free_port(socket.AF_INET6, "::1") if has_ipv6() else None
        self.tls_port = free_port(socket.AF_INET, "127.0.0.1")
        self.debug_port = free_port(socket.AF_INET, "127.0.0.1")
        self.upstream = FaultyUpstream()
        self.syslog = SyslogReceiver(folder / "dev-log")
        make_certificate(folder)
        for name in ("www/index/", "www/file", "www/ok"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).mkdir() if name.endswith("/") else (folder / name).write_text("x")
        (folder / "passwords").write_bytes(MAIL + b":{PLAIN}right\n")
        (folder / "nginx.conf").write_text(self.configuration())
        self.process = subprocess.Popen([program, "-p", str(folder), "-e", "error.log", "-c", "nginx.conf"],
                                        stderr=subprocess.PIPE)

    def stop(self):
        super().stop()
        self.syslog.close()

    def configuration(self):
        temporary = "\n".join(f"{kind}_temp_path {kind};" for kind in ("client_body", "proxy", "fastcgi", "scgi", "uwsgi"))
        dead = self.upstream.dead_port
        ipv6 = f"listen [::1]:{self.port6};" if self.port6 else ""
        return f"""
daemon off; master_process off; pid nginx.pid;
error_log {self.folder}/error.log info;
error_log syslog:server=unix:{self.syslog.path},tag=shop info;
events {{}}
http {{
access_log off; {temporary} lingering_timeout 200ms;
limit_req_zone $binary_remote_addr zone=requests:1m rate=1r/s;
client_max_body_size 100; client_header_timeout 1s; proxy_read_timeout 1s;
large_client_header_buffers 4 16k;
server {{
  listen 127.0.0.1:{self.port}; {ipv6}
  server_name {HOST.decode()}; root www;
  location /denied/ {{ deny all; }}
  location /private/ {{ auth_basic x; auth_basic_user_file {self.folder}/passwords; }}
  location /limited/ {{ limit_req zone=requests; }}
  location /delayed/ {{ limit_req zone=requests burst=1; }}
  location /dead/ {{ proxy_pass http://127.0.0.1:{dead}; }}
  location /dead-fastcgi/ {{ fastcgi_pass 127.0.0.1:{dead}; }}
  location /dead-socket/ {{ proxy_pass http://unix:{self.folder}/none:/x/; }}
  location /faulty/ {{ proxy_pass http://127.0.0.1:{self.upstream.port}; }}
  location /loop {{ rewrite ^ /other-loop last; }}
  location /other-loop {{ rewrite ^ /loop last; }}
  location /guarded/ {{ auth_request /guard; }}
  location = /guard {{ internal; proxy_pass http://127.0.0.1:{dead}/a; }}
  location /rewritten/ {{ rewrite_log on; rewrite ^/rewritten/(.*)$ /ok?$1 break; }}
}}
server {{
  listen 127.0.0.1:{self.tls_port} ssl; server_name {HOST.decode()}; root www;
  ssl_certificate {self.folder}/certificate.pem; ssl_certificate_key {self.folder}/key.pem;
}}
server {{
  listen 127.0.0.1:{self.debug_port}; server_name {HOST.decode()}; root www;
  error_log {self.folder}/debug.log debug;
  location /private/ {{ auth_basic x; auth_basic_user_file {self.folder}/passwords; }}
  location /faulty/ {{ proxy_pass http://127.0.0.1:{self.upstream.port}; }}
}}
}}
"""


def raw_pattern(line):
    """What nginx writes of a line."""
    context = b"".join(b", " + KEYS[key].replace(b"%b", pattern_of(value)) for key, value in line.fields.items())
    context = context.removesuffix(b'"') + b"(?:, [a-z]*)?" if line.is_cut else context
    return (rb"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[" + line.level + rb"\] \d+#\d+: (?:\*\d+ )?" +
            pattern_of(line.message) + context)


class Cases:
    """The requests and the lines of each."""

    def __init__(self, server):
        self.server, self.root = server, str(server.folder / "www").encode()

    def context(self, client, request, **fields):
        """`request` without quotes; host=None: the request has none."""
        made = {"client_ip": client, "server_name": HOST, "request": request, "subrequest": None, "upstream": None,
                "host": HOST, "referrer": None, **fields}
        return {key: value for key, value in made.items() if value is not None}

    def one(self, name, data, level, message, template, read=None, way="ipv4", half_close=False, **fields):
        """A request that causes one line."""
        request = data.partition(b"\r\n")[0]
        def lines(client, _port):
            return [Line(level, message, template, self.context(client, request, **fields), None, read)]
        return Case(name, data, lines, way, half_close=half_close)

    def get(self, target, *headers, host=HOST, protocol=b"HTTP/1.1", method=b"GET"):
        host = [] if host is None else [b"Host: " + host]
        head = [method + b" " + target + b" " + protocol, *host, *headers, b"Connection: close"]
        return b"".join(line + b"\r\n" for line in head) + b"\r\n"

    def missing(self, name, target, path, *headers, host=HOST, template='open() "{path}" failed', **fields):
        message = b'open() "' + self.root + path + b'" failed (2: No such file or directory)'
        return self.one(name, self.get(target, *headers, host=host), b"error", message, template, host=host, **fields)

    def understood(self):
        yield self.missing("missing", b"/none?token=" + TOKEN, b"/none", b"Referer: " + REFERRER, referrer=REFERRER)
        yield self.missing("missing mail", b"/" + MAIL + b"/x", b"/" + MAIL + b"/x", b"Cookie: session=" + SECRET)
        yield self.missing("quotes", b'/a"b%22\'', b'/a"b"\'')
        yield self.missing("backslashes", b"/a\\b%5C", b"/a\\b\\")
        yield self.missing("bytes over 0x7F", b"/\xff\xfe\xc3\xa9", b"/\xff\xfe\xc3\xa9")
        yield self.missing("control bytes", b"/a%0d%01%1b[31m%7f", b"/a\r\x01\x1b[31m\x7f")
        yield self.missing("odd host", b"/none", b"/none", host=b"A_b.EXAMPLE:80")
        yield self.missing("absolute", b"http://" + HOST + b"/none", b"/none")
        yield self.one("denied", self.get(b"/denied/%22y?q=" + SECRET, b"Referer: https://example.com/"), b"error",
                       b"access forbidden by rule", "access forbidden by rule", referrer=b"https://example.com/")
        yield self.one("folder", self.get(b"/index/"), b"error", b'directory index of "' + self.root +
                       b'/index/" is forbidden', 'directory index of "{path}" is forbidden')
        yield self.one("file as a folder", self.get(b"/file/x"), b"error", b'open() "' + self.root +
                       b'/file/x" failed (20: Not a directory)', 'open() "{path}" failed')
        yield self.one("HTTP/1.0 without host", self.get(b"/none", protocol=b"HTTP/1.0", host=None), b"error",
                       b'open() "' + self.root + b'/none" failed (2: No such file or directory)', 'open() "{path}" failed',
                       host=None)
        yield self.one("HTTP/0.9", b"GET /none\r\n", b"error", b'open() "' + self.root +
                       b'/none" failed (2: No such file or directory)', 'open() "{path}" failed', host=None)

    def forged(self):
        """A client's text that looks like the server's."""
        yield self.missing("a client in the path", b"/a,%20client:%20" + FORGED + b",%20server:%20evil.example",
                           b"/a, client: " + FORGED + b", server: evil.example", template="{message}",
                           read={**NO_CONTEXT, "message": b'open() "' + self.root + b"/a"})
        path = b'/a", client: ' + FORGED + b', server: evil.example, request: "GET /y HTTP/1.1"'
        yield self.missing("a context in the path", path.replace(b" ", b"%20").replace(b'"', b"%22"), path,
                           read={**NO_CONTEXT, "message": b'open() "' + self.root + b'/a"'}, template="{message}")
        referrer = b'https://example.com/", client: ' + FORGED + b', host: "evil.example", referrer: "https://z/'
        yield self.missing("a client in the referrer", b"/none", b"/none", b"Referer: " + referrer, referrer=referrer,
                           read=NO_CONTEXT)
        referrer = b'https://example.com/", host: "evil.example'
        yield self.missing("a host in the referrer", b"/none", b"/none", b"Referer: " + referrer, referrer=referrer)
        forged = b"2025/11/23 17:37:28 [emerg] 1#1: *1 " + SECRET
        path = b"/a\n" + forged
        yield self.new_line(path, forged)
        yield self.one("a referrer in the host", self.get(b"/none", host=b'a", referrer: "x'), b"info",
                       b"client sent invalid host header while reading client request headers",
                       "client sent invalid host header", host=b'a", referrer: "x', read={"host": b"a", "referrer": b"x"})

    def new_line(self, path, forged):
        """nginx writes a line feed of a path: what is behind it is a line of the client's."""
        target = path.replace(b"\n", b"%0a").replace(b" ", b"%20").replace(b"#", b"%23")
        data = self.get(target)
        def lines(client, _port):
            rest = SECRET + b'" failed (2: No such file or directory)'
            context = self.context(client, data.partition(b"\r\n")[0])
            return [Line(b"error", b'open() "' + self.root + b"/a", "{message}"),
                    Line(b"emerg", rest, "{message}", context, has_own_time=True)]
        return Case("a line feed in the path", data, lines)

    def cut(self):
        """Lines that do not fit: nginx cuts them at 2,047 bytes."""
        long_path = b"/" + MAIL + b"s" * 4000
        beginning = b'open() "' + self.root + b"/" + MAIL
        def lines(client, _port):
            message = re.compile(re.escape(beginning) + rb"s+\.\.\. \(36: File name too long\)")
            line = Line(b"error", message, "{message}", {"client_ip": client})
            line.is_cut = True
            return [line]
        yield Case("a long path", self.get(long_path), lines)
        referrer = b"https://example.com/" + b"r" * 2000
        shortened = re.compile(b"https://example\\.com/r+")
        case = self.missing("a long referrer", b"/none", b"/none", b"Referer: " + referrer)
        def lines_of_referrer(client, port):
            line = case.lines(client, port)[0]
            line.fields["referrer"], line.read["referrer"], line.is_cut = shortened, None, True
            return [line]
        yield Case(case.name, case.data, lines_of_referrer)
        def lines_of_uri(client, _port):
            line = Line(b"info", b"client sent too long URI while reading client request line", "client sent too long URI",
                        self.context(client, re.compile(b"GET /" + MAIL + b"u+"), host=None), read={"request": None})
            line.is_cut = True
            return [line]
        yield Case("too long a URI", self.get(b"/" + MAIL + b"u" * 20000), lines_of_uri)

    def users(self):
        def login(user):
            return b"Authorization: Basic " + base64.b64encode(user)
        passwords = str(self.server.folder / "passwords").encode()
        target = b"/private/x"
        yield self.one("no user", self.get(target), b"info", b"no user/password was provided for basic authentication",
                       "no user/password was provided for basic authentication")
        user = b'jane "' + SECRET + b'", client'
        yield self.one("unknown user", self.get(target, login(user + b": " + FORGED)), b"error", b'user "' + user +
                       b'" was not found in "' + passwords + b'"', 'user "{user}" was not found in "{path}"')
        yield self.one("wrong password", self.get(target, login(MAIL + b":" + SECRET)), b"error", b'user "' + MAIL +
                       b'": password mismatch', 'user "{user}": password mismatch')

    def limits(self):
        excess = rb"\d+\.\d{3}"
        yield self.missing("within the limit", b"/limited/x", b"/limited/x")
        yield self.one("over the limit", self.get(b"/limited/x"), b"error",
                       re.compile(b"limiting requests, excess: " + excess + b' by zone "requests"'),
                       'limiting requests, excess: {number} by zone "{name}"')
        delayed = re.compile(b"delaying request, excess: " + excess + b', by zone "requests"')
        data = self.get(b"/delayed/x")
        def lines(client, _port):
            context = self.context(client, b"GET /delayed/x HTTP/1.1")
            return [Line(b"warn", delayed, 'delaying request, excess: {number}, by zone "{name}"', context),
                    Line(b"error", b'open() "' + self.root + b'/delayed/x" failed (2: No such file or directory)',
                         'open() "{path}" failed', context)]
        yield Case("delayed", data, lines)
        yield self.one("large body", self.get(b"/ok", b"Content-Length: 1000", method=b"POST") + SECRET, b"error",
                       b"client intended to send too large body: 1000 bytes",
                       "client intended to send too large body: {number} bytes")

    def upstreams(self):
        dead = b"127.0.0.1:%d" % self.server.upstream.dead_port
        refused = b"connect() failed (111: Connection refused) while connecting to upstream"
        template = "connect() failed ({errno}) while connecting to upstream"
        target = b'/dead/"x?mail=' + MAIL
        yield self.one("refused", self.get(target), b"error", refused, template, upstream=b"http://" + dead + target)
        yield self.one("refused FastCGI", self.get(b"/dead-fastcgi/x"), b"error", refused, template,
                       upstream=b"fastcgi://" + dead)
        path = str(self.server.folder / "none").encode()
        yield self.one("no socket", self.get(b"/dead-socket/?q=" + SECRET), b"crit", b"connect() to unix:" + path +
                       b" failed (2: No such file or directory) while connecting to upstream",
                       "connect() to {address} failed ({errno}) while connecting to upstream",
                       upstream=b"http://unix:" + path + b":/x/?q=" + SECRET)
        data = self.get(b"/guarded/x")
        def lines(client, _port):
            asked = self.context(client, b"GET /guarded/x HTTP/1.1")
            context = self.context(client, b"GET /guarded/x HTTP/1.1", subrequest=b"/guard", upstream=b"http://" + dead + b"/a")
            return [Line(b"error", refused, template, context),
                    Line(b"error", b"auth request unexpected status: 502 while sending to client",
                         "auth request unexpected status: {number} while sending to client", asked)]
        yield Case("subrequest", data, lines)

    def faulty(self):
        faulty = b"127.0.0.1:%d" % self.server.upstream.port
        header = b" while reading response header from upstream"
        for name, level, message, message_template in [
                ("close", b"error", b"upstream prematurely closed connection" + header, None),
                ("bad-header", b"error", re.compile(rb'upstream sent invalid header: "Bad\\x20\.\.\."' + header),
                 'upstream sent invalid header: "{text}"' + header.decode()),
                ("short", b"error", b"upstream prematurely closed connection while reading upstream", None),
                ("junk", b"error", b"upstream sent no valid HTTP/1.0 header" + header, None),
                ("more", b"warn", b'upstream sent more data than specified in "Content-Length" header while reading upstream',
                 None),
                ("big-header", b"error", b"upstream sent too big header" + header, None),
                ("slow", b"error", b"upstream timed out (110: Connection timed out)" + header,
                 "upstream timed out ({errno})" + header.decode())]:
            target = b"/faulty/" + name.encode()
            yield self.one(name, self.get(target), level, message, message_template or message.decode(),
                           upstream=b"http://" + faulty + target)

    def rewritten(self):
        yield self.one("a loop", self.get(b"/loop"), b"error",
                       b'rewrite or internal redirection cycle while processing "/other-loop"',
                       'rewrite or internal redirection cycle while processing "{path}"')
        target = b"/rewritten/" + MAIL + b'"q'
        data = self.get(target)
        def lines(client, _port):
            context = self.context(client, b"GET " + target + b" HTTP/1.1")
            return [Line(b"notice", b'"^/rewritten/(.*)$" matches "' + target + b'"', '"{text}" matches "{text}"', context),
                    Line(b"notice", b'rewritten data: "/ok", args: "' + MAIL + b'"q"',
                         'rewritten data: "{text}", args: "{text}"', context)]
        yield Case("rewritten", data, lines)

    def refused(self):
        in_line, in_headers = b" while reading client request line", b" while reading client request headers"
        def bad_line(name, data, message, template=None, **more):
            return self.one(name, data, b"info", message + in_line, template or message.decode(), host=None, **more)
        def bad_header(name, message, template, *headers, **more):
            return self.one(name, self.get(b"/ok", *headers), b"info", message + in_headers, template, **more)
        yield bad_line("no method", b'FOO" ' + SECRET + b"\r\n\r\n", b"client sent invalid method")
        yield bad_line("bytes", b"\x16\x03\x01" + SECRET + b"\r\n\r\n", b"client sent invalid method")
        yield bad_line("a version", b"GET / HTTP/9.9\r\n\r\n", b"client sent invalid version")
        yield bad_line("NUL", self.get(b"/a%00" + MAIL), b"client sent invalid request")
        yield bad_line("a control byte", self.get(b"/a\x01b"), b"client sent invalid request")
        yield bad_line("above the root", self.get(b"/../" + MAIL), b"client sent invalid request")
        yield bad_line("CONNECT", b"CONNECT " + MAIL + b":1 HTTP/1.1\r\n\r\n", b"client sent invalid request")
        yield bad_header("a header's name", b'client sent invalid header line: "X\\x01..."',
                         'client sent invalid header line: "{text}"', b"X\x01Y: " + SECRET)
        yield bad_header("a length", b'client sent invalid "Content-Length" header',
                         'client sent invalid "Content-Length" header', b"Content-Length: -1")
        yield bad_header("two hosts", b'client sent duplicate host header: "Host: two"' + SECRET +
                         b'", previous value: "Host: ' + HOST + b'"',
                         'client sent duplicate host header: "{text}", previous value: "{text}"', b'Host: two"' + SECRET)
        yield bad_header("two lengths", b'client sent "Content-Length" and "Transfer-Encoding" headers at the same time',
                         'client sent "Content-Length" and "Transfer-Encoding" headers at the same time',
                         b"Content-Length: 1", b"Transfer-Encoding: chunked")
        yield bad_header("a coding", b'client sent unknown "Transfer-Encoding": "zip"' + SECRET + b'"',
                         'client sent unknown "Transfer-Encoding": "{text}"', b'Transfer-Encoding: zip"' + SECRET)
        yield self.one("TRACE", self.get(b"/ok", method=b"TRACE"), b"info", b"client sent TRACE method" + in_headers,
                       "client sent TRACE method")
        yield self.one("no host", self.get(b"/ok", host=None), b"info",
                       b'client sent HTTP/1.1 request without "Host" header' + in_headers,
                       'client sent HTTP/1.1 request without "Host" header', host=None)
        yield bad_line("too slow", b"GET /" + MAIL, b"client timed out (110: Connection timed out)",
                       "client timed out")
        yield bad_line("gone", b"GET /" + MAIL, b"client prematurely closed connection", half_close=True)

    def tls(self):
        server = b"127.0.0.1:%d" % self.server.tls_port
        yield self.one("no TLS", self.get(b"/?q=" + SECRET), b"info",
                       b"client sent plain HTTP request to HTTPS port while reading client request headers",
                       "client sent plain HTTP request to HTTPS port", way="tls")
        def handshake_failed(client, _port):
            return [Line(b"info", re.compile(rb"SSL_do_handshake\(\) failed \(SSL: error:[^)]*\) while SSL handshaking"),
                         "SSL_do_handshake() failed", {"client_ip": client, "server_name": server})]
        yield Case("TLS that is none", b"\x16\x03\x01\x00\x05hello" + SECRET, handshake_failed, "tls")
        yield Case("an unknown issuer", b"x", handshake_failed, "tls", tls=ssl.create_default_context())
        case = self.missing("missing, TLS", b"/none?q=" + SECRET, b"/none")
        yield Case(case.name, case.data, case.lines, "tls", tls=trusting_tls())

    def all(self):
        for group in (self.understood, self.forged, self.cut, self.users, self.rewritten, self.refused):
            yield from group()
        yield from self.upstreams()
        yield from self.faulty()
        yield from self.limits()
        yield from self.tls()


def first_lines(server):
    """Those of the start, and of the connection that found it ready."""
    def known(message, template):
        return Line(b"notice", message, template)
    yield known(b'using the "epoll" event method', 'using the "{name}" event method')
    yield known(re.compile(rb"nginx/[\d.]+(?: \(Ubuntu\))?"), "nginx/{version}")
    yield known(re.compile(rb"OS: .*"), "OS: {text}")
    yield known(re.compile(rb"getrlimit\(RLIMIT_NOFILE\): \d+:\d+"), "getrlimit(RLIMIT_NOFILE): {number}:{number}")
    yield Line(b"info", b"client closed connection while waiting for request", "client closed connection",
               {"client_ip": b"127.0.0.1", "server_name": b"127.0.0.1:%d" % server.port})


class LoggedTalk(Talk):
    """Waits for syslog as well: a full socket would drop lines."""

    def expect(self, name, lines):
        super().expect(name, lines)
        self.server.syslog.wait_for(len(sent_datagrams(self.sent)))


def talk(server):
    ways = {"ipv4": ("127.0.0.1", server.port, SOURCES[0]), "tls": ("127.0.0.1", server.tls_port, SOURCES[0])}
    talking = LoggedTalk(server, ways)
    talking.expect("start", list(first_lines(server)))
    for case in Cases(server).all():
        talking.send(case)
    if server.port6:
        ways["ipv4"] = ("::1", server.port6, SOURCES[1])
        for group in (Cases(server).understood, Cases(server).forged, Cases(server).users):
            for case in group():
                talking.send(case)
    debugged = Talk(server, {"ipv4": ("127.0.0.1", server.debug_port, SOURCES[0])})
    for case in [*Cases(server).understood(), *Cases(server).users(), *Cases(server).faulty()]:
        case.lines = lambda _client, _port: []
        debugged.send(case)
    return talking.sent


def check_syslog(anonlog, server, sent, began, report):
    """The same lines in what nginx sent to syslog, among those of another daemon."""
    other = b"<86>Nov 23 17:37:28 web1 sshd[811]: Accepted publickey for x\n"
    pairs = [(datagram, sent_line) for datagram, sent_line in zip(server.syslog.datagrams, sent_datagrams(sent))
             if b"\n" not in datagram]  # a daemon would write that otherwise
    report.check(len(pairs) > len(sent) * 0.9, f"syslog: {len(pairs)} datagrams for {len(sent)} lines")
    log = server.folder / "syslog.log"
    log.write_bytes(b"".join(datagram + b"\n" + other for datagram, _ in pairs))
    lines = [re.sub(rb"^<\d+>\w{3} [ \d]\d [\d:]{8} \S* shop: ", b"", datagram) for datagram, _ in pairs]
    sent = [sent_line for _, sent_line in pairs]
    check_raw_lines(raw_pattern, lines, sent, report)
    check_read_lines(anonlog, "nginx-error", log, sent, report)
    check_published(anonlog, "nginx-error", log, sent, began, report, SECRETS)


def sent_datagrams(sent):
    """One for each line that nginx wrote: a line feed of a path makes two lines of one."""
    return [pair for pair in sent if not pair[1].has_own_time]


def check(anonlog, server, sent, began, report):
    log = server.folder / "error.log"
    lines = server.lines("error")
    ends = [line for line in lines[len(sent):] if not re.search(rb"\[notice\]|epoll_wait", line)]
    report.check(not ends, f"more lines than expected: {ends[:3]!r:.600}")
    log.write_bytes(b"".join(line + b"\n" for line in lines[:len(sent)]))
    check_raw_lines(raw_pattern, lines[:len(sent)], sent, report)
    check_read_lines(anonlog, "nginx-error", log, sent, report)
    check_published(anonlog, "nginx-error", log, sent, began, report, SECRETS)
    check_syslog(anonlog, server, sent, began, report)
    check_all_secret(anonlog, "nginx-error", server.folder / "debug.log", [SECRET, TOKEN], report)


if __name__ == "__main__":
    sys.exit(run_error_test("nginx", Nginx, talk, check))
