#!/usr/bin/env python3
"""Runs the real program on every case of tests/golden/ and compares all that it says.

    golden_test.py ANONLOG [--bless]

A case is a folder:
    args             the arguments, one per line; INPUT stands for the log
    input.log        the log (or make_input.py, which prints it: for bytes that a text file cannot hold)
    *.toml, files/   files that the arguments name: policies, and what belongs beside the log (files/a/b is a/b)
    secrets          texts, one per line, that may occur nowhere in what the program writes
    expected.out     stdout; visitors, random in every run, as <visitor 1>, <visitor 2>, ... in order
    expected.err     stderr
    expected.status  the exit code

Each case runs as a file, as a pipe that is written in odd pieces, gzipped in two members and as two zstd frames. The
output must be the same in all of them, with one thread and with three. --bless writes what the program says now; read
the difference before you commit it.
"""

import gzip
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

VISITOR = re.compile(rb'(?<="visitor":")[0-9a-f]{16}(?=")|(?<=[,\t ])[0-9a-f]{16}(?=\n)')
ADDRESS = re.compile(rb"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.])")


def read_input(case):
    script = case / "make_input.py"
    if script.exists():
        return subprocess.run([sys.executable, script], check=True, capture_output=True).stdout
    return (case / "input.log").read_bytes()


def name_visitors(output):
    names = {}
    return VISITOR.sub(lambda m: names.setdefault(m[0], b"<visitor %d>" % (len(names) + 1)), output)


def zstd(data):
    return subprocess.run(["zstd", "-q", "-c"], input=data, check=True, capture_output=True).stdout


def in_odd_pieces(data, pipe):
    sizes = [1, 2, 3, 7, 31, 127, 509]
    at = index = 0
    try:
        while at < len(data):
            size = sizes[index % len(sizes)]
            pipe.write(data[at:at + size])
            pipe.flush()
            at += size
            index += 1
        pipe.close()
    except BrokenPipeError:
        pass


def run(anonlog, case, arguments, folder, data=None):
    # What a case says must not hang on whether this machine has a country database: one that wants one gives it.
    database = [] if "--country-db" in arguments else ["--country-db", "none"]
    process = subprocess.Popen([anonlog, *database, *arguments], cwd=folder, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    writer = threading.Thread(target=in_odd_pieces, args=(data or b"", process.stdin))
    writer.start()
    out = []
    reader = threading.Thread(target=lambda: out.append(process.stdout.read()))
    reader.start()
    err = process.stderr.read()
    writer.join()
    reader.join()
    return name_visitors(out[0]).replace(b"stdin:", b"INPUT:"), err.replace(b"stdin", b"INPUT"), process.wait()


def ways(data, arguments, folder):
    """(name, arguments, what goes to stdin) of every way in which the input is given."""
    half = data.find(b"\n", len(data) // 2) + 1
    files = {
        "file": data,
        "gzip": gzip.compress(data[:half], mtime=0) + gzip.compress(data[half:], mtime=0),
        "zstd": zstd(data[:half]) + zstd(data[half:]),
    }
    for name, content in files.items():
        subfolder = folder / name
        subfolder.mkdir()
        (subfolder / "INPUT").write_bytes(content)
        yield name, arguments, subfolder, None
    yield "three threads", ["-j3", *arguments], folder / "file", None
    yield "pipe", ["-" if a == "INPUT" else a for a in arguments], folder / "file", data


def leaks(case, data, texts):
    """Secrets that occur in what the program wrote: those of the case, and every address that is not its own mask."""
    secrets = set(filter(None, (case / "secrets").read_bytes().split(b"\n"))) if (case / "secrets").exists() else set()
    secrets |= {a for a in ADDRESS.findall(data) if not a.endswith(b".0")}
    return [s for s in secrets for text in texts if s in text]


def check(anonlog, case, bless):
    data = read_input(case)
    arguments = (case / "args").read_text().split("\n")[:-1]
    allowed_to_show = arguments[0] == "parse" or "--show-raw" in arguments
    first = None
    problems = []
    with tempfile.TemporaryDirectory() as temporary:
        for name, way_arguments, folder, stdin in ways(data, arguments, pathlib.Path(temporary)):
            for extra in case.glob("*.toml"):
                (folder / extra.name).write_bytes(extra.read_bytes())
            if (case / "files").exists():
                shutil.copytree(case / "files", folder, dirs_exist_ok=True)
            before = set(os.listdir(folder))
            out, err, status = run(anonlog, case, way_arguments, folder, stdin)
            if set(os.listdir(folder)) != before:
                problems.append(f"{name}: left files behind: {set(os.listdir(folder)) - before}")
            if first is None:
                first = (out, err, status)
            elif (out, err, status) != first:
                problems.append(f"{name}: differs from a file as input:\n{out[:500]}\n{err[:500]}\n{status}")
            if not allowed_to_show:
                problems += [f"{name}: leaks {s}" for s in leaks(case, data, [out, err])]
    actual = {"expected.out": first[0], "expected.err": first[1], "expected.status": b"%d\n" % first[2]}
    for name, content in actual.items():
        file = case / name
        if bless:
            file.write_bytes(content)
        elif not file.exists() or file.read_bytes() != content:
            problems.append(f"{name} differs:\n--- is\n{content.decode('utf-8', 'replace')[:3000]}")
    return problems


def main():
    anonlog = os.path.abspath(sys.argv[1])
    bless = "--bless" in sys.argv
    cases = sorted(p for p in (pathlib.Path(__file__).parent / "golden").iterdir() if p.is_dir())
    failed = 0
    for case in cases:
        problems = check(anonlog, case, bless)
        failed += bool(problems)
        print(f"{'FAIL' if problems else 'ok':4} {case.name}")
        for problem in problems:
            print("     " + problem.replace("\n", "\n     "))
    print(f"{len(cases)} cases, {failed} failed")
    sys.exit(1 if failed or not cases else 0)


main()
