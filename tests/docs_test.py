#!/usr/bin/env python3
"""Runs every command block of the README and of examples/: a page that shows a command that fails is a bug.

    docs_test.py ANONLOG FILE.md...

A block that is fenced as ```sh is run by bash -e in a folder of its own that holds the sample log as access.log and
its rotated forms; its exit status must be 0. A comment <!-- prints: REGEX --> on the line before it says what it must
print. A block with a reader of build/readers that is not installed (tests/install_readers.sh) is skipped, unless
ANONLOG_READERS is "required". A block fenced as ```console or ```text is not run: set-up, output, and
configuration of servers that other tests start.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^(?:<!-- prints: (.*?) -->\n)?```sh\n(.*?)^```$", re.M | re.S)
ROOT = pathlib.Path(__file__).resolve().parent.parent
READERS = ROOT / "build" / "readers" / "bin"


def prepare(folder):
    sample = ROOT / "examples" / "sample" / "access.log"
    shutil.copy(sample, folder / "access.log")
    shutil.copy(sample, folder / "access.log.1")
    subprocess.run(["gzip", "-k", "access.log.1"], cwd=folder, check=True)
    shutil.move(folder / "access.log.1.gz", folder / "access.log.2.gz")


def run_block(wanted, block, anonlog, root):
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        prepare(folder)
        environment = dict(os.environ, PATH=f"{anonlog.parent}:{READERS}:{os.environ['PATH']}", ANONLOG_SOURCE=str(root))
        result = subprocess.run(["bash", "-eu", "-c", block], cwd=folder, env=environment,
                                capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL)
    if result.returncode == 0 and re.search(wanted, result.stdout + result.stderr):
        return None
    return f"status {result.returncode}, wanted {wanted!r}\n{block}\n{result.stdout[-2000:]}\n{result.stderr[-2000:]}"


def has_reader(reader):
    """Whether it is installed; a test that must not do without it fails all the same."""
    if reader.exists() or os.environ.get("ANONLOG_READERS") == "required":
        return True
    print(f"SKIPPED a block that needs {reader.name}: it is not installed (tests/install_readers.sh)")
    return False


def main():
    anonlog = pathlib.Path(sys.argv[1]).resolve()
    blocks = failed = 0
    for name in sys.argv[2:]:
        for wanted, block in BLOCK.findall(pathlib.Path(name).read_text()):
            if re.search(r"\bduckdb\b", block) and not has_reader(READERS / "duckdb"):
                continue
            blocks += 1
            problem = run_block(wanted, block, anonlog, ROOT)
            if problem:
                failed += 1
                print(f"FAIL {name}: {problem}")
    print(f"{blocks} blocks, {failed} failed")
    sys.exit(1 if failed or not blocks else 0)


main()
