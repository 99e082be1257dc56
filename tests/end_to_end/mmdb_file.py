"""Writes small MaxMind DB files (https://maxmind.github.io/MaxMind-DB/) for tests.

    mmdb({"5.0.0.0/8": {"country": {"iso_code": "DE"}}}) -> bytes

Networks do not overlap. IPv4 stands at ::/96 of a tree of IPv6, and with `aliases` once more where MaxMind has it.
"""

import ipaddress
import struct

MARK = b"\xAB\xCD\xEFMaxMind.com"


class Uint16(int):
    pass


def control(kind, size):
    """The control bytes of a field of this type; sizes of more than 284 are not needed here."""
    low = size if size < 29 else 29
    head = bytes([kind << 5 | low]) if kind <= 7 else bytes([low, kind - 7])
    return head + (bytes([size - 29]) if size >= 29 else b"")


def encode(value):
    if isinstance(value, dict):
        return control(7, len(value)) + b"".join(encode(k) + encode(v) for k, v in value.items())
    if isinstance(value, list):
        return control(11, len(value)) + b"".join(map(encode, value))
    if isinstance(value, str):
        return control(2, len(value.encode())) + value.encode()
    kind = 5 if isinstance(value, Uint16) else 6 if value < 1 << 32 else 9
    data = value.to_bytes(8, "big").lstrip(b"\0")
    return control(kind, len(data)) + data


def mmdb(networks, ip_version=6, aliases=True, record_bits=24):
    nodes = [[None, None]]
    data, offsets = b"", {}

    def insert(bits, length, target):
        at = 0
        for i in range(length - 1):
            side = bits >> (length - 1 - i) & 1
            if nodes[at][side] is None:
                nodes.append([None, None])
                nodes[at][side] = len(nodes) - 1
            at = nodes[at][side]
        nodes[at][bits & 1] = target

    for text, value in networks.items():
        network = ipaddress.ip_network(text)
        encoded = encode(value)
        if encoded not in offsets:
            offsets[encoded] = len(data)
            data += encoded
        length = network.prefixlen + (96 if ip_version == 6 and network.version == 4 else 0)
        bits = int(network.network_address) >> (network.max_prefixlen - network.prefixlen)
        insert(bits, length, ("data", offsets[encoded]))
    if ip_version == 6 and aliases:
        root = 0
        for _ in range(96):
            root = nodes[root][0] if isinstance(root, int) else None
        if root is not None:
            for alias in ("::ffff:0:0/96", "2002::/16"):
                network = ipaddress.ip_network(alias)
                insert(int(network.network_address) >> (128 - network.prefixlen), network.prefixlen, root)

    def number(record):
        if record is None:
            return len(nodes)
        return record if isinstance(record, int) else len(nodes) + 16 + record[1]

    tree = b""
    for left, right in nodes:
        left, right = number(left), number(right)
        if record_bits == 24:
            tree += left.to_bytes(3, "big") + right.to_bytes(3, "big")
        elif record_bits == 28:
            tree += (left & 0xFFFFFF).to_bytes(3, "big") + bytes([(left >> 24) << 4 | right >> 24]) + \
                    (right & 0xFFFFFF).to_bytes(3, "big")
        else:
            tree += struct.pack(">II", left, right)
    metadata = {"binary_format_major_version": Uint16(2), "binary_format_minor_version": Uint16(0), "build_epoch": 1 << 40,
                "database_type": "Test", "description": {"en": "for tests"}, "ip_version": Uint16(ip_version),
                "languages": ["en"], "node_count": len(nodes), "record_size": Uint16(record_bits)}
    return tree + bytes(16) + data + MARK + encode(metadata)
