"""Asks NSD and Unbound what a linter asks, and compares with what the zone says.

Usage: check.py ASK
"""

import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import servers  # noqa: E402: the folder above must be known first

LONG = "x" * 250  # one character-string
ZONE = f"""$TTL 300
@ SOA ns hostmaster 1 3600 900 86400 60
@ NS ns
ns A 127.0.0.1
spf TXT "v=spf1 -all"
two TXT "b" "c"
two TXT "a"
medium TXT {' '.join(['"' + LONG + '"'] * 4)}
four TXT {' '.join(['"' + LONG + '"'] * 17)}
huge TXT {' '.join(['"' + LONG + '"'] * 240)}
mail MX 10 b.example.
mail MX 10 A.example.
alias CNAME chain
chain CNAME spf
dead CNAME nothing
empty.below A 192.0.2.1
*.wild TXT "any"
tlsa TLSA 3 1 1 00ff
caa CAA 0 issue "ca.example"
old DNAME new
x.new TXT "moved"
"""
# name, type -> outcome, transport, CNAMEs, records
EXPECTED = {
    ("spf", "TXT"): ("answer", "udp", 0, ['"v=spf1 -all"']),
    ("two", "TXT"): ("answer", "udp", 0, ['"a"', '"b" "c"']),
    ("medium", "TXT"): ("answer", "udp", 0, [" ".join([f'"{LONG}"'] * 4)]),
    ("four", "TXT"): ("answer", "tcp", 0, [" ".join([f'"{LONG}"'] * 17)]),
    ("huge", "TXT"): ("answer", "tcp", 0, [" ".join([f'"{LONG}"'] * 240)]),
    ("mail", "MX"): ("answer", "udp", 0, ["10 a.example.", "10 b.example."]),
    ("alias", "TXT"): ("answer", "udp", 2, ['"v=spf1 -all"']),
    ("alias", "CNAME"): ("answer", "udp", 0, ["chain.dns.test."]),
    ("dead", "TXT"): ("nxdomain", "udp", 1, []),
    ("nothing", "TXT"): ("nxdomain", "udp", 0, []),
    ("below", "TXT"): ("nodata", "udp", 0, []),
    ("spf", "MX"): ("nodata", "udp", 0, []),
    ("q.wild", "TXT"): ("answer", "udp", 0, ['"any"']),
    ("tlsa", "TLSA"): ("answer", "udp", 0, ["3 1 1 00ff"]),
    ("caa", "CAA"): ("answer", "udp", 0, ['0 issue "ca.example"']),
    ("x.old", "TXT"): ("answer", "udp", 1, ['"moved"']),
}


def ask(port):
    words = [word for name, rtype in EXPECTED for word in (f"{name}.dns.test", rtype)]
    done = subprocess.run(
        [sys.argv[1], str(port), "2000", "10000"] + words, capture_output=True, text=True, timeout=60, check=True
    )
    return [line.split("\t") for line in done.stdout.splitlines()]


def check(who, port):
    faults = 0
    servers.wait_for(port, "dns.test")
    for (name, rtype), fields in zip(EXPECTED, ask(port)):
        found = (fields[2], fields[4], int(fields[7]), fields[9:])
        if found != EXPECTED[name, rtype]:
            print(f"{who}: {name} {rtype}: found {str(found)[:200]}, expected {str(EXPECTED[name, rtype])[:200]}")
            faults += 1
    print(f"{who}: {len(EXPECTED)} questions, {faults} faults")
    return faults


def main():
    started = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            nsd_port, unbound_port = servers.free_port(), servers.free_port()
            nsd = servers.start_nsd(f"{folder}/nsd", nsd_port, {"dns.test.": ZONE}, "  ipv4-edns-size: 1232\n")
            started.append(nsd)
            faults = check("NSD", nsd_port)
            started.append(servers.start_unbound(folder, unbound_port, nsd_port, ["dns.test."]))
            faults += check("Unbound", unbound_port)
        finally:
            servers.stop(started)
    return faults > 0


if __name__ == "__main__":
    sys.exit(main())
