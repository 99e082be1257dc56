"""Formats as users give them: several, from a server's configuration, and what detect says of a log."""

import gzip
import json
import os
import pathlib
import random
import time
import unittest

from program import ProgramTest, line, log, records, run, start

VHOST_FORMAT = "vhost_combined"


def as_vhost(combined, host="www.example.org:443"):
    return host.encode() + b" " + combined


def as_main(combined, forwarded="198.51.100.9"):
    return combined[:-1] + f' "{forwarded}"\n'.encode()


def mixed(lines, seed=3):
    """Lines of three formats in runs, with their paths as numbers: how they come out must be how they went in."""
    rng = random.Random(seed)
    out = []
    while len(out) < lines:
        change = rng.choice([bytes, as_vhost, as_main])
        for _ in range(rng.choice([1, 1, 2, 5, 300])):
            out.append(change(line(path=f"/{len(out)}", address=f"198.51.100.{rng.randrange(1, 255)}")))
    return out[:lines]


def elb_line(number, agent="Mozilla/5.0", times="0.000073 0.001048 0.000057"):
    return (f'2025-10-10T13:55:36.945958Z my-loadbalancer 203.0.113.7:2817 10.0.0.1:80 {times} 200 200 0 29 '
            f'"GET http://www.example.com:80/{number} HTTP/1.1" "{agent}" - -\n').encode()


class LoadBalancers(ProgramTest):
    def test_a_record_of_two_lines_is_one_wherever_a_chunk_ends(self):
        rng = random.Random(5)
        count = 20000
        data = b"".join(elb_line(i, "a" * rng.randrange(200) + rng.choice(["\n", "", "", ""]) + "b" * rng.randrange(200))
                        for i in range(count))
        path = self.write("elb.log", data)
        for arguments in ([path], ["-j3", path], ["-z", "none", "-f", "elb", "-"], ["-f", "elb", "-f", "combined", path]):
            result = run("--stats=json", *arguments, data=data)
            self.assert_ended(result, 0)
            stats = json.loads(result.stderr)
            self.assertEqual((stats["published"], stats["rejected"]["total"], stats["continuations"]),
                             (count, 0, data.count(b"\n") - count))
            self.assertEqual([r["path"] for r in records(result.stdout)], [f"/{i}" for i in range(count)])
        parsed = run("parse", path)
        self.assert_ended(parsed, 0)
        self.assertEqual(len(records(parsed.stdout)), count)

    def test_a_record_that_never_ends_is_rejected(self):
        data = elb_line(1) + elb_line(2).replace(b'" - -\n', b"\n") + elb_line(3) * 20
        result = run("--stats=json", "-f", "elb", data=data + elb_line(4).replace(b'" - -\n', b""))
        self.assert_ended(result, 0)
        stats = json.loads(result.stderr)
        self.assertEqual((stats["published"], stats["rejected"]["format"]), (21, 2))

    def test_the_duration_is_the_sum_of_its_parts(self):
        for times, duration in (("0.000073 0.001048 0.000057", 1178), ("1 2.5 0", 3500000), ("-1 -1 -1", None),
                                ("0.1 0.2 -1", None)):
            alb = ("https " + elb_line(1, times=times).decode().replace("my-loadbalancer", "app/my-loadbalancer/50dc"))
            alb = alb.replace(" - -", ' ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:x "Root=1-2" "-" "-" 1 '
                              '2025-10-10T13:55:36.080000Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_1').encode()
            for name, data in (("elb", elb_line(1, times=times)), ("alb", alb)):
                for arguments in ([], ["-f", name]):
                    result = run(*arguments, data=data)
                    self.assert_ended(result, 0)
                    self.assertEqual(records(result.stdout)[0]["duration_us"], duration, (name, times))
        explained = run("explain", "-f", "alb").stdout.decode()
        self.assertRegex(explained, "duration_us .*request_processing_time, upstream_duration_us, response_processing_time")


class SeveralFormats(ProgramTest):
    FORMATS = ["-f", "combined", "-f", VHOST_FORMAT, "-f", "main"]

    def test_lines_keep_their_order_for_any_threads_and_compression(self):
        lines = mixed(20000)
        path = self.write("a.log", b"".join(lines))
        first = None
        for arguments in [["-j1", path], ["-j2", path], ["-j5", path], ["-j2", "-"]]:
            result = run(*self.FORMATS, *arguments, data=b"".join(lines))
            self.assert_ended(result, 0)
            paths = [r["path"] for r in records(result.stdout)]
            self.assertEqual(paths, [f"/{i}" for i in range(len(lines))])
            hosts = [r["host"] for r in records(result.stdout)]
            self.assertEqual(hosts, ["www.example.org" if l.startswith(b"www.") else None for l in lines])
            without_visitor = [{**r, "visitor": None} for r in records(result.stdout)]
            first = first or without_visitor
            self.assertEqual(without_visitor, first)

    def test_one_visitor_has_one_name_in_all_formats(self):
        data = line() + as_main(line())
        for formats in (["combined", "main"], ["main", "combined"]):
            result = run("-f", formats[0], "-f", formats[1], data=data)
            self.assertEqual(len({r["visitor"] for r in records(result.stdout)}), 1)
        # The site is part of a visitor: with the policy's own site it is the same for lines with a host and without.
        policy = self.write("p.toml", b'extends = "standard"\nsite = "example.org"\n')
        result = run("-p", policy, *self.FORMATS, data=line() + as_vhost(line()) + as_main(line()))
        self.assert_ended(result, 0)
        self.assertEqual(len({r["visitor"] for r in records(result.stdout)}), 1)

    def test_what_no_format_reads_is_rejected_and_counted(self):
        data = b"".join(mixed(500)) + b"junk\n\n# comment\n" + line()
        stats = self.folder / "stats.json"
        self.assert_ended(run(*self.FORMATS, "--stats-file", stats, data=data), 0)
        counts = json.loads(stats.read_text())
        self.assertEqual((counts["lines"], counts["published"], counts["rejected"]["format"],
                          counts["skipped"]["total"]), (504, 501, 1, 2))

    def test_a_refusal_tells_what_most_lines_lack(self):
        self.assert_ended(run("-f", "combined", data=log(5) + line().replace(b"23/Nov", b"31/Feb") * 9), 65,
                          "9 of its first 14 records are rejected, most of them since there is no such time")
        self.assert_ended(run("-f", "combined", "--max-line", "1K", data=line(path="/" + "a" * 2000) * 3), 65,
                          "3 of its first 3 records are rejected, most of them since they are longer than --max-line")
        twice = b'{"remote_addr":"203.0.113.7","time":1,"status":200,"status":200,"uri":"/"}\n'
        self.assert_ended(run("-f", "json", data=twice * 3), 65, "(nor is a line with a key twice)")

    def test_a_given_format_never_falls_back_to_another(self):
        result = run("-f", VHOST_FORMAT, "-f", "$status|$request", data=log(100))
        self.assert_ended(result, 65, "not of any of the formats `vhost_combined`, `$status|$request`")
        self.assertEqual(result.stdout, b"")

    def test_json_keys_of_the_policy_are_detected(self):
        policy = self.write("p.toml", b'extends = "standard"\n[json]\nclient_ip = "who"\ntime = "when"\nstatus = "code"\n')
        data = b'{"who":"203.0.113.7","when":1763919448,"code":200,"uri":"/a"}\n' * 9
        docker = b"".join(json.dumps({"log": text.decode() + "\n", "stream": "stdout", "time": "2025-11-23T17:37:28Z"})
                          .encode() + b"\n" for text in data.splitlines())
        for log_data in (data, docker):
            self.assert_ended(run(data=log_data), 65, "no known format")
            result = run("-p", policy, data=log_data)
            self.assert_ended(result, 0)
            self.assertEqual([(r["network"], r["status"], r["path"]) for r in records(result.stdout)],
                             [("203.0.113.0/24", 200, "/a")] * 9)
            self.assertIn(b": json\n", run("detect", "-p", policy, data=log_data).stdout)
            self.assertIn(b"Format  json", run("explain", "-p", policy, "-", data=log_data).stdout)

    def test_numbers_of_floating_point(self):
        data = (b'{"remote_addr":"203.0.113.7","time":1763919448,"status":%s,"body_bytes_sent":"512.00","uri":"/"}\n')
        result = run(data=b"".join(data % status for status in (b"200.0", b'"404.0"', b"200.5", b"200.", b".0")))
        self.assert_ended(result, 0)
        self.assertEqual([r["status"] for r in records(result.stdout)], [200, 404, None, None, None])
        self.assertEqual({r["bytes"] for r in records(result.stdout)}, {512})

    def test_explain_shows_no_format_whose_lines_are_only_skipped(self):
        error = (b'2025/11/23 17:37:28 [error] 1#1: *4 open() "/srv/a" failed (2: No such file or directory), '
                 b'client: 203.0.113.7, server: www.example.org, request: "GET /a HTTP/1.1"\n')
        data = log(20) + error * 5
        self.assertIn(b"combined nginx-error", run("detect", data=data).stdout)
        explained = run("explain", "-", data=data)
        self.assert_ended(explained, 0)
        self.assertIn(b"Format  combined", explained.stdout)
        self.assertNotIn(b"nginx-error", explained.stdout)
        self.assertIn(b"Format  nginx-error", run("explain", "-p", "errors", "-", data=error * 5).stdout)

    def test_a_stream_may_begin_with_a_banner(self):
        banner = b"-----\nNGINX Ingress controller\n  Release:       v1.8.1\n-----\n\n"
        access = (line()[:-1] + b' 512 0.012 [default-web-80] [] 10.0.0.1:8080 512 0.011 200 '
                  b'0123456789abcdef0123456789abcdef\n')
        docker = [json.dumps({"log": text.decode() + "\n", "stream": "stdout", "time": "2025-11-23T17:37:28Z"}).encode() + b"\n"
                  for text in banner.splitlines() + [access[:-1]]]
        for first, second in ((banner, access), (b"".join(docker[:-1]), docker[-1])):
            process = start("--stats=json")
            process.stdin.write(first)
            process.stdin.flush()
            time.sleep(0.5)
            process.stdin.write(second * 3)
            process.stdin.flush()
            output, errors = process.communicate(timeout=20)
            self.assertEqual(process.returncode, 0, errors)
            self.assertEqual(len(records(output)), 3)
            stats = json.loads(errors)
            self.assertEqual((stats["skipped"]["other_log"], stats["skipped"]["blank"]), (4, 1))
            # Nothing else coming is no success, also beside another input.
            other = self.write("a.log", line())
            process = start(other, "-")
            output, errors = process.communicate(first, timeout=20)
            self.assertEqual(process.returncode, 65)
            self.assertIn(b"no format reads any of its lines", errors)

    def test_a_host_and_a_port_are_no_client(self):
        for host in ("www.example.org:443", "192.0.2.1:80", "localhost:8080"):
            data = b"".join(as_vhost(line(path=f"/{i}"), host) for i in range(300))
            result = run("-f", "combined", data=data)
            self.assert_ended(result, 65, "200 of its first 200 records have a host and a port")
            self.assertEqual(result.stdout, b"")
            for formats in ([], ["-f", VHOST_FORMAT], ["-f", "combined", "-f", VHOST_FORMAT]):
                result = run(*formats, data=data)
                self.assert_ended(result, 0)
                self.assertEqual({r["network"] for r in records(result.stdout)}, {"203.0.113.0/24"})
        result = run("-f", "combined", data=as_vhost(line()) * 2 + line(address="host.example.org") * 2)
        self.assert_ended(result, 0)

    def test_every_format_takes_one_value_so_that_inputs_may_follow(self):
        path = self.write("a.log", line())
        self.assertEqual(len(records(run("-f", "common", "-f", "[$time_local]", path).stdout)), 1)
        self.assert_ended(run("-f", "auto", path), 0)
        self.assert_ended(run("-f", "auto", "-f", "main", path), 64, "auto is no format beside others")

    def test_parse_shows_each_line_by_its_format(self):
        result = run("parse", "-f", "combined", "-f", VHOST_FORMAT, data=line() + as_vhost(line()))
        keys = [list(r) for r in records(result.stdout)]
        self.assertEqual(keys[0], ["format", "client_ip", "ident", "remote_user", "time", "method", "target", "protocol",
                                   "status", "body_bytes", "referrer", "user_agent"])
        self.assertEqual(keys[1], [*keys[0], "server_name", "server_port"])
        self.assertEqual([r["format"] for r in records(result.stdout)], ["combined", VHOST_FORMAT])


class ServerConfiguration(ProgramTest):
    def write_in(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def test_nginx_with_includes_in_the_order_of_their_names(self):
        conf = self.write_in("nginx/nginx.conf", "http { include conf.d/*.conf; access_log /l b; access_log /m a; }\n")
        self.write_in("nginx/conf.d/2.conf", "log_format b '[$time_local] $status';\n")
        self.write_in("nginx/conf.d/1.conf", "log_format a '$remote_addr [$time_local] \"$request\"';\n")
        data = b'[23/Nov/2025:17:37:28 +0000] 404\n203.0.113.7 [23/Nov/2025:17:37:28 +0000] "GET /a HTTP/1.1"\n'
        result = run("-f", f"nginx:{conf}", data=data)
        self.assert_ended(result, 0)
        self.assertEqual([(r["status"], r["path"]) for r in records(result.stdout)], [(404, None), (None, "/a")])
        result = run("-f", f"nginx:{conf}#b", "--max-rejects", "50%", data=data)
        self.assertEqual([r["status"] for r in records(result.stdout)], [404])

    def test_apache_includes_whole_folders(self):
        conf = self.write_in("httpd.conf", "Include more\n")
        self.write_in("more/b/c.conf", 'LogFormat "%h %l %u %t \\"%r\\" %>s %b" common\n')
        self.write_in("more/a.conf", "CustomLog logs/access_log common\n")
        self.assert_ended(run("-f", f"apache:{conf}", data=log(10)), 0)

    def test_apache_reads_a_folder_in_the_order_of_names(self):
        conf = self.write_in("httpd.conf", "Include more\nCustomLog logs/access_log own\n")
        for number in range(20):
            self.write_in(f"more/{number:02}.conf", f'LogFormat "%h {number:02} %t %>s" own\n')
        data = b"203.0.113.7 19 [23/Nov/2025:17:37:28 +0000] 200\n"
        self.assert_ended(run("-f", f"apache:{conf}", data=data), 0)

    def test_a_configuration_may_come_from_a_pipe(self):
        reader, writer = os.pipe()
        os.write(writer, b"log_format a '$status'; access_log /l a;")
        os.close(writer)
        result = run("-f", f"nginx:/dev/fd/{reader}", data=b"200\n", pass_fds=[reader])
        os.close(reader)
        self.assert_ended(result, 0)

    def test_what_cannot_be_read_is_told_with_its_place(self):
        conf = self.write_in("nginx.conf", "http {\n  include site/a.conf;\n}\n")
        self.assert_ended(run("-f", f"nginx:{conf}", data=line()), 64,
                          f"{conf}:2:11: there is no file {self.folder}/site/a.conf\n    include site/a.conf;\n            ^")
        self.write_in("nginx.conf", "include /dev/zero;")
        self.assert_ended(run("-f", f"nginx:{conf}", data=line()), 64, "cannot read /dev/zero: it is too large")
        self.write_in("httpd.conf", "Include f")
        (self.folder / "f").mkdir()
        os.symlink("..", self.folder / "f" / "up")
        self.assert_ended(run("-f", f"apache:{self.folder}/httpd.conf", data=line()), 64, "httpd.conf:1:9: ")

    def test_debian_configurations_work_as_they_are(self):
        for server, path in (("nginx", "/etc/nginx/nginx.conf"), ("apache", "/etc/apache2/apache2.conf")):
            if not os.path.exists(path):
                continue
            with self.subTest(path):
                self.assert_ended(run("-f", f"{server}:{path}", data=log(100)), 0)


class Detect(ProgramTest):
    def test_it_says_which_format_and_why(self):
        path = self.write("a.log.gz", gzip.compress(log(300)))
        result = run("detect", path)
        self.assert_ended(result, 0)
        text = result.stdout.decode()
        self.assertTrue(text.startswith(f"{path}: combined\n"), text)
        self.assertIn("200 of 200", text)
        self.assertIn("combined reads as many fields as lighttpd, which comes later", text)
        self.assertEqual(run("detect", data=log(300)).stdout.decode(), text.replace(f"{path}:", "stdin:"))

    def test_it_decides_as_auto_does(self):
        for data in (log(50), b"".join(mixed(50)), b"".join(as_vhost(l) for l in mixed(1)), b"\n# x\n" + line()):
            self.assertEqual(run("detect", data=data).returncode, 0)
            self.assert_ended(run("--max-rejects", "100%", data=data), 0)
        for data in (b"Dear reader,\n" * 10, b"", b"# only\n\n"):
            self.assertEqual(run("detect", data=data).returncode, 65)

    def test_it_names_every_input_and_fails_when_one_has_no_format(self):
        good, bad = self.write("good", log(5)), self.write("bad", b"secretword and more\n" * 5)
        result = run("detect", bad, good)
        self.assert_ended(result, 65, "1 of 2 inputs have no known format")
        self.assertIn(f"{bad}: unknown\n", result.stdout.decode())
        self.assertIn(f"{good}: combined\n", result.stdout.decode())
        self.assertIn("nginx:FILE or apache:FILE", result.stdout.decode())
        self.assertNotIn(b"secretword", result.stdout + result.stderr)
        self.assert_ended(run("detect", self.folder / "nowhere"), 66)

    def test_nothing_of_the_log_is_printed(self):
        result = run("detect", data=line(path="/secretpath", user="alice", address="203.0.113.77") * 20)
        for secret in (b"secretpath", b"alice", b"203.0.113.77"):
            self.assertNotIn(secret, result.stdout + result.stderr)


class OtherLines(ProgramTest):
    def test_what_stands_beside_access_lines_is_skipped_and_counted(self):
        golden = pathlib.Path(__file__).parent.parent / "golden"
        for name, skipped in [("haproxy", 6), ("alb", 1), ("ingress_nginx", 8)]:
            path = golden / name / "input.log"
            result = run("-f", name.replace("_", "-"), "--stats=json", "--max-rejects", "50%", path)
            self.assertEqual(result.returncode, 0, result.stderr)
            stats = json.loads(result.stderr)
            self.assertEqual(stats["skipped"]["other_log"], skipped, name)
            self.assertEqual(stats["rejected"]["format"], 1, name)

    def test_a_record_of_two_lines_is_one_record(self):
        line = ('2015-05-13T23:39:43.945958Z lb 203.0.113.7:2817 - 0 0 0 200 200 0 29 '
                '"GET http://www.example.org:80/a HTTP/1.1" "Mozilla\nsecretword" - -\n')
        path = self.write("elb.log", line.encode() * 1000)
        result = run("-f", "elb", "--stats=json", path)
        self.assertEqual(result.returncode, 0, result.stderr)
        stats = json.loads(result.stderr)
        self.assertEqual((stats["lines"], stats["continuations"], stats["published"]), (2000, 1000, 1000))
        self.assertEqual({r["host"] for r in records(result.stdout)}, {"example.org"})
        self.assertNotIn(b"secretword", result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main()
