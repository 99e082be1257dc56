"""What `anonlog parse` prints of a line, told by the rules, slowly: the reference of the tests that know what a line holds.

A value is bytes, or None for what the log says there is not ("-"); a time is a moment with its digits.
"""

import codecs
import datetime
import fractions
import re

CATALOGUE = ("client_ip client_port peer_ip forwarded_for ident remote_user time request method target path query protocol "
             "status body_bytes bytes_sent request_bytes duration_us referrer user_agent accept_language "
             "sec_ch_ua sec_ch_ua_mobile sec_ch_ua_platform sec_gpc dnt host server_name server_port scheme cookie request_id upstream_addr upstream_status upstream_duration_us cache_status "
             "tls_protocol tls_cipher level module message").split()
NUMBERS = ("client_port", "server_port", "status", "body_bytes", "bytes_sent", "request_bytes")
REQUEST = ("request", "method", "target", "protocol")  # what a request becomes
NONE = (b"", b"-", b"-1")  # of a number
SECONDS = fractions.Fraction(1)
MILLISECONDS = fractions.Fraction(1, 10**3)
MICROSECONDS = fractions.Fraction(1, 10**6)
TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"

codecs.register_error("latin1_bytes", lambda e: (chr(e.object[e.start]), e.start + 1))


def text(value):
    """UTF-8, what is not of it as Latin-1."""
    return value.decode("utf-8", errors="latin1_bytes")


def number(value):
    if value in NONE:
        return None
    digits = value.removeprefix(b"+")
    return int(digits) if re.fullmatch(rb"[0-9]{1,19}", digits) else text(value)


def list_parts(value):
    return [part for part in re.split(rb"[,: ]+", value) if part]


def last_number(value):
    parts = list_parts(value)
    last = number(parts[-1]) if parts else None
    return text(value) if isinstance(last, str) else last


def microseconds(value, unit):
    """Of one duration or of a list; `unit` in seconds."""
    parts = [part.removeprefix(b"+") for part in list_parts(value) if part not in NONE]
    if not all(re.fullmatch(rb"[0-9]{1,19}(\.[0-9]*)?", part) for part in parts):
        return text(value)
    return sum(int(fractions.Fraction(part.decode().rstrip(".")) * unit * 10**6) for part in parts) if parts else None


def request(value):
    """The members that a request becomes."""
    parts = value is not None and re.fullmatch(rb"(%s) (.*?)(?: (HTTP/[^ ]*))?" % TOKEN, value, re.DOTALL)
    members = {} if parts or value is None else {"request": text(value)}
    for index, name in enumerate(REQUEST[1:], 1):
        part = parts[index] if parts else None
        members[name] = None if part is None else text(part)
    return members


def utc(moment, digits=0):
    """A datetime with a zone, as the log has it with so many digits of a second; more are cut off."""
    moment = moment.astimezone(datetime.timezone.utc)
    fraction = f".{moment.microsecond:06}"[:digits + 1] if digits else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z"


def unused(name, members):
    """The name, or name_2 and so on."""
    names = [name, *(f"{name}_{i}" for i in range(2, len(members) + 3))]
    return next(n for n in names if n not in members)


def field_members(name, value, unit):
    if name == "time":
        return {name: value}
    if name == "request":
        return request(value)
    if value is None:
        return {name: None}
    if name in NUMBERS:
        return {name: number(value)}
    if name == "upstream_status":
        return {name: last_number(value)}
    return {name: microseconds(value, unit) if name.endswith("duration_us") else text(value)}


def record(fields, named=None, units=None, form=None):
    """The members of a record, in order. `fields`: (name, value) as the format has them, of any name; `named`: what the
    line itself names, {key: text or list of texts}; `units`: of durations, by name, where they are no seconds."""
    members = {} if form is None else {"format": form}
    names = set()
    for name in CATALOGUE:
        for value in [v for n, v in fields if n == name][:1 if name == "time" else None]:
            own = {key: unused(key, names) for key in (REQUEST if name == "request" else [name])}
            names.update(own.values())
            made = field_members(name, value, (units or {}).get(name, SECONDS))
            members.update({own[key]: part for key, part in made.items()})
    other = {}
    for name, value in fields:
        if name not in CATALOGUE:
            other[unused(name, other)] = None if value is None else text(value)
    other.update(named or {})
    return {**members, **({"other": other} if other else {})}
