#!/usr/bin/env python3
"""Sends hostile requests through a real Squid as a forward proxy to a backend and checks what anonlog reads of its own
format: absolute targets, CONNECT, users, and what it refuses.

    squid_test.py ANONLOG
"""

import os
import socket
import subprocess
import sys
import urllib.parse

sys.dont_write_bytecode = True  # the sources stay clean
from hostile_requests import SECRET, refused, strange_targets, understood, users
from server import Backend, Server, free_port, has_ipv6, run_test, send_all


# What Squid logs otherwise than it was sent: it takes spaces out of what it refuses, and names what it cannot read. Sizes
# are those of its error pages, whose status it may not log.
# These give two lines: what Squid takes for the rest of the connection has one of its own.
TWO_LINES = ("lower case", "NUL in the target", "strange bytes", "TLS")
OTHERWISE = {
    # Its "10/" behind a space looks like HIERARCHY/PEER: what is behind is read as other fields, and not published.
    "user with quotes": {"remote_user": b'jane "' + SECRET + b'"'},
    "user in Latin-1": {"remote_user": b"Jos%e9 " + SECRET},
    "star": {"request": b"OPTIONS http://:80*"},
    "CONNECT": {"bytes_sent": b"0"},
    "space in the target": {"request": b"GET /ab?" + SECRET},
    "not HTTP": {"request": b"hello error:invalid-request"},
    "too long": {"request": b"GET error:request-too-large"},
}


class Squid(Server):
    def __init__(self, program, folder):
        super().__init__("Squid", folder)
        self.backend = Backend()
        self.ports = [("127.0.0.1", self.port)]
        if has_ipv6():
            self.ports.append(("::1", free_port(socket.AF_INET6, "::1")))
        (folder / "squid.conf").write_text(self.configuration())
        os.chmod(folder, 0o777)  # Squid gives up root
        self.process = subprocess.Popen([program, "-N", "-f", folder / "squid.conf"], stderr=subprocess.PIPE)

    def configuration(self):
        listen = "\n".join(f"http_port [{address}]:{port}" if ":" in address else f"http_port {address}:{port}"
                           for address, port in self.ports)
        return f"""
{listen}
visible_hostname proxy.example.org
pid_filename {self.folder}/squid.pid
cache_log {self.folder}/cache.txt
access_log stdio:{self.folder}/squid.log squid
coredump_dir {self.folder}
cache deny all
logfile_rotate 0
strip_query_terms off
buffered_logs off
shutdown_lifetime 0 seconds
pinger_enable off
auth_param basic program /usr/lib/squid/basic_fake_auth
auth_param basic realm x
auth_param basic casesensitive on
acl private urlpath_regex ^/private/
acl someone proxy_auth REQUIRED
http_access allow private someone
http_access deny private
http_access allow all
"""


def requests_for(origin):
    """What has a target of the origin goes there; the rest is for Squid to refuse."""
    for request in [*understood(), *users(b"/private/"), *strange_targets()]:
        method, rest = request.request.split(b" ", 1)
        if rest.startswith(b"/"):
            head, _, tail = request.data.partition(b" ")
            request.data = (head + b" " + origin + tail).replace(b"Authorization:", b"Proxy-Authorization:")
            request.request = method + b" " + origin + rest
        yield request
    yield from (request for request in refused() if request.name not in TWO_LINES)


def as_squid(request):
    """UTF-8 is encoded; Latin-1 stays."""
    return urllib.parse.quote(request.request.rpartition(b" ")[0], safe=" :/").encode()


def fields_of(answered):
    request = answered.request
    return {"client_ip": answered.source, "remote_user": request.user, "status": answered.status,
            "bytes_sent": b"%d" % answered.bytes_sent, "request": request.request.rpartition(b" ")[0],
            **({"request": as_squid(request)} if request.name == "UTF-8 in the target" else {}),
            **OTHERWISE.get(request.name, {})}


def talk(server):
    origin = b"http://127.0.0.1:%d" % server.backend.port
    answered = send_all(server, None, list(requests_for(origin)), server.ports)
    first = {"client_ip": b"127.0.0.1", "request": b"error:transaction-end-before-headers"}
    return {"squid": [("probe", first)] + [(a.request.name, fields_of(a)) for a in answered]}, [SECRET]


if __name__ == "__main__":
    sys.exit(run_test("Squid", "squid", Squid, talk, ["squid"]))
