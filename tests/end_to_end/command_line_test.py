"""What the user types: help, wrong options, wrong formats, wrong policies."""

import unittest

from program import ProgramTest, line, run, start


class CommandLine(ProgramTest):
    def test_help_and_version_end_well(self):
        self.assertIn(b"--format", run("--help").stdout)
        self.assertRegex(run("--version").stdout, rb"^anonlog [0-9]+\.[0-9]+\.[0-9]+\n$")

    def test_wrong_options_say_what_they_take(self):
        for arguments, message in [(["--no-such"], "--no-such"), (["--to", "xml"], "ndjson, csv"),
                                   (["-z", "lzma"], "zstd"), (["-z", "zstd:99"], "zstd"),
                                   (["--max-rejects", "many"], "2.5%"), (["--max-rejects", "101%"], "2.5%"),
                                   (["--stats=xml"], "text, json"), (["--max-line", "0"], "64K"),
                                   (["--flush-interval", "1y"], "500ms"), (["-j", "x"], "--threads"),
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
        self.assert_ended(run("-f", "combind", data=line()), 64, "vhost_combined, main, combined, common")

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

    def test_a_client_behind_proxies_needs_a_log_that_has_it(self):
        policy = self.write("p.toml", b'extends = "standard"\n[client]\nfrom = "forwarded_for"\ntrusted = ["10.0.0.0/8"]\n')
        with_list = self.write("main.log", line(address="10.0.0.1")[:-1] + b' "203.0.113.7"\n')
        without = self.write("combined.log", line())
        output = self.folder / "out.ndjson"
        for arguments in (["-f", "combined", with_list], [without], [with_list, without], ["-f", "$status", without]):
            with self.subTest(arguments):
                result = run("-p", policy, "-o", output, *arguments)
                self.assert_ended(result, 78, "has no forwarded_for")
                self.assertFalse(output.exists())
        self.assert_ended(run("-p", policy, with_list), 0)
        # nothing to read: no format is at fault
        for nothing in (b"", b"\n\n", b"# a comment\n"):
            self.assert_ended(run("-p", policy, data=nothing), 0)
            self.assert_ended(run("-p", policy, "-f", "main", data=nothing), 0)

    def test_policies_are_shown_and_checked(self):
        shown = run("policy", "show", "standard")
        self.assert_ended(shown, 0)
        own = self.write("own.toml", shown.stdout)
        for name in ("standard", own):
            checked = run("policy", "check", name)
            self.assert_ended(checked, 0)
            self.assertTrue(checked.stdout.decode().startswith(f"{name}: OK\n"))
            self.assertNotIn(b"arning", checked.stdout)
        self.assert_ended(run("policy", "show", "no-such"), 78, 'no preset is called "no-such"; there is: standard')
        self.assert_ended(run("policy", "check", self.folder / "no.toml"), 78, "no.toml is neither a preset")
        self.assert_ended(run("policy", "check", self.folder), 78, "neither a preset")
        self.assert_ended(run("policy"), 64)
        self.assert_ended(run("policy", "check"), 64)

    def test_what_a_policy_publishes_as_logged_is_warned_of_and_the_filter_is_silent(self):
        policy = self.write("p.toml", b'extends = "standard"\n[columns]\ntarget = "redact"\n'
                                      b'user_agent = { action = "keep", redact = false }\n')
        for arguments in (["policy", "check", policy], ["explain", "-p", policy, "-f", "combined"]):
            out = run(*arguments).stdout.decode()
            self.assertIn("\nwarning: target is published, redacted.", out)
            self.assertIn("\nWARNING: user_agent is published AS LOGGED (redact = false)", out)
            self.assertNotIn("referrer_url", out)
        self.assertEqual(run("-p", policy, data=line()).stderr, b"")

    def test_explain_takes_one_log_or_a_format(self):
        self.assert_ended(run("explain"), 64, "explain takes a log, or with --format a format without one")
        self.assert_ended(run("explain", "-f", "common"), 0)
        self.assert_ended(run("explain", self.folder / "no.log"), 66)
        self.assert_ended(run("explain", "a", "b"), 64)
        self.assert_ended(run("explain", "-n", "x", "-", data=line()), 64)
        self.assert_ended(run("explain", "-", data=b"no log\n"), 65, "no known format")
        self.assert_ended(run("explain", "-", data=b"\n"), 65, "no line to explain")
        self.assert_ended(run("explain", "-f", "combined", "-", data=b"no log\n" * 5000), 65, "none of its first")
        self.assertIn(b"Record 1, after", run("explain", "-", data=b"\n" * 9 + line()).stdout)
        self.assertNotIn(b"Record", run("explain", "-n", "0", "-", data=line()).stdout)

    def test_explain_does_not_wait_for_the_end_of_a_log(self):
        process = start("explain", "-n", "1", "-")
        process.stdin.write(line())
        process.stdin.flush()
        self.assertIn(b"Record 1, after", process.stdout.read())
        self.assertEqual(process.wait(), 0)
        process.stdin.close()
        process.stdout.close()
        process.stderr.close()

    def test_formats_lists_every_format_with_a_line_that_it_reads(self):
        blocks = run("formats").stdout.decode().split("\n\n")[:-1]
        self.assertGreaterEqual(len(blocks), 4)
        for block in blocks:
            name, _, sample = block.split("\n")[:3]
            result = run("-f", name.strip(), data=sample.strip().encode() + b"\n")
            self.assert_ended(result, 0)
            self.assertEqual(len(result.stdout.splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
