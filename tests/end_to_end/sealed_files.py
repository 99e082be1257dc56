"""What the tests of sealing share: a folder, a pair of keys, and the `age` and `zstd` that open files."""

import os
import subprocess

from program import ProgramTest, records, run

TOO_LONG = 20  # seconds: what hangs fails
# For faketime: what waits does so by the true clock.
AT_ANOTHER_TIME = {**os.environ, "TZ": "UTC", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def command(*arguments, data=b"", ok=True):
    result = subprocess.run([*map(str, arguments)], input=data, capture_output=True, timeout=60)
    assert not ok or result.returncode == 0, (arguments, result.stderr)
    return result.stdout


class SealingTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.sealed = self.folder / "sealed"
        self.identity, self.recipient = self.new_pair("one")

    def new_pair(self, name):
        path = self.folder / f"{name}.key"
        command("age-keygen", "-o", path)
        return path, command("age-keygen", "-y", path).decode().strip()

    def arguments(self, *more):
        return ("-f", "combined", "--sealed", self.sealed, "--recipient", self.recipient, *more)

    def seal(self, *more, data=b"", status=0):
        result = run(*self.arguments(*more), data=data)
        self.assertEqual(result.returncode, status, result.stderr)
        return result

    def files(self, folder=None, ending=".age"):
        return sorted(path for path in (folder or self.sealed).glob("*") if path.name.endswith(ending))

    def open(self, path, identity=None):
        """The lines of a finished file: neither tool may complain."""
        return records(command("zstd", "-dcq", data=command("age", "-d", "-i", identity or self.identity, path)))

    def open_all(self, folder=None, identity=None):
        return [record for path in self.files(folder) for record in self.open(path, identity)]

    def open_part(self, path):
        """All that can be opened of a file that was cut: whole chunks, and the whole lines in them."""
        text = command("age", "-d", "-i", self.identity, path, ok=False)
        text = command("zstd", "-dcq", data=text, ok=False)
        return records(text[:text.rfind(b"\n") + 1])

    def sealed_ids(self):
        """Of every file, finished or not."""
        ids = [record["record"] for record in self.open_all()]
        for path in self.files(ending=".age.part"):
            ids += [record["record"] for record in self.open_part(path)]
        return ids
