"""`anonlog audit`: it finds every class of identifier that stands in an output, in every form, and nothing in what a policy
published by right."""

import base64
import gzip
import ipaddress
import json
import pathlib
import re
import subprocess
import unittest

import all_formats_test
from format_lines import all_formats, places
from program import ProgramTest, line, log, records, run

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "golden"
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A.231005.007) AppleWebKit/537.36 Chrome/131.0.6778.81 Mobile Safari/537.36"
TOKEN = "k3J9dQ2mVx8Lr5Tz7Wp1Yb6"
MAIL = "maria.keller@mail.example"
JWT = ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (
    b'{"alg":"HS256","typ":"JWT"}', b'{"sub":"4711-maria-K","iat":1763919448}', bytes(range(100, 132))))
FORMS = ("ndjson", "csv", "tsv", "combined", "parquet")


class Audit(ProgramTest):
    def publish(self, raw, *arguments, name="public.ndjson"):
        path = self.folder / name
        result = run("-o", path, *arguments, raw)
        self.assert_ended(result, 0)
        return path

    def audit(self, raw, published, *arguments):
        """What was found: class to count."""
        result = run("audit", "--json", *arguments, raw, published)
        self.assertIn(result.returncode, (0, 1), result.stderr)
        report = json.loads(result.stdout)
        found = {name: row["found"] for name, row in report["classes"].items() if row["found"]}
        self.assertEqual(result.returncode, 1 if found else 0)
        self.assertEqual(report["found"], sum(found.values()))
        self.report = report
        return found

    def with_path(self, raw, value, record=-1):
        rows = records(self.publish(raw).read_bytes())
        rows[record]["path"] = value
        return self.write("public.ndjson", b"".join(json.dumps(row, separators=(",", ":")).encode() + b"\n" for row in rows))

    def policy(self, text):
        return self.write("policy.toml", f'extends = "standard"\n{text}'.encode())


class NothingToFind(Audit):
    def test_standard_output_in_every_form_and_compression(self):
        raw = self.write("raw.log", log(2000) + line(path="/login?user=maria.keller", user="maria.keller", agent=PHONE,
                                                     referrer="https://www.example.net/a/b?q=red+shoes"))
        for form in FORMS:
            for compression in ("none", "zstd", "gzip") if form != "parquet" else ("zstd",):
                published = self.publish(raw, "-t", form, "-z", compression)
                self.assertEqual(self.audit(raw, published), {}, (form, compression))
                self.assertTrue(self.report["published"]["lines_correspond"])
                self.assertEqual(self.report["published"]["form"], form)

    def test_cells_without_a_header_have_the_columns_that_stand_beside_them(self):
        raw = self.write("raw.log", log(50))
        for form in ("csv", "tsv"):
            published = self.publish(raw, "-t", form, "--no-header")
            self.assertEqual(self.audit(raw, published), {})
            self.assertEqual(self.report["published"]["form"], form)
            self.assertEqual(self.report["published"]["records"], 50)
            (self.folder / "public.ndjson.meta.json").unlink()
            self.assert_ended(run("audit", raw, published), 65, "is of no form")

    def test_golden_inputs(self):
        audited = 0
        for case in sorted(GOLDEN.iterdir()):
            arguments = (case / "args").read_text().splitlines()
            files = {path.name: path.read_bytes() for path in case.glob("*.toml")}
            script = case / "make_input.py"
            if script.exists():
                data = subprocess.run(["python3", script], check=True, capture_output=True).stdout
            elif (case / "input.log").exists():
                data = (case / "input.log").read_bytes()
            else:
                continue
            taken = [a for a in arguments if a not in ("INPUT", "-")]
            if any(a in ("parse", "detect", "explain", "policy", "formats", "audit") for a in arguments): continue
            if (case / "files").exists() or (case / "expected.status").read_text().strip() != "0": continue
            for name, text in files.items(): self.write(name, text)
            raw = self.write("raw.log", data)
            published = self.folder / "public"
            if "-o" in taken or "--output" in taken or not data.strip(): continue
            result = run("-o", published, *taken, raw, cwd=self.folder)
            self.assert_ended(result, 0)
            reading = []
            for flag, value in zip(taken, taken[1:] + [""]):
                if flag in ("-f", "--format", "--fields", "-p", "--policy"): reading += [flag, value]
                elif flag.startswith(("--format=", "--fields=", "--policy=")): reading.append(flag)
            result = run("audit", *reading, raw, published, cwd=self.folder)
            self.assertEqual(result.returncode, 0, (case.name, result.stdout.decode(), result.stderr))
            audited += 1
        self.assertGreater(audited, 20)

    def test_words_of_anonlog_and_of_paths_are_no_identifiers(self):
        raw = self.write("raw.log", b"".join([
            line(path="/find?browser=Firefox&os=Ubuntu&kind=search&ref=desktop&size=512000&agent=" +
                 "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0".replace(" ", "+")),
            line(path="/find?browser=GoogleBot", agent="Googlebot/2.1 (+http://www.google.com/bot.html)"),
            line(path="/articles/spring-sale?next=/articles/spring-sale&tag=spring+sale", user="articles"),
            line(path="/?proto=HTTP/1.1&url=https://www.example.net/", referrer="https://www.example.net/"),
            line(path="/articles;v=2/summer?tag=articles/summer"), line(path="/logo@2x.png"), line(path="/app.3f2a9c1b.js"), line(path="/2025-11-23/"),
        ]) * 40)
        for form in FORMS:
            self.assertEqual(self.audit(raw, self.publish(raw, "-t", form)), {}, form)

    def test_networks_are_no_addresses(self):
        raw = self.write("raw.log", b"".join(line(address=a) for a in (
            "203.0.113.0", "203.0.113.7", "2001:db8::", "2001:db8::7", "10.1.2.3")) * 10)
        for form in FORMS:
            self.assertEqual(self.audit(raw, self.publish(raw, "-t", form)), {}, form)

    def test_campaigns_have_columns_of_their_own(self):
        raw = self.write("raw.log", log(30) + line(path="/?utm_source=may-newsletter&utm_term=may-special"))
        self.assertEqual(self.audit(raw, self.with_path(raw, "/may-newsletter")), {})
        self.assertEqual(self.audit(raw, self.with_path(raw, "/may-special")), {"query": 1})

    def test_hosts_and_the_domains_above_them(self):
        layout = '$host $remote_addr "$request" $status'
        raw = self.write("raw.log", b'shop.example.org 203.0.113.9 "GET /?u=example.org HTTP/1.1" 200\n' * 3)
        published = self.publish(raw, "-f", layout)
        self.assertIn(b'"host":"example.org"', published.read_bytes())
        self.assertEqual(self.audit(raw, published, "-f", layout), {})

    def test_the_servers_own_name_may_be_an_address(self):
        layout = '$server_name $remote_addr "$request" $status'
        raw = self.write("raw.log", b'198.51.100.1 203.0.113.9 "GET /%s HTTP/1.1" 200\n' * 3 % ((b"a",) * 3))
        published = self.publish(raw, "-f", layout)
        published.write_bytes(published.read_bytes().replace(b'"host":null', b'"host":"198.51.100.1"'))
        self.assertEqual(self.audit(raw, published, "-f", layout), {})
        published.write_bytes(published.read_bytes().replace(b"198.51.100.1", b"203.0.113.9"))
        self.assertEqual(self.audit(raw, published, "-f", layout), {"address": 3})

    def test_reduced_user_agents_are_those_of_many(self):
        published = self.publish(self.write("raw.log", line()), "-t", "combined")
        reduced = published.read_text().split('"')[5]
        raw = self.write("raw.log", line(agent=reduced) * 3)
        self.assertEqual(self.audit(raw, self.publish(raw, "-t", "combined")), {})




class Canary(Audit):
    """A policy that publishes on purpose."""

    def test_target_as_logged(self):
        policy = self.policy('[columns]\ntarget = { action = "keep", redact = false }\n')
        for text, classes in {
            "/find?q=purple+elephant": {"query"},
            "/find?q=purple%20elephant": {"query"},
            "/find?mail=maria.keller%2540mail.example": {"query", "email"},
            f"/u/{MAIL}": {"email"},
            f"/reset/{TOKEN}": {"token"},
            f"/t?x={JWT}": {"query", "token"},
            "/o/123e4567-e89b-12d3-a456-426614174000": {"token"},
            "/from/198.51.100.77/": {"address"},
            "/from/198%2E51%2E100%2E77": {"address"},
            "/x?ip=%3A%3Affff%3A198.51.100.77": {"query", "address"},
            "/p;jsessionid=AB12CD34EF": {"query"},
            "/login?next=/shop%3Fcode%3Dsecret4711": {"query"},
        }.items():
            raw = self.write("raw.log", log(20) + line(path=text) + log(20, seed=2))
            for form in FORMS:
                found = self.audit(raw, self.publish(raw, "-p", policy, "-t", form))
                self.assertLessEqual(classes, set(found), (text, form))
                # Malformed targets or tokens in several spellings count as well, but at that place alone.
                places = {(p["line"], p["column"]) for row in self.report["classes"].values() for p in row["first"]}
                number = 22 if form in ("csv", "tsv") else 21
                self.assertEqual(places, {(number, "target")}, (text, form))

    def test_referrer_and_user_agent_as_logged(self):
        policy = self.policy('[columns]\nreferrer_url = { action = "keep", redact = false }\n'
                             'user_agent = { action = "keep", redact = false }\n')
        raw = self.write("raw.log", log(20) + line(agent=PHONE, referrer="https://www.example.net/find?q=purple+elephant"))
        for form in FORMS:
            found = self.audit(raw, self.publish(raw, "-p", policy, "-t", form))
            self.assertLessEqual({"user_agent", "referrer", "query"}, set(found), form)

    def test_of_a_referrer_the_registrable_domain_alone(self):
        raw = self.write("raw.log", log(30) + line(referrer="https://hofmeister-k.github.io/"))
        self.assertEqual(self.audit(raw, self.publish(raw)), {})
        for text in ("/hofmeister-k.github.io", "/x/https:%2f%2fhofmeister-k.github.io%2f"):
            self.assertEqual(self.audit(raw, self.with_path(raw, text)), {"referrer": 1}, text)
        for text in ("/github.io", "/x/github"):
            self.assertEqual(self.audit(raw, self.with_path(raw, text)), {}, text)

    def test_every_class_in_every_column_of_every_form(self):
        secrets = {
            "user": "hofmeister_k", "cookie": "9f8e7d6c5b", "request_id": "7f3a-0091", "other": "Vault 7788",
            "forwarded": "dsl-4711.isp.example", "query": "purple elephant", "email": MAIL, "token": TOKEN,
            "address": "198.51.100.77", "user_agent": PHONE, "referrer": "https://www.example.net/a/page-of-4711",
        }
        row = (f'{secrets["address"]} - {secrets["user"]} [23/Nov/2025:17:37:28 +0000] "GET /a?q=purple+elephant&m={MAIL}&t={TOKEN} '
               f'HTTP/1.1" 200 5 "{secrets["referrer"]}" "{PHONE}" "a=1; sid={secrets["cookie"]}" '
               f'"203.0.113.9, {secrets["forwarded"]}" {secrets["request_id"]} "{secrets["other"]}"\n')
        layout = ('$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" '
                  '"$http_user_agent" "$http_cookie" "$http_x_forwarded_for" $request_id "$http_x_vault"')
        raw = self.write("raw.log", row.encode() * 3)
        for form in ("ndjson", "csv", "tsv", "combined"):  # texts that can be edited
            published = self.publish(raw, "-f", layout, "-t", form)
            clean = published.read_text()
            self.assertEqual(self.audit(raw, published, "-f", layout), {}, form)
            for name, secret in secrets.items():
                for column in ("path", "host", "browser"):
                    if form != "combined":
                        edited = self.edited(clean, form, column, secret)
                    else:
                        edited = clean.replace('"GET /a ', f'"GET {secret.replace(" ", "+")} ', 1)
                    published.write_text(edited)
                    found = self.audit(raw, published, "-f", layout)
                    # An e-mail address or token of a query is a value of it as well.
                    self.assertEqual(found.pop("query", 1) if name in ("email", "token") else 1, 1)
                    self.assertEqual(found, {name: 1}, (form, name, column))

    def edited(self, text, form, column, value):
        lines = text.splitlines(keepends=True)
        if form == "ndjson":
            record = json.loads(lines[1])
            record[column] = value
            lines[1] = json.dumps(record) + "\n"
            return "".join(lines)
        separator = "," if form == "csv" else "\t"
        cells = lines[2].rstrip("\n").split(separator)
        index = lines[0].rstrip("\n").split(separator).index(column)
        cells[index] = '"' + value.replace('"', '""') + '"' if form == "csv" else value
        lines[2] = separator.join(cells) + "\n"
        return "".join(lines)


    def test_every_spelling_of_an_address(self):
        ipv4 = ipaddress.ip_address("198.51.100.77")
        number = int(ipv4)
        pairs = "".join(f"%{ord(c):02x}" for c in str(ipv4))
        raw = self.write("raw.log", log(30) + line(address=str(ipv4)))
        for text in (str(ipv4), f"::ffff:{ipv4}", "::ffff:c633:644d", "2002:c633:644d::1", "64:ff9b::198.51.100.77",
                     "198-51-100-77.dsl.example", "ip198-51-100-77", "77.100.51.198.in-addr.arpa", "77-100-51-198.pool",
                     "198_51_100_77", "198.051.100.077", "0306.063.0144.0115", "0xc6.0x33.0x64.0x4d", pairs,
                     "198%252E51%252E100%252E77", str(number), f"0x{number:x}", f"{number:08X}", f"0{number:o}", "198051100077",
                     "198.3368013", "[198.51.100.77]:443"):
            self.assertEqual(self.audit(raw, self.with_path(raw, "/" + text)).get("address"), 1, text)
        ipv6 = ipaddress.ip_address("2001:db8:12:34::abcd:7")
        raw = self.write("raw.log", log(30) + line(address=str(ipv6)))
        for text in (str(ipv6), ipv6.exploded, str(ipv6).upper(), "2001:DB8:12:34:0:0:abcd:7", f"[{ipv6}]:443", f"{ipv6}%25eth0",
                     ipv6.exploded.replace(":", "-"), "2001-db8-12-34--abcd-7.ipv6-literal.net", ipv6.reverse_pointer,
                     ipv6.exploded.replace(":", ""), str(ipv6).replace(":", "%3A"), ipv6.exploded.replace(":", ".")):
            self.assertEqual(self.audit(raw, self.with_path(raw, "/" + text)).get("address"), 1, text)

    def test_numbers_are_compared_with_their_own_line(self):
        number = str(int(ipaddress.ip_address("198.51.100.77")))
        raw = self.write("raw.log", log(30) + line(address="198.51.100.77") + line(address="203.0.113.9", status=404))
        self.assertEqual(self.audit(raw, self.with_path(raw, "/item/" + number, -2)), {"address": 1})
        # Of another line it is an id ...
        published = self.with_path(raw, "/item/" + number, -1)
        self.assertEqual(self.audit(raw, published), {})
        # ... but where lines do not correspond no one can tell.
        lines = published.read_bytes().splitlines(keepends=True)
        published.write_bytes(b"".join(lines[:3] + lines[4:]))
        self.assertEqual(self.audit(raw, published), {"address": 1})
        self.assertFalse(self.report["published"]["lines_correspond"])
        published.write_bytes(b"".join(lines[::-1]))
        self.assertEqual(self.audit(raw, published), {"address": 1})
        self.assertFalse(self.report["published"]["lines_correspond"])

    def test_values_that_are_no_field(self):
        entry = {"ts": 1763919448.5, "logger": "http.log.access", "msg": "handled request", "status": 200, "size": 5,
                 "duration": 0.001, "request": {"remote_ip": "203.0.113.9", "proto": "HTTP/2.0", "method": "GET", "uri": "/a",
                                                "host": "www.example.org", "headers": {"X-Vault": ["Vault 7788"]}}}
        raw = self.write("raw.log", (json.dumps(entry) + "\n").encode() * 3)
        self.assertEqual(self.audit(raw, self.publish(raw)), {})
        self.assertEqual(self.audit(raw, self.with_path(raw, "/vault-7788")), {"other": 1})

    def test_keys_of_the_policy_are_fields(self):
        policy = self.policy('[json]\ntarget = "where"\nclient_ip = "from"\n')
        raw = self.write("raw.log", b'{"where":"/articles/spring","from":"203.0.113.9","status":200,"time":"2025-11-23T17:37:28Z"}\n' * 3)
        published = self.publish(raw, "-f", "json", "-p", policy)
        self.assertEqual(self.audit(raw, published, "-f", "json", "-p", policy), {})
        self.assertEqual(self.audit(raw, published, "-f", "json"), {"unread": 6})

    def test_users_wherever_they_are_named(self):
        raw = self.write("raw.log", b"".join([
            log(30), line(referrer="https://wagenknecht:geheim4711@www.example.net/"),
            line(path="http://hofmeister_k:pw47110815@www.example.org/x")]))
        for text in ("wagenknecht", "geheim4711", "hofmeister_k", "pw47110815"):
            self.assertEqual(self.audit(raw, self.with_path(raw, "/" + text)), {"user": 1}, text)
        raw = self.write("error.log", b"[Sun Nov 23 17:37:28.123456 2025] [auth_basic:error] [pid 1:tid 2] [client 203.0.113.7:51234] "
                         b"AH01617: user wagenknecht: authentication failure for \"/x\": Password Mismatch\n" * 3)
        published = self.publish(raw, "-p", "errors")
        self.assertEqual(self.audit(raw, published), {})
        published.write_text(published.read_text().replace('"message":"', '"message":"wagenknecht '))
        self.assertEqual(self.audit(raw, published), {"user": 3})

    def test_words_of_rejected_lines(self):
        raw = self.write("raw.log", log(60) + b"zanzibar noise-4711 203.0.113.77 foo\n" + line(path="/articles"))
        self.assertEqual(self.audit(raw, self.publish(raw)), {})
        self.assertEqual(self.report["raw"]["unread"], 1)
        for text in ("/zanzibar", "/x/noise-4711", "/a-zanzibar-b"):
            self.assertEqual(self.audit(raw, self.with_path(raw, text)), {"unread": 1}, text)

    def test_what_is_no_record_of_the_form_is_searched(self):
        raw = self.write("raw.log", log(30) + line(user="hofmeister_k"))
        published = self.publish(raw)
        text = published.read_bytes()
        for added in (b'{"time":"hofmeister_k\n', b"hofmeister_k\n", b'{"path":["hofmeister_k"]}\n', b'{"hofmeister_k":1}\n',
                      b'{"path":null} hofmeister_k\n', b'{"path":null}hofmeister_k}\n', b'{"path":"hofmeister\\u005fk"}\n'):
            published.write_bytes(text + added)
            self.assertEqual(self.audit(raw, published), {"user": 1}, added)

    def test_several_inputs_pipes_and_compressed_ones(self):
        first = log(50) + line(user="hofmeister_k")
        second = log(50, seed=2) + line(user="wagenknecht_p")
        raw = self.write("a.log", first)
        packed = self.write("b.log", gzip.compress(second))
        self.assert_ended(run("-o", self.folder / "p.csv.zst", raw, packed), 0)
        published = self.folder / "p.csv.zst"
        self.assert_ended(run("audit", raw, packed, published), 0, "")
        plain = self.write("p.csv", subprocess.run(["zstd", "-dcq", published], check=True, capture_output=True).stdout)
        plain.write_bytes(plain.read_bytes().replace(b",/p/", b",/wagenknecht_p/", 1))
        result = run("audit", "-", packed, plain, data=first)
        self.assert_ended(result, 1, "1 places hold an identifier")
        self.assertIn("user         2       1      line 2 path", result.stdout.decode())
        self.assertNotIn("wagenknecht", (result.stdout + result.stderr).decode())


class EveryFormat(Audit):
    def test_what_standard_publishes_of_hostile_lines_has_none(self):
        # The lines of another test, whose own oracle is that no secret of theirs is published.
        maker = all_formats_test.Canary()
        for seed, sample in enumerate(all_formats()):
            with self.subTest(sample.name):
                self.check(sample, maker.secret_lines(sample, all_formats_test.LineSecrets(seed)))

    def check(self, sample, lines):
        raw = self.write("raw.log", sample.log([sample.line] * all_formats_test.GOOD_LINES + lines))
        published = self.publish(raw, "-f", sample.name, "--max-rejects", "100%", name="public.csv")
        found = self.audit(raw, published, "-f", sample.name)
        self.assertEqual(found, {}, {name: row["first"] for name, row in self.report["classes"].items() if row["found"]})

    def test_shapes_are_found_in_every_place_of_a_line(self):
        secrets = all_formats_test.LineSecrets(1)
        for sample in all_formats():
            lines, paths = [], []
            for begin, end in places(sample):
                for kind in (secrets.mail, secrets.token, secrets.ipv4):
                    secret = kind()
                    lines.append(sample.line[:begin] + secret + sample.line[end:])
                    paths.append(json.dumps({"path": "/x/" + secret + "/"}).encode() + b"\n")
            raw = self.write("raw.log", sample.log([sample.line] * 50 + lines))
            published = self.write("public.ndjson", b"".join(paths))
            found = self.audit(raw, published, "-f", sample.name)
            count = len(paths) // 3
            is_server_name = "server_name" in sample.fields()
            for name in ("email", "token", "address"):
                # The server's own name may be an address.
                self.assertIn(found[name], (count, count - 1 if name == "address" and is_server_name else count),
                              (sample.name, name))


class Errors(Audit):
    def test_each(self):
        raw = self.write("raw.log", log(50))
        self.assert_ended(run("audit", raw), 64, "anonlog --help")
        self.assert_ended(run("audit", raw, "-"), 64, "must be a regular file")
        self.assert_ended(run("audit", raw, self.folder / "none"), 66)
        self.assert_ended(run("audit", self.folder / "none", raw), 66)
        self.assert_ended(run("audit", raw, self.write("x", b"no output of ours\n")), 65, "line 1 is of no form")
        published = self.publish(raw)
        self.assert_ended(run("audit", published, raw), 65, "Give the log that it was made from")
        cut = self.write("cut.gz", gzip.compress(log(50_000))[:-400])
        self.assert_ended(run("audit", cut, published), 65)
        self.assert_ended(run("audit", "--allow-truncated", cut, published), 0)
        self.assert_ended(run("audit", raw, self.write("empty", b"")), 0)

    def test_the_text_says_what_it_is(self):
        raw = self.write("raw.log", log(50))
        result = run("audit", raw, self.publish(raw))
        self.assertIn("No identifier of the raw log was found. That is no proof", result.stdout.decode())


class Attacked(ProgramTest):
    """What was once not found, or found in honest output."""

    def audit(self, raw, published):
        raw, published = self.write("raw.log", raw), self.write("published.ndjson", published)
        return run("audit", "-f", "combined", raw, published)

    def test_the_site_of_an_app_is_published_by_right(self):
        raw = line(path="/?u=facebook.com") + line(referrer="android-app://com.facebook.katana/")
        honest = run("-f", "combined", data=raw).stdout
        self.assertIn(b'"referrer":"facebook.com"', honest)
        self.assert_ended(self.audit(raw, honest), 0)

    def test_a_page_without_its_query_is_a_page(self):
        raw = line(referrer="https://blog.example.net/posts/my-secret-post?x=1")
        leaked = run("-f", "combined", data=raw).stdout.replace(b'"example.net"', b'"https://blog.example.net/posts/my-secret-post"')
        self.assert_ended(self.audit(raw, leaked), 1)

    def test_what_is_no_time_is_looked_at(self):
        raw = line(address="203.0.113.77")
        for leaked in (b"203.0.113.77", b"3405803853"):
            published = re.sub(rb'"time":"[^"]*"', b'"time":"' + leaked + b'"', run("-f", "combined", data=raw).stdout)
            self.assert_ended(self.audit(raw, published), 1)

    def test_endings_that_are_domains(self):
        raw = line(path="/u/alice@firma.md")
        published = run("-f", "combined", data=raw).stdout.replace(b"{email}", b"alice@firma.md")
        self.assertIn(b"alice@firma.md", published)
        self.assert_ended(self.audit(raw, published), 1)


if __name__ == "__main__":
    unittest.main()
