"""Whatever bytes come in, what goes out is valid: UTF-8, JSON, RFC 4180 or TSV, and every line counted."""

import csv
import io
import json
import os
import random
import re
import unittest

from program import ProgramTest, line, run

ROUNDS = 3 * (20 if os.environ.get("ANONLOG_LONG") else 1)
PIECES = [b'"', b"\\", b"\\x", b'\\"', b" ", b"  ", b"\0", b"\r", b"\xff", b"\xc3", b"\xe2\x80\xa8", b"-", b"[", b"]", b",",
          b"\t", b"\\u00e9", b"\xf4\x90\x80\x80", b"%", b"/"]


def damaged_log(rng, lines):
    """Usual lines with bytes put in and taken out at random places."""
    out = []
    for i in range(lines):
        text = bytearray(line(f"/page/{i}", referrer=f"https://www.site{i % 9}.example.org/x?y", second=i)[:-1])
        for _ in range(rng.randrange(4)):
            at = rng.randrange(len(text) + 1)
            kind = rng.random()
            if kind < 0.4:
                text[at:at] = rng.choice(PIECES)
            elif kind < 0.6:
                del text[at:at + rng.randrange(1, 6)]
            else:
                text[at:at] = bytes([rng.choice([b for b in range(256) if b != 10])])
        out.append(bytes(text))
    return b"\n".join(out) + b"\n"


def tsv_value(text):
    """As PostgreSQL's COPY reads it."""
    if text == "\\N":
        return None
    return re.sub(r"\\(.)", lambda m: {"t": "\t", "n": "\n", "r": "\r"}.get(m[1], m[1]), text)


def as_text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


class Validity(ProgramTest):
    def filtered(self, data, form):
        result = run("-f", "combined", "-t", form, "--stats=json", "--max-rejects=100%", data=data)
        self.assert_ended(result, 0)
        stats = json.loads(result.stderr)
        self.assertEqual(stats["lines"], data.count(b"\n"))
        text = result.stdout.decode("utf-8")
        separators = "\n\t" if form == "tsv" else "\n"
        self.assertFalse([c for c in text if ord(c) < 32 and c not in separators or ord(c) == 127])
        return text, stats["published"]

    def test_damaged_lines_make_valid_records(self):
        for seed in range(ROUNDS):
            data = damaged_log(random.Random(seed), 3000)
            text, published = self.filtered(data, "ndjson")
            rows = [json.loads(row) for row in text.split("\n")[:-1]]
            self.assertEqual(len(rows), published)
            text, published = self.filtered(data, "csv")
            values = list(csv.reader(io.StringIO(text, newline="")))
            self.assertEqual(len(values), published + 1)
            self.assertEqual({len(row) for row in values}, {19})
            for record, row in zip(rows, values[1:]):
                self.assertEqual([as_text(v) for v in record.values()][:-1], row[:-1])
            text, published = self.filtered(data, "tsv")
            names, *values = [[tsv_value(value) for value in row.split("\t")] for row in text.split("\n")[:-1]]
            self.assertEqual(names, list(rows[0]))
            self.assertEqual(len(values), published)
            for record, row in zip(rows, values):
                self.assertEqual([v if v is None else as_text(v) for v in record.values()][:-1], row[:-1])


if __name__ == "__main__":
    unittest.main()
