"""What `anonlog parse` prints of many generated lines of several formats, against decoded_values.py; its options."""

import datetime
import json
import pathlib
import random
import re
import sys
import unittest
import zoneinfo

sys.dont_write_bytecode = True  # the sources stay clean
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import decoded_values
from decoded_values import MICROSECONDS, MILLISECONDS, utc
from program import ProgramTest, line, records, run

LINES = 600  # per format and seed
SEEDS = range(3)
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
PIECES = [b"a", b"Mozilla/5.0", b" ", b'"', b"\\", "é日本".encode(), b"\xff", b"\xed\xa0\x80", b"\x01", b"\x7f", b"{}", b"%41",
          b"|", b",", b": ", b"=", b"\\x41", b"[", b"'", b"<script>"]


def hostile(rng, without=b""):
    """Bytes that end and begin with a letter; now and then None."""
    if rng.random() < 0.1:
        return None
    inside = b"".join(rng.choice(PIECES) for _ in range(rng.randrange(6)))
    return b"x" + bytes(byte for byte in inside if byte not in without) + b"y"


def request(rng, without=b""):
    known = [None, b"", b"GET / HTTP/1.1", b"GET /a?b=c&d=%20 HTTP/2.0", b"POST /a b  c HTTP/1.0", b"GET /", b"hello",
             b"brew /pot HTTP/9.7x", b"OPTIONS * HTTP/1.1", b"CONNECT www.example.org:443 HTTP/1.1", b"\x16\x03\x01", b"GET /a HTTP/",
             b"GET http://www.example.org/a?b HTTP/1.1", b" / HTTP/1.1", b"GET /a http/1.1", b"GET /a HTTP/1.1 x"]
    if rng.random() < 0.7:
        return rng.choice(known)
    return b"GET /" + (hostile(rng, without) or b"") + b" HTTP/1.1"


def moment(rng, zone=datetime.timezone.utc):
    seconds = rng.randrange(1, 253402300799 if rng.random() < 0.1 else 2 * 10**9)
    return datetime.datetime.fromtimestamp(seconds, zone).replace(microsecond=rng.randrange(10**6))


def offset(rng):
    return datetime.timezone(datetime.timedelta(minutes=rng.choice([0, 60, -90, 345, 14 * 60])))


def clf(when):
    return when.strftime("%d/%b/%Y:%H:%M:%S %z").encode()


def address(rng):
    return rng.choice([b"203.0.113.7", b"2001:db8::7", b"::1", b"192.0.2.%d" % rng.randrange(256)])


def number(rng):
    return rng.choice([None, b"0", b"000", b"200", b"499", b"%d" % rng.randrange(2**40)])


def seconds(rng):
    return b"%d.%03d" % (rng.randrange(100), rng.randrange(1000))


def upstreams(rng, element):
    """A list as nginx writes it."""
    if rng.random() < 0.2:
        return None
    joined = element(rng) if rng.random() < 0.9 else b"-"
    for _ in range(rng.choice([0, 0, 1, 2])):
        joined += rng.choice([b", ", b" : "]) + (element(rng) if rng.random() < 0.8 else b"-")
    return (joined + (b" : " if rng.random() < 0.1 else b"")) if joined != b"-" else None


def or_dash(value):
    return b"-" if value is None else value


def nginx(value):
    """As nginx writes a variable."""
    return b"-" if value is None else re.sub(rb'[\x00-\x1f"\\\x7f-\xff]', lambda m: b"\\x%02X" % m[0][0], value)


# Each gives a line and the record that parse must print of it.

def combined(rng):
    when = moment(rng, offset(rng)).replace(microsecond=0)
    fields = [("client_ip", address(rng)), ("ident", None), ("remote_user", hostile(rng, b"[")), ("time", utc(when)),
              ("request", request(rng)), ("status", number(rng)), ("body_bytes", number(rng)), ("referrer", hostile(rng)),
              ("user_agent", hostile(rng))]
    values = {name: nginx(value) for name, value in fields if name != "time"}
    text = (b'%(client_ip)b - %(remote_user)b [%(time)b] "%(request)b" %(status)b %(body_bytes)b "%(referrer)b" "%(user_agent)b"'
            % {key.encode(): value for key, value in {**values, "time": clf(when)}.items()})
    return text, decoded_values.record(fields, form="combined")


NGINX = ('$msec [$time_iso8601] $remote_addr "$request" "$request_method" $status $request_time $request_length $upstream_addr '
         '$upstream_status $upstream_response_time "$http_host" "$host" "$foo" "$http_x_forwarded_for"')


def own_nginx(rng):
    when = moment(rng, offset(rng))
    when = when.replace(microsecond=when.microsecond // 1000 * 1000)
    fields = [("client_ip", address(rng)), ("request", request(rng)), ("method", rng.choice([None, b"GET"])), ("status", number(rng)),
              ("duration_us", seconds(rng)), ("request_bytes", number(rng)),
              ("upstream_addr", upstreams(rng, lambda r: b"10.0.0.%d:80" % r.randrange(9))),
              ("upstream_status", upstreams(rng, lambda r: b"%d" % r.choice([200, 204, 502]))),
              ("upstream_duration_us", upstreams(rng, seconds)), ("host", hostile(rng)), ("host", hostile(rng, b' "\\\x01\x7f\xff')),
              ("foo", hostile(rng)), ("forwarded_for", hostile(rng))]
    if (fields[10][1] or b"").find(b" ") != -1:
        fields[10] = ("host", None)  # a token
    parts = [nginx(value) for _, value in fields]
    quoted = {1, 2, 9, 10, 11, 12}
    text = b" ".join(b'"%b"' % part if i in quoted else part for i, part in enumerate(parts))
    stamp = b"%d.%03d" % (int(when.timestamp()), when.microsecond // 1000)
    text = stamp + b" [" + when.isoformat(timespec="seconds").encode() + b"] " + text
    return text, decoded_values.record([*fields, ("time", utc(when, 3))], form=NGINX)


JSON_FIELDS = ("client_ip client_port time status body_bytes request_bytes duration_us referrer user_agent accept_language "
               "sec_ch_ua sec_ch_ua_mobile sec_ch_ua_platform sec_gpc dnt host forwarded_for remote_user scheme server_port cookie request_id upstream_addr upstream_status upstream_duration_us "
               "cache_status tls_protocol tls_cipher method target protocol").split()


def unknown_value(rng, depth=0):
    kinds = [lambda: json.dumps(decoded_values.text(hostile(rng) or b"")), lambda: str(rng.randrange(-9, 10**9)), lambda: "1.50e+3",
             lambda: "true", lambda: "null", lambda: "{}", lambda: "[]"]
    if depth < 3:
        kinds += [lambda: unknown_object(rng, depth + 1), lambda: unknown_array(rng, depth + 1)] * 2
    return rng.choice(kinds)()


def unknown_object(rng, depth):
    keys = [rng.choice(["k", "é", 'q"', "z.z", "0"]) for _ in range(rng.randrange(4))]
    return "{" + ",".join(f"{json.dumps(key)}: {unknown_value(rng, depth)}" for key in keys) + "}"


def unknown_array(rng, depth):
    return "[" + " , ".join(unknown_value(rng, depth) for _ in range(rng.randrange(4))) + "]"


def others(text):
    """The values of a JSON text by their paths, as pairs; a list per key that is there several times."""
    pairs = []

    def walk(value, path):
        if isinstance(value, list) and value and isinstance(value[0], Pair):
            for key, member in value:
                walk(member, f"{path}.{key}" if path else key)
        elif isinstance(value, (list, Members)):
            for element in value:
                walk(element, path)
        elif value is not None:
            pairs.append((path, value if isinstance(value, str) else str(value).lower()))

    walk(json.loads(text, object_pairs_hook=lambda found: Members(map(Pair, found)), parse_int=str, parse_float=str), "")
    named = {}
    for key, value in pairs:
        named.setdefault(key, []).append(value)
    return {key: values[0] if len(values) == 1 else values for key, values in named.items()}


class Pair(tuple):
    pass


class Members(list):
    pass


def json_line(rng):
    when = moment(rng)
    known = {"status": number(rng) or b"200", "target": b"/" + (hostile(rng, bytes(range(0x80, 0x100))) or b""), "method": b"GET",
             "user_agent": hostile(rng, bytes(range(0x80, 0x100))), "client_ip": address(rng)}
    keys = {"status": "status", "target": "uri", "method": "method", "user_agent": "ua", "client_ip": "client"}
    members = [f'"{keys[name]}":{json.dumps(value.decode())}' for name, value in known.items() if value is not None]
    members.append(f'"@timestamp":"{utc(when, 6)}"')
    if rng.random() < 0.5:
        duration = seconds(rng)
        name, unit = rng.choice([("request_time", 1), ("duration_ms", MILLISECONDS), ("latency", 1)])
        members.append(f'"{name}":{duration.decode()}')
        known["duration_us"] = b"%d" % int(decoded_values.fractions.Fraction(duration.decode()) * unit * 10**6)
    unknown = "{" + ",".join(f'"{key}":{unknown_value(rng)}' for key in ("x", "y", "é") if rng.random() < 0.7) + "}"
    text = "{" + ",".join([*members, unknown[1:-1]] if unknown != "{}" else members) + "}"
    fields = [(name, utc(when, 6) if name == "time" else known.get(name)) for name in JSON_FIELDS]
    return text.encode(), decoded_values.record(fields, others(unknown), {"duration_us": MICROSECONDS}, form="json")


LTSV_FIELDS = ("client_ip client_port ident remote_user time status body_bytes request_bytes duration_us referrer user_agent "
               "accept_language sec_ch_ua sec_ch_ua_mobile sec_ch_ua_platform sec_gpc dnt host forwarded_for cookie request_id scheme server_port upstream_addr upstream_status "
               "upstream_duration_us cache_status tls_protocol tls_cipher request").split()


def ltsv(rng):
    when = moment(rng, offset(rng)).replace(microsecond=0)
    known = {"client_ip": address(rng), "request": request(rng) or b"GET /", "status": number(rng) or b"200", "user_agent": hostile(rng),
             "body_bytes": number(rng), "host": hostile(rng)}
    labels = {"client_ip": b"host", "request": b"req", "status": b"status", "user_agent": b"ua", "body_bytes": b"size", "host": b"vhost"}
    parts = [labels[name] + b":" + nginx(value) for name, value in known.items()] + [b"time:[" + clf(when) + b"]"]
    taken = seconds(rng)
    known["duration_us"], known["upstream_duration_us"] = (b"%d" % decoded_values.microseconds(v, 1) for v in (taken, taken))
    parts += [b"reqtime:" + taken, b"apptime:" + taken]
    named = {f"my_{i}": decoded_values.text(hostile(rng) or b"") for i in range(rng.randrange(3))}
    parts += [key.encode() + b":" + nginx(value.encode("latin-1", "ignore")) for key, value in named.items()]
    named = {key: decoded_values.text(value.encode("latin-1", "ignore")) for key, value in named.items()}
    rng.shuffle(parts)
    order = [part.split(b":")[0].decode() for part in parts]
    named = {key: named[key] for key in order if key in named}
    fields = [(name, utc(when) if name == "time" else known.get(name)) for name in LTSV_FIELDS]
    micros = {"duration_us": MICROSECONDS, "upstream_duration_us": MICROSECONDS}
    return b"\t".join(parts), decoded_values.record(fields, named, micros, form="ltsv")


def elb(rng):
    when = moment(rng)
    agent = hostile(rng) or b"x y"
    if rng.random() < 0.2:
        agent = agent[:1] + b"\n" + agent[1:]  # as it comes: the record is two lines
    wait = [b"-1" if rng.random() < 0.1 else b"0.%06d" % rng.randrange(10**6) for _ in range(3)]
    client, port = address(rng), b"%d" % rng.randrange(1, 65536)
    fields = [("elb", b"lb"), ("client_ip", client), ("client_port", port), ("upstream_addr", rng.choice([None, b"10.0.0.1:80"])),
              ("request_processing_time", wait[0]), ("upstream_duration_us", wait[1]), ("response_processing_time", wait[2]),
              ("status", number(rng)), ("upstream_status", number(rng)), ("request_bytes", b"0"), ("bytes_sent", b"29"),
              ("request", request(rng, b"\n") or b"GET /"), ("user_agent", agent), ("tls_cipher", None),
              ("tls_protocol", rng.choice([None, b"TLSv1.2"]))]
    quoted = {"request", "user_agent"}
    parts = [b'"%b"' % re.sub(rb'[\\"]', lambda m: b"\\" + m[0], value) if name in quoted else or_dash(value)
             for name, value in fields if name not in ("client_ip", "client_port")]
    parts.insert(1, client + b":" + port)
    text = utc(when, 6).encode() + b" " + b" ".join(parts)
    return text, decoded_values.record([*fields, ("time", utc(when, 6))], form="elb")


def haproxy_escaped(value):
    return re.sub(rb'[\x00-\x1f"#{|}\x7f-\xff]', lambda m: b"#%02X" % m[0][0], value)


def haproxy(rng):
    """Its times do not tell their zone: they are Berlin's."""
    when = moment(rng, BERLIN).replace(fold=0)
    when = when.replace(microsecond=when.microsecond // 1000 * 1000)
    timers = [rng.choice([b"-1", b"%d" % rng.randrange(9999)]) for _ in range(4)]
    total = rng.choice([b"-1", b"+30", b"%d" % rng.randrange(99999)])
    counters = [b"%d" % rng.randrange(99) for _ in range(4)] + [rng.choice([b"0", b"+3"])]
    queues = [b"%d" % rng.randrange(9) for _ in range(2)]
    line_request = request(rng, b"\n") or b"<BADREQ>"
    client, port, status = address(rng), b"%d" % rng.randrange(1, 65536), rng.choice([b"-1", b"200", b"503"])
    sent = rng.choice([b"0", b"+243", b"%d" % rng.randrange(2**33)])
    fields = [("client_ip", client), ("client_port", port), ("time", utc(when, 3)), ("frontend", b"www~"), ("backend", b"static"),
              ("server", b"<NOSRV>"), *zip(("request_timer", "queue_timer", "connect_timer", "response_timer"), timers),
              ("duration_us", total), ("status", status), ("bytes_sent", sent), ("cookie", rng.choice([None, b"a=b"])),
              ("response_cookie", None), ("termination", b"----"),
              *zip(("active_connections", "frontend_connections", "backend_connections", "server_connections", "retries"), counters),
              *zip(("server_queue", "backend_queue"), queues), ("captures", b"{www.example.org|curl}"), ("request", line_request)]
    value = dict(fields)
    text = (client + b":" + port + when.strftime(" [%d/%b/%Y:%H:%M:%S.").encode() + b"%03d] " % (when.microsecond // 1000)
            + b"www~ static/<NOSRV> " + b"/".join([*timers, total]) + b" " + status + b" " + sent + b" " + or_dash(value["cookie"])
            + b" - ---- " + b"/".join(counters) + b" " + b"/".join(queues) + b' {www.example.org|curl} "'
            + haproxy_escaped(line_request) + b'"')
    return text, decoded_values.record(fields, units={"duration_us": MILLISECONDS}, form="haproxy")


IIS_COLUMNS = ("date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status "
               "sc-substatus sc-win32-status time-taken")


def iis(rng):
    when = moment(rng).replace(microsecond=0)
    word = b' "+\x01\t'
    fields = [("s-ip", b"10.0.0.1"), ("method", b"GET"), ("path", b"/" + (hostile(rng, word) or b"")), ("query", hostile(rng, word)),
              ("server_port", b"443"), ("remote_user", hostile(rng, word)), ("client_ip", address(rng)),
              ("user_agent", hostile(rng, b'"+\x01\t')), ("referrer", hostile(rng, word)), ("status", number(rng)),
              ("sc-substatus", b"0"), ("sc-win32-status", None), ("duration_us", rng.choice([None, b"%d" % rng.randrange(10**6)]))]
    text = when.strftime("%Y-%m-%d %H:%M:%S").encode()
    for name, value in fields:
        text += b" " + (or_dash(value).replace(b" ", b"+") if name == "user_agent" else or_dash(value))
    return text, decoded_values.record([*fields, ("time", utc(when))], units={"duration_us": MILLISECONDS}, form="iis")


class Decoded(ProgramTest):
    def check(self, told, make, *arguments, header=b""):
        for seed in SEEDS:
            rng = random.Random(seed)
            pairs = [make(rng) for _ in range(LINES)]
            data = header + b"".join(text + b"\n" for text, _ in pairs)
            result = run("parse", "-f", told, *arguments, data=data)
            self.assert_ended(result, 0)
            self.assertEqual(result.stderr, b"")
            printed = result.stdout.decode().split("\n")[:-1]
            self.assertEqual(len(printed), len(pairs))
            for (text, wanted), got in zip(pairs, printed):
                # As texts: so the order of keys counts, and 1 is not "1".
                self.assertEqual(json.dumps(json.loads(got)), json.dumps(wanted), text)

    def test_combined(self):
        self.check("combined", combined)

    def test_a_log_format_with_durations_and_lists_of_upstreams(self):
        self.check(NGINX, own_nginx)

    def test_json_with_keys_that_are_no_field(self):
        self.check("json", json_line)

    def test_ltsv_with_labels_that_are_no_field(self):
        self.check("ltsv", ltsv)

    def test_elb_with_records_of_two_lines(self):
        self.check("elb", elb)

    def test_haproxy_in_a_zone(self):
        self.check("haproxy", haproxy, "--timezone", "Europe/Berlin")

    def test_iis(self):
        self.check("iis", iis, header=f"#Fields: {IIS_COLUMNS}\n".encode())

    def test_the_catalogue_is_that_of_formats(self):
        listed = [row.split()[0] for row in run("formats", "--fields").stdout.decode().split("\n\n")[0].split("\n")[1:]]
        self.assertEqual(listed, [*decoded_values.CATALOGUE, "other"])


class Parse(ProgramTest):
    def test_lines_over_max_line_are_not_read(self):
        data = line("/short") + line("/" + "a" * 2000) + b"x" * 3000000 + b"\n" + line("/last")
        for limit, unread, first in ((["--max-line", "1K"], 2, 2), ([], 1, 3), (["--max-line", "4M"], 1, 3)):
            result = run("parse", "-f", "combined", "--max-rejects", "60%", *limit, data=data)
            self.assert_ended(result, 0, f"{unread} of 4 lines are not of this format, the first is line {first}\n")
            self.assertEqual(len(records(result.stdout)), 4 - unread)
        self.assert_ended(run("parse", "--max-line", "x", data=data), 64, "--max-line")

    def test_a_line_that_no_chunk_holds_is_told_by_its_number(self):
        data = line() * 20 + b"x" * 20_000_000 + b"\n" + line() * 20
        result = run("parse", data=data)
        self.assert_ended(result, 0, "1 of 41 lines are not of this format, the first is line 21\n")
        self.assertEqual(len(records(result.stdout)), 40)

    def test_a_zone_is_for_times_without_one(self):
        data = b"2025-07-01 10:00:00 203.0.113.7\n"
        for fields, zone, wanted in (("date-local time-local c-ip", ["--timezone", "Europe/Berlin"], "08"),
                                     ("date-local time-local c-ip", [], "10"),
                                     ("date time c-ip", ["--timezone", "Europe/Berlin"], "10")):
            result = run("parse", "-f", "w3c", "--fields", fields, *zone, data=data)
            self.assertEqual(records(result.stdout)[0]["time"], f"2025-07-01T{wanted}:00:00Z")
        self.assert_ended(run("parse", "--timezone", "Europe/Belrin", data=data), 64, "Did you mean Europe/Berlin?")

    def test_keys_of_a_policy_are_read(self):
        policy = self.write("p.toml", b'extends = "standard"\n[json]\nclient_ip = "req.addr"\nduration_us = "took:ms"\n')
        data = b'{"time":"2025-11-23T17:37:28Z","status":200,"uri":"/a","req":{"addr":"203.0.113.7"},"took":1.5}\n'
        with_keys, = records(run("parse", "-f", "json", "-p", policy, data=data).stdout)
        self.assertEqual((with_keys["client_ip"], with_keys["duration_us"], with_keys.get("other")), ("203.0.113.7", 1500, None))
        without, = records(run("parse", "-f", "json", data=data).stdout)
        self.assertEqual((without["client_ip"], without["other"]), (None, {"req.addr": "203.0.113.7", "took": "1.5"}))
        self.assert_ended(run("parse", "-p", self.write("q.toml", b"x = 1\n"), data=data), 78)

    def test_any_bytes_give_json(self):
        rng = random.Random(5)
        agents = [bytes(rng.randrange(1, 256) for _ in range(rng.randrange(30))).translate(None, b'\n\r"\\') for _ in range(2000)]
        data = b"".join(line().replace(line().split(b'"')[5], agent) for agent in agents)
        result = run("parse", "-f", "combined", data=data)
        self.assert_ended(result, 0)
        wanted = [None if agent == b"-" else decoded_values.text(agent) for agent in agents]
        self.assertEqual([r["user_agent"] for r in records(result.stdout)], wanted)

    def test_a_record_is_printed_when_its_line_is_there(self):
        lines = [line(f"/{i}") for i in range(3)]
        data = b"<6>Nov 23 17:37:28 web1 nginx: " + b"<6>Nov 23 17:37:28 web1 nginx: ".join(lines)
        result = run("parse", data=data)
        self.assertEqual([(r["format"], r["target"]) for r in records(result.stdout)], [("combined", f"/{i}") for i in range(3)])


if __name__ == "__main__":
    unittest.main()
