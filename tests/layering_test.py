"""The rules of the layout that no compiler checks, each proved by a planted violation: layering_test.py [ROOT].

Arrows go one way, parsers <- rules <- filter; the top level holds no other code folder; files and main() stay small;
include guards are named after their paths; nothing but tests and benchmarks makes a PublicBatch past its one door.
"""

import re
import sys
import tempfile
import unittest
from pathlib import Path

MAX_FILE_LINES = 500
MAX_MAIN_LINES = 39
TOP_LEVEL_FOLDERS = {"parsers", "rules", "filter", "bench", "tests", "examples"}
MAY_INCLUDE = {
    "parsers": {"parsers"},
    "rules": {"parsers", "rules"},
    "filter": {"parsers", "rules", "filter"},
    "bench": {"parsers", "rules", "filter", "bench", "tests"},
    "tests": {"parsers", "rules", "filter", "tests"},
}
GRAB_BAG_NAMES = {"util", "utils", "misc", "common", "helper", "helpers"}
CODE_SUFFIXES = {".h", ".cc", ".py", ".sh", ".cmake"}
# Where a name may stand that opens the one door to the output.
DOOR_NAMES = {"PublicBatchMaker": re.compile(r"(tests|bench)/|rules/public_batch\.h$")}

ROOT = Path(__file__).resolve().parent.parent


def is_ours(folder):
    return not folder.name.startswith(".") and not folder.name.startswith("build")


def code_files(root):
    """(path relative to the root, text) of every file of code."""
    for top in sorted(root.iterdir()):
        for path in sorted(top.rglob("*")) if top.is_dir() and is_ours(top) else ():
            if path.is_file() and (path.suffix in CODE_SUFFIXES or path.name == "CMakeLists.txt"):
                yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def folder_violations(root):
    for entry in root.iterdir():
        if entry.is_dir() and is_ours(entry) and entry.name not in TOP_LEVEL_FOLDERS:
            yield f"{entry.name}/: not a folder of the layout"


def include_violations(path, text):
    allowed = MAY_INCLUDE.get(path.split("/")[0])
    if allowed is None or not path.endswith((".h", ".cc")):
        return
    for included in re.findall(r'^\s*#\s*include\s*"([^"]+)"', text, re.MULTILINE):
        if included.split("/")[0] not in allowed:
            yield f'{path}: must not include "{included}"'


def guard_violations(path, text):
    if not path.endswith(".h"):
        return
    guard = "ANONLOG_" + re.sub(r"[^A-Z0-9]", "_", path.upper()) + "_"
    directives = re.findall(r"^#.*", text, re.MULTILINE)
    if directives[:2] != [f"#ifndef {guard}", f"#define {guard}"] or directives[-1] != f"#endif  // {guard}":
        yield f"{path}: include guard is not {guard}"


def size_violations(path, text):
    lines = len(text.splitlines())
    if lines > MAX_FILE_LINES:
        yield f"{path}: {lines} lines"
    if path == "filter/main.cc" and lines > MAX_MAIN_LINES:
        yield f"{path}: main has {lines} lines"


def name_violations(path, text):
    if Path(path).stem in GRAB_BAG_NAMES:
        yield f"{path}: a name that says nothing"
    for name, places in DOOR_NAMES.items():
        if name in text and not places.match(path):
            yield f"{path}: must not use {name}"


def violations(root):
    found = list(folder_violations(root))
    for path, text in code_files(root):
        for rule in (include_violations, guard_violations, size_violations, name_violations):
            found.extend(rule(path, text))
    return found


class Layering(unittest.TestCase):
    def test_the_tree_keeps_the_rules(self):
        self.assertEqual(violations(ROOT), [])

    def test_the_tree_is_read(self):
        paths = {path for path, _ in code_files(ROOT)}
        self.assertLessEqual({"parsers/field.h", "rules/public_batch.h", "tests/CMakeLists.txt"}, paths)


class PlantedViolation(unittest.TestCase):
    def planted(self, path, text):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / path
            file.parent.mkdir(parents=True)
            file.write_text(text, encoding="utf-8")
            return violations(Path(folder))

    def test_an_include_upwards_is_found(self):
        for path, included in (("parsers/a.cc", "rules/b.h"), ("rules/steps/a.cc", "filter/b.h"),
                               ("filter/a.cc", "tests/b.h"), ("parsers/a.cc", "b.h")):
            self.assertEqual(self.planted(path, f'#include <string>\n  #  include "{included}"\n'),
                             [f'{path}: must not include "{included}"'])

    def test_an_include_downwards_is_none(self):
        self.assertEqual(self.planted("filter/a.cc", '#include "rules/b.h"\n#include "parsers/c.h"\n'), [])

    def test_another_top_level_folder_is_found(self):
        self.assertEqual(self.planted("core/a.cc", ""), ["core/: not a folder of the layout"])
        self.assertEqual(self.planted(".ci/a.py", ""), [])

    def test_a_wrong_include_guard_is_found(self):
        good = "#ifndef ANONLOG_RULES_KEYS_A_H_\n#define ANONLOG_RULES_KEYS_A_H_\n#endif  // ANONLOG_RULES_KEYS_A_H_\n"
        self.assertEqual(self.planted("rules/keys/a.h", good), [])
        for wrong in ("", "#pragma once\n", good.replace("KEYS_A", "KEYS_B"), good.replace("#define A", "#define B")):
            self.assertEqual(self.planted("rules/keys/a.h", wrong),
                             ["rules/keys/a.h: include guard is not ANONLOG_RULES_KEYS_A_H_"])

    def test_a_file_that_is_too_long_is_found(self):
        self.assertEqual(self.planted("rules/a.cc", "\n" * 500), [])
        self.assertEqual(self.planted("rules/a.cc", "\n" * 501), ["rules/a.cc: 501 lines"])

    def test_a_main_that_is_too_long_is_found(self):
        self.assertEqual(self.planted("filter/main.cc", "\n" * 39), [])
        self.assertEqual(self.planted("filter/main.cc", "\n" * 40), ["filter/main.cc: main has 40 lines"])

    def test_a_second_door_is_found(self):
        text = "friend class PublicBatchMaker;\n"
        self.assertEqual(self.planted("rules/plan.cc", text), ["rules/plan.cc: must not use PublicBatchMaker"])
        self.assertEqual(self.planted("tests/rules/a.cc", text), [])

    def test_a_grab_bag_is_found(self):
        self.assertEqual(self.planted("filter/utils.cc", ""), ["filter/utils.cc: a name that says nothing"])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        ROOT = Path(sys.argv.pop(1)).resolve()
    unittest.main()
