"""The formats of `anonlog formats`, their sample lines, and where in a line a value may stand.

What comes into the table comes into the tests that use this.
"""

import json
import re

from program import run

CLOSING = {'"': '"', "[": "]", "{": "}"}


class SampleFormat:
    """A format of the table: the lines before its sample (W3C's directives), and the sample itself."""

    def __init__(self, name, lines):
        self.name = name
        self.header = [line for line in lines if line.startswith("#")]
        self.line = lines[-1]

    def log(self, lines):
        return "".join(line + "\n" for line in [*self.header, *lines]).encode()

    @property
    def is_json(self):
        return self.line.startswith("{")

    @property
    def separator(self):
        return "\t" if "\t" in self.line else " "

    def fields(self, line=None):
        """What `parse` makes of a line; nothing of one that is not read."""
        result = run("parse", "-f", self.name, data=self.log([self.line if line is None else line]))
        return json.loads(result.stdout.splitlines()[-1]) if result.stdout else {}


def all_formats():
    blocks = run("formats").stdout.decode().split("\n\n")
    named = [block.split("\n") for block in blocks if re.match(r"[a-z][a-z0-9_-]*\n", block)]
    return [SampleFormat(lines[0], [line.removeprefix("    ") for line in lines[2:]]) for lines in named]


def json_places(line):
    """The spans of strings and numbers that are values, without the quotes."""
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*', line):
        is_key = line[match.end():].lstrip().startswith(":") and match.group().startswith('"')
        if is_key or match.end() == match.start():
            continue
        quoted = match.group().startswith('"')
        yield match.start() + quoted, match.end() - quoted


def text_places(line, separator):
    """The spans of tokens; of what is quoted or in brackets the inside, and the tokens of that."""
    at = 0
    while at < len(line):
        closing = CLOSING.get(line[at])
        end = line.find(closing, at + 1) if closing else -1
        if end != -1:
            yield at + 1, end
            inner = [(at + 1 + m.start(), at + 1 + m.end()) for m in re.finditer(r"[^ |]+", line[at + 1:end])]
            yield from inner if len(inner) > 1 else []
            at = end + 1
        elif line[at] in (separator, " "):
            at += 1
        else:
            end = min((i for i in (line.find(c, at) for c in (separator, " ", '"', "[")) if i != -1), default=len(line))
            end = max(end, at + 1)
            yield at, end
            at = end


def part_places(line, spans):
    """The parts of 203.0.113.7:4711, host:value, cache/status, http://host/path; not those of times."""
    for begin, end in spans:
        if not re.search("[0-9]{2}:[0-9]{2}", line[begin:end]):
            yield from ((begin + m.start(), begin + m.end()) for m in re.finditer(r"[^:/= ]+", line[begin:end]))


def places(sample):
    """Where values stand in the sample, as [begin, end)."""
    found = json_places(sample.line) if sample.is_json else text_places(sample.line, sample.separator)
    return sorted({(begin, end) for begin, end in found if begin < end})
