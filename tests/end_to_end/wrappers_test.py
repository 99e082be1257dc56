"""Logs in what syslog daemons, container runtimes and tools that print logs put around lines."""

import json
import random
import re
import unittest

from program import BROWSER, ProgramTest, line, log, records, run

TIME = "2025-11-23T17:37:28.669794202Z"


def docker(text, rng, stream="stdout", ends=True):
    return json.dumps({"log": text + ("\n" if ends else ""), "stream": stream, "attrs": {"tag": "wxkzq/qjzxk"},
                       "time": TIME}, ensure_ascii=rng.random() < 0.5)


def cri(text, rng, stream="stdout", ends=True):
    return f"{TIME} {stream} {'F' if ends else 'P'} {text}"


def syslog(text, rng, program="nginx"):
    day = rng.choice([" 3", "23"])
    return rng.choice([
        f"<190>Nov {day} 17:37:28 wzqxhost {program}: {text}",
        f"Nov {day} 17:37:28 233.199.211.144 {program}[4711742]: {text}",
        f"2025-11-23T17:37:28.326492+00:00 wzqxhost.zkqxw.example {program}[4711742]: {text}",
        f"<190>1 2025-11-23T17:37:28.3Z wzqxhost {program} 4711742 ID47 [x@1 ip=\"233.199.211.144\" a=\"\\\"\\]\"] \ufeff{text}",
        f"141 <190>1 2025-11-23T17:37:28Z wzqxhost {program} 4711742 - - {text}",
    ])


# name -> a function that wraps one line (without its newline)
WRAPPERS = {
    "docker": docker,
    "cri": cri,
    "syslog": syslog,
    "iso": lambda text, rng: f"{TIME} {text}",
    "compose": lambda text, rng: f"wzqxhost-1  | {text}",
    "coloured compose": lambda text, rng: f"\x1b[36mwzqxhost-1  |\x1b[0m {text}",
    "pm2": lambda text, rng: f"0|wzqxhost  | {text}",
    "kubectl": lambda text, rng: f"[pod/wzqxhost-7c9f4/zkqxw] {text}",
    "journal": lambda text, rng: json.dumps({"__REALTIME_TIMESTAMP": "1763919448669794", "_HOSTNAME": "wzqxhost",
                                             "_PID": "4711742", "SYSLOG_IDENTIFIER": "nginx", "MESSAGE": text}),
    "docker around syslog": lambda text, rng: docker(syslog(text, rng), rng),
    "cri around syslog": lambda text, rng: cri(syslog(text, rng), rng),
    "kubectl with times": lambda text, rng: f"[pod/wzqxhost-7c9f4/zkqxw] {TIME} {text}",
}
# What stands in the wrappers and must never come out.
SECRETS = [b"wzqxhost", b"zkqxw", b"wxkzq", b"qjzxk", b"4711742", b"233.199.211", b"ID47", b"669794", b"326492"]


def access_lines(count, seed=1):
    """Lines as text, with what JSON must escape."""
    rng = random.Random(seed)
    agents = [BROWSER, r'a \x22quoted\x22 one', r"back\x5Cslash", "t\tab & <b>", "café €"]
    return [line(path=f"/{i}", address=f"198.51.100.{rng.randrange(1, 255)}", second=i // 50,
                 agent=rng.choice(agents)).decode()[:-1] for i in range(count)]


def wrapped(wrap, lines, seed=1, end="\n"):
    rng = random.Random(seed)
    return "".join(wrap(text, rng) + end for text in lines).encode()


def without_pseudonyms(output):
    """The output without what is random by design: six digits may well stand in it by chance."""
    return re.sub(rb'"visitor":"[0-9a-f]{16}"', b'"visitor":null', output)


def without_visitors(output):
    return [{**record, "visitor": None} for record in records(output)]


class Wrappers(ProgramTest):
    def assert_same(self, name, data, expected, *arguments, **counts):
        """The records are `expected`; nothing of a wrapper comes out; the books are as said."""
        for more in ([], ["-f", "combined"]):
            result = run(*more, *arguments, "--stats=json", data=data)
            self.assert_ended(result, 0)
            self.assertEqual(without_visitors(result.stdout), expected, name)
            for secret in SECRETS:
                self.assertNotIn(secret, without_pseudonyms(result.stdout) + result.stderr, name)
            stats = json.loads(result.stderr)
            self.assertEqual(stats["lines"], data.count(b"\n"), name)
            self.assertEqual(stats["lines"], stats["records"] + stats["continuations"], name)
            for key, count in counts.items():
                value = stats[key] if isinstance(stats[key], int) else stats[key]["total"]
                self.assertEqual(value, count, f"{name}: {key}")

    def test_records_are_those_of_the_plain_log(self):
        lines = access_lines(3000)
        plain = run(data="".join(text + "\n" for text in lines).encode())
        self.assert_ended(plain, 0)
        expected = without_visitors(plain.stdout)
        self.assertEqual(len(expected), 3000)
        for name, wrap in WRAPPERS.items():
            self.assert_same(name, wrapped(wrap, lines), expected, published=3000, rejected=0, skipped=0)
            self.assert_same(name, wrapped(wrap, lines, end="\r\n"), expected, rejected=0)

    def test_pieces_are_joined_per_stream(self):
        rng = random.Random(3)
        for name in ("docker", "cri"):
            wrap, out, finished, waiting = WRAPPERS[name], [], [], {"stdout": [], "stderr": []}
            texts = iter(access_lines(2000))
            while True:
                stream = rng.choice(list(waiting))
                if not waiting[stream]:
                    text = next(texts, None)
                    if text is None:
                        break
                    cuts = sorted(rng.sample(range(1, len(text)), rng.choice([0, 0, 1, 2, 5])))
                    waiting[stream] = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)])]
                    waiting[stream].append(text)
                piece = waiting[stream].pop(0)
                is_last = len(waiting[stream]) == 1
                out.append(wrap(piece, rng, stream, is_last))
                if is_last:
                    finished.append(waiting[stream].pop())
            plain = run(data="".join(text + "\n" for text in finished).encode())
            left = sum(len(pieces) > 0 for pieces in waiting.values())
            for stream, pieces in waiting.items():  # no record is left half written
                for i, piece in enumerate(pieces[:-1]):
                    out.append(wrap(piece, rng, stream, i == len(pieces) - 2))
            last = [pieces[-1] for pieces in waiting.values() if pieces]
            plain = run(data="".join(text + "\n" for text in finished + last).encode())
            self.assert_same(name, "".join(text + "\n" for text in out).encode(), without_visitors(plain.stdout),
                             published=len(finished) + left, continuations=len(out) - len(finished) - left, rejected=0)

    def test_what_changes_lines_does_not_change_records(self):
        lines = access_lines(1000)
        data = "".join(text + "\n" for text in lines).encode()
        expected = without_visitors(run(data=data).stdout)
        rng = random.Random(5)
        def some(change):
            return lambda text: change(text) if rng.random() < 0.1 else text
        mutations = {
            "CRLF": lambda text: text + b"\r",
            "byte order marks": some(lambda text: b"\xef\xbb\xbf" + text),
            "NULs": some(lambda text: b"\0" * rng.randrange(1, 5000) + text),
            "a few colours": some(lambda text: b"\x1b[1;32m" + text + b"\x1b[0m"),
            "colours": lambda text: b"\x1b[32m" + text.replace(b" 200 ", b" \x1b[31m200\x1b[0m ") + b"\x1b[K",
            "junk behind": some(lambda text: text + b' 17 "junk" -'),
        }
        for name, change in mutations.items():
            for wrap_name, wrap in {"plain": lambda text, rng: text, **WRAPPERS}.items():
                if name in ("byte order marks", "NULs", "CRLF"):  # around the wrapper
                    mutated = b"".join(change(text) + b"\n" for text in wrapped(wrap, lines).split(b"\n")[:-1])
                else:
                    mutated = wrapped(wrap, [change(text.encode()).decode() for text in lines])
                self.assert_same(f"{name}, {wrap_name}", mutated, expected, rejected=0)

    def test_lines_may_end_with_a_carriage_return_alone(self):
        lines = access_lines(2000)
        expected = without_visitors(run(data="".join(text + "\n" for text in lines).encode()).stdout)
        for wrap in (lambda text, rng: text, cri):
            data = wrapped(wrap, lines, end="\r")
            for name in (self.write("mac.log", data), "-"):
                result = run("--stats=json", name, data=data)
                self.assert_ended(result, 0)
                self.assertEqual(without_visitors(result.stdout), expected)
                self.assertEqual(json.loads(result.stderr)["lines"], 2000)

    def test_rejected_records_are_told_by_their_place_in_the_file(self):
        for name, wrap in WRAPPERS.items():
            rng = random.Random(name)
            lines = access_lines(20000)
            for i in rng.sample(range(100, len(lines)), 30):
                lines[i] = f"rejected {i}"
            data = wrapped(wrap, lines)
            result = run("-f", "combined", "--stats=json", "-j3", data=data)
            self.assert_ended(result, 0)
            stats = json.loads(result.stderr)
            self.assertEqual(stats["rejected"]["format"], 30, name)
            self.assertEqual(len(stats["first_rejected"]), 10)
            junk = [i for i, text in enumerate(lines) if text.startswith("rejected")]
            for place, i in zip(stats["first_rejected"], junk):
                self.assertEqual(place["line"], i + 1, name)
                self.assertEqual(data[:place["offset"]].count(b"\n"), i, name)
                self.assertIn(b"rejected %d" % i, data[place["offset"]:].split(b"\n")[0], name)
                self.assertTrue(place["offset"] == 0 or data[place["offset"] - 1:place["offset"]] == b"\n")

    def test_a_torn_line_is_rejected_and_harms_no_other(self):
        rng = random.Random(9)
        for name in ("docker", "journal"):
            lines = wrapped(WRAPPERS[name], access_lines(500)).split(b"\n")[:-1]
            for i in range(50, 500, 25):
                lines[i] = lines[i][:rng.randrange(1, len(lines[i]))]
                lines[i + 1] = lines[i + 1][rng.randrange(1, len(lines[i + 1])):]
            result = run("--stats=json", "-f", "combined", data=b"\n".join(lines) + b"\n")
            self.assert_ended(result, 0)
            stats = json.loads(result.stderr)
            self.assertEqual(stats["published"], 500 - 36, name)
            self.assertEqual(stats["rejected"]["format"], 36, name)
            for secret in SECRETS:
                self.assertNotIn(secret, without_pseudonyms(result.stdout))


class OtherPrograms(ProgramTest):
    OTHERS = [("sshd", "Accepted publickey for qzwxk from 233.199.211.144 port 22 ssh2"), ("CRON", "(root) CMD (qzwxk)"),
              ("kernel", "[    0.000000] Linux version qzwxk"), ("postfix/smtpd", "connect from qzwxk[233.199.211.144]")]

    def mixed(self, lines, others, seed=1):
        """`others` lines of other daemons for each of the web server's."""
        rng = random.Random(seed)
        out = []
        for text in lines:
            for _ in range(others if others >= 1 else rng.random() < others):
                program, message = rng.choice(self.OTHERS)
                out.append(syslog(message, rng, program))
            out.append(syslog(text, rng))
        return "".join(text + "\n" for text in out).encode()

    def test_they_are_skipped_and_counted(self):
        lines = access_lines(1000)
        expected = without_visitors(run(data="".join(text + "\n" for text in lines).encode()).stdout)
        for others in (0.3, 3, 40):
            data = self.mixed(lines, others)
            for arguments in ([], ["-f", "combined"], ["-j1"]):
                result = run(*arguments, "--stats=json", data=data)
                self.assert_ended(result, 0)
                self.assertEqual(without_visitors(result.stdout), expected)
                stats = json.loads(result.stderr)
                self.assertEqual(stats["skipped"]["other_program"], data.count(b"\n") - 1000)
                self.assertEqual((stats["rejected"]["total"], stats["lines"]), (0, data.count(b"\n")))
                self.assertNotIn(b"qzwxk", result.stdout + result.stderr)

    def test_lines_of_the_server_itself_that_are_not_read_are_rejected(self):
        lines = access_lines(1000)
        lines[10] = lines[500] = "worker process 7 exited"
        result = run("--stats=json", data=self.mixed(lines, 1))
        self.assert_ended(result, 0)
        self.assertEqual(json.loads(result.stderr)["rejected"]["format"], 2)

    def test_rejects_are_judged_by_the_records_of_the_log(self):
        lines = access_lines(300)
        lines[200:] = ["something else"] * 100
        result = run(data=self.mixed(lines, 20))
        self.assert_ended(result, 65, "100 of 300 records were rejected")
        self.assert_ended(run("parse", data=self.mixed(lines, 20)), 65, "100 of 300 lines")

    def test_a_refusal_does_not_count_other_programs(self):
        lines = access_lines(300)
        data = self.mixed([text if i % 3 else "something else" for i, text in enumerate(lines)], 9)
        self.assert_ended(run(data=data), 65, "records were rejected")  # a third: judged at the end
        data = self.mixed([text if i % 3 == 0 else "something else" for i, text in enumerate(lines)], 9)
        result = run("-f", "combined", data=data)
        self.assert_ended(result, 65, "of its first ")
        self.assertEqual(result.stdout, b"")

    def test_a_wrong_format_is_no_success(self):
        data = self.mixed(access_lines(1000), 1)
        for arguments in (["-f", "main"], ["-f", "$time_iso8601 $status"]):
            result = run(*arguments, data=data)
            self.assert_ended(result, 65, "records are not of")
            self.assertEqual(result.stdout, b"")
        rng = random.Random(1)
        only_others = "".join(syslog(message, rng, program) + "\n" for program, message in self.OTHERS * 30)
        for arguments in ([], ["-f", "combined"]):
            result = run(*arguments, data=only_others.encode())
            self.assert_ended(result, 65)
            self.assertEqual(result.stdout, b"")
            self.assertNotIn(b"qzwxk", result.stderr)

    def test_the_other_commands_see_records_too(self):
        data = self.mixed(access_lines(300), 2)
        parsed = run("parse", data=data)
        self.assert_ended(parsed, 0)
        self.assertEqual([record["target"] for record in records(parsed.stdout)], [f"/{i}" for i in range(300)])
        explained = run("explain", "-n", "2", "-", data=data)
        self.assert_ended(explained, 0)
        self.assertIn(b"Record 2, after", explained.stdout)
        detected = run("detect", data=data)
        self.assert_ended(detected, 0)
        self.assertIn(b"in syslog", detected.stdout)
        for output in (explained.stdout, detected.stdout):
            self.assertNotIn(b"qzwxk", output)
            self.assertNotIn(b"wzqxhost", output)

    def test_parse_tells_the_line_of_the_file(self):
        lines = access_lines(100)
        lines[50] = "worker process 7 exited"
        result = run("parse", "-f", "combined", data=self.mixed(lines, 1))
        self.assert_ended(result, 0, "the first is line 102")

    def test_a_file_that_is_cut_within_a_record(self):
        data = wrapped(cri, access_lines(10)) + (cri(access_lines(1)[0][:40], None, ends=False) + "\n").encode()
        result = run("--stats=json", data=data)
        self.assert_ended(result, 0)
        stats = json.loads(result.stderr)
        self.assertEqual((stats["lines"], stats["published"], stats["rejected"]["format"]), (11, 10, 1))
        self.assertEqual(stats["first_rejected"][0]["line"], 11)


if __name__ == "__main__":
    unittest.main()
