"""A DNS server that misbehaves, one way for each name. Deterministic, on loopback, standard library.

The domain <way>.bad.test has an SPF record, a DMARC record and a null MX; the first label under
bad.test says what is wrong with the answers about it. Run alone, it prints its port and serves.
"""

import socket
import struct
import sys
import threading
import time

TXT, CNAME, SOA, MX, OPT = 16, 5, 6, 15, 41
QR, AA, TC, RA = 0x8000, 0x0400, 0x0200, 0x0080
FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED = 1, 2, 3, 4, 5

SPF = b"v=spf1 -all"
DMARC = b"v=DMARC1; p=reject; rua=mailto:dmarc@bad.test"


def name_octets(name):
    return b"".join(bytes([len(x)]) + x.encode() for x in name.split(".") if x) + b"\0"


def record(name, rtype, rdata, ttl=300, rclass=1):
    return name_octets(name) + struct.pack(">HHIH", rtype, rclass, ttl, len(rdata)) + rdata


def strings(text):
    return b"".join(bytes([len(text[i : i + 255])]) + text[i : i + 255] for i in range(0, len(text), 255))


def soa(zone):
    rdata = name_octets("ns." + zone) + name_octets("h." + zone) + struct.pack(">IIIII", 1, 2, 3, 4, 60)
    return record(zone, SOA, rdata)


class Query:
    """What came, and how to make responses that fit it, or nearly."""

    def __init__(self, message, tcp):
        self.message, self.tcp = message, tcp
        self.id, flags, _, _, _, extra = struct.unpack(">HHHHHH", message[:12])
        self.edns = extra > 0
        labels, at = [], 12
        while message[at]:
            labels.append(message[at + 1 : at + 1 + message[at]].decode())
            at += 1 + message[at]
        self.question = message[12 : at + 5]
        self.type = struct.unpack(">H", message[at + 1 : at + 3])[0]
        self.name = ".".join(labels)
        self.way = labels[-3] if len(labels) > 2 else ""

    def response(self, answer=(), authority=(), extra=(), flags=0, ident=None, question=None):
        head = struct.pack(
            ">HHHHHH",
            self.id if ident is None else ident,
            QR | RA | 0x0100 | flags,
            1 if question is None or question else 0,
            len(answer),
            len(authority),
            len(extra),
        )
        body = b"".join(answer) + b"".join(authority) + b"".join(extra)
        return head + (self.question if question is None else question) + body

    def records(self, name=None):
        """The right records of this type, of this name or another."""
        name = name or self.name
        host = name.split(".")
        if self.type == TXT and len(host) == 3:
            return [record(name, TXT, strings(SPF))]
        if self.type == TXT and len(host) == 4 and host[0] == "_dmarc":
            return [record(name, TXT, strings(DMARC))]
        if self.type == MX and len(host) == 3:
            return [record(name, MX, b"\0\0\0")]
        return []

    def right(self, **other):
        found = self.records()
        host = self.name.split(".")
        exists = len(host) <= 3 or (len(host) == 4 and host[0] == "_dmarc")
        flags = other.pop("flags", 0) | (0 if exists else NXDOMAIN)
        return self.response(found, [] if found else [soa("bad.test")], flags=flags, **other)

    def with_records(self, change, **other):
        """The right response with its records changed, when there are any."""
        return self.response(change(self.records()), **other) if self.records() else self.right()


def once(count, bad, query):
    return [bad] if count == 1 else [query.right()]


def edns_refused(query, bad):
    return [bad if query.edns else query.right()]


def alias(name, target):
    return record(name, CNAME, name_octets(target))


def chain(query, length, whole):
    """cN-… is an alias of c(N-1)-…; one link in a response, or the whole chain."""
    links = [f"c{i}.{query.name}" for i in range(length)]
    hops = [alias(a, b) for a, b in zip([query.name] + links, links)]
    return query.with_records(lambda right: hops + moved(query, right, links[-1]) if whole else hops[:1])


def moved(query, records, owner):
    """The same records at another owner."""
    return [record(owner, query.type, rdata_of(octets)) for octets in records]


def end_of_chain(query):
    """About `c0.NAME`: what NAME has."""
    return query.response(moved(query, query.records(query.name[3:]), query.name))


def rdata_of(octets):
    at = octets.index(b"\0") + 1
    return octets[at + 10 :]


def big(query):
    text = SPF + b" " + b"ip4:192.0.2.1 " * 4400
    return query.with_records(lambda _: [record(query.name, TXT, strings(text))])


def many(query):
    more = [record(query.name, 1, bytes([10, 0, i >> 8, i & 255])) for i in range(1800)]
    return query.with_records(lambda right: more + right)


def truncate(query, over_tcp):
    return [over_tcp] if query.tcp else [query.response(flags=TC)]


# What a way does: (query, how often this name and type were asked) -> what to send. An item is a
# message, a number of seconds to wait, or one of the words that send() knows.
WAYS = {
    "plain": lambda q, n: [q.right()],
    "wrong-id": lambda q, n: [q.right(ident=q.id ^ 1)],
    "wrong-id-first": lambda q, n: [q.right(ident=q.id ^ 1), q.right()],
    "wrong-question": lambda q, n: [q.right(question=name_octets("x.test") + b"\0\x10\0\1")],
    "wrong-question-first": lambda q, n: WAYS["wrong-question"](q, n) + [q.right()],
    "wrong-port": lambda q, n: ["other-port", q.right()],
    "wrong-address": lambda q, n: ["other-address", q.right()],
    "other-answer-first": lambda q, n: ["other-port", forged(q), q.right()],
    "reset": lambda q, n: truncate(q, "reset"),
    "hang-up": lambda q, n: truncate(q, "hang-up"),
    "drip": lambda q, n: truncate(q, "drip"),
    "short": lambda q, n: truncate(q, "short"),
    "twice-truncated": lambda q, n: [q.response(flags=TC)],
    "truncated": lambda q, n: truncate(q, q.right()),
    "formerr": lambda q, n: edns_refused(q, q.response(flags=FORMERR, question=b"")),
    "formerr-opt": lambda q, n: edns_refused(q, q.response(extra=[record("", OPT, b"", 0, 1232)], flags=FORMERR)),
    "badvers": lambda q, n: edns_refused(q, q.response(extra=[record("", OPT, b"", 1 << 24, 1232)])),
    "notimp": lambda q, n: edns_refused(q, q.response(flags=NOTIMP)),
    "servfail-once": lambda q, n: once(n, q.response(flags=SERVFAIL), q),
    "servfail": lambda q, n: [q.response(flags=SERVFAIL)],
    "refused": lambda q, n: [q.response(flags=REFUSED)],
    "drop-once": lambda q, n: [] if n == 1 else [q.right()],
    "drop": lambda q, n: [],
    "late": lambda q, n: [0.35, q.right()],
    "twice": lambda q, n: [q.right(), q.right()],
    "big": lambda q, n: truncate(q, big(q)),
    "many": lambda q, n: truncate(q, many(q)),
    "order": lambda q, n: [q.with_records(lambda r: (r + [record(q.name, TXT, b"\1b"), record(q.name, TXT, b"\1a")])[:: 1 if n % 2 else -1])],
    "duplicates": lambda q, n: [q.with_records(lambda r: r * 3)],
    "garbage": lambda q, n: [q.right()[:12] + b"\xff" * 20],
    "garbage-body": lambda q, n: [q.with_records(lambda r: [b"\xff" * 40])],
    "cut": lambda q, n: [q.right()[:-3]],
    "empty": lambda q, n: [b"", b"\0", q.right()[:11]],
    "pointer-loop": lambda q, n: [q.with_records(lambda r: [b"\xc0" + bytes([12 + len(q.question)]) + r[0][len(name_octets(q.name)) :]])],
    "pointer-beyond": lambda q, n: [q.with_records(lambda r: [b"\xff\xff" + r[0][len(name_octets(q.name)) :]])],
    "cname-loop": lambda q, n: [q.with_records(lambda r: [alias(q.name, "x.test"), alias("x.test", q.name)])],
    "cname-self": lambda q, n: [q.with_records(lambda r: [alias(q.name, q.name)])],
    "chain": lambda q, n: [chain(q, 5, True)],
    "long-chain": lambda q, n: [chain(q, 60, True)],
    "split-chain": lambda q, n: [chain(q, 1, False)] if not q.name.startswith("c0.") else [end_of_chain(q)],
    "endless-chain": lambda q, n: [q.response([alias(q.name, "c." + q.name)])],
    "two-aliases": lambda q, n: [q.with_records(lambda r: [alias(q.name, "x.test"), alias(q.name, "a.test")] + moved(q, r, "a.test"))],
    "other-name": lambda q, n: [q.with_records(lambda r: [record("x.test", TXT, strings(b"v=spf1 +all"))], authority=[soa("bad.test")])],
    "other-class": lambda q, n: [q.with_records(lambda r: [record(q.name, q.type, b"\x0bv=spf1 +all", 300, 3)] + r)],
    "count": lambda q, n: [q.right()[:6] + b"\xff\xff" + q.right()[8:]],
    "ttl": lambda q, n: [q.with_records(lambda r: [record(q.name, TXT, strings(SPF), 0xFFFFFFFF)] if q.type == TXT and "_" not in q.name else r)],
    "nxdomain-and-records": lambda q, n: [q.with_records(lambda r: r, flags=NXDOMAIN)],
    "case": lambda q, n: [q.right(question=q.question.swapcase())],
    "two-questions": lambda q, n: [q.right()[:4] + b"\0\2" + q.right()[6:]],
    "no-question": lambda q, n: [q.right(question=b"")],
    "query-back": lambda q, n: [q.message],
    "strings": lambda q, n: [q.with_records(lambda r: [record(q.name, q.type, b"\xffshort")])],
    "referral": lambda q, n: [q.response(authority=[record("test", 2, name_octets("ns.test"))])],
}


def forged(query):
    return query.with_records(lambda r: [record(query.name, TXT, strings(b"v=spf1 +all"))])


class Server:
    def __init__(self):
        self.counts = {}
        for _ in range(100):
            self.udp = socket.socket(type=socket.SOCK_DGRAM)
            self.udp.bind(("127.0.0.1", 0))
            self.port = self.udp.getsockname()[1]
            self.tcp = socket.socket()
            self.tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                self.tcp.bind(("127.0.0.1", self.port))
                break
            except OSError:
                self.udp.close()
        self.tcp.listen(64)
        self.other_port = socket.socket(type=socket.SOCK_DGRAM)
        self.other_port.bind(("127.0.0.1", 0))
        self.other_address = socket.socket(type=socket.SOCK_DGRAM)
        self.other_address.bind(("127.0.0.2", self.port))
        for serve in (self.serve_udp, self.serve_tcp):
            threading.Thread(target=serve, daemon=True).start()

    def items(self, query):
        key = (query.name, query.type, query.tcp, query.edns)
        self.counts[key] = self.counts.get(key, 0) + 1
        return WAYS.get(query.way, WAYS["plain"])(query, self.counts[key])

    def serve_udp(self):
        while True:
            message, client = self.udp.recvfrom(65535)
            query = Query(message, False)
            threading.Thread(target=self.answer_udp, args=(self.items(query), client), daemon=True).start()

    def answer_udp(self, items, client):
        sender = self.udp
        for item in items:
            if isinstance(item, float):
                time.sleep(item)
            elif item == "other-port":
                sender = self.other_port
            elif item == "other-address":
                sender = self.other_address
            else:
                sender.sendto(item, client)
                sender = self.udp

    def serve_tcp(self):
        while True:
            connection, _ = self.tcp.accept()
            threading.Thread(target=self.answer_tcp, args=(connection,), daemon=True).start()

    def answer_tcp(self, connection):
        message = connection.recv(4096)
        if len(message) > 14:
            for item in self.items(Query(message[2:], True)):
                send_tcp(connection, item)
        connection.close()


def send_tcp(connection, item):
    if item == "reset":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif item == "drip":
        try:
            for octet in b"\x01\x00" + b"\0" * 60:
                connection.send(bytes([octet]))
                time.sleep(0.1)
        except OSError:
            pass
    elif item == "short":
        connection.send(b"\x01\x00" + b"\0" * 9)
    elif item != "hang-up":
        connection.sendall(struct.pack(">H", len(item)) + item)


if __name__ == "__main__":
    print(Server().port, flush=True)
    sys.stdin.read()
