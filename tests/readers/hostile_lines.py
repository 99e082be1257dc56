"""Combined lines that no server should have to log, and what runs a reader's test."""

import os
import sys

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"


def line(request="GET / HTTP/1.1", status="200", size="512", referrer="-", agent=BROWSER, address="203.0.113.7",
         time="23/Nov/2025:17:37:28 +0000"):
    return f'{address} - - [{time}] "{request}" {status} {size} "{referrer}" "{agent}"'


# Each with whether GoAccess 1.7 accepts it as logged.
HOSTILE = [
    (line(r"\x16\x03\x01\x02\x00"), True),
    (line(""), True),
    (line("-", "408", "-"), True),
    (line("GET /a"), True),
    (line("GET /a b HTTP/1.1", "400"), True),
    (line("PROPFIND / HTTP/1.1", "405"), True),
    (line("BREW /pot HTTP/1.1", "418"), True),
    (line("PRI * HTTP/2.0", "400"), True),
    (line("GET /a HTTP/9.9", "505"), True),
    (line("GET http://example.org/a HTTP/1.1"), True),
    (line("CONNECT example.com:443 HTTP/1.1", "405"), True),
    (line(r"GET /\x22><script> HTTP/1.1"), True),
    (line("GET /caf\\xC3\\xA9 HTTP/1.1"), True),
    (line("GET /" + "a" * 3000 + " HTTP/1.1", "414"), True),
    (line(status="000", size="0"), False),
    (line(status="499", size="0"), True),
    (line(status="599", size="-"), True),
    (line(status="999"), False),
    (line(referrer="no url at all"), True),
    (line(referrer="https://user:password@example.com/?q=1"), True),
    (line(referrer="android-app://com.example/"), True),
    (line(referrer=r"https://example.com/\x22"), True),
    (line(agent="-"), True),
    (line(agent=""), True),
    (line(agent=r"curl/7.88.1 \x22quoted\x22"), True),
    (line(agent="Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"), True),
    (line(address="2001:db8:1:2:3::4"), True),
    (line(address="::ffff:203.0.113.9"), True),
    (line(address="unix:"), False),
    (line(address="host.example.org"), False),
    (line(time="23/Nov/2025:00:00:00 +0000"), True),
    (line(time="24/Nov/2025:23:59:59 +0000"), True),
]


def skip(why):
    print(why)
    sys.exit(1 if os.environ.get("ANONLOG_READERS") == "required" else 77)
