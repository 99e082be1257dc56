#!/usr/bin/env python3
"""Sends hostile requests to a real Caddy, whose access log has credentials too, and checks what anonlog reads.

    caddy_test.py ANONLOG
"""

import base64
import json
import os
import socket
import subprocess
import sys

sys.dont_write_bytecode = True  # the sources stay clean
from hostile_requests import SECRET, refused, strange_targets, understood, users
from server import Server, free_port, has_ipv6, run_test, send_all

PRIVATE = b"/private/"  # asks for a user
PAGE = "hello\n"
HOSTS = {"CONNECT": b"www.example.org:443", "too long": b"x"}  # CONNECT: of its target
UNLOGGED = {request.name for request in refused()} - {"too long"} | {"star"}  # Go's server answers these


def known_users():
    """Caddy's configuration is UTF-8: no others."""
    return [request for request in users(PRIVATE) if max(request.user) < 0x80]


class Caddy(Server):
    def __init__(self, program, folder):
        super().__init__("Caddy", folder)
        self.program = program
        self.ports = [("127.0.0.1", self.port)]
        if has_ipv6():
            self.ports.append(("::1", free_port(socket.AF_INET6, "::1")))
        (folder / "caddy.json").write_text(json.dumps(self.configuration()))
        self.process = subprocess.Popen([program, "run", "--config", folder / "caddy.json"], stderr=subprocess.PIPE,
                                        env={**os.environ, "HOME": str(folder)})

    def account(self, request):
        credentials = base64.b64decode(request.headers[b"Authorization"].split()[1])
        password = credentials.partition(b":")[2].decode()
        run = subprocess.run([self.program, "hash-password", "--plaintext", password], capture_output=True, check=True)
        return {"username": request.user.decode(), "password": base64.b64encode(run.stdout.strip()).decode()}

    def configuration(self):
        listen = [f"[{address}]:{port}" if ":" in address else f"{address}:{port}" for address, port in self.ports]
        accounts = [self.account(request) for request in known_users()]
        private = {"match": [{"path": [PRIVATE.decode() + "*"]}],
                   "handle": [{"handler": "authentication", "providers": {"http_basic": {"accounts": accounts}}}]}
        page = {"handle": [{"handler": "static_response", "body": PAGE}]}
        server = {"listen": listen, "automatic_https": {"disable": True}, "logs": {"should_log_credentials": True},
                  "routes": [private, page]}
        access = {"writer": {"output": "file", "filename": str(self.folder / "caddy.log")},
                  "encoder": {"format": "json"}, "include": ["http.log.access"]}
        return {"admin": {"disabled": True},
                "logging": {"logs": {"default": {"exclude": ["http.log.access"]}, "access": access}},
                "apps": {"http": {"servers": {"test": server}}}}


def logged(value):
    """JSON is UTF-8: of other bytes, each is U+FFFD."""
    return value and value.decode("utf-8", "surrogateescape").encode("utf-16", "surrogatepass").decode(
        "utf-16", "replace").encode()


def fields_of(answered):
    request = answered.request
    # Caddy logs as size what a HEAD would have had; a header that is "-" reads as none.
    size = len(PAGE) if request.is_head else answered.body_bytes
    return {"client_ip": answered.source, "client_port": answered.source_port, "host": HOSTS.get(request.name, request.host),
            "remote_user": request.user, "request": logged(request.request), "status": answered.status,
            "body_bytes": b"%d" % size, "referrer": logged(request.referrer),
            "user_agent": None if request.agent == b"-" else logged(request.agent), "cookie": request.headers.get(b"Cookie"),
            "forwarded_for": request.headers.get(b"X-Forwarded-For")}


def talk(server):
    requests = [*understood(), *known_users(), *strange_targets(), *refused()]
    answered = send_all(server, "caddy", requests, server.ports, UNLOGGED)
    return {"caddy": [(a.request.name, fields_of(a)) for a in answered]}, [SECRET, b"198.51.100.9", b"2001:db8::7"]


if __name__ == "__main__":
    sys.exit(run_test("Caddy", "caddy", Caddy, talk, ["caddy"]))
