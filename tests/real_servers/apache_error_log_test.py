#!/usr/bin/env python3
"""Makes a real Apache write its error log by hostile requests and checks every field that anonlog reads of it.

    apache_error_log_test.py ANONLOG

Beside the default ErrorLogFormat there is the one of Apache's documentation that is similar to 2.2, two that are read as
no error log, and a log of the level trace8, where every header is.
"""

import base64
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import time

sys.dont_write_bytecode = True  # the sources stay clean
from error_log import (FORGED, MAIL, SOURCES, TOKEN, Case, FaultyUpstream, Line, Talk, check_all_secret,
                       check_published, check_raw_lines, check_read_lines, make_certificate, pattern_of, run_error_test)
from hostile_requests import HOST, SECRET
from server import Server, free_port, has_ipv6

SECRETS = [SECRET, FORGED, SOURCES[0].encode()]
MODULES = pathlib.Path("/usr/lib/apache2/modules")
REFERRER = b"https://forum.example.net/thread?user=" + SECRET
# Of the documentation of ErrorLogFormat. A line of the second one begins as one of Apache 2.2.
FORMATS = {
    "old": r"[%t] [%l] %7F: %E: [client\ %a] %M% ,\ referer\ %{Referer}i",
    "simple": r"[%t] [%l] [pid %P] %F: %E: [client %a] %M",
    "ids": r"[%{uc}t] [%-m:%-l] [R:%L] [C:%{C}L] %7F: %E: %M",
}


class Apache(Server):
    def __init__(self, program, folder):
        super().__init__("Apache", folder)
        self.port6 = free_port(socket.AF_INET6, "::1") if has_ipv6() else None
        self.ports = {name: free_port(socket.AF_INET, "127.0.0.1") for name in ["tls", "trace", *FORMATS]}
        self.upstream = FaultyUpstream()
        make_certificate(folder)
        (folder / "www/index").mkdir(parents=True)
        (folder / "www/ok").write_text("x")
        (folder / "www/link").symlink_to("/etc/hostname")
        for name, command in (("sleep", "sleep 2"), ("silent", "true"), ("header", f"echo user {SECRET.decode()}")):
            (folder / f"www/{name}.cgi").write_text(f"#!/bin/sh\n{command}\n")
            (folder / f"www/{name}.cgi").chmod(0o755)
        hashed = subprocess.run(["openssl", "passwd", "-apr1", "right"], capture_output=True, check=True).stdout
        (folder / "passwords").write_bytes(MAIL + b":" + hashed)
        (folder / "apache.conf").write_text(self.configuration())
        for name in ("certificate.pem", "key.pem"):
            (folder / name).chmod(0o644)
        self.process = subprocess.Popen([program, "-d", str(folder), "-f", "apache.conf", "-DFOREGROUND"],
                                        stderr=subprocess.PIPE)

    def wait_until_ready(self):
        super().wait_until_ready()
        for _ in range(200):
            if any(b"AH00094" in line for line in self.lines("error")):
                break
            time.sleep(0.02)

    def configuration(self):
        modules = ["mpm_event", "auth_basic", "authn_core", "authn_file", "authz_core", "authz_user", "autoindex", "dir",
                   "mime", "cgid", "proxy", "proxy_http", "proxy_fcgi", "reqtimeout", "ssl"]
        load = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in modules)
        dead = self.upstream.dead_port
        listen = "\n".join(f"Listen 127.0.0.1:{port}" for port in (self.port, *self.ports.values()))
        listen += f"\nListen [::1]:{self.port6}" if self.port6 else ""
        others = "\n".join(f'<VirtualHost 127.0.0.1:{self.ports[name]}>\nErrorLog {name}.log\nErrorLogFormat "{form}"\n'
                           "</VirtualHost>" for name, form in FORMATS.items())
        return f"""
ServerRoot {self.folder}
DefaultRuntimeDir {self.folder}
PidFile apache.pid
Mutex posixsem
ScriptSock cgi.sock
CGIDScriptTimeout 1s
ErrorLog error.log
LogLevel info
TypesConfig /dev/null
{load}
User www-data
Group www-data
ServerName {HOST.decode()}
{listen}
ThreadsPerChild 4
MaxRequestWorkers 16
StartServers 1
MinSpareThreads 1
MaxSpareThreads 8
RequestReadTimeout header=1 body=1
ProxyTimeout 1
DocumentRoot {self.folder}/www
<Directory {self.folder}/www>
Options +ExecCGI -FollowSymLinks
AddHandler cgi-script .cgi
</Directory>
<Location /denied>
Require all denied
</Location>
<Location /private>
AuthType Basic
AuthName x
AuthUserFile {self.folder}/passwords
Require valid-user
</Location>
ProxyPass /dead/ http://127.0.0.1:{dead}/ retry=0
ProxyPass /dead-fastcgi/ fcgi://127.0.0.1:{dead}/ retry=0
ProxyPass /faulty/ http://127.0.0.1:{self.upstream.port}/ retry=0
<VirtualHost 127.0.0.1:{self.ports["tls"]}>
ServerName {HOST.decode()}:443
SSLEngine on
SSLCertificateFile certificate.pem
SSLCertificateKeyFile key.pem
</VirtualHost>
<VirtualHost 127.0.0.1:{self.ports["trace"]}>
ErrorLog trace.log
LogLevel trace8
</VirtualHost>
{others}
"""


def escaped(value):
    """As ap_escape_errorlog_item writes it; patterns hold nothing to escape."""
    if isinstance(value, re.Pattern):
        return value.pattern
    short = {b"\b": b"\\b", b"\n": b"\\n", b"\r": b"\\r", b"\t": b"\\t", b"\v": b"\\v", b"\\": b"\\\\"}
    return re.escape(re.sub(rb"[\x00-\x1f\\\x7f-\xff]", lambda m: short.get(m[0]) or b"\\x%02x" % m[0][0], value))


def raw_pattern(line):
    """What Apache writes of a line in the default format."""
    client = line.fields.get("client_ip")
    pattern = (rb"\[[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d\.\d{6} \d{4}\] \[" + line.module + b":" + line.level +
               rb"\] \[pid \d+:tid \d+\] " + re.escape(line.error))
    pattern += rb"\[client " + re.escape(client + b":" + line.fields["client_port"]) + rb"\] " if client else b""
    pattern += escaped(line.message)
    return pattern + b", referer: " + escaped(line.fields["referrer"]) if "referrer" in line.fields else pattern


def raw_pattern_old(line):
    """The same in the format `old`."""
    client = line.fields["client_ip"] + b":" + line.fields["client_port"]
    referrer = b", referer " + escaped(line.fields["referrer"]) if "referrer" in line.fields else b""
    return (rb"\[[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d \d{4}\] \[" + line.level + rb"\] \[client " +
            re.escape(client) + rb"\] " + escaped(line.message) + referrer)


def apache_line(module, level, message, template, client=None, referrer=None, error=b"", read=None):
    """`client`: address and port; `error`: the system's, as it stands before the client."""
    fields = dict(zip(("client_ip", "client_port"), client)) if client else {}
    fields.update({"referrer": referrer} if referrer else {})
    line = Line(level, message, template, fields, module, read)
    line.error = error
    return line


class Cases:
    """The requests and the lines of each."""

    def __init__(self, server):
        self.server, self.root = server, str(server.folder / "www").encode()

    def get(self, target, *headers, referrer=None, method=b"GET"):
        referrer = [b"Referer: " + referrer] if referrer else []
        head = [method + b" " + target + b" HTTP/1.1", b"Host: " + HOST, *referrer, *headers, b"Connection: close"]
        return b"".join(line + b"\r\n" for line in head) + b"\r\n"

    def one(self, name, data, module, level, message, template, referrer=None, way="ipv4", read=None, error=b""):
        """A request that causes one line."""
        def lines(*client):
            return [apache_line(module, level, message, template, client, referrer, error, read)]
        return Case(name, data, lines, way)

    def missing(self, name, target, path, *headers, referrer=None, read=None):
        return self.one(name, self.get(target, *headers, referrer=referrer), b"core", b"info",
                        b"AH00128: File does not exist: " + self.root + path, "AH00128: File does not exist: {path}",
                        referrer, read=read)

    def understood(self):
        yield self.missing("missing", b"/none?token=" + TOKEN, b"/none", b"Cookie: session=" + SECRET, referrer=REFERRER)
        yield self.missing("missing mail", b"/" + MAIL, b"/" + MAIL)
        yield self.missing("quotes and backslashes", b'/a"b\\c%22', b'/a"b\\c"')
        yield self.missing("bytes over 0x7F", b"/\xff\xc3\xa9%e9", b"/\xff\xc3\xa9\xe9")
        yield self.missing("control bytes", b"/a%09%0d%1b[31m%7f" + MAIL, b"/a\t\r\x1b[31m\x7f" + MAIL)
        referrer = b'https://example.com/"\\ \xff ' + SECRET
        yield self.missing("a hostile referrer", b"/none", b"/none", referrer=referrer)
        yield self.one("denied", self.get(b"/denied/x%22y?q=" + SECRET, referrer=b"https://example.com/x"), b"authz_core",
                       b"error", b"AH01630: client denied by server configuration: " + self.root + b"/denied",
                       "AH01630: client denied by server configuration: {path}", b"https://example.com/x")
        yield self.one("folder", self.get(b"/index/"), b"autoindex", b"error", b"AH01276: Cannot serve directory " +
                       self.root + b"/index/: No matching DirectoryIndex (index.html) found, and server-generated directory "
                       b"index forbidden by Options directive", "AH01276: Cannot serve directory {path}: No matching "
                       "DirectoryIndex ({text}) found, and server-generated directory index forbidden by Options directive")
        yield self.one("link", self.get(b"/link"), b"core", b"error", b"AH00037: Symbolic link not allowed or link target "
                       b"not accessible: " + self.root + b"/link",
                       "AH00037: Symbolic link not allowed or link target not accessible: {path}")
        yield self.one("a slash", self.get(b"/a%2f" + MAIL), b"core", b"info", b"AH00026: found %2f (encoded '/') in URI "
                       b"path (/a%2f" + MAIL + b"), returning 404",
                       "AH00026: found %2f (encoded '/') in URI path ({path}), returning 404")

    def forged(self):
        """A client's text that looks like the server's."""
        path = b"/a, referer: http:/evil.example/" + MAIL
        target = path.replace(b" ", b"%20")
        yield self.missing("a referrer in the path", target, path, referrer=b"https://example.com/")
        cut = b"AH00128: File does not exist: " + self.root + b"/a"
        yield self.missing("a referrer in the path alone", target, path,
                           read={"message": cut, "referrer": b"http:/evil.example/" + MAIL})
        yield self.missing("a client in the path", b"/[client%20" + FORGED + b":1]%20AH00128:%20x]",
                           b"/[client " + FORGED + b":1] AH00128: x]")
        path = b"/a\n[Sun Nov 23 17:37:28 2025] [error] [client " + FORGED + b"] " + MAIL
        yield self.missing("a line feed in the path", path.replace(b" ", b"%20").replace(b"\n", b"%0a"), path)
        yield self.missing("a referrer in the referrer", b"/none", b"/none",
                           referrer=b"https://a.example/, referer: https://example.com/",
                           read={"message": b"AH00128: File does not exist: " + self.root +
                                 b"/none, referer: https://a.example/", "referrer": b"https://example.com/"})

    def long(self):
        """Apache cuts a line at 8,190 bytes; a byte that it escapes takes four."""
        for count, is_cut in ((1900, False), (2300, True)):
            wanted = b"https://example.com/" + b"\xff" * count
            case = self.missing("a long referrer", b"/none", b"/none", referrer=wanted)
            def lines(*client, case=case, is_cut=is_cut):
                line = case.lines(*client)[0]
                if is_cut:
                    line.fields["referrer"] = re.compile(rb"https://example\.com/[\\xf]+")
                    line.read["referrer"] = None
                return [line]
            yield Case(case.name, case.data, lines)
        target = b"/" + b"s" * 5000
        yield self.one("a long path", self.get(target, referrer=REFERRER), b"core", b"error",
                       b"AH00127: Cannot map GET " + target + b" HTTP/1.1 to file", "AH00127: Cannot map {path} to file",
                       REFERRER, error=b"(36)File name too long: ")
        yield self.one("too long a URI", self.get(b"/" + MAIL + b"s" * 9000), b"core", b"info",
                       b"AH00565: request failed: client's request-line exceeds LimitRequestLine (longer than 8190)",
                       "AH00565: request failed: client's request-line exceeds LimitRequestLine (longer than {number})")
        yield self.one("too long a header", self.get(b"/ok", b"X-" + SECRET + b": " + b"h" * 9000), b"core", b"info",
                       b"AH00561: Request header exceeds LimitRequestFieldSize: X-" + SECRET,
                       "AH00561: Request header exceeds LimitRequestFieldSize: {text}")

    def users(self):
        def login(user):
            return b"Authorization: Basic " + base64.b64encode(user)
        user = b'jane "' + SECRET + b'", referer'
        yield self.one("unknown user", self.get(b"/private", login(user + b": " + FORGED)), b"auth_basic", b"error",
                       b"AH01618: user " + user + b" not found: /private", "AH01618: user {user} not found: {path}")
        yield self.one("wrong password", self.get(b"/private", login(MAIL + b":" + SECRET), referrer=REFERRER),
                       b"auth_basic", b"error", b"AH01617: user " + MAIL +
                       b': authentication failure for "/private": Password Mismatch',
                       'AH01617: user {user}: authentication failure for "{path}": Password Mismatch', REFERRER)
        yield self.one("digest", self.get(b"/private", b"Authorization: Digest " + SECRET), b"auth_basic", b"error",
                       b"AH01614: client used wrong authentication scheme: /private",
                       "AH01614: client used wrong authentication scheme: {path}")

    def upstreams(self):
        dead = b"127.0.0.1:%d" % self.server.upstream.dead_port
        refused = b"(111)Connection refused: "
        for name, scheme, module, message, template in [
                ("/dead/", b"http", b"proxy_http", b"AH01114: HTTP: failed to make connection to backend: 127.0.0.1",
                 "AH01114: HTTP: failed to make connection to backend: {address}"),
                ("/dead-fastcgi/", b"FCGI", b"proxy_fcgi", b"AH01079: failed to make connection to backend: 127.0.0.1",
                 "AH01079: failed to make connection to backend: {address}")]:
            def lines(*client, scheme=scheme, module=module, message=message, template=template):
                return [apache_line(b"proxy", b"error", b"AH00957: " + scheme + b": attempt to connect to " + dead + b" (" +
                                    dead + b") failed", "AH00957: {name}: attempt to connect to {address} ({text}) failed",
                                    error=refused),
                        apache_line(module, b"error", message, template, client, REFERRER)]
            yield Case(name, self.get(name.encode() + b"?mail=" + MAIL, referrer=REFERRER), lines)
        port = b"%d" % self.server.upstream.port
        for name, error in (("close", b"(20014)Internal error (specific information not available): "),
                            ("junk", b"(22)Invalid argument: "),
                            ("slow", b"(70007)The timeout specified has expired: ")):
            def lines_of_faulty(*client, name=name, error=error):
                return [apache_line(b"proxy_http", b"error", b"AH01102: error reading status line from remote server "
                                    b"127.0.0.1:" + port, "AH01102: error reading status line from remote server {address}",
                                    client, error=error),
                        apache_line(b"proxy", b"error", b"AH00898: Error reading from remote server returned by /faulty/" +
                                    name.encode(), "AH00898: Error reading from remote server returned by {path}", client)]
            yield Case(name, self.get(b"/faulty/" + name.encode()), lines_of_faulty)
        yield self.one("bad-header", self.get(b"/faulty/bad-header"), b"proxy_http", b"warn",
                       b"AH01106: bad HTTP/1.1 header returned by /faulty/bad-header (GET)",
                       "AH01106: bad HTTP/{version} header returned by {path} ({text})")

    def refused(self):
        for target in (b"/%zz" + MAIL, b"/../../" + MAIL, b"/%2e%2e/%2e%2e/" + MAIL):
            yield self.one("an invalid path", self.get(target), b"core", b"error",
                           b"AH10244: invalid URI path (" + target + b")", "AH10244: invalid URI path ({path})")
        yield self.one("too slow", b"GET /ok HTTP/1.1\r\nX: " + SECRET, b"reqtimeout", b"info",
                       b"AH01382: Request header read timeout", "AH01382: Request header read timeout")

    def script(self):
        for name, message in (("sleep.cgi", b"Script timed out before returning headers: "),
                              ("silent.cgi", b"End of script output before headers: ")):
            yield self.one(name, self.get(b"/" + name.encode() + b"?" + SECRET), b"cgid", b"error",
                           message + name.encode(), message.decode() + "{path}")
        yield self.one("header.cgi", self.get(b"/header.cgi"), b"cgid", b"error", b"malformed header from script "
                       b"'header.cgi': Bad header: user " + SECRET, "malformed header from script '{path}': Bad header: {text}")

    def tls(self):
        site = HOST + b":443"
        def established(client):
            return apache_line(b"ssl", b"info", re.compile(rb"AH01964: Connection to child \d+ established \(server " +
                               re.escape(site) + rb"\)"), "AH01964: Connection to child {number} established (server {host})",
                               client)
        def library(pattern):
            return apache_line(b"ssl", b"info", re.compile(rb"SSL Library Error: error:[0-9A-F]{8}:SSL routines::" + pattern),
                               "SSL Library Error: {text}")
        def no_tls(*client):
            return [established(client),
                    apache_line(b"ssl", b"info", b"AH01996: SSL handshake failed: HTTP spoken on HTTPS port; trying to send "
                                b"HTML error page", "AH01996: SSL handshake failed: HTTP spoken on HTTPS port; trying to "
                                "send HTML error page", client),
                    library(rb"http request")]
        def failed(*client):
            return [established(client),
                    apache_line(b"ssl", b"info", b"AH02008: SSL library error 1 in handshake (server " + site + b")",
                                "AH02008: SSL library error {number} in handshake (server {host})", client),
                    library(rb"[^\[]*"),
                    apache_line(b"ssl", b"info", re.compile(rb"AH01998: Connection closed to child \d+ with abortive "
                                rb"shutdown \(server " + re.escape(site) + rb"\)"), "AH01998: Connection closed to child "
                                "{number} with {text} shutdown (server {host})", client)]
        yield Case("no TLS", self.get(b"/?q=" + SECRET), no_tls, "tls")
        yield Case("TLS that is none", b"\x16\x03\x01\x00\x05hello" + SECRET, failed, "tls")
        yield Case("an unknown issuer", b"x", failed, "tls", tls=ssl.create_default_context())

    def simple(self):
        yield from self.understood()
        yield from self.forged()
        yield from self.users()

    def all(self):
        for group in (self.simple, self.long, self.upstreams, self.refused, self.script, self.tls):
            yield from group()


def talk(server):
    server.first_lines = len(server.lines("error"))
    ways = {"ipv4": ("127.0.0.1", server.port, SOURCES[0]), "tls": ("127.0.0.1", server.ports["tls"], SOURCES[0])}
    talking = Talk(server, ways, skipped=server.first_lines)
    for case in Cases(server).all():
        talking.send(case)
    if server.port6:
        ways["ipv4"] = ("::1", server.port6, SOURCES[1])
        for case in Cases(server).simple():
            talking.send(case)
    server.old = Talk(server, {"ipv4": ("127.0.0.1", server.ports["old"], SOURCES[0])}, "old")
    for case in Cases(server).simple():
        server.old.send(case)
    for name in ("simple", "ids", "trace"):
        other = Talk(server, {"ipv4": ("127.0.0.1", server.ports[name], SOURCES[0])}, name)
        for case in Cases(server).simple():
            case.lines = lambda *_client: []
            other.send(case)
    return talking.sent


def check_start(anonlog, log, report):
    """What Apache says of itself: templates of the list, whatever its version; one line is of the level trace3."""
    run = subprocess.run([anonlog, "-f", "apache-error", "-p", "errors", "-t", "csv", "--columns", "level,module,message",
                          log], capture_output=True, check=False)
    rows = run.stdout.split(b"\n")[1:-1]
    report.check(len(rows) >= 8, f"the start: {len(rows)} lines")
    for row in rows:
        known = b"{message}" not in row and re.match(rb"(info|notice|warn),[a-z_]+,", row)
        report.check(known or row == b"trace3,core,{message}", f"the start: {row!r}")


def check_old(anonlog, server, began, report):
    """2.4 in a format as of 2.2 writes the client's port, which 2.2 did not; and its referrer without a colon."""
    sent = []
    for name, line in server.old.sent:
        referrer = line.fields.get("referrer")
        text = line.message + (b", referer " + referrer if referrer else b"")
        message, key, forged = text.rpartition(b", referer: ")  # what else has the colon is a client's
        line.module = None
        line.read.update(module=None, message=message if key else text, referrer=forged if key else None)
        if referrer and "Mismatch" in line.template:  # a message whose end is constant
            line.template = "{message}"
        sent.append((name, line))
    check_raw_lines(raw_pattern_old, server.lines("old"), sent, report)
    check_read_lines(anonlog, "apache-error", server.folder / "old.log", sent, report)
    check_published(anonlog, "apache-error", server.folder / "old.log", sent, began, report, SECRETS)


def check_unread(anonlog, log, report):
    """A format that is none of the known ones: refused, and nothing is written."""
    run = subprocess.run([anonlog, "-f", "apache-error", "-p", "errors", log], capture_output=True, check=False)
    report.check(run.returncode == 65 and run.stdout == b"", f"{log}: exits {run.returncode}: {run.stdout!r:.300}")
    for secret in SECRETS:
        report.check(secret.lower() not in run.stderr.lower(), f"{log}: {secret!r} is on stderr")


def check(anonlog, server, sent, began, report):
    log, start = server.folder / "error.log", server.folder / "start.log"
    lines = server.lines("error")
    start.write_bytes(b"".join(line + b"\n" for line in lines[:server.first_lines]))
    check_start(anonlog, start, report)
    lines = lines[server.first_lines:]
    ends = [line for line in lines[len(sent):] if not re.search(rb"AH00(491|096)", line)]
    report.check(not ends, f"more lines than expected: {ends[:3]!r:.600}")
    log.write_bytes(b"".join(line + b"\n" for line in lines[:len(sent)]))
    check_raw_lines(raw_pattern, lines[:len(sent)], sent, report)
    check_read_lines(anonlog, "apache-error", log, sent, report)
    check_published(anonlog, "apache-error", log, sent, began, report, SECRETS)
    check_old(anonlog, server, began, report)
    for name in ("simple", "trace"):
        check_all_secret(anonlog, "apache-error", server.folder / f"{name}.log", SECRETS, report)
    check_unread(anonlog, server.folder / "ids.log", report)


if __name__ == "__main__":
    sys.exit(run_error_test("apache2", Apache, talk, check))
