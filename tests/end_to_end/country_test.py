"""Countries and autonomous systems of clients, out of databases of every form."""

import os
import random
import unittest

from mmdb_file import Uint16, mmdb
from program import ProgramTest, line, log, records, run, start

TEXT = b"5.0.0.0,5.255.255.255,DE\n16777216,16777471,AU\n2001:200::,2001:200:ffff:ffff:ffff:ffff:ffff:ffff,JP\n"

CITIES = {
    "5.0.0.0/8": {"country": {"iso_code": "DE"}, "city": {"names": {"en": "secretcity"}}},
    "6.1.2.0/24": {"country": {"iso_code": "FR"}},
    "7.0.0.0/8": {"registered_country": {"iso_code": "US"}},
    "8.8.8.8/32": {"country": {"iso_code": "EU"}},
    "10.0.0.0/8": {"country": {"iso_code": "US"}},
    "2001:200::/32": {"country": {"iso_code": "JP"}},
    "2a00:1:2:3::/64": {"country": {"iso_code": "IT"}},
    "2a00:1:2:4::7/128": {"country": {"iso_code": "ES"}},
    "fc00::/7": {"country": {"iso_code": "US"}},
}
OF_CITIES = {"5.0.0.0": "DE", "5.255.255.255": "DE", "6.0.0.0": None, "6.1.2.3": "FR", "6.1.3.0": None, "7.1.1.1": None,
             "8.8.8.8": None, "10.1.1.1": None, "::ffff:5.1.1.1": "DE", "2002:501:101::": "DE", "2001:200::1": "JP",
             "2001:201::": None, "2a00:1:2:3:ffff::": "IT", "2a00:1:2:4::6": None, "2a00:1:2:4::7": "ES",
             "2a00:1:2:4::8": None, "fc00::1": None, "::1": None, "unknown": None}
SYSTEMS = {"5.0.0.0/8": {"autonomous_system_number": 64496, "autonomous_system_organization": "secretname"},
           "6.0.0.0/8": {"autonomous_system_number": 4200000000}, "2001:200::/32": {"autonomous_system_number": Uint16(7)}}

WITH_ASN = b'extends = "standard"\n[columns]\nasn = "lookup"\n'


class Countries(ProgramTest):
    def countries(self, addresses, *databases, column="country", policy="standard"):
        data = b"".join(line(address=address) for address in addresses)
        options = [word for database in databases for word in ("--country-db", database)]
        result = run("-p", policy, "-f", "combined", *options, data=data)
        self.assert_ended(result, 0)
        self.assertNotIn(b"secret", result.stdout)
        return [record[column] for record in records(result.stdout)]

    def test_text_is_read_from_a_file_a_folder_and_a_pipe(self):
        file = self.write("any.name", TEXT)
        folder = self.folder / "tor"
        folder.mkdir()
        lines = TEXT.splitlines(keepends=True)
        (folder / "geoip").write_bytes(b"# v4\n16777216,16777471,AU\n83886080,100663295,DE\n")
        (folder / "geoip6").write_bytes(lines[2])
        clients = ["5.1.2.3", "1.0.0.1", "2001:200::1", "9.9.9.9", "203.0.113.7"]
        ascending = self.write("ascending", lines[1] + lines[0] + lines[2])
        for database in (ascending, folder):
            self.assertEqual(self.countries(clients, database), ["DE", "AU", "JP", None, None])
        self.assert_ended(run("--country-db", file, data=line()), 65, f"{file}:2: not a range of a country database")
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        process = start("--country-db", pipe, "-f", "combined")
        with open(pipe, "wb") as end:
            for i in range(0, 3000000, 27):
                end.write(b"%d,%d,%s\n" % (83886080 + i, 83886080 + i + 26, b"DE" if i % 2 else b"FR"))
        out, err = process.communicate(line(address="5.0.0.26") + line(address="5.0.0.27") + line(address="6.0.0.0"))
        self.assertEqual((process.returncode, err), (0, b""))
        self.assertEqual([r["country"] for r in records(out)], ["FR", "DE", None])

    def test_mmdb_is_read_whatever_its_records_are_like(self):
        if not self.has_mmdb():
            self.skipTest("built without libmaxminddb")
        for record_bits in (24, 28, 32):
            for aliases in (True, False):
                database = self.write("any.name", mmdb(CITIES, aliases=aliases, record_bits=record_bits))
                self.assertEqual(self.countries(OF_CITIES, database), list(OF_CITIES.values()))
        ipv4 = {network: value for network, value in CITIES.items() if ":" not in network}
        database = self.write("v4.mmdb", mmdb(ipv4, ip_version=4))
        expected = [country if "." in address or address.startswith("2002") else None
                    for address, country in OF_CITIES.items()]
        self.assertEqual(self.countries(OF_CITIES, database), expected)
        for value in ({"country_code": "PL"}, {"country": "PL"}):
            database = self.write("flat.mmdb", mmdb({"5.0.0.0/8": value}))
            self.assertEqual(self.countries(["5.1.1.1", "4.1.1.1"], database), ["PL", None])

    def has_mmdb(self):
        result = run("--country-db", self.write("x.mmdb", mmdb(CITIES)), data=line())
        return b"built without libmaxminddb" not in result.stderr

    def test_asn_comes_from_the_first_database_that_has_it(self):
        if not self.has_mmdb():
            self.skipTest("built without libmaxminddb")
        policy = self.write("asn.toml", WITH_ASN)
        systems, countries = self.write("systems", mmdb(SYSTEMS)), self.write("text", TEXT.splitlines(keepends=True)[0])
        clients = ["5.1.2.3", "6.1.2.3", "7.1.2.3", "2001:200::1"]
        for databases in ((systems, countries), (countries, systems)):
            self.assertEqual(self.countries(clients, *databases, column="asn", policy=policy), [64496, 4200000000, None, 7])
            self.assertEqual(self.countries(clients, *databases, policy=policy), ["DE", None, None, None])
        for text in ("AS64496", "64496"):
            database = self.write("asn", mmdb({"5.0.0.0/8": {"asn": text, "country_code": "DE"}}))
            self.assertEqual(self.countries(clients[:2], database, column="asn", policy=policy), [64496, None])
        self.assert_ended(run("-p", policy, "--country-db", countries, data=line()), 64, "no database has it")
        self.assertEqual(self.countries(clients[:1], "none", column="asn", policy=policy), [None])
        checked = run("policy", "check", policy)
        self.assertIn(b"warning: asn is published. Together", checked.stdout)

    def test_a_damaged_mmdb_is_an_error_or_gives_some_answer_and_never_more(self):
        if not self.has_mmdb():
            self.skipTest("built without libmaxminddb")
        good = mmdb(CITIES)
        rng = random.Random(7)
        path = self.folder / "damaged.mmdb"
        seen = set()
        for i in range(150):
            bad = bytearray(good)
            if i % 3 == 0:
                del bad[rng.randrange(len(bad)):rng.randrange(len(bad) + 1)]
            for _ in range(rng.randrange(1, 6)):
                if bad:
                    bad[rng.randrange(len(bad))] = rng.choice([0, 1, 0xFF, rng.randrange(256)])
            path.write_bytes(bad)
            result = run("-f", "combined", "--country-db", path, data=line(address="5.1.2.3"))
            self.assertIn(result.returncode, (0, 64, 65), result.stderr)
            self.assertNotIn(b"secret", result.stdout + result.stderr)
            seen.add(result.returncode)
        self.assertEqual(seen & {0, 65}, {0, 65})
        # two nodes that lead to each other
        loop = bytearray(good)
        loop[0:6] = bytes(6)
        path.write_bytes(loop)
        self.assert_ended(run("--country-db", path, data=line()), 65, "cannot be used as a country database")

    def test_a_database_that_cannot_be_used_is_told_before_anything_is_written(self):
        text = self.write("text", TEXT.splitlines(keepends=True)[0])
        empty = self.folder / "empty"
        empty.mkdir()
        for options, status, message in (
                (["--country-db", self.folder / "no"], 66, "--country-db: cannot read"),
                (["--country-db", empty], 64, "has neither geoip nor geoip6"),
                (["--country-db", self.write("junk", b"\x00\x01junk")], 65, ":1: not a range"),
                (["--country-db", self.write("nothing", b"")], 65, "there is no range"),
                (["--country-db", text, "--country-db", text], 64, "gives nothing"),
                (["--country-db", "none", "--country-db", text], 64, "cannot be given together"),
                (["--country-db", text, "--country-db", "none"], 64, "cannot be given together")):
            with self.subTest(options):
                output = self.folder / "out.ndjson"
                self.assert_ended(run(*options, "-o", output, data=line()), status, message)
                self.assertFalse(output.exists())

    def test_it_is_read_only_where_a_column_wants_it(self):
        missing = self.folder / "no"
        self.assert_ended(run("--country-db", missing, "--columns", "time,network", data=line()), 0)
        policy = self.write("p.toml", b'extends = "standard"\n[columns]\ncountry = "drop"\n')
        self.assert_ended(run("--country-db", missing, "-p", policy, data=line()), 0)
        self.assert_ended(run("--country-db", missing, "--columns", "country", data=line()), 66)

    def test_explain_shows_it(self):
        text = self.write("text", TEXT.splitlines(keepends=True)[0])
        shown = run("explain", "--country-db", text, "-", data=line(address="5.1.2.3"))
        self.assertRegex(shown.stdout.decode(), r"\n  country +DE\n")
        self.assertNotIn(b"no country database", shown.stdout)
        self.assertIn(b"There is no country database", run("explain", "--country-db", "none", "-f", "common").stdout)

    def test_threads_make_no_difference(self):
        text = self.write("text", TEXT.splitlines(keepends=True)[0])
        data = log(20000).replace(b"198.51.100.", b"5.51.100.")
        outputs = [run("-j", threads, "--columns", "country,network", "--country-db", text, data=data).stdout
                   for threads in (1, 3)]
        self.assertEqual(outputs[0], outputs[1])
        self.assertEqual(outputs[0].count(b'"DE"'), 20000)


if __name__ == "__main__":
    unittest.main()
