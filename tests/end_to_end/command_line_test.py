"""What the user types: help, wrong options, wrong formats, wrong policies."""

import unittest

from program import ProgramTest, line, run


class CommandLine(ProgramTest):
    def test_help_and_version_end_well(self):
        self.assertIn(b"--format", run("--help").stdout)
        self.assertRegex(run("--version").stdout, rb"^anonlog [0-9]+\.[0-9]+\.[0-9]+\n$")

    def test_wrong_options_say_what_they_take(self):
        for arguments, message in [(["--no-such"], "--no-such"), (["--to", "xml"], "ndjson, csv"),
                                   (["-z", "lzma"], "zstd"), (["-z", "zstd:99"], "zstd"),
                                   (["--max-rejects", "many"], "2.5%"), (["--max-rejects", "101%"], "2.5%"),
                                   (["--stats=xml"], "text, json"), (["--max-line", "0"], "64K"),
                                   (["--flush-interval", "1y"], "500ms"), (["--term-timeout", "x"], "--term-timeout"),
                                   (["--progress", "on"], "auto, always, never"), (["-j", "x"], "--threads"),
                                   (["-j", "9999"], "256")]:
            with self.subTest(arguments):
                result = run(*arguments, data=line())
                self.assert_ended(result, 64, message)
                self.assertEqual(result.stdout, b"")

    def test_a_wrong_format_string_has_column_and_caret(self):
        result = run("-f", "$remote_addr $ [$time_local]", data=line())
        self.assert_ended(result, 64)
        self.assertEqual(result.stderr.decode(),
                         "anonlog: --format:1:14: no variable name behind $ (it is $name or ${name})\n"
                         "  $remote_addr $ [$time_local]\n"
                         "               ^\n")

    def test_a_misspelled_format_is_told_the_names(self):
        self.assert_ended(run("-f", "combind", data=line()), 64, "vhost_combined, combinedio, main, combined, ")

    def test_a_directive_may_be_copied_whole(self):
        directive = "log_format  main  '$remote_addr - $remote_user [$time_local] '\n    '\"$request\" $status';\n"
        result = run("-f", directive, data=b'203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] "GET / HTTP/1.1" 200\n')
        self.assert_ended(result, 0)
        self.assertIn(b'"status":200', result.stdout)

    def test_a_wrong_policy_has_file_line_column_and_caret(self):
        policy = self.write("p.toml", b'[columns]\npath = "keep"\n')
        result = run("-p", policy, data=line())
        self.assert_ended(result, 78, f"{policy}:2:8: column path has no action")
        self.assertIn('path = "keep"\n         ^', result.stderr.decode())
        self.assert_ended(run("-p", self.folder / "no.toml", data=line()), 78, "no.toml")

    def test_formats_lists_every_format_with_a_line_that_it_reads(self):
        blocks = run("formats").stdout.decode().split("\n\n")[:-1]
        self.assertGreaterEqual(len(blocks), 4)
        for block in blocks:
            name, _, *sample = block.split("\n")
            data = "".join(text.strip() + "\n" for text in sample).encode()
            result = run("-f", name.strip(), data=data)
            self.assert_ended(result, 0)
            self.assertEqual(len(result.stdout.splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
