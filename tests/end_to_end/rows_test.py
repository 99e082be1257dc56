"""Records that a policy leaves out or marks, and visitors who object to being followed."""

import json
import unittest

from program import BROWSER, ProgramTest, line, records, run

BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def policy(text):
    return 'extends = "standard"\n' + text


class Rows(ProgramTest):
    def lines(self):
        return [line(path="/0", address="192.0.2.10"), line(path="/1", address="192.0.3.10"),
                line(path="/2", address="2001:db8::1"), line(path="/3", status=304), line(path="/4", agent=BOT),
                line(path="/5").replace(b'"GET', b'"OPTIONS'), line(path="/6").replace(b'"GET', b'"HACK'),
                line(path="/7", address="not-an-address"), line(path="/8"),
                line(path="/9", address="::ffff:192.0.2.77")]

    def paths(self, text, *arguments):
        result = run("-p", self.write("p.toml", policy(text).encode()), "-f", "combined", "--stats=json", *arguments,
                     data=b"".join(self.lines()))
        self.assert_ended(result, 0)
        stats = json.loads(result.stderr)
        self.assertEqual(stats["records"], stats["published"] + stats["excluded"]["total"])
        return [int(record["path"][1:]) for record in records(result.stdout)], stats["excluded"]

    def test_they_are_left_out_and_counted(self):
        for text, left, reason in [
            ('networks = ["192.0.2.0/24", "2001:db8::/32"]', [0, 2, 9], "network"),
            ("statuses = [304, 599]", [3], "status"),
            ('methods = ["OPTIONS", "OTHER"]', [5, 6], "method"),
            ("bots = true", [4], "bot"),
        ]:
            for more in ([], ["-j", "3"], ["--columns", "path"]):
                paths, excluded = self.paths(f"[drop]\n{text}\n", *more)
                self.assertEqual(paths, [i for i in range(10) if i not in left], text)
                self.assertEqual({name: count for name, count in excluded.items() if count},
                                 {"total": len(left), reason: len(left)}, text)

    def test_the_first_reason_counts(self):
        paths, excluded = self.paths('[drop]\nnetworks = ["0.0.0.0/1", "128.0.0.0/1", "2000::/3"]\nstatuses = [200, 304]\nbots = true\n')
        self.assertEqual(paths, [])
        self.assertEqual((excluded["network"], excluded["status"], excluded["total"]), (9, 1, 10))

    def test_they_are_marked(self):
        text = policy('[flag]\nnetworks = ["192.0.2.0/24"]\nbots = true\n[columns]\nflagged = "rows"\n')
        result = run("-p", self.write("p.toml", text.encode()), "-f", "combined", data=b"".join(self.lines()))
        self.assert_ended(result, 0)
        self.assertEqual([r["flagged"] for r in records(result.stdout)], [i in (0, 4, 9) for i in range(10)])

    def test_other_columns_stay_with_their_row(self):
        data = b"".join(line(path=f"/{i}", status=200 + i % 7, agent=BROWSER if i % 3 else BOT, second=i % 3600,
                             address=f"10.{i // 256 % 256}.{i % 256}.9") for i in range(5000))
        whole = run("-p", "standard", data=data)
        part = run("-p", self.write("p.toml", policy("[drop]\nstatuses = [201, 204]\n").encode()), data=data)
        def fields(result):
            return [{**record, "visitor": None} for record in records(result.stdout)]
        self.assertEqual(fields(part), [r for r in fields(whole) if r["status"] not in (201, 204)])

    def test_mistakes_are_shown(self):
        for text, message in [('[drop]\nnetworks = ["192.0.2.0/33"]', "p.toml:3:"), ("[drop]\nstatuses = [99]", "100 to 599"),
                              ('[drop]\nmethods = ["FETCH"]', "a method is one of GET"), ("[drop]\nbots = 1", "true or false"),
                              ('[drop]\nagents = ["x"]', "unknown key \"agents\""), ("drop = 3", "drop is a table"),
                              ("[flag]\nbots = true", "needs the column"), ("honour_signals = 1", "true or false"),
                              ('[columns]\nflagged = "rows"', "needs a table [flag]")]:
            result = run("policy", "check", self.write("p.toml", policy(text).encode()))
            self.assert_ended(result, 78, message)


class Signals(ProgramTest):
    FORMAT = '$remote_addr [$time_local] "$request" $status "$http_user_agent" "$http_sec_gpc" "$http_dnt"'

    def visitors(self, text, signals):
        data = "".join(f'192.0.2.1 [23/Nov/2025:17:00:00 +0000] "GET / HTTP/1.1" 200 "x" "{gpc}" "{dnt}"\n'
                       for gpc, dnt in signals).encode()
        result = run("-p", self.write("p.toml", policy(text).encode()), "-f", self.FORMAT, data=data)
        self.assert_ended(result, 0)
        return [record["visitor"] is not None for record in records(result.stdout)]

    def test_who_objects_has_no_visitor(self):
        signals = [("1", "-"), ("-", "1"), ("1", "1"), ("0", "0"), ("-", "-"), ("?1", "yes"), ("11", "-"), ("1, 1", "-"),
                   ("-", "true")]
        self.assertEqual(self.visitors("honour_signals = true\n", signals), [False] * 3 + [True] * 4 + [False] * 2)
        self.assertEqual(self.visitors("", signals), [True] * 9)
        self.assertEqual(self.visitors("honour_signals = false\n", signals), [True] * 9)

    def test_a_format_without_them(self):
        result = run("-p", self.write("p.toml", policy("honour_signals = true\n").encode()), data=line())
        self.assert_ended(result, 0)
        self.assertIsNotNone(records(result.stdout)[0]["visitor"])


if __name__ == "__main__":
    unittest.main()
