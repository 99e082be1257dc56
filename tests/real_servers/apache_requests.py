"""The requests that apache_test.py sends, each with what Apache will know of it: the values of its directives."""

import base64
import ssl
import urllib.parse

NAME = "www.example.org"
PRIVATE = "/private/"  # asks for a user and takes any
AGENT = (b"User-Agent", b"Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0")


class Request:
    """`values`: directive without % -> value, None for one that the request does not have."""

    def __init__(self, name, data, values, headers=()):
        self.name, self.data, self.values = name, data, {"l": None, "u": None, "v": NAME.encode(), **values}
        self.headers = {}
        for header, value in headers:
            key = header.lower()
            self.headers[key] = self.headers[key] + b", " + value if key in self.headers else value


def http(name, target, headers=(), method=b"GET", protocol=b"HTTP/1.1", host=NAME.encode(), path=None, user=None,
         **known):
    """A request that Apache understands."""
    headers = list(headers)
    if host is not None:
        headers.insert(0, (b"Host", host))
    if user is not None:
        headers.append((b"Authorization", b"Basic " + base64.b64encode(user + b":secret-of-the-test")))
    headers.append((b"Connection", b"close"))
    raw_path, mark, query = target.partition(b"?")
    line = method + b" " + target + b" " + protocol
    values = {"r": line, "m": method, "U": urllib.parse.unquote_to_bytes(raw_path) if path is None else path,
              "q": mark + query, "H": protocol, "u": user if user is None else user.partition(b":")[0],
              "V": host.split(b":")[0].lower() if host else NAME.encode()}
    data = line + b"\r\n" + b"".join(h + b": " + v + b"\r\n" for h, v in headers) + b"\r\n"
    return Request(name, data, {**values, **known}, headers)


def broken(name, data, m, U, r=None, q=b"", H=b"HTTP/1.0"):
    """A request that Apache refuses at its first line: it reads no headers."""
    return Request(name, data, {"r": data.split(b"\r\n")[0] if r is None else r, "m": m, "U": U, "q": q, "H": H,
                                "V": NAME.encode()})


def tls_client_hello():
    sent = ssl.MemoryBIO()
    connection = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), sent, server_hostname=NAME)
    try:
        connection.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return sent.read()


def understood():
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
    yield http("what looks like the end of a bare field", b"/", [(b"User-Agent", b"x 200 5 8080"), (b"Referer", b"b 1")])
    yield http("what looks like a time", b"/", [(b"User-Agent", b"[10/Oct/2025:13:55:36 +0000] 200")])
    yield http("what looks like an escape", b"/\\x41", [(b"User-Agent", b"\\x41 \\u00e9 \\n")])
    yield http("percent", b"/%41%22%C3%A9%20b", [AGENT])
    yield http("an encoded question mark", b"/a%3Fb?c=%3F", [AGENT])
    yield http("an empty query", b"/a?", [AGENT])
    yield http("not UTF-8", b"/caf\xe9/\xff\xfe", [(b"User-Agent", b"caf\xe9 \xf0\x9f\x98"),
                                                  (b"Referer", b"\xc3\xa9\xc3")])
    yield http("UTF-8", "/gr\u00fc\u00dfe/\u65e5\u672c".encode(), [(b"User-Agent", "na\u00efve \U0001f600".encode())])
    yield http("a tab in the user agent", b"/", [(b"User-Agent", b"a\tb")])
    yield http("long", b"/" + b"a" * 7000 + b"?" + b"b" * 900, [AGENT])
    yield http("missing page", b"/none", [AGENT, (b"Referer", b"https://example.net/old")])
    yield http("no content", b"/", [AGENT], method=b"HEAD")
    yield http("made-up method", b"/", [AGENT], method=b"BREW")
    yield http("user", PRIVATE.encode(), [AGENT], user=b"jane.doe@example.org")
    yield http("user with spaces", PRIVATE.encode(), [AGENT], user=b"Jane Q Doe")
    yield http("user with quotes", PRIVATE.encode(), [AGENT], user=b'jane "jd" [10/Oct/2025:13:55:36 +0000] \\')
    yield http("user in Latin-1", PRIVATE.encode(), [AGENT], user=b"Jos\xe9")
    yield http("empty user", PRIVATE.encode(), [AGENT], user=b"")
    yield http("domain and user", PRIVATE.encode(), [AGENT], user=b"EXAMPLE\\jane")
    yield http("a list of proxies", b"/", [AGENT, (b"X-Forwarded-For", b"2001:db8::7, 198.51.100.9:4711,unknown")])
    yield http("two lists of proxies", b"/", [AGENT, (b"X-Forwarded-For", b"203.0.113.4"),
                                              (b"X-Forwarded-For", b"10.0.0.1")])
    yield http("a hostile list of proxies", b"/", [AGENT, (b"X-Forwarded-For", b'"><script>, \\, 203.0.113.5')])
    yield http("absolute target", b"http://www.example.org/abs?x=1", [AGENT], path=b"/abs")
    yield http("host in capitals with a port", b"/", [AGENT], host=b"WWW.Example.ORG:8080")
    yield http("HTTP/1.0 without host", b"/old", [AGENT], protocol=b"HTTP/1.0", host=None)
    yield http("star", b"*", [AGENT], method=b"OPTIONS")
    yield Request("HTTP/0.9", b"GET /\r\n", {"r": b"GET /", "m": b"GET", "U": b"/", "q": b"", "H": b"HTTP/0.9",
                                            "V": NAME.encode()})


def refused():
    yield broken("space in the target", b"GET /a b c HTTP/1.1\r\nHost: x\r\n\r\n", b"GET", b"/a", r=b"GET /a b")
    yield broken("not HTTP", b"hello\r\n\r\n", b"hello", b"/")
    yield broken("lower case", b"get / http/1.1\r\n\r\n", b"get", b"/", H=b"http/1.1")
    yield broken("TLS", tls_client_hello().split(b"\n")[0] + b"\r\n\r\n", b"-", b"-", r="~")
    yield broken("HTTP/2 without TLS", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"PRI", b"*", H=b"HTTP/2.0")
