"""Key files by the letter of their documentation (rules/keys/key_text.h, ratchet.h), with nothing but hmac and hashlib."""

import datetime
import hashlib
import hmac
import pathlib
import time

EPOCH = datetime.date(1970, 1, 1)


def today():
    """In UTC, at least a minute before it ends: what a test expects is of one day."""
    left = 86400 - time.time() % 86400
    if left < 60:
        time.sleep(left + 1)
    return datetime.datetime.now(datetime.timezone.utc).date()


def day(offset=0):
    return today() + datetime.timedelta(days=offset)


def expand(key, info):
    """HKDF-Expand of RFC 5869, of one block."""
    return hmac.new(key, info + b"\x01", hashlib.sha256).digest()


def step(chain, days=1):
    for _ in range(days):
        chain = expand(chain, b"anonlog v1 ratchet")
    return chain


def fingerprint(chain, date):
    return expand(chain, b"anonlog v1 fingerprint\0" + (date - EPOCH).days.to_bytes(8, "big"))[:4].hex()


class Key:
    """What a key file holds: chains by their first day."""

    def __init__(self, chains, keep_days=3, identity="0123456789abcdef"):
        self.chains, self.keep_days, self.identity = dict(chains), keep_days, identity

    def text(self):
        lines = f"anonlog-key-v1\nid {self.identity}\nkeep_days {self.keep_days}\n"
        lines += "".join(f"day {date}\nchain {chain.hex()}\n" for date, chain in sorted(self.chains.items()))
        return (lines + f"check {hashlib.sha256(lines.encode()).hexdigest()}\n").encode()

    def write(self, path):
        path = pathlib.Path(path)
        path.touch(mode=0o600)
        path.write_bytes(self.text())
        path.chmod(0o600)
        return path

    def first_day(self):
        return min(self.chains)

    def chain(self, date):
        """Raises when the day is not held."""
        begin = max(first for first in self.chains if first <= date)
        return step(self.chains[begin], (date - begin).days)

    def advanced(self, date):
        if date <= self.first_day():
            return self
        later = {first: chain for first, chain in self.chains.items() if first > date}
        return Key({date: self.chain(date), **later}, self.keep_days, self.identity)


def read(path):
    """The key in a file; raises when it is not exactly as it must be."""
    data = pathlib.Path(path).read_bytes()
    lines = data.decode().split("\n")
    assert lines[0] == "anonlog-key-v1" and lines[-1] == "" and lines[-2].startswith("check "), "no key file"
    chains = {}
    for date, chain in zip(lines[3:-2:2], lines[4:-2:2]):
        assert date.startswith("day ") and chain.startswith("chain "), "no chain"
        chains[datetime.date.fromisoformat(date[4:])] = bytes.fromhex(chain[6:])
    key = Key(chains, int(lines[2].removeprefix("keep_days ")), lines[1].removeprefix("id "))
    assert key.text() == data, "not in its one form"
    return key
