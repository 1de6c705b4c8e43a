#!/usr/bin/env python3
"""Writes owners.mmdb: who 93.184.216.0/24 belongs to, in the two ways that such files say it.

usage: make_owners.py >owners.mmdb     (MaxMind DB file format, version 2.0)
"""
import ipaddress
import sys


def text(value):
    octets = value.encode()
    assert len(octets) < 285
    return (bytes([0x40 | len(octets)]) if len(octets) < 29 else bytes([0x40 | 29, len(octets) - 29])) + octets


def number(value, kind):
    octets = value.to_bytes(8, "big").lstrip(b"\0")
    return (bytes([kind << 5 | len(octets)]) if kind < 8 else bytes([len(octets), kind - 7])) + octets


def fields(**values):
    return bytes([0xE0 | len(values)]) + b"".join(text(key) + value for key, value in values.items())


def tree(networks):
    """Nodes of two records of 24 bits, and the data behind them."""
    nodes, data, ends = [[None, None]], b"", {}
    for network, value in networks:
        bits = f"{int(network.network_address):032b}"[: network.prefixlen]
        at = 0
        for bit in bits[:-1]:
            if nodes[at][int(bit)] is None:
                nodes[at][int(bit)] = len(nodes)
                nodes.append([None, None])
            at = nodes[at][int(bit)]
        ends[at, int(bits[-1])] = len(data)
        data += value
    out = b""
    for at, node in enumerate(nodes):
        for side in 0, 1:
            where = len(nodes) if node[side] is None else node[side]
            if (at, side) in ends:
                where = len(nodes) + 16 + ends[at, side]
            out += where.to_bytes(3, "big")
    return len(nodes), out, data


def main():
    count, nodes, data = tree([
        (ipaddress.ip_network("93.184.216.32/30"),
         fields(autonomous_system_number=number(64500, 6), autonomous_system_organization=text("Example Networks"))),
        (ipaddress.ip_network("93.184.216.36/32"), fields(asn=text("AS64501"), as_name=text("Another"))),
    ])
    about = fields(node_count=number(count, 6), record_size=number(24, 5), ip_version=number(4, 5),
                   database_type=text("test"), languages=bytes([0, 4]),
                   binary_format_major_version=number(2, 5), binary_format_minor_version=number(0, 5),
                   build_epoch=number(1, 9), description=bytes([0xE0]))
    sys.stdout.buffer.write(nodes + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + about)


main()
