"""W3C logs: #Fields that change anywhere, days that roll, columns from the command line; on files, pipes and threads."""

import json
import random
import time
import unittest

from program import ProgramTest, line, records, run, start

IIS = ("#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2025-11-23 00:00:00\n")
LAYOUTS = [
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus",
    "date time c-ip cs-uri-stem sc-status time-taken sc-substatus X-Forwarded-For",
    "time cs-uri-stem sc-status sc-substatus c-ip",
    "sc-status sc-substatus time cs-uri-stem",
]


def value(column, rng, date, clock, path):
    known = {"date": date, "time": clock, "cs-uri-stem": path, "sc-status": "200", "c-ip": "203.0.113.7",
             "cs-method": "GET", "cs(User-Agent)": "Mozilla/5.0+(X11)", "X-Forwarded-For": "198.51.100.9,+203.0.113.8"}
    return known.get(column) or rng.choice(["-", str(rng.randrange(1000))])


class Log:
    """A log whose layout changes at random, with the (time, path) that each line must give."""

    def __init__(self, seed, lines):
        rng = random.Random(seed)
        self.data, self.expected = [IIS.encode()], []
        seconds, columns = 0, None
        for number in range(lines):
            if columns is None or rng.randrange(40) == 0:
                columns = rng.choice(LAYOUTS)
                if rng.randrange(2):
                    self.data.append(f"#Date: {self.date(seconds)} {self.clock(seconds)}\n".encode())
                self.data.append(f"#Fields: {columns}\n".encode())
                if "date" not in columns:
                    # What lines with a date say does not tell the day of those without.
                    self.data.append(f"#Date: {self.date(seconds)} {self.clock(seconds)}\n".encode())
            seconds += rng.choice([0, 1, 60, 3600, 7 * 3600])
            date, clock, path = self.date(seconds), self.clock(seconds), f"/{number}"
            self.data.append(" ".join(value(c, rng, date, clock, path) for c in columns.split()).encode() + b"\n")
            self.expected.append((f"{date}T{clock}Z", path))

    @staticmethod
    def date(seconds):
        return time.strftime("%Y-%m-%d", time.gmtime(1763856000 + seconds))

    @staticmethod
    def clock(seconds):
        return time.strftime("%H:%M:%S", time.gmtime(seconds))


class Layouts(ProgramTest):
    def check(self, output, expected):
        self.assertEqual([(r["time"], r["path"]) for r in records(output)], expected)

    def test_what_comes_out_depends_neither_on_threads_nor_on_pieces(self):
        for seed in range(6):
            log = Log(seed, 3000)
            path = self.write(f"{seed}.log", b"".join(log.data))
            for arguments in (["-j1", path], ["-j3", path], ["-f", "iis", "-j3", path], ["-f", "iis", "-f", "combined", path]):
                result = run("--columns", "time,path", *arguments)
                self.assert_ended(result, 0)
                self.check(result.stdout, log.expected)

    def test_on_a_pipe_that_comes_in_pieces(self):
        log = Log(9, 400)
        data = b"".join(log.data)
        for size in (1, 7, 1000):
            process = start("-j2", "--columns", "time,path")
            for at in range(0, len(data), size):
                process.stdin.write(data[at:at + size])
                process.stdin.flush()
            output, errors = process.communicate()
            self.assertEqual(process.returncode, 0, errors)
            self.check(output, log.expected)

    def test_a_header_that_comes_long_before_the_first_line(self):
        for arguments in ([], ["-f", "iis"]):
            process = start(*arguments, "--columns", "time,path")
            process.stdin.write((IIS + "#Fields: time cs-uri-stem sc-status\n").encode())
            process.stdin.flush()
            time.sleep(0.5)
            output, errors = process.communicate(b"10:00:00 /a 200\n")
            self.assertEqual(process.returncode, 0, errors)
            self.check(output, [("2025-11-23T10:00:00Z", "/a")])

    def test_large_chunks_of_many_midnights(self):
        lines, expected = [(IIS + "#Fields: time cs-uri-stem sc-status\n").encode()], []
        for number in range(60000):
            seconds = number * 37 * 60
            lines.append(f"{Log.clock(seconds)} /{number} 200\n".encode())
            expected.append((f"{Log.date(seconds)}T{Log.clock(seconds)}Z", f"/{number}"))
        path = self.write("a.log", b"".join(lines))
        for threads in ("-j1", "-j3"):
            self.check(run(threads, "--columns", "time,path", path).stdout, expected)

    def test_parse_follows_the_layout(self):
        result = run("parse", data=(IIS + "#Fields: time c-ip sc-substatus\n10:00:00 203.0.113.7 0\n"
                                    "#Fields: date time cs(User-Agent)\n2025-11-23 11:00:00 a+b\n").encode())
        self.assert_ended(result, 0)
        self.assertEqual(records(result.stdout),
                         [{"format": "iis", "client_ip": "203.0.113.7", "time": "2025-11-23T10:00:00Z",
                           "other": {"sc-substatus": "0"}},
                          {"format": "iis", "time": "2025-11-23T11:00:00Z", "user_agent": "a b"}])

    def test_explain_shows_each_layout(self):
        data = (IIS + "#Fields: time c-ip sc-substatus\n10:00:00 203.0.113.7 0\n"
                "#Fields: date time cs(User-Agent) sc-substatus\n2025-11-23 11:00:00 a+b 0\n").encode()
        result = run("explain", "-", data=data)
        self.assert_ended(result, 0)
        self.assertEqual(result.stdout.count(b"Format  iis: "), 2)
        self.assertIn(b"2025-11-23T10:00:00Z", result.stdout)
        self.assertNotIn(b"203.0.113.7", result.stdout)

    def test_lines_of_another_format_keep_theirs(self):
        data = line("/1") + (IIS + "#Fields: time cs-uri-stem sc-status\n10:00:00 /2 200\n").encode() + line("/3")
        for formats in (["iis", "combined"], ["combined", "w3c"]):
            result = run("-f", formats[0], "-f", formats[1], data=data)
            self.assert_ended(result, 0)
            self.assertEqual([r["path"] for r in records(result.stdout)], ["/1", "/2", "/3"])

    def test_an_address_with_a_port(self):
        data = (IIS + "#Fields: date time c-ip sc-status sc-substatus\n").encode()
        addresses = (b"203.0.113.7:50312", b"[2001:db8::7]:50312", b"2001:db8::7", b"[2001:db8::7]", b"203.0.113.7", b"::1%0")
        data += b"".join(b"2025-11-23 10:00:00 %s 200 0\n" % address for address in addresses)
        result = run(data=data)
        self.assert_ended(result, 0)
        self.assertEqual([r["network"] for r in records(result.stdout)],
                         ["203.0.113.0/24", "2001:db8::/32", "2001:db8::/32", "2001:db8::/32", "203.0.113.0/24", "::/32"])

    def test_too_many_layouts_are_an_error_without_bytes_of_the_log(self):
        data = b"".join(b"#Fields: time secret%d\n10:00:00 x\n" % i for i in range(100))
        result = run("-f", "w3c", data=data)
        at = sum(len(b"#Fields: time secret%d\n10:00:00 x\n" % i) for i in range(64))
        self.assert_ended(result, 65, f"stdin: line 129, byte {at}: more than 64 different #Fields lines")
        self.assertNotIn(b"secret", result.stderr)
        # In a later chunk, and in a container's log.
        lines = b"10:00:00 x\n" * 100000
        result = run("-f", "w3c", data=data.replace(b"#Fields: time secret9\n", lines + b"#Fields: time secret9\n"))
        self.assert_ended(result, 65, f"stdin: line 100129, byte {at + len(lines)}: more than 64")
        docker = b"".join(json.dumps({"log": text + "\n", "stream": "stdout", "time": "2025-11-23T17:37:28Z"}).encode()
                          + b"\n" for text in data.decode().splitlines())
        result = run("-f", "w3c", data=docker)
        self.assert_ended(result, 65, "stdin: line 129, byte ")

    def test_a_header_of_another_stream_says_nothing_of_this_one(self):
        def docker(text, stream):
            return json.dumps({"log": text + "\n", "stream": stream, "time": "2025-11-23T17:37:28Z"}).encode() + b"\n"

        def lines(path):
            return [("#Fields: date time c-ip cs-uri-stem sc-status", "stdout"),
                    (f"2025-11-23 10:00:00 203.0.113.7 /{path}1 200", "stdout"),
                    ("#Fields: date time c-ip cs-username cs-uri-stem sc-status", "stderr"),
                    (f"2025-11-23 10:00:00 203.0.113.7 /{path}2 200", "stdout"),
                    (f"2025-11-23 10:00:00 203.0.113.7 carol /{path}3 200", "stderr"),
                    (f"2025-11-23 10:00:00 203.0.113.7 /{path}4 200", "stdout")]
        data = [docker(*one) for i in range(2000) for one in lines(f"{i}/")]
        for arguments in (["-j1"], ["-j3"], ["-f", "w3c"], ["-f", "iis"]):
            result = run("--columns", "path", *arguments, data=b"".join(data))
            self.assert_ended(result, 0)
            self.assertEqual([r["path"] for r in records(result.stdout)],
                             [f"/{i}/{j}" for i in range(2000) for j in (1, 2, 3, 4)])

    def test_a_policy_that_needs_a_field_looks_at_the_layout_of_the_log(self):
        policy = self.write("p.toml", b'[columns]\nnetwork = "truncate"\n[client]\nfrom = "forwarded_for"\n'
                                      b'trusted = ["10.0.0.0/8"]\n')
        fields = "#Fields: date time c-ip X-Forwarded-For\n"
        data = (IIS + fields + "2025-11-23 10:00:00 10.0.0.1 198.51.100.9,+203.0.113.7\n").encode()
        result = run("-f", "iis", "-p", policy, data=data)
        self.assert_ended(result, 0)
        self.assertEqual(records(result.stdout)[0]["network"], "203.0.113.0/24")
        result = run("-f", "iis", "-p", policy, data=data.replace(b" X-Forwarded-For", b""))
        self.assert_ended(result, 78, "the format iis has no forwarded_for")


class Fields(ProgramTest):
    LINES = b"".join(b"2025-11-23 10:00:0%d 203.0.113.7 /%d 200\n" % (i, i) for i in range(5))
    COLUMNS = "date time c-ip cs-uri-stem sc-status"

    def test_a_log_without_a_header_needs_them(self):
        for arguments in (["-f", "w3c"], ["-f", "iis"]):
            result = run(*arguments, data=self.LINES)
            self.assert_ended(result, 65, "say them with --fields")
            self.assertEqual(result.stdout, b"")
        self.assert_ended(run(data=self.LINES), 65, "no known format")

    def test_they_are_those_of_lines_before_any_header(self):
        for arguments in ([], ["-f", "w3c"], ["-f", "iis"], ["-f", "combined", "-f", "w3c"]):
            result = run(*arguments, "--fields", self.COLUMNS, "--columns", "path", data=self.LINES)
            self.assert_ended(result, 0)
            self.assertEqual([r["path"] for r in records(result.stdout)], [f"/{i}" for i in range(5)])
        data = self.LINES + b"#Fields: time cs-uri-stem\n10:00:00 /x\n"
        self.assertEqual(records(run("--fields", self.COLUMNS, data=data).stdout)[-1]["path"], "/x")

    def test_commands_take_them(self):
        fields = ["--fields", self.COLUMNS]
        self.assertEqual(records(run("parse", *fields, data=self.LINES).stdout)[0]["path"], "/0")
        self.assertIn(b"w3c", run("detect", *fields, data=self.LINES).stdout.split(b"\n")[0])
        self.assert_ended(run("explain", *fields, "-", data=self.LINES), 0)
        self.assert_ended(run("explain", "-f", "w3c", *fields), 0)
        self.assert_ended(run("explain", "-f", "w3c"), 64, "takes a log or --fields")

    def test_wrong_ones_are_refused(self):
        self.assert_ended(run("-f", "combined", *["--fields", self.COLUMNS], data=line()), 64, "--format gives none of them")
        self.assert_ended(run("--fields", " # ", data=line()), 64, "--fields:1:1: no column")

    def test_known_layouts_need_none(self):
        iis = b"2025-11-23 10:00:00 10.0.0.1 GET /%d - 443 - 203.0.113.7 Mozilla/5.0 %s200 0 0 15\n"
        for referrer in (b"", b"- "):
            data = b"".join(iis % (i, referrer) for i in range(3))
            self.assertEqual([r["path"] for r in records(run(data=data).stdout)], ["/0", "/1", "/2"])
        self.assert_ended(run(data=data.replace(b" 15", b" 15 1")), 65, "no known format")


class Encodings(ProgramTest):
    def test_utf16_is_told_with_what_to_do(self):
        text = IIS + "#Fields: time c-ip\n10:00:00 203.0.113.7\n"
        for encoding in ("utf-16-le", "utf-16-be"):
            data = ("\ufeff" + text).encode(encoding)
            for arguments in ([], ["-f", "iis"], ["parse"], ["detect"], ["explain", "-"]):
                result = run(*arguments, data=data)
                self.assert_ended(result, 65, "iconv -f UTF-16 -t UTF-8")
                self.assertEqual(result.stdout, b"")

    def test_a_byte_order_mark_hides_no_header(self):
        data = b"\xef\xbb\xbf#Fields: time cs-uri-stem sc-substatus\n10:00:00 /a 0\n"
        self.assertEqual(records(run(data=data).stdout)[0]["path"], "/a")


if __name__ == "__main__":
    unittest.main()
