"""Runs the program under test; the tests of this folder import it.

The path of the program is the environment variable ANONLOG.
"""

import json
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

ANONLOG = os.environ["ANONLOG"]

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"


def line(path="/", address="203.0.113.7", status=200, second=0, user="-", agent=BROWSER, referrer="-"):
    return (f'{address} - {user} [23/Nov/2025:17:{second // 60 % 60:02}:{second % 60:02} +0000] "GET {path} HTTP/1.1" '
            f'{status} 512 "{referrer}" "{agent}"\n').encode()


def log(lines, seed=1):
    """A log of usual lines; the same seed gives the same bytes."""
    rng = random.Random(seed)
    return b"".join(line(path=f"/p/{rng.randrange(500)}", address=f"198.51.100.{rng.randrange(1, 255)}", second=i // 50)
                    for i in range(lines))


def run(*arguments, data=b"", cwd=None, **options):
    return subprocess.run([ANONLOG, *map(str, arguments)], input=data, capture_output=True, cwd=cwd, timeout=120,
                          **options)


def start(*arguments, **options):
    return subprocess.Popen([ANONLOG, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, **options)


def records(output):
    return [json.loads(text) for text in output.splitlines()]


class ProgramTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        return path

    def assert_ended(self, result, status, message=None):
        self.assertEqual(result.returncode, status, result.stderr)
        if message is not None:
            self.assertIn(message, result.stderr.decode())
