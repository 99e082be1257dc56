"""The requests that nginx_test.py sends, each with the value of every variable that nginx will log for it."""

import base64
import re
import ssl

LISTED_UPSTREAM = "/upstream/"      # one peer that refuses, then one that answers
REDIRECTED_UPSTREAM = "/redirect/"  # answers with X-Accel-Redirect to LISTED_UPSTREAM
DEAD_END_UPSTREAM = "/dead-end/"    # answers with X-Accel-Redirect to a host that nginx cannot resolve
NAME = "www.example.org"


class Exchange:
    """One request line with what nginx will know of it."""

    def __init__(self, name, data, values, closes=True):
        self.name, self.data, self.closes = name, data, closes
        self.values = {"request": None, "http_referer": None, "http_user_agent": None, "http_x_forwarded_for": None,
                       "http_accept_language": None, "http_host": None, "remote_user": None, "request_method": None,
                       "request_uri": None, "server_protocol": None, "scheme": b"http", "upstream_addr": None,
                       "http_sec_ch_ua": None, "http_sec_ch_ua_mobile": None, "http_sec_ch_ua_platform": None,
                       "upstream_status": None, "~upstream_response_time": b"-", "upstream_response_length": None}
        self.values.update(values)


VARIABLE_OF_HEADER = {b"Referer": "http_referer", b"User-Agent": "http_user_agent",
                      b"X-Forwarded-For": "http_x_forwarded_for", b"Accept-Language": "http_accept_language",
                      b"Host": "http_host", b"Sec-CH-UA": "http_sec_ch_ua",
                      b"Sec-CH-UA-Mobile": "http_sec_ch_ua_mobile", b"Sec-CH-UA-Platform": "http_sec_ch_ua_platform"}


def http(name, target, headers=(), method=b"GET", protocol=b"HTTP/1.1", host=NAME.encode(), uri=None, closes=True,
         **known):
    """A request that nginx understands. Headers of one name are joined by a comma, as nginx does; `known`: what else
    it will log."""
    headers = list(headers)
    if host is not None:
        headers.insert(0, (b"Host", host))
    if closes:
        headers.append((b"Connection", b"close"))
    line = method + b" " + target + b" " + protocol
    values = {"request": line, "request_method": method, "server_protocol": protocol,
              "request_uri": target if uri is None else uri}
    for header, value in headers:
        variable = VARIABLE_OF_HEADER.get(header)
        if variable:
            values[variable] = values[variable] + b", " + value if variable in values else value
        if header == b"Authorization" and value.startswith(b"Basic "):
            user, colon, _ = base64.b64decode(value[6:]).partition(b":")
            values["remote_user"] = user if colon and user else None
    data = line + b"\r\n" + b"".join(h + b": " + v + b"\r\n" for h, v in headers) + b"\r\n"
    return Exchange(name, data, {**values, **known}, closes)


def broken(name, data, **known):
    """A request that nginx refuses at its first line."""
    return Exchange(name, data, {"request": re.split(rb"[\r\n]", data)[0], "request_length": b"0", **known})


def basic(user):
    return (b"Authorization", b"Basic " + base64.b64encode(user + b":secret-of-the-test"))


def tls_client_hello():
    sent = ssl.MemoryBIO()
    connection = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), sent, server_hostname=NAME)
    try:
        connection.do_handshake()
    except ssl.SSLWantReadError:
        pass
    # Not the bytes that would end a field of the formats without escapes or quotes: they read otherwise, rightly.
    return sent.read().replace(b"\t", b"?").replace(b">", b"?")


AGENT = (b"User-Agent", b"Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0")


def understood():
    long_target = b"/" + b"a" * 7000 + b"?" + b"b" * 900
    yield http("plain", b"/", [AGENT, (b"Referer", b"https://example.com/a?b=c"),
                               (b"Accept-Language", b"de-DE,de;q=0.9")])
    yield http("client hints", b"/", [AGENT, (b"Referer", b"https://example.com/"), (b"Sec-CH-UA", b'"Chromium";v="131"'),
                                      (b"Sec-CH-UA-Mobile", b"?0"), (b"Sec-CH-UA-Platform", b'"Linux"')])
    yield http("no user agent, no referrer", b"/")
    yield http("empty user agent and referrer", b"/", [(b"User-Agent", b""), (b"Referer", b"")])
    yield http("a dash as user agent", b"/", [(b"User-Agent", b"-")])
    yield http("quotes", b'/"q"?"=\'', [(b"User-Agent", b'say "hi" \'there\''), (b"Referer", b'"')])
    yield http("backslashes", b"/a\\b\\", [(b"User-Agent", b"ends in \\"), (b"Referer", b"\\\\\"\\x22")])
    yield http("what looks like the end of a field", b'/"', [(b"User-Agent", b'" 200 5 "-" "x'), (b"Referer", b'" "')])
    yield http("what looks like an escape", b"/\\x41\\u0041", [(b"User-Agent", b"\\x41 \\u00e9 \\n")])
    yield http("percent", b"/%41%22%0A%C3%A9", [AGENT])
    yield http("not UTF-8", b"/caf\xe9/\xff\xfe", [(b"User-Agent", b"caf\xe9 \xf0\x9f\x98"),
                                                  (b"Referer", b"\xc3\xa9\xc3")])
    yield http("UTF-8", "/grüße/日本".encode(), [(b"User-Agent", "naïve 😀".encode()),
                                               (b"Accept-Language", "é".encode())])
    yield http("a tab in the user agent", b"/", [(b"User-Agent", b"a\tb")])
    yield http("control bytes", b"/", [(b"User-Agent", b"\x01\x08\x0b\x0c\x1b[31m\x7f")])
    yield http("long", long_target, [AGENT])
    yield http("missing page", b"/none", [AGENT])
    yield http("no content", b"/", [AGENT], method=b"HEAD")
    yield http("made-up method", b"/", [AGENT], method=b"BREW")
    yield http("user", b"/", [AGENT, basic(b"jane.doe@example.org")])
    yield http("user with spaces", b"/", [AGENT, basic(b"Jane Q Doe")])
    yield http("user with quotes", b"/", [AGENT, basic(b'jane "jd" [10/Oct/2025:13:55:36 +0000] \\')])
    yield http("user in Latin-1", b"/", [AGENT, basic(b"Jos\xe9")])
    yield http("empty user", b"/", [AGENT, basic(b"")])
    yield http("a list of proxies", b"/", [AGENT, (b"X-Forwarded-For", b"2001:db8::7, 198.51.100.9:4711,unknown")])
    yield http("two lists of proxies", b"/", [AGENT, (b"X-Forwarded-For", b"203.0.113.4"),
                                              (b"X-Forwarded-For", b"10.0.0.1")])
    yield http("a hostile list of proxies", b"/", [AGENT, (b"X-Forwarded-For", b'"><script>, \\, 203.0.113.5')])
    yield http("absolute target", b"http://www.example.org/abs?x=1", [AGENT], uri=b"/abs?x=1")
    yield http("absolute target without a path", b"http://www.example.org?x=1", [AGENT], uri=b"?x=1")
    yield http("host in capitals with a port", b"/", [AGENT], host=b"WWW.Example.ORG:8080")
    yield http("HTTP/1.0 without host", b"/old", [AGENT], protocol=b"HTTP/1.0", host=None)
    yield Exchange("HTTP/0.9", b"GET /\r\n", {"request": b"GET /", "request_method": b"GET", "request_uri": b"/"})


def refused():
    yield broken("space in the target", b"GET /a b c HTTP/1.1\r\nHost: x\r\n\r\n")
    yield broken("not HTTP", b"hello\r\n\r\n")
    yield broken("lower case", b"get / http/1.1\r\n\r\n")
    yield broken("NUL in the target", b"GET /a\x00b HTTP/1.1\r\n\r\n")
    yield broken("strange bytes", b"\x03\x00\x00/*\xe0\x00\x00Cookie: mstshash=Administr\r\n\r\n")
    yield broken("TLS", tls_client_hello())
    yield broken("HTTP/2 without TLS", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    for name, line in [("%00", b"GET /a%00b HTTP/1.1"), ("above the root", b"GET /../../etc/passwd HTTP/1.1")]:
        yield broken(name, line + b"\r\nHost: x\r\nUser-Agent: unread\r\n\r\n", request_method=b"GET",
                     server_protocol=b"HTTP/1.1", request_length=b"%d" % (len(line) + 2))
    yield broken("star", b"OPTIONS * HTTP/1.1\r\nHost: x\r\nUser-Agent: unread\r\n\r\n")
    yield http("HTTP/1.1 without host", b"/", [], host=None)
    # Of a line that does not fit, nginx logs what its buffer holds.
    too_long = b"GET /" + b"c" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n"
    yield broken("too long", too_long, request=too_long[:8192])


def upstream(backend, dead):
    """Lists: ", " between peers that were tried in turn, " : " where nginx went on to another location."""
    one = b"%s, %s" % (dead, backend)
    times = rb"\d\.\d{3}, \d\.\d{3}"
    yield http("two peers", LISTED_UPSTREAM.encode() + b"x", [AGENT], upstream_addr=one, upstream_status=b"502, 200",
               **{"~upstream_response_time": times, "upstream_response_length": b"0, 14"})
    yield http("two peers, then two more", REDIRECTED_UPSTREAM.encode(), [AGENT], upstream_addr=one + b" : " + one,
               upstream_status=b"502, 204 : 502, 200",
               **{"~upstream_response_time": times + b" : " + times, "upstream_response_length": b"0, 0 : 0, 14"})
    yield http("two peers, then none", DEAD_END_UPSTREAM.encode(), [AGENT], upstream_addr=one + b" : ",
               upstream_status=b"502, 204 : ",
               **{"~upstream_response_time": times + b" : ", "upstream_response_length": b"0, 0 : "})


def pipelined():
    return [http("pipelined 1", b"/", [AGENT], closes=False), http("pipelined 2", b"/second", [AGENT], closes=False),
            http("pipelined 3", b"/third", [(b"User-Agent", b"")])]
