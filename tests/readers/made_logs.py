"""Logs as no writer of Parquet wants them, and the program that makes records of them.

    program = Program(folder)
    program.write("access.parquet", hostile_log(1000, seed=1), policy="standard")
    program.pair(log, "standard") -> the same records as Parquet and as NDJSON

The path of the program is the environment variable ANONLOG.
"""

import os
import pathlib
import random
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))
from mmdb_file import mmdb  # noqa: E402

FORMAT = ('$remote_addr $msec $request_time "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" '
          '"$http_accept_language" $server_name')

# Every column that there is but `asn`, and the texts of clients as they were logged.
EVERYTHING = """hosts = ["www.example.org"]
[columns]
time = "keep"
host = "site"
method = "registered"
path = "redact"
protocol = "registered"
status = "keep"
bytes = "keep"
duration_us = "keep"
referrer = "site"
referrer_kind = "kind"
browser = "family"
browser_major = "major"
os = "family"
device = "class"
bot = "flag"
language = "preferred"
country = "lookup"
network = { action = "truncate", ipv4 = 24, ipv6 = 32 }
visitor = "day_key"
utm_source = "redact"
target = { action = "keep", redact = false }
referrer_url = { action = "keep", redact = false }
user_agent = { action = "keep", redact = false }
"""

COUNTRIES = {f"203.0.{third}.0/24": {"country": {"iso_code": code}} for third, code in enumerate(["DE", "FR", "PL", "SE"])}

AGENTS = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "curl/7.88.1",
]

# All but what ends a line or a field, or nginx escapes.
BYTES = bytes(set(range(256)) - set(b'\n\r"\\'))


def midnight():
    """Of the current UTC day: keys of visitors are of recent days."""
    return int(time.time()) // 86400 * 86400


def odd_text(rng):
    """Bytes that are no text, texts of other scripts, escapes, the edges of what statistics hold."""
    return rng.choice([
        lambda: bytes(rng.choices(BYTES, k=rng.randrange(1, 40))),
        lambda: "żółw/猫/🐈/é".encode(),
        lambda: rb"\x22quoted\x22,\x5c\x00\xff",
        lambda: b"\xff" * rng.randrange(1, 100),
        lambda: "\U0010ffff".encode() * rng.randrange(1, 40),
        lambda: b"a" * rng.choice([63, 64, 65, 1000]),
        lambda: b"%00%0a%22,null,NULL,\\N,''",
        lambda: b"",
    ])()


def hostile_line(rng):
    # Times of a few days, and often of a midnight's neighbourhood.
    since = rng.choice([rng.uniform(-2 * 86400, 86400), rng.choice([-0.001, 0, 0.001, 86399.999, -86400])])
    target = rng.choice([b"/", b"/a?utm_source=news", b"/a/" + odd_text(rng), odd_text(rng)])
    request = rng.choice([b"GET " + target + b" HTTP/1.1", b"BREW " + target + b" HTTP/2.0", b"-", odd_text(rng)])
    address = rng.choice([f"203.0.{rng.randrange(8)}.{rng.randrange(256)}", "2001:db8::1", "-", "unix:"])
    referrer = rng.choice([b"-", b"https://www.example.com/" + odd_text(rng), odd_text(rng)])
    agent = rng.choice([rng.choice(AGENTS).encode(), b"-", odd_text(rng)])
    language = rng.choice([b"-", b"de-DE,de;q=0.9", b"fr", odd_text(rng)])
    host = rng.choice(["-", "www.example.org", "203.0.113.1", "shop.example.com"])
    number = rng.choice([0, 1, 512, 2**31, 2**32 + 1, 2**53 + 1, 2**63 - 1, 2**64 - 1])
    seconds = rng.choice(["-", "0.000", f"{rng.uniform(0, 9):.3f}", "86400.001"])
    return b" ".join([
        address.encode(), f"{midnight() + since:.3f} {seconds}".encode(), b'"%b"' % request,
        b"%d %d" % (rng.choice([200, 404, 499, 99, 599, 999, 0]), number), b'"%b" "%b" "%b"' % (referrer, agent, language),
        host.encode()]) + b"\n"


def hostile_log(lines, seed):
    rng = random.Random(seed)
    return b"".join(hostile_line(rng) for _ in range(lines))


def null_log(lines):
    """Of which only the time is known."""
    return b"".join(b'- %d.000 - "-" 0 - "-" "-" "-" -\n' % (midnight() + i % 3600) for i in range(lines))


def usual_line(rng, number):
    """Of the last three days, in order but for some."""
    since = (number % 3 - 2) * 86400 + rng.uniform(0, 86399)
    referrer = rng.choice(["-", "-", "https://www.google.com/", "https://news.example.net/a", "https://mastodon.social/@b",
                           "https://www.example.org/p/1"])
    return (f'203.0.{rng.randrange(5)}.{rng.randrange(256)} {midnight() + since:.3f} {rng.expovariate(20):.3f} '
            f'"GET /p/{min(int(rng.expovariate(0.2)), 60)} HTTP/1.1" {rng.choice([200] * 9 + [304, 404, 404, 500])} '
            f'{rng.randrange(100000)} "{referrer}" "{rng.choice(AGENTS)}" "{rng.choice(["de", "fr;q=0.9", "-", "en-US"])}" '
            "www.example.org\n").encode()


def usual_log(lines, seed=1):
    rng = random.Random(seed)
    return b"".join(usual_line(rng, number) for number in range(lines))


class Program:
    """Runs in a folder of its own, always with the same key: visitors are the same in every output."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.key = self.folder / "key"
        self.countries = self.folder / "countries.mmdb"
        self.countries.write_bytes(mmdb(COUNTRIES))
        (self.folder / "everything.toml").write_text(EVERYTHING)
        self.run("key", "new", self.key)

    def run(self, *arguments, data=b""):
        done = subprocess.run([os.environ["ANONLOG"], *map(str, arguments)], input=data, capture_output=True, cwd=self.folder)
        assert done.returncode == 0, done.stderr.decode()

    def write(self, name, log, policy="standard", log_format=FORMAT):
        """Publishes a log under a name, or as a dataset where it ends in a slash."""
        self.run("-f", log_format, "-p", policy, "--key", self.key, "--country-db", self.countries, "--max-rejects", "100%",
                 "-o", name, data=log)
        return self.folder / name

    def pair(self, log, policy, name="pair.parquet", **how):
        return self.write(name, log, policy, **how), self.write("pair.ndjson", log, policy, **how)
