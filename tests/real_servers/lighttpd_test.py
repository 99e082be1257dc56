#!/usr/bin/env python3
"""Sends hostile requests to a real lighttpd that logs in its default format and checks what anonlog reads.

    lighttpd_test.py ANONLOG
"""

import base64
import socket
import subprocess
import sys

sys.dont_write_bytecode = True  # the sources stay clean
from hostile_requests import SECRET, refused, strange_targets, understood, users
from server import Server, free_port, has_ipv6, run_test, send_all

PRIVATE = b"/private/"  # asks for a user

# What lighttpd logs otherwise than it was sent: it has no host or no headers where it refuses a request early.
NO_LINE = {"request": None}
OTHERWISE = {
    "percent": {"host": None},
    "header injection": {"host": None},
    "bytes over 0x7F in the target": {"host": None},
    "absolute target": {"request": b"GET /abs?x=" + SECRET + b" HTTP/1.1"},
    "CONNECT": {"host": None, "request": b"CONNECT HTTP/1.1", "user_agent": None},
    "made-up method": {"host": None, "request": b"HTTP/1.1", "user_agent": None},
    "space in the target": {"host": b"x"},
    "not HTTP": NO_LINE, "lower case": NO_LINE, "strange bytes": NO_LINE, "TLS": NO_LINE, "too long": NO_LINE,
}


class Lighttpd(Server):
    def __init__(self, program, folder):
        super().__init__("lighttpd", folder)
        self.ports = [("127.0.0.1", self.port)]
        if has_ipv6():
            self.ports.append(("::1", free_port(socket.AF_INET6, "::1")))
        (folder / "www/private").mkdir(parents=True)
        for page in ("www/index.html", "www/private/index.html"):
            (folder / page).write_text("<p>hello\n")
        passwords = b"".join(base64.b64decode(request.headers[b"Authorization"].split()[1]) + b"\n" for request in users())
        (folder / "passwords").write_bytes(passwords)
        (folder / "lighttpd.conf").write_text(self.configuration())
        self.process = subprocess.Popen([program, "-D", "-f", str(folder / "lighttpd.conf")], stderr=subprocess.PIPE)

    def configuration(self):
        ipv6 = "".join(f'$SERVER["socket"] == "[::1]:{port}" {{ }}\n' for _, port in self.ports[1:])
        return f"""
server.modules = ("mod_auth", "mod_authn_file", "mod_accesslog")
server.bind = "127.0.0.1"
server.port = {self.port}
server.max-keep-alive-requests = 0
server.document-root = "{self.folder}/www"
server.errorlog = "{self.folder}/error.txt"
index-file.names = ("index.html")
accesslog.filename = "{self.folder}/lighttpd.log"
auth.backend = "plain"
auth.backend.plain.userfile = "{self.folder}/passwords"
auth.require = ("{PRIVATE.decode()}" => ("method" => "basic", "realm" => "x", "require" => "valid-user"))
{ipv6}"""


def fields_of(answered):
    request = answered.request
    return {"client_ip": answered.source, "host": request.host, "remote_user": request.user,
            "request": request.request, "status": answered.status, "body_bytes": b"%d" % answered.body_bytes,
            "referrer": request.referrer, "user_agent": None if request.agent == b"-" else request.agent,
            **OTHERWISE.get(request.name, {})}


def talk(server):
    requests = [*understood(), *users(PRIVATE), *strange_targets(), *refused()]
    answered = send_all(server, None, requests, server.ports)
    return {"lighttpd": [(a.request.name, fields_of(a)) for a in answered]}, [SECRET]


if __name__ == "__main__":
    sys.exit(run_test("lighttpd", "lighttpd", Lighttpd, talk, ["lighttpd"]))
