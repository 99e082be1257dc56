"""Columns of pseudonyms with a key file: what the key makes of them, and what needs one."""

import collections
import datetime
import ipaddress
import re
import shutil
import unittest

from program import ProgramTest, records, run

REVERSIBLE = ["deterministic", "nd", "ndx", "pfx", "cryptopan"]
TODAY = datetime.datetime.now(datetime.timezone.utc)


def line(address="203.0.113.7", user="alice", time=None, forwarded="-"):
    stamp = (time or TODAY).strftime("%d/%b/%Y:%H:%M:%S +0000")
    return f'{address} - {user} [{stamp}] "GET / HTTP/1.1" 200 5 "-" "-" "{forwarded}"\n'.encode()


def log(lines):
    return b"".join(line(f"198.51.{i // 7 % 100}.{i % 250}", f"user{i % 40}", forwarded=f"192.0.2.{i % 9}, 2001:db8::{i % 8:x}")
                    for i in range(lines))


def shared_bits(a, b):
    a, b = ipaddress.ip_address(a), ipaddress.ip_address(b)
    return a.max_prefixlen - (int(a) ^ int(b)).bit_length()


class Pseudonyms(ProgramTest):
    def setUp(self):
        super().setUp()
        self.key = self.folder / "key"
        self.assert_ended(run("key", "new", self.key), 0)

    def policy(self, columns, name="policy.toml"):
        rows = "".join(f"{column} = {action}\n" for column, action in columns.items())
        return self.write(name, b"[columns]\n" + rows.encode())

    def addresses_by(self, action):
        return self.policy({"client": action, "forwarded_for": action, "user": '"token"'})

    def test_machines_that_share_the_key_agree(self):
        copy = self.folder / "copy"
        shutil.copy2(self.key, copy)
        data = log(20_000)
        for action in ['"cmac"', '"deterministic"', '{ action = "pfx", as_address = true }', '"cryptopan"']:
            path = self.addresses_by(action)
            one = run("-p", path, "-f", "main", "--key", self.key, "-j1", data=data)
            other = run("-p", path, "-f", "main", "--key", copy, "-j3", data=data)
            self.assert_ended(one, 0)
            self.assertEqual(one.stdout, other.stdout)
            rows = records(one.stdout)
            self.assertEqual(len(rows), 20_000)
            # as many as there are addresses and users, and each of them only one
            self.assertEqual(len({row["client"] for row in rows}), len({l.split()[0] for l in data.splitlines()}))
            self.assertEqual(len({row["user"] for row in rows}), 40)
            self.assertEqual(len({row["forwarded_for"] for row in rows}), 72)

    def test_a_run_without_a_key_agrees_with_no_other(self):
        path = self.addresses_by('"cmac"')
        results = [run("-p", path, "-f", "main", "--columns", "client,forwarded_for,user", *key, data=log(500))
                   for key in ([], [], ["--key", self.key])]
        values = []
        for result in results:
            self.assert_ended(result, 0)
            self.assertEqual(result.stderr, b"")
            rows = records(result.stdout)
            values.append({part for row in rows for value in row.values() for part in value.split(", ")})
            for value in values[-1]:
                self.assertRegex(value, "^[0-9a-f]{16}$")
        self.assertFalse(values[0] & values[1] | values[0] & values[2] | values[1] & values[2])

    def test_tokens_with_a_tweak_never_come_twice(self):
        for action, digits in (("nd", 48), ("ndx", 64)):
            path = self.addresses_by(f'"{action}"')
            result = run("-p", path, "-f", "main", "--key", self.key, "-j2", data=line(forwarded="192.0.2.1") * 3000)
            self.assert_ended(result, 0)
            values = collections.Counter(value for row in records(result.stdout)
                                         for value in (row["client"], row["forwarded_for"]))
            self.assertEqual(len(values), 6000)
            self.assertEqual({len(value) for value in values}, {digits})

    def test_neighbours_stay_neighbours_only_where_it_is_said(self):
        data = line("198.51.100.7") + line("198.51.100.6") + line("198.51.101.7") + line("2001:db8::7") + line("2001:db8::6")
        for action in REVERSIBLE:
            as_address = "" if action in ("nd", "ndx") else ", as_address = true"
            path = self.policy({"client": f'{{ action = "{action}"{as_address} }}'})
            result = run("-p", path, "-f", "main", "--key", self.key, data=data)
            self.assert_ended(result, 0)
            keeps = action in ("pfx", "cryptopan")
            self.assertEqual(b"warning: client keeps prefixes (%b)" % action.encode() in result.stderr, keeps)
            if not keeps:
                self.assertEqual(result.stderr, b"")
                continue
            made = [row["client"] for row in records(result.stdout)]
            self.assertEqual([shared_bits(made[0], made[1]), shared_bits(made[0], made[2]), shared_bits(made[3], made[4])],
                             [31, 23, 127])

    def test_what_has_a_way_back_needs_a_key_that_is_kept(self):
        for action in REVERSIBLE:
            path = self.policy({"time": '"keep"', "client": f'"{action}"'})
            result = run("-p", path, "-f", "main", data=line())
            self.assert_ended(result, 64, f"client with {action}")
            self.assertEqual(result.stdout, b"")
            # not where it is not written
            self.assert_ended(run("-p", path, "-f", "main", "--columns", "time", data=line()), 0)
            self.assert_ended(run("-p", path, "-f", "main", "-t", "combined", data=line()), 0)

    def test_report_tools_get_the_address_that_the_policy_writes(self):
        path = self.policy({"client": '{ action = "cryptopan", as_address = true }', "network": '"truncate"'})
        result = run("-p", path, "-f", "main", "--key", self.key, "-t", "combined", data=log(500) + line("unix:"))
        self.assert_ended(result, 0)
        made = [text.split()[0] for text in result.stdout.decode().splitlines()]
        self.assertEqual(made.pop(), "0.0.0.0")
        addresses = {ipaddress.IPv4Address(address) for address in made}
        self.assertEqual(len(addresses), len({l.split()[0] for l in log(500).splitlines()}))
        opaque = self.policy({"client": '"cryptopan"', "network": '"truncate"'})
        result = run("-p", opaque, "-f", "main", "-t", "combined", data=line())
        self.assertTrue(result.stdout.startswith(b"203.0.113.0 - - ["))

    def test_of_a_day_without_a_key_there_is_none(self):
        late, future = TODAY - datetime.timedelta(days=40), TODAY + datetime.timedelta(days=27_000)
        columns = {"client": '"cmac"', "forwarded_for": '"pfx"', "user": '"token"'}
        data = line(time=late, forwarded="192.0.2.1") + line(forwarded="192.0.2.1") + line(time=future, forwarded="192.0.2.1")
        result = run("-p", self.policy(columns), "-f", "main", "--columns", "client,forwarded_for,user", "--key", self.key,
                     data=data)
        self.assert_ended(result, 0)
        rows = records(result.stdout)
        none = dict.fromkeys(columns)
        self.assertEqual([rows[0], rows[2]], [none, none])
        self.assertNotIn(None, rows[1].values())

    def test_the_check_of_a_policy_says_what_it_is(self):
        path = self.policy({"client": '"pfx"', "user": '"token"'})
        for arguments in (["policy", "check", path], ["explain", "-p", path, "-f", "main"]):
            result = run(*arguments)
            self.assert_ended(result, 0)
            self.assertIn(b"warning: client is a pseudonym that the key turns back", result.stdout)
            self.assertIn(b"warning: user is a pseudonym, each for a UTC day", result.stdout)
            self.assertIn(b"warning: client keeps prefixes (pfx)", result.stdout)

    def test_audit_finds_no_address_of_the_log_in_pseudonyms(self):
        raw = self.write("access.log", log(2000))
        for action in ['{ action = "cmac", as_address = true }', '"deterministic"']:
            out = self.folder / "out.ndjson"
            self.assert_ended(run("-p", self.addresses_by(action), "-f", "main", "--key", self.key, "-o", out, raw), 0)
            self.assert_ended(run("audit", "-f", "main", raw, out), 0)


if __name__ == "__main__":
    unittest.main()
