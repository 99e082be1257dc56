"""The three invariants, on generated logs: one door, accounting, canary.

Every line carries secrets: markers that occur once in the log and may occur nowhere in what the program writes, in every
place of a line and in every form that the rules name. ANONLOG_LONG=1 makes it a hundred times longer.
"""

import base64
import datetime
import json
import os
import random
import re
import subprocess
import unittest
import uuid

from program import ProgramTest, run

LINES = 5_000 * (100 if os.environ.get("ANONLOG_LONG") else 1)

# A line of a log with all that a line can have, and with what no line may have.
EVERY_VARIABLE = ('$host|$remote_addr|$remote_port|$remote_user|[$time_local]|$time_iso8601|$msec|"$request"|"$request_uri"|"$uri"|'
                  '"$uri$is_args$args"|"$args"|$request_method|$server_protocol|$status|$body_bytes_sent|"$http_referer"|'
                  '"$http_user_agent"|"$http_x_forwarded_for"|"$http_cookie"|"$cookie_session"|$request_id|$request_time|'
                  '"$http_accept_language"|"$http_authorization"|$realip_remote_addr|$ident|$upstream_addr|')


class Secrets:
    """Makes markers and remembers them."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.made = set()

    def keep(self, text):
        self.made.add(text)
        return text

    def word(self, size=10):
        return "".join(self.rng.choice("bcdfghjklmnpqrstvwxz") for _ in range(size))

    def ipv4(self):
        # 224 to 239 is nobody's and nothing else in the log looks like it; the last number makes it no mask.
        return f"{self.rng.randrange(224, 240)}.{self.rng.randrange(100, 256)}.{self.rng.randrange(100, 256)}." \
               f"{self.rng.randrange(100, 256)}"

    def ipv6_groups(self):
        return [f"{self.rng.randrange(0x1000, 0x10000):x}" for _ in range(8)]

    def client(self):
        if self.rng.random() < 0.2:
            groups = self.ipv6_groups()
            self.keep(":".join(groups[4:]))
            return ":".join(groups)
        return self.keep(self.ipv4())

    def mail(self):
        return self.keep(self.word()) + self.rng.choice("@@%") .replace("%", "%40") + "example.com"

    def token(self):
        alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
        text = "".join(self.rng.choice(alphabet) for _ in range(12)) + "7" + \
               "".join(self.rng.choice(alphabet + "23456789") for _ in range(12))
        return self.keep(text)

    def base64url(self):
        while True:
            text = base64.urlsafe_b64encode(self.rng.randbytes(24)).decode()
            rises = sum(a.islower() and (b.isupper() or b.isdigit()) for a, b in zip(text, text[1:]))
            if rises >= 3:
                return self.keep(text)

    def segment(self):
        """A path segment that identifies."""
        kind = self.rng.randrange(11)
        if kind == 10: return self.keep(self.word()) + "\\\\x40example.com"
        if kind == 0: return self.mail()
        if kind == 1: return self.keep(self.ipv4())
        if kind == 2: return "host-" + self.keep(self.ipv4().replace(".", "-")) + ".pool"
        if kind == 3: return self.keep(":".join(self.ipv6_groups()))
        if kind == 4: return self.keep(str(uuid.UUID(int=self.rng.getrandbits(128))))
        if kind == 5: return self.keep(f"{self.rng.getrandbits(128):032x}")
        if kind == 6: return "reset-" + self.token()
        if kind == 7: return self.base64url()
        if kind == 8: return "page;sid=" + self.keep(self.word(12))
        at = self.rng.choice(["%2540", "%252540", "%25%34%30", "%u0040", "%C1%80", "%e0%81%80", "%EF%BC%A0"])
        return "%" + f"{ord(self.word(1)):02x}" + self.keep(self.word()) + at + "example.com"

    def target(self):
        parts = [self.segment() if self.rng.random() < 0.4 else self.rng.choice(["articles", "img", "a", ""])
                 for _ in range(self.rng.randrange(1, 5))]
        target = "/" + "/".join(parts)
        if self.rng.random() < 0.5:
            target += "?q=" + self.keep(self.word()) + "&mail=" + self.mail()
        if self.rng.random() < 0.05:
            target = f"http://{self.keep(self.word())}:{self.keep(self.word())}@example.org" + target
        return target

    def request(self):
        kind = self.rng.random()
        if kind < 0.9: return f"GET {self.target()} HTTP/1.1"
        if kind < 0.92: return r"\x16\x03\x01" + self.keep(self.word())
        if kind < 0.94: return f"GET {self.target()} {self.keep(self.word())} HTTP/1.1"
        if kind < 0.96: return self.keep(self.word()) + " / HTTP/1.1"
        if kind < 0.98: return "CONNECT " + self.keep(self.word()) + ".example.com:443 HTTP/1.1"
        return ""

    def referrer(self):
        kind = self.rng.randrange(9)
        if kind == 7: return f"http://x.com&user={self.keep(self.word())}&pin=1.org/"
        if kind == 8: return f"http://a {self.keep(self.word())} {self.keep(self.ipv4())}.com/"
        if kind == 0: return "-"
        if kind == 1: return f"http://{self.keep(self.ipv4())}/{self.keep(self.word())}"
        if kind == 2: return f"https://{self.keep(self.word())}.github.io/{self.target()}"
        if kind == 3: return f"https://{self.keep(self.word())}.intra/{self.keep(self.word())}"
        if kind == 4: return f"https://{self.keep(self.word())}:{self.keep(self.word())}@www.example.com{self.target()}"
        if kind == 5: return self.keep(self.word()) + " " + self.mail()
        return f"https://{self.token().lower()}.com/"

    def agent(self):
        kind = self.rng.randrange(4)
        if kind == 0: return f"{self.keep(self.word())}/1.0 (+{self.mail()}) CFNetwork/1 Darwin/20"
        if kind == 1: return f"Mozilla/5.0 (Linux; Android 10; {self.keep(self.word())}) Chrome/131.0.{self.rng.getrandbits(40)}"
        if kind == 2: return f"{self.keep(self.word())} bot crawler spider \\x22 {self.keep(self.word())}"
        return f"Mozilla/5.0 Firefox/{self.keep(str(self.rng.randrange(10**9, 10**10)))}"

    def line(self):
        user = self.rng.choice(["-", self.word(), self.word() + " " + self.word()])
        if user != "-":
            self.keep(user)
        text = f'{self.client()} - {user} [23/Nov/2025:17:{self.rng.randrange(60):02}:00 +0000] "{self.request()}" 200 5 ' \
               f'"{self.referrer()}" "{self.agent()}"'
        return text

    def noise(self):
        return f"{self.keep(self.word())} {self.keep(self.ipv4())} {self.mail()}"


class TextSecrets(Secrets):
    """Secrets for policies that publish redacted text: in user agents only of the kinds that a rule names.

    A plain word of a user agent is beyond any filter, as a plain word of a path is.
    """

    def agent(self):
        kind = self.rng.randrange(8)
        if kind == 0: return f"crawler/1.0 (+{self.mail()}; {self.keep(self.ipv4())}) x"
        if kind == 1: return f"Mozilla/5.0 (compatible; bot; +http://{self.keep(self.word())}:{self.keep(self.word())}@example.org/)"
        if kind == 2: return f"feed/2 http://example.org/reader?id={self.keep(self.word())}&user={self.keep(self.word())} x"
        if kind == 3: return f"Proxy/{self.keep(self.ipv4())} rv:{self.keep(self.ipv4())}"
        if kind == 4: return f"id={self.keep(self.word())} #{self.keep(self.word())}"
        if kind == 5: return f"Mozilla/5.0 Chrome/131.0.0.0 [{self.segment()}] {{{self.segment()}}}"
        return f"{self.segment()} ({self.segment()}; \\x22{self.segment()}\\x22)"


class EverySecret(Secrets):
    """Secrets of the other classes as well, and a format with all fields that columns are derived from."""

    FORMAT = ('$host $remote_addr $remote_user [$time_iso8601] "$request" $status $body_bytes_sent "$http_referer" '
              '"$http_user_agent" "$http_accept_language" "$http_sec_ch_ua" "$http_sec_ch_ua_mobile" '
              '"$http_sec_ch_ua_platform" "$http_cookie"')
    KINDS = ("jwt", "card", "iban", "phone", "email", "token")

    def digits(self, count):
        return "".join(self.rng.choice("0123456789") for _ in range(count))

    def card(self):
        body = "4" + self.digits(14)
        total = sum(sum(divmod(2 * int(d), 10)) if i % 2 == 0 else int(d) for i, d in enumerate(body))
        return self.keep(body + str(-total % 10))

    def iban(self):
        account = self.digits(18)
        return self.keep("DE" + f"{98 - int(account + '131400') % 97:02}" + account)

    def jwt(self):
        head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
        return head + "." + self.keep("eyJ" + self.word(12)) + "." + self.keep(self.word(20))

    def by_kind(self, kind):
        return {"jwt": self.jwt, "card": self.card, "iban": self.iban, "phone": lambda: "+49" + self.keep(self.digits(10)),
                "email": self.mail, "token": self.token, "number": lambda: self.keep(self.digits(11)),
                "decimal": lambda: self.keep(str(self.rng.randrange(0xE0000000, 0xF0000000))),
                "hex": lambda: self.keep(f"e{self.rng.randrange(10)}{self.rng.getrandbits(24):06x}"),
                "nibbles": lambda: self.keep(f"fd{self.rng.randrange(10)}a{self.rng.getrandbits(112):028x}")}[kind]()

    def segment(self):
        return super().segment() if self.rng.random() < 0.5 else self.by_kind(self.rng.choice(self.KINDS))

    def host(self):
        kind = self.rng.randrange(6)
        if kind == 0: return self.keep(self.ipv4())
        if kind == 1: return self.keep(self.word()) + ".github.io"
        if kind == 2: return "p" + self.keep(self.ipv4().replace(".", "-")) + ".dip.example.com"
        if kind == 3: return self.keep(self.word()) + ".example.com:443"
        return self.rng.choice(["www.example.org", "example.org"])

    def line(self):
        hint = self.rng.choice([f'\\x22{self.keep(self.word())}\\x22;v=\\x22131\\x22', r'\x22Google Chrome\x22;v=\x22131\x22',
                                self.mail(), "-"])
        language = self.rng.choice(["de-DE,de;q=0.9", self.keep(self.word()), f"de;q={self.keep(self.digits(9))}",
                                    f"{self.keep(self.word())}-DE, {self.mail()}", "-"])
        request = self.request()
        if request.startswith("GET /") and self.rng.random() < 0.5:
            request = f"GET /a?utm_source={self.segment()}&utm_medium={self.mail()}&utm_campaign=" \
                      f"{self.keep(self.word())}%40example.com&gclid={self.token()} HTTP/1.1"
        day = self.rng.choice([22, 23, 24])
        return (f'{self.host()} {self.client()} {self.keep(self.word())} [2025-11-{day}T17:{self.rng.randrange(60):02}:00+00:00] '
                f'"{request}" {self.rng.choice([200, 404])} 5 "{self.referrer()}" "{self.agent()}" "{language}" "{hint}" '
                f'"{self.keep(self.word())}" "{self.keep(self.word())}" "sid={self.token()}"')


class StrictSecrets(EverySecret):
    """With what only the stricter policies hide: numbers."""

    KINDS = (*EverySecret.KINDS, "number", "decimal", "hex", "nibbles")


class Canary(ProgramTest):
    def make_log(self, seed, kind=Secrets):
        secrets = kind(seed)
        lines = [secrets.noise() if i % 20 == 7 else "" if i % 50 == 9 else secrets.line() for i in range(LINES)]
        # lower-cased tokens are in hosts as well
        secrets.made |= {s.lower() for s in secrets.made}
        return "\n".join(lines).encode() + b"\n", secrets

    def assert_no_secret_in(self, secrets, data, what):
        text = data.decode()
        found = sorted(s for s in self.candidates(text, secrets) if s in text)
        self.assertEqual(found[:5], [], what)

    @staticmethod
    def candidates(text, secrets):
        """The secrets of which the first 8 characters occur in the text: the others cannot."""
        starts = {}
        for secret in secrets.made:
            starts.setdefault(secret[:8], []).append(secret)
        windows = set()
        # No secret holds a quote, a comma, a tab or a line end, and most values are not distinct.
        for value in set(re.split('[",\t\n]', text)):
            windows.update(value[i:i + 8] for i in range(len(value) - 7))
        return [s for start in windows & starts.keys() for s in starts[start]]

    def test_no_secret_is_published_and_every_line_is_counted(self):
        for seed, arguments in enumerate([["-t", "ndjson"], ["-t", "csv"], ["-t", "ndjson", "-f", "combined"],
                                           ["-t", "tsv"], ["-t", "combined"], ["-t", EVERY_VARIABLE]]):
            data, secrets = self.make_log(seed)
            result = run(*arguments, "--stats=json", data=data, cwd=self.folder)
            self.assert_ended(result, 0)
            self.assert_no_secret_in(secrets, result.stdout, arguments)
            self.assert_no_secret_in(secrets, result.stderr, arguments)
            self.assertEqual(os.listdir(self.folder), [])
            stats = json.loads(result.stderr)
            self.assertEqual(stats["lines"], data.count(b"\n"))
            self.assertEqual(stats["rejected"]["total"], sum(i % 20 == 7 for i in range(LINES)))
            self.assertEqual(stats["skipped"]["total"], sum(i % 50 == 9 and i % 20 != 7 for i in range(LINES)))
            self.assertEqual(stats["published"] + stats["rejected"]["total"] + stats["skipped"]["total"], stats["lines"])
            rows = result.stdout.count(b"\n") - (arguments[1] in ("csv", "tsv"))
            self.assertEqual(rows, stats["published"])

    def test_no_secret_is_in_any_byte_of_parquet_or_of_a_dataset(self):
        data, secrets = self.make_log(6)
        log = self.write("access.log", data)
        for arguments in (["-o", "o.parquet"], ["-o", "set/"], ["-o", "text/", "-t", "csv"]):
            result = run("-f", "combined", *arguments, "--stats=json", log, cwd=self.folder)
            self.assert_ended(result, 0)
            self.assert_no_secret_in(secrets, result.stderr, arguments)
        self.assert_ended(run("-f", "combined", "-o", "set/", self.write("again.log", data + b"\n"), cwd=self.folder), 0)
        self.assert_ended(run("compact", "set", cwd=self.folder), 0)
        files = [path for path in self.folder.rglob("*") if path.is_file() and path.suffix != ".log"]
        self.assertGreater(len(files), 6)
        for path in files:
            text = str(path.relative_to(self.folder)) + self.all_bytes(path).decode("latin-1")
            self.assert_no_secret_in(secrets, text.encode(), path.name)
        # The oracle sees one that is there.
        kept = self.write("kept.toml", b'[columns]\ntarget = { action = "keep", redact = false }\n')
        self.assert_ended(run("-f", "combined", "-p", kept, "-o", "kept.parquet", log, cwd=self.folder), 0)
        with self.assertRaises(AssertionError):
            text = self.all_bytes(self.folder / "kept.parquet").decode("latin-1")
            self.assert_no_secret_in(secrets, text.encode(), "kept")

    @staticmethod
    def all_bytes(path):
        """Of a file, as it is and of each of its zstd frames: of Parquet statistics and whole dictionaries as well."""
        data = path.read_bytes()
        begins = [match.start() for match in re.finditer(re.escape(b"\x28\xb5\x2f\xfd"), data)]
        frames = [data[begin:end] for begin, end in zip(begins, [*begins[1:], len(data)])]
        return data + b"\n".join(subprocess.run(["zstd", "-dcq"], input=frame, capture_output=True).stdout for frame in frames)

    def test_no_secret_is_in_any_derived_column(self):
        more = b'[columns]\nbot_category = "category"\nutm_source = "redact"\nutm_medium = "redact"\nutm_campaign = "redact"\n'
        for seed, (policy, kind, form) in enumerate([("standard", EverySecret, "ndjson"), ("standard", EverySecret, "csv"),
                                                     ("strict", StrictSecrets, "ndjson"), ("strict", StrictSecrets, "tsv"),
                                                     ("strict", StrictSecrets, "combined")], 20):
            data, secrets = self.make_log(seed, kind)
            path = self.write(f"{policy}.toml", b'extends = "%b"\n' % policy.encode() + more)
            result = run("-p", path, "-f", kind.FORMAT, "-t", form, "--stats=json", "--country-db", "none", data=data)
            self.assert_ended(result, 0)
            self.assert_no_secret_in(secrets, result.stdout + result.stderr, (policy, form))
            self.assertGreater(sum(json.loads(result.stderr)["redacted"].values()), LINES // 10)
            self.assertEqual(json.loads(result.stderr)["published"], sum(i % 20 != 7 and i % 50 != 9 for i in range(LINES)))

    def test_only_strict_hides_numbers(self):
        data, secrets = self.make_log(24, StrictSecrets)
        result = run("-f", StrictSecrets.FORMAT, "--country-db", "none", data=data)
        with self.assertRaises(AssertionError):
            self.assert_no_secret_in(secrets, result.stdout, "standard")

    def test_no_secret_is_released(self):
        for seed, paths in ((30, b""), (31, b'paths = ["/articles", "/a"]\n')):
            data, secrets = self.make_log(seed, StrictSecrets)
            log = self.write("access.log", data)
            path = self.write("public.toml", b'extends = "public"\n' + paths)
            for arguments in (["-t", "ndjson"], ["-t", "csv"], ["-t", "combined", "-j3"], ["-t", EVERY_VARIABLE]):
                result = run("-p", path, "-f", StrictSecrets.FORMAT, "--stats=json", "--country-db", "none", *arguments, log)
                self.assert_ended(result, 0)
                self.assert_no_secret_in(secrets, result.stdout + result.stderr, arguments)
                stats = json.loads(result.stderr)
                self.assertGreater(stats["published"], LINES // 20)
                self.assertEqual(stats["published"], result.stdout.count(b"\n") - (arguments[1] == "csv"))

    def test_no_secret_is_in_redacted_text(self):
        columns = ["target", "referrer_url", "user_agent"]
        policy = self.write("text.toml", b'extends = "standard"\n[columns]\n' +
                            b"".join(b'%s = "redact"\n' % column.encode() for column in columns))
        data, secrets = self.make_log(11, TextSecrets)
        result = run("-p", policy, "-f", "combined", data=data)
        self.assert_ended(result, 0)
        self.assert_no_secret_in(secrets, result.stdout, columns)
        rows = [json.loads(text) for text in result.stdout.splitlines()]
        for column in columns:
            redacted = sum(re.search(r"\{[a-z_]+\}", row[column] or "") is not None for row in rows)
            self.assertGreater(redacted, len(rows) // 50, column)
        # and as logged they would be there
        kept = self.write("kept.toml", b"[columns]\n" + b"".join(
            b'%s = { action = "keep", redact = false }\n' % column.encode() for column in columns))
        few = b"\n".join(data.split(b"\n")[:100])
        with self.assertRaises(AssertionError):
            self.assert_no_secret_in(secrets, run("-p", kept, "-f", "combined", data=few).stdout, columns)

    def test_no_secret_is_in_what_explain_says(self):
        data, secrets = self.make_log(12)
        for arguments in (["-n", "1000"], ["-n", "1000", "-f", "combined"]):
            result = run("explain", *arguments, "-", data=data)
            self.assert_ended(result, 0)
            self.assertIn(b"Record 1000, after", result.stdout)
            self.assert_no_secret_in(secrets, result.stdout + result.stderr, arguments)
        shown = run("explain", "--show-raw", "-", data=data)
        with self.assertRaises(AssertionError):
            self.assert_no_secret_in(secrets, shown.stdout, "personal data")

    def test_no_secret_of_a_forwarded_list_is_published(self):
        policy = self.write("client.toml", b'extends = "standard"\n[client]\nfrom = "forwarded_for"\n'
                                           b'trusted = ["10.0.0.0/8"]\n')
        secrets = Secrets(13)
        rng = secrets.rng
        lines = []
        for _ in range(LINES // 5):
            hops = [rng.choice([secrets.client, lambda: "10.0.0.2", lambda: "unknown", lambda: secrets.keep(secrets.word()),
                                lambda: secrets.client() + ":4711", lambda: f"[{secrets.client()}]:80"])()
                    for _ in range(rng.randrange(4))]
            lines.append(f'{rng.choice(["10.0.0.1", secrets.client()])} - - [23/Nov/2025:17:00:00 +0000] '
                         f'"GET / HTTP/1.1" 200 5 "-" "-" "{", ".join(hops) or "-"}"')
        result = run("-p", policy, "-f", "main", data="\n".join(lines).encode() + b"\n")
        self.assert_ended(result, 0)
        self.assert_no_secret_in(secrets, result.stdout + result.stderr, "a forwarded list")
        self.assertGreater(sum(b'"network":null' not in row for row in result.stdout.splitlines()), LINES // 20)

    def test_the_oracle_sees_a_secret_that_is_there(self):
        data, secrets = self.make_log(1)
        with self.assertRaises(AssertionError):
            self.assert_no_secret_in(secrets, data, "the log itself")

    def test_a_log_of_an_unknown_kind_leaks_nothing_in_messages(self):
        secrets = Secrets(5)
        data = "\n".join(secrets.noise() for _ in range(2000)).encode()
        for arguments in ([], ["-f", "combined"], ["-f", "$remote_addr [$time_local] $status"]):
            result = run(*arguments, data=data)
            self.assert_ended(result, 65)
            self.assertEqual(result.stdout, b"")
            self.assert_no_secret_in(secrets, result.stderr, arguments)

    def test_no_secret_is_in_a_pseudonym(self):
        columns = ["client", "peer", "forwarded_for"]
        form = ('$remote_addr $realip_remote_addr "$http_x_forwarded_for" "$remote_user" [$time_iso8601] "$request" $status '
                '"$http_cookie" "$request_id"')
        key = self.folder / "key"
        self.assert_ended(run("key", "new", key), 0)
        day = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
        for seed, action in enumerate(["cmac", "deterministic", "nd", "ndx", "pfx", "cryptopan"], 40):
            secrets = Secrets(seed)
            keep, rng, lines = secrets.keep, secrets.rng, []
            for _ in range(LINES // 5):
                hops = ", ".join(rng.choice([secrets.client, lambda: keep(secrets.word()), lambda: "unknown",
                                             lambda: secrets.client() + ":4711"])() for _ in range(rng.randrange(1, 5)))
                lines.append(f'{rng.choice([secrets.client, lambda: keep(secrets.word()) + ".example.com"])()} '
                             f'{secrets.client()} "{hops}" "{rng.choice([keep(secrets.word()), secrets.mail(), "-"])}" '
                             f'[{day}T00:00:{rng.randrange(60):02}+00:00] "GET / HTTP/1.1" 200 '
                             f'"a={keep(secrets.word())}; sid={secrets.token()}" "{keep(f"{rng.getrandbits(128):032x}")}"')
            data = "\n".join(lines).encode() + b"\n"
            for as_address in (False, True) if action not in ("nd", "ndx") else (False,):
                by = f'{{ action = "{action}"{", as_address = true" if as_address else ""} }}'
                rows = "".join(f"{column} = {by}\n" for column in columns)
                path = self.write("policy.toml", ("[columns]\ntime = 'keep'\n" + rows + 'user = "token"\nrequest_id = "token"\n'
                                                  'cookie = { action = "token", name = "sid" }\n').encode())
                result = run("-p", path, "-f", form, "--key", key, data=data)
                self.assert_ended(result, 0)
                if as_address and action in ("pfx", "cryptopan"):
                    # pseudonyms among all addresses of IPv4: one of them may be another's
                    secrets.made = {s for s in secrets.made if not re.fullmatch(r"[0-9.]+", s)}
                self.assert_no_secret_in(secrets, result.stdout + result.stderr, by)
                published = [json.loads(text) for text in result.stdout.splitlines()]
                self.assertEqual(len(published), len(lines))
                for column in (*columns, "user", "cookie", "request_id"):
                    self.assertGreater(sum(row[column] is not None for row in published), len(lines) // 4, column)


if __name__ == "__main__":
    unittest.main()
