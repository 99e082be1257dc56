"""Hostile requests for any server, each with what a log says of it. What is secret holds the word of SECRET."""

import base64
import ssl

SECRET = b"kumquat"
HOST = b"www.example.org"
AGENT = b"Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


class Request:
    """`user` ends at its first colon, where basic authentication ends it. `request` is the request line, as
    the client wrote it; what it does not have is None."""

    def __init__(self, name, data, request=None, host=None, referrer=None, agent=None, user=None, headers=()):
        self.name, self.data = name, data
        self.request = data.partition(b"\r\n")[0] if request is None else request
        self.host, self.referrer, self.agent, self.user = host, referrer, agent, user and user.partition(b":")[0]
        self.headers = dict(headers)
        self.is_head = data.startswith(b"HEAD ")


def http(name, target=b"/", agent=AGENT, referrer=None, method=b"GET", protocol=b"HTTP/1.1", host=HOST, user=None,
         headers=()):
    line = method + b" " + target + b" " + protocol
    sent = [(b"Host", host), (b"User-Agent", agent), (b"Referer", referrer)]
    if user is not None:
        sent.append((b"Authorization", b"Basic " + base64.b64encode(user + b":password-" + SECRET)))
    sent = [(key, value) for key, value in [*sent, *headers, (b"Connection", b"close")] if value is not None]
    data = line + b"\r\n" + b"".join(key + b": " + value + b"\r\n" for key, value in sent) + b"\r\n"
    return Request(name, data, line, host, referrer, agent, user, sent)


def tls_client_hello():
    sent = ssl.MemoryBIO()
    connection = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), sent, server_hostname=HOST.decode())
    try:
        connection.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return sent.read()


def understood():
    """By every server. Targets with bytes that are not of a URL are in `strange_targets`."""
    yield http("plain", b"/?token=" + SECRET, referrer=b"https://example.com/a?b=" + SECRET)
    yield http("no user agent, no referrer", agent=None)
    yield http("a dash as user agent", agent=b"-")
    yield http("quotes", b"/'q'?'='", b'say "hi" \'there\'', b'"')
    yield http("backslashes", b"/", b"ends in \\", b"\\\\\"\\x22")
    yield http("what looks like the end of a field", b"/", b'" 200 5 "-" "x', b'" "')
    yield http("what looks like a time", b"/", b"[10/Oct/2025:13:55:36 +0000] 200")
    yield http("what looks like an escape", b"/%5Cx41", b"\\x41 \\u00e9 \\n #22 %22")
    yield http("braces", b"/", b"{a|b} {c} 0/0 {", b"}")
    yield http("percent", b"/%41%22%C3%A9%20b?%00%0a" + SECRET)
    yield http("not UTF-8", b"/", b"caf\xe9 \xf0\x9f\x98", b"\xc3\xa9\xc3")
    yield http("UTF-8", b"/", "na\u00efve \U0001f600".encode())
    yield http("a tab in the user agent", b"/", b"a\tb")
    yield http("long", b"/" + b"a" * 7000 + b"?" + SECRET + b"b" * 900)
    yield http("missing page", b"/none", referrer=b"https://example.net/old")
    yield http("no content", method=b"HEAD")
    yield http("a cookie", headers=[(b"Cookie", b"session=" + SECRET)])
    yield http("a list of proxies", headers=[(b"X-Forwarded-For", b"2001:db8::7, 198.51.100.9:4711,unknown")])
    yield http("header injection", b"/?a=%0d%0aSet-Cookie:" + SECRET, b"x\\r\\nX-Injected: 1")
    yield http("an encoded question mark", b"/a%3Fb?c=%3F")
    yield http("HTTP/1.0 without host", b"/old", protocol=b"HTTP/1.0", host=None)


def users(target=b"/"):
    yield http("user", target, user=b"jane." + SECRET + b"@example.org")
    yield http("user with spaces", target, user=b"Jane " + SECRET + b" Doe")
    yield http("user with quotes", target, user=b'jane "' + SECRET + b'" [10/Oct/2025:13:55:36 +0000] \\')
    yield http("user in Latin-1", target, user=b"Jos\xe9 " + SECRET)


def strange_targets():
    """Lines that one server takes and another refuses."""
    yield http("quotes in the target", b'/"q"?"=\'')
    yield http("backslashes in the target", b"/a\\b\\x41\\")
    yield http("bytes over 0x7F in the target", b"/caf\xe9/\xff\xfe")
    yield http("UTF-8 in the target", "/gr\u00fc\u00dfe/\u65e5\u672c".encode())
    yield http("braces in the target", b"/{a|b}#c")
    yield http("absolute target", b"http://www.example.org/abs?x=" + SECRET)
    yield http("star", b"*", method=b"OPTIONS")
    yield http("CONNECT", b"www.example.org:443", method=b"CONNECT")
    yield http("made-up method", method=b"BREW")


def refused():
    yield Request("space in the target", b"GET /a b?" + SECRET + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    yield Request("not HTTP", b"hello " + SECRET + b"\r\n\r\n")
    yield Request("lower case", b"get / http/1.1\r\n\r\n")
    yield Request("NUL in the target", b"GET /a\x00b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    yield Request("strange bytes", b"\x03\x00\x00/*\xe0\x00\x00Cookie: mstshash=" + SECRET + b"\r\n\r\n")
    yield Request("TLS", tls_client_hello() + b"\r\n\r\n")
    yield Request("HTTP/1.1 without host", b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
    yield Request("too long", b"GET /" + b"c" * 70000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
