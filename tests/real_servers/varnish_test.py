#!/usr/bin/env python3
"""Sends hostile requests to a real Varnish before a backend and checks what anonlog reads of varnishncsa's lines.

    varnish_test.py ANONLOG
"""

import socket
import subprocess
import sys
import time

sys.dont_write_bytecode = True  # the sources stay clean
from hostile_requests import SECRET, refused, strange_targets, understood, users
from server import Backend, Server, find_program, free_port, has_ipv6, run_test, send_all


class Varnish(Server):
    def __init__(self, program, folder):
        super().__init__("Varnish", folder)
        self.backend = Backend()
        self.ports = [("127.0.0.1", self.port)]
        if has_ipv6():
            self.ports.append(("::1", free_port(socket.AF_INET6, "::1")))
        listen = [f"-a[{address}]:{port}" if ":" in address else f"-a{address}:{port}" for address, port in self.ports]
        self.process = subprocess.Popen(
            [program, "-F", "-n", folder / "work", *listen, "-b", f"127.0.0.1:{self.backend.port}",
             "-s", "malloc,16m", "-p", "vsl_reclen=12k", "-p", "vsl_buffer=32k", "-T", "none"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.ncsa = None

    def wait_until_ready(self):
        super().wait_until_ready()
        self.ncsa = subprocess.Popen(
            [find_program("varnishncsa"), "-n", self.folder / "work", "-w", self.folder / "varnishncsa.log"],
            stderr=subprocess.PIPE)
        time.sleep(0.5)  # it reads what comes after it began

    def stop(self):
        if self.ncsa is not None:
            self.ncsa.terminate()
            self.ncsa.communicate()
        super().stop()


# What varnishncsa logs otherwise: it has no client of what is not HTTP, and no response of what is piped.
NOT_HTTP = {"client_ip": None, "request": b"http://localhost HTTP/1.0", "status": b"400", "body_bytes": b"0"}
PIPED = {"status": None, "body_bytes": None}
OTHERWISE = {
    "absolute target": {"request": b"GET http://www.example.org/abs?x=" + SECRET + b" HTTP/1.1"},
    "CONNECT": PIPED, "made-up method": PIPED,
    "lower case": {**PIPED, "request": b"get http://localhost/ http/1.1"},
    "space in the target": NOT_HTTP, "not HTTP": NOT_HTTP, "NUL in the target": NOT_HTTP, "strange bytes": NOT_HTTP,
    "TLS": NOT_HTTP,
}
UNLOGGED = ("too long",)


def fields_of(answered):
    """The target has the host before it, whatever it is."""
    request = answered.request
    method, _, rest = request.request.partition(b" ")
    line = method + b" http://" + (request.host or b"localhost") + rest
    return {"client_ip": answered.source, "remote_user": request.user, "request": line, "status": answered.status,
            "body_bytes": b"%d" % answered.body_bytes, "referrer": request.referrer,
            "user_agent": None if request.agent == b"-" else request.agent, **OTHERWISE.get(request.name, {})}


def talk(server):
    requests = [*understood(), *users(), *strange_targets(), *refused()]
    answered = send_all(server, "varnishncsa", requests, server.ports, UNLOGGED)
    return {"varnishncsa": [(a.request.name, fields_of(a)) for a in answered]}, [SECRET]


if __name__ == "__main__":
    sys.exit(run_test("Varnish", "varnishd", Varnish, talk, ["varnishncsa"]))
