"""Every way of the bad server: the right answer or an uncertain one, in time, never a wrong one. Then the
same of verdicts: what is found about a domain whose server misbehaves is found about a plain one too, or
the domain is incomplete.

Usage: check.py ASK DMARCRAMP     (ASK: the program of tests/integration/ask)
"""

import json
import subprocess
import sys

sys.dont_write_bytecode = True
from bad_server import SPF, WAYS, Server

TRY_MS, DEADLINE_MS, SLACK_MS = 300, 1500, 1500
RIGHT = f'"{SPF.decode()}"'

# What each way must end in, one of several where chance decides; without a line: the right answer.
EXPECTED = {
    "wrong-id": ["timeout"],
    "wrong-question": ["garbled"],
    "wrong-port": ["timeout"],
    "wrong-address": ["timeout"],
    "reset": ["unreachable"],
    "hang-up": ["unreachable"],
    "drip": ["timeout"],
    "short": ["unreachable"],
    "twice-truncated": ["garbled"],
    "servfail": ["servfail"],
    "refused": ["refused"],
    "drop": ["timeout"],
    "garbage": ["garbled"],
    "garbage-body": ["garbled"],
    "cut": ["garbled"],
    "empty": ["garbled"],
    "pointer-loop": ["garbled"],
    "pointer-beyond": ["garbled"],
    "cname-loop": ["servfail"],
    "cname-self": ["servfail"],
    "long-chain": ["servfail"],
    "endless-chain": ["servfail"],
    "other-name": ["nodata"],  # it denies the name, with a SOA
    "count": ["garbled"],
    "nxdomain-and-records": ["garbled"],
    "two-questions": ["garbled"],
    "no-question": ["garbled"],
    "query-back": ["garbled"],
    "strings": ["garbled"],
    "referral": ["refused"],
}
TEXTS = {
    "big": None,  # looked at below
    "order": ['"a"', '"b"', RIGHT],
}


def ask(program, port, names):
    words = [word for name in names for word in (name, "TXT")]
    done = subprocess.run(
        [program, str(port), str(TRY_MS), str(DEADLINE_MS)] + words,
        capture_output=True, text=True, timeout=60, check=False,
    )
    if done.returncode != 0:
        sys.exit(f"ask: exit {done.returncode}\n{done.stderr}")
    return [line.split("\t") for line in done.stdout.splitlines()]


def faults(way, fields):
    outcome, ms, transport, size, ttl = fields[2], int(fields[3]), fields[4], int(fields[5]), int(fields[6])
    texts = fields[9:]
    wanted = EXPECTED.get(way, ["answer"])
    if outcome not in wanted:
        yield f"outcome {outcome}, expected {' or '.join(wanted)}"
    if ms > DEADLINE_MS + SLACK_MS:
        yield f"took {ms} ms"
    if outcome == "answer" and way == "big" and (transport != "tcp" or size < 60000 or len(texts[0]) < 60000):
        yield f"{transport}, {size} octets"
    if outcome == "answer" and way != "big" and texts != TEXTS.get(way, [RIGHT]):
        yield f"answered {texts}"
    if outcome == "answer" and way == "ttl" and ttl != 0:
        yield f"TTL {ttl}"
    if transport == "tcp" and way not in ("reset", "hang-up", "drip", "short", "twice-truncated", "truncated", "big", "many"):
        yield "TCP without truncation"


# Ways that publish something else than the plain domain does.
OTHER_TRUTH = {"order", "other-name"}
# Ways of which it is true besides that the policy is an alias.
ALIASES = {"chain", "split-chain", "two-aliases"}
# 64 KiB of SPF is a question of limits, not of answers.
NOT_LINTED = {"big"}


def scan(program, port):
    ways = [way for way in WAYS if way not in NOT_LINTED]
    done = subprocess.run(
        [program, "scan", "--resolver", f"127.0.0.1:{port}", "--query-timeout", "500ms", "--ordered"],
        input="".join(f"{way}.bad.test\n" for way in ways),
        capture_output=True, text=True, timeout=120, check=False,
    )
    if done.returncode != 0:
        sys.exit(f"dmarcramp scan: exit {done.returncode}\n{done.stderr}")
    return dict(zip(ways, (json.loads(line) for line in done.stdout.splitlines())))


def hits(way, document):
    text = json.dumps([
        [f[key] for key in ("rule", "severity", "owner", "subject", "message") if key in f]
        for f in document["findings"]
        if f["outcome"] == "hit" and not (way in ALIASES and f["name"] == "dmarc-alias")
    ])
    return {json.dumps(hit) for hit in json.loads(text.replace(f"{way}.bad.test", "DOMAIN"))}


def lint_faults(documents):
    plain = hits("plain", documents["plain"])
    if documents["plain"]["status"] != "complete" or not plain:
        yield "plain: not complete, or nothing found"
    for way, document in documents.items():
        found = hits(way, document)
        if way not in OTHER_TRUTH:
            yield from (f"{way}: wrongly found {hit}" for hit in found - plain)
        if way not in OTHER_TRUTH and document["status"] == "complete":
            yield from (f"{way}: complete, but did not find {hit}" for hit in plain - found)


def main():
    server = Server()
    bad = 0
    for _ in range(2):  # the second time, what a way does only once is over
        names = [f"{way}.bad.test" for way in WAYS]
        for way, fields in zip(WAYS, ask(sys.argv[1], server.port, names)):
            for fault in faults(way, fields):
                print(f"{way}: {fault}")
                bad += 1
    print(f"{2 * len(WAYS)} questions, {bad} faults")
    documents = scan(sys.argv[2], Server().port)
    for fault in lint_faults(documents):
        print(fault)
        bad += 1
    complete = sum(document["status"] == "complete" for document in documents.values())
    print(f"{len(documents)} domains, {complete} complete, {bad} faults")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
