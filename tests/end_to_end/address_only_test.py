"""examples/address-only.toml from combined to combined, every line against a slow reference.

The test makes the values of a line, logs them as nginx does, and writes down by plain rules what must come out.
ANONLOG_LONG=1 makes it twenty times longer.
"""

import datetime
import ipaddress
import os
import pathlib
import random
import re
import unittest

from program import ProgramTest, run

LINES = 50_000 * (20 if os.environ.get("ANONLOG_LONG") else 1)
POLICY = pathlib.Path(__file__).resolve().parents[2] / "examples" / "address-only.toml"

METHODS = ["GET", "POST", "HEAD", "PUT", "OPTIONS", "PROPFIND"]
PROTOCOLS = ["HTTP/1.1", "HTTP/2.0", "HTTP/1.0", "HTTP/3.0"]
PIECES = [b"/a", b"/b/c", b"?q=1&mail=alice@example.org", b"%20", b"\\", b'"', b"\xc3\xa9", b"\xff", b"\x07", b",", b" x",
          b"/index.html", b"/0123456789abcdef0123456789abcdef", b"(KHTML, like Gecko)", b"https://example.com", b"\x7f",
          b"\xed\xa0\x80", b"\xc2\x80"]


def logged(value):
    """As nginx writes a value: its bytes escaped; "-" for what is not there."""
    if value is None:
        return b"-"
    return re.sub(rb'[\x00-\x1f"\\\x7f-\xff]', lambda m: b"\\x%02X" % m[0][0], value)


def utf8_text(value):
    """What is no printable UTF-8 as %HH."""
    out = b""
    while value:
        for size in (1, 2, 3, 4):
            try:
                character = value[:size].decode()
            except UnicodeDecodeError:
                continue
            if len(character) == 1 and not (ord(character) < 0x20 or 0x7f <= ord(character) < 0xa0):
                out += value[:size]
                value = value[size:]
                break
            out += b"".join(b"%%%02X" % byte for byte in value[:size])
            value = value[size:]
            break
        else:
            out += b"%%%02X" % value[0]
            value = value[1:]
    return out


def quoted(value):
    if not value:
        return b"-"
    return utf8_text(value).replace(b"\\", b"\\x5C").replace(b'"', b"\\x22")


def masked(address):
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "0.0.0.0"
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 32), strict=False).network_address)


class Line:
    def __init__(self, rng):
        self.rng = rng
        self.address = rng.choice([
            lambda: str(ipaddress.IPv4Address(rng.getrandbits(32))),
            lambda: str(ipaddress.IPv6Address(0x2a02 << 112 | rng.getrandbits(112))),
            lambda: "::ffff:" + str(ipaddress.IPv4Address(rng.getrandbits(32))),
            lambda: "unknown"])()
        self.zone_minutes = rng.choice([0, 60, -330])
        zone = datetime.timezone(datetime.timedelta(minutes=self.zone_minutes))
        self.time = datetime.datetime.fromtimestamp(rng.randrange(1_600_000_000, 1_800_000_000), zone)
        self.method = rng.choice(METHODS)
        self.target = b"/" + self.text()
        self.protocol = rng.choice(PROTOCOLS)
        self.status = rng.choice([200, 304, 404, 499, 599])
        self.bytes = rng.choice([0, 7, 512, 123456789, None])
        self.referrer = rng.choice([None, self.text()])
        self.agent = rng.choice([None, b"", self.text()])

    def text(self):
        return b"".join(self.rng.choice(PIECES) for _ in range(self.rng.randrange(1, 12)))

    def input(self):
        request = self.method.encode() + b" " + self.target + b" " + self.protocol.encode()
        size = b"-" if self.bytes is None else b"%d" % self.bytes
        return (f"{self.address} - - [{self.time:%d/%b/%Y:%H:%M:%S %z}] \"".encode() + logged(request) +
                b'" %d ' % self.status + size + b' "' + logged(self.referrer) + b'" "' + logged(self.agent) + b'"\n')

    def output(self):
        utc = self.time.astimezone(datetime.timezone.utc)
        size = b"-" if self.bytes is None else b"%d" % self.bytes
        return (f"{masked(self.address)} - - [{utc:%d/%b/%Y:%H:%M:%S %z}] \"{self.method} ".encode() +
                quoted(self.target) + f" {self.protocol}\" {self.status} ".encode() + size + b' "' +
                quoted(self.referrer) + b'" "' + quoted(self.agent) + b'"\n')


class AddressOnly(ProgramTest):
    def test_every_line_is_what_the_reference_says(self):
        rng = random.Random(11)
        lines = [Line(rng) for _ in range(LINES)]
        result = run("-p", POLICY, "-f", "combined", "-t", "combined", data=b"".join(made.input() for made in lines))
        self.assert_ended(result, 0)
        got = result.stdout.splitlines(True)
        self.assertEqual(len(got), len(lines))
        for made, is_line in zip(lines, got):
            self.assertEqual(is_line, made.output(), made.input())


if __name__ == "__main__":
    unittest.main()
