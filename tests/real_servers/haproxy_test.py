#!/usr/bin/env python3
"""Sends hostile requests to a real HAProxy that logs to syslog sockets, one frontend in `option httplog` with captures,
one in `option httplog clf`, and checks what anonlog reads behind the syslog prefixes.

    haproxy_test.py ANONLOG
"""

import re
import socket
import subprocess
import sys

sys.dont_write_bytecode = True  # the sources stay clean
from hostile_requests import SECRET, refused, strange_targets, understood
from server import Backend, Server, SyslogReceiver, free_port, has_ipv6, run_test, send_all

LOGS = ("haproxy", "haproxy-clf")


class HAProxy(Server):
    def __init__(self, program, folder):
        super().__init__("HAProxy", folder)
        self.syslog = {log: SyslogReceiver(folder / f"{log}.socket") for log in LOGS}
        self.ports = {log: [("127.0.0.1", self.port if log == "haproxy" else free_port(socket.AF_INET, "127.0.0.1"))]
                      for log in LOGS}
        if has_ipv6():
            for ports in self.ports.values():
                ports.append(("::1", free_port(socket.AF_INET6, "::1")))
        self.backend = Backend()
        (folder / "haproxy.cfg").write_text(self.configuration())
        self.process = subprocess.Popen([program, "-db", "-f", str(folder / "haproxy.cfg")], stderr=subprocess.PIPE)

    def frontend(self, log, text):
        binds = "\n".join(f"  bind {address}:{port}" for address, port in self.ports[log])
        return f"""
frontend {log}
{binds}
  log {self.syslog[log].path} len 65535 local0
{text}
  capture cookie session len 64
  default_backend pages
"""

    def configuration(self):
        captures = "\n".join(f"  capture request header {name} len 200" for name in ("Host", "User-Agent", "Referer"))
        return f"""
global
  nbthread 1
defaults
  mode http
  option dontlognull
  option httpclose
  timeout client 5s
  timeout server 5s
  timeout connect 5s

backend pages
  server web 127.0.0.1:{self.backend.port}
{self.frontend("haproxy", "  option httplog" + chr(10) + captures)}
{self.frontend("haproxy-clf", "  option httplog clf")}
"""

    def lines(self, name):
        """HAProxy drops what the socket has no room for: each is waited for."""
        return self.syslog[name].datagrams

    def stop(self):
        super().stop()
        for receiver in self.syslog.values():
            receiver.close()


# HAProxy logs no line that it refuses, and 1023 bytes of a long one.
REFUSED = ("bytes over 0x7F in the target", "UTF-8 in the target", "braces in the target",
           *(request.name for request in refused() if request.name != "HTTP/1.1 without host"))


def logged_line(request):
    return b"<BADREQ>" if request.name in REFUSED else request.request[:1023]


def fields_of(answered, log):
    request = answered.request
    bad = request.name in REFUSED
    cookie = re.search(rb"session=[^;]*", request.headers.get(b"Cookie", b""))
    fields = {"client_ip": answered.source, "client_port": answered.source_port, "request": logged_line(request),
            "status": answered.status, "cookie": cookie[0] if cookie else None, "frontend": log.encode(),
            "backend": log.encode() if bad else b"pages", "server": b"<NOSRV>" if bad else b"web"}
    if log == "haproxy-clf":
        return fields
    captured = (request.host or b"", request.agent or b"", request.referrer or b"")
    return {**fields, "captures": None if bad else b"{" + b"|".join(captured) + b"}"}


def talk(server):
    sent = {}
    for log in LOGS:
        answered = send_all(server, log, [*understood(), *strange_targets(), *refused()], server.ports[log])
        sent[log] = [(a.request.name, fields_of(a, log)) for a in answered]
        (server.folder / f"{log}.log").write_bytes(b"".join(d.rstrip(b"\n") + b"\n" for d in server.syslog[log].datagrams))
    return sent, [SECRET]


if __name__ == "__main__":
    sys.exit(run_test("HAProxy", "haproxy", HAProxy, talk, LOGS))
