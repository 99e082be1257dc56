"""Policies as users meet them: shown, checked, explained, and the ones in examples/."""

import pathlib
import unittest

from program import ProgramTest, line, records, run, start

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"


class Policies(ProgramTest):
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


class Mistakes(ProgramTest):
    def test_nothing_of_a_log_is_shown_that_is_given_for_a_policy_or_configuration(self):
        log_file = self.write("a.log", line(user="carol") * 3)
        for arguments in (["-p", log_file, log_file], ["policy", "check", log_file], ["-f", f"nginx:{log_file}", log_file],
                          ["-f", f"apache:{log_file}", log_file]):
            result = run(*arguments)
            self.assertIn(result.returncode, (64, 78))
            self.assertIn(b"is a log, and no ", result.stderr)
            self.assertNotIn(b"203.0.113", result.stdout + result.stderr)

    def test_a_policy_is_no_endless_file(self):
        for path in ("/dev/zero", self.write("dots.toml", b"a." * 100_000 + b"b=1\n")):
            result = run("policy", "check", path)
            self.assert_ended(result, 78, "too large for a policy")


class Hiding(ProgramTest):
    """What one column of a policy hides no other one tells."""

    def publish(self, policy, *lines):
        path = self.write("p.toml", policy.encode())
        result = run("-p", path, "-f", "combined", "--country-db", "none", data=b"".join(lines))
        self.assert_ended(result, 0)
        return records(result.stdout)

    def test_a_redacted_target_is_made_as_the_path(self):
        lines = [line(path="/user/3405803853/0170123456"), line(path="/typed/alice-smith", status=404), line(path="/docs/a?b=c")]
        for policy in ('extends = "strict"\n[columns]\ntarget = "redact"\n',
                       'extends = "standard"\npaths = ["/docs"]\n[columns]\npath = "listed"\ntarget = "redact"\n',
                       'extends = "standard"\n[columns]\ntarget = "redact"\n'):
            for record in self.publish(policy, *lines):
                self.assertEqual(record["target"], record["path"], policy)
        alone = self.publish('[columns]\ntarget = "redact"\n', *lines)
        self.assertEqual([record["target"] for record in alone], ["/user/3405803853/0170123456", "/typed/alice-smith", "/docs/a"])

    def test_strict_hides_numbers_in_every_text(self):
        policy = 'extends = "strict"\nhosts = ["example.org"]\n[columns]\nreferrer_url = "redact"\nutm_source = "redact"\n'
        record, = self.publish(policy, line(path="/?utm_source=0170123456", referrer="https://example.org/user/3405803853/x"))
        self.assertEqual((record["referrer_url"], record["utm_source"]), ("https://example.org/user/{n}/x", "{n}"))

    def test_listed_query_keys_are_those_of_own_pages(self):
        policy = ('extends = "standard"\nhosts = ["example.org"]\n[redact]\nquery = ["p"]\n'
                  '[columns]\nreferrer_url = "redact"\n')
        got = self.publish(policy, line(path="/list?p=2&x=3", referrer="https://search.yahoo.com/search?p=my+private+illness"),
                           line(referrer="https://example.org/list?p=3&x=4"))
        self.assertEqual([(record["path"], record["referrer_url"]) for record in got],
                         [("/list?p=2", "https://yahoo.com/search"), ("/", "https://example.org/list?p=3")])

    def test_addresses_and_names_in_other_spellings(self):
        for segment, redacted in [("203_0_113_77", "{ip}"), ("x203_0_113_77", "{ip}"), ("2025_11_23_10_30", "2025_11_23_10_30"),
                                  ("alice!@example.org", "{email}"), ("+49%20170%2F1234567", "{phone}"),
                                  ("+1%20(800)%20-%20555-0199", "{phone}")]:
            record, = self.publish('extends = "standard"\n', line(path="/a/" + segment))
            self.assertEqual(record["path"], "/a/" + redacted)

    def test_a_template_sees_encoded_slashes(self):
        policy = 'extends = "standard"\n[redact]\ntemplates = ["/user/{user}/order/*"]\n'
        for path, published in [("/user/alice/order/17", "/user/{user}/order/{*}"), ("/user%2Falice/order/17", "/{user}/order/{*}"),
                                ("/user%252falice%2Forder/17", "/{user}/{*}")]:
            record, = self.publish(policy, line(path=path))
            self.assertEqual(record["path"], published)


class ForgedFields(ProgramTest):
    """What a client puts behind a bare value is read as the fields that follow: it must not become a host."""

    def host(self, text, *formats):
        arguments = [argument for text_of in formats for argument in ("-f", text_of)]
        result = run(*arguments, "--columns", "host", data=text.encode() + b"\n")
        self.assert_ended(result, 0)
        return records(result.stdout)[0]["host"]

    def test_no_name_behind_a_bare_text_is_taken_for_the_servers(self):
        self.assertIsNone(self.host("203.0.113.7 alice Smithmark www.example.org /x 200",
                                    "$remote_addr $remote_user $server_name $request_uri $status"))
        self.assertIsNone(self.host("203.0.113.7 sid=abc; name=Alicemark; t=1 www.example.org /x 200",
                                    "$remote_addr $http_cookie $server_name $request_uri $status"))
        self.assertIsNone(self.host('203.0.113.7 "x" "Smithmark" 200',
                                    "escape=none '$remote_addr \"$http_user_agent\" \"$server_name\" $status'"))
        self.assertIsNone(self.host("203.0.113.7 - alice [01/Jan/2020:00:00:00 +0000] SMITHMARK 200 "
                                    "[23/Nov/2025:17:37:28 +0000] www.example.org 200", "%h %l %u %t %v %>s"))

    def test_a_name_that_nothing_forges_is_kept(self):
        self.assertEqual(self.host('203.0.113.7 - a b [23/Nov/2025:17:37:28 +0000] "GET / HTTP/1.1" 200 www.example.org',
                                   '%h %l %u %t "%r" %>s %v'), "www.example.org")
        self.assertEqual(self.host("*.example.org 203.0.113.7 200", "$server_name $remote_addr $status"), "*.example.org")

    def test_a_clients_own_name_is_no_host(self):
        common = '%h %l %u %t "%r" %>s %b'
        self.assertIsNone(self.host('dsl-alicemark.isp.example - bob smith [23/Nov/2025:17:37:28 +0000] '
                                    '"GET /x HTTP/1.1" 200 5', "%v " + common, common))

    def test_a_forwarded_list_must_stand_in_quotes(self):
        self.write("p.toml", b'extends = "standard"\n[client]\nfrom = "forwarded_for"\ntrusted = ["10.0.0.0/8"]\n')
        for text in ('%h %{X-Forwarded-For}i %l %u %t "%r" %>s %b',
                     '$remote_addr $http_x_forwarded_for - $remote_user [$time_local] "$request" $status'):
            result = run("-p", "p.toml", "-f", text, data=b"", cwd=self.folder)
            self.assert_ended(result, 78, "Log it in quotes")


class AddressOnly(ProgramTest):
    """The claims of examples/address-only.toml."""

    POLICY = EXAMPLES / "address-only.toml"

    def filtered(self, data, *arguments):
        result = run("-p", self.POLICY, *arguments, data=data)
        self.assert_ended(result, 0)
        return records(result.stdout)

    def test_only_the_address_is_cut(self):
        path = "/a?email=alice@example.org&x=%20"
        referrer = "https://bob:secret@www.example.com:8443/b?c#d"
        agent = "crawler/1 (+alice@example.org; 203.0.113.9)"
        (row,) = self.filtered(line(path=path, referrer=referrer, agent=agent, user="carol"))
        wanted = {"time": "2025-11-23T17:00:00Z", "method": "GET", "target": path, "protocol": "HTTP/1.1",
                  "status": 200, "bytes": 512, "referrer_url": referrer, "user_agent": agent,
                  "network": "203.0.113.0/24"}
        self.assertEqual({name: row[name] for name in wanted}, wanted)
        self.assertEqual({name for name, value in row.items() if value is not None}, set(wanted))
        self.assertNotIn("carol", str(row))

    def test_the_host_is_kept_where_it_is_logged(self):
        (row,) = self.filtered(b"www.example.org:443 " + line(), "-f", "vhost_combined")
        self.assertEqual(row["host"], "www.example.org")

    def test_addresses_are_read_as_what_they_are(self):
        addresses = {"::ffff:203.0.113.7": "203.0.113.0/24", "::FFFF:cb00:7107": "203.0.113.0/24",
                     "2001:db8:1:2::3": "2001:db8::/32", "unknown": None, "client.example.org": None,
                     "203.0.113.7:4711": None, "203.0.113.007": None, "fe80::1%eth0": None}
        rows = self.filtered(b"".join(line(address=address) for address in addresses))
        self.assertEqual([row["network"] for row in rows], list(addresses.values()))

    def test_a_line_of_another_format_is_left_out_and_counted(self):
        data = line() * 20 + b"203.0.113.99 no line of this log\n"
        result = run("-p", self.POLICY, "--stats=json", data=data)
        self.assert_ended(result, 0)
        self.assertEqual(len(records(result.stdout)), 20)
        self.assertIn(b'"rejected":{"total":1', result.stderr)
        self.assertNotIn(b"203.0.113.99", result.stdout + result.stderr)

    def test_the_check_says_that_it_is_personal_data(self):
        checked = run("policy", "check", self.POLICY)
        self.assert_ended(checked, 0)
        for column in ("target", "referrer_url", "user_agent"):
            self.assertIn(f"WARNING: {column} is published AS LOGGED", checked.stdout.decode())

    def test_its_client_behind_proxies_can_be_turned_on(self):
        text = self.POLICY.read_text()
        tail = text[text.index("#   [client]"):]
        self.write("p.toml", (text + tail.replace("#   ", "")).encode())
        data = line(address="10.0.0.1")[:-1] + b' "203.0.113.7"\n'
        result = run("-p", "p.toml", data=data, cwd=self.folder)
        self.assert_ended(result, 0)
        self.assertEqual(records(result.stdout)[0]["network"], "203.0.113.0/24")


if __name__ == "__main__":
    unittest.main()
