"""Asks NSD and Unbound what a linter asks, and compares with what the zone says.

Usage: check.py ASK
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

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


def tool(name):
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def free_port():
    with socket.socket(type=socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def start_nsd(folder, port):
    write(f"{folder}/dns.test.zone", ZONE)
    write(
        f"{folder}/nsd.conf",
        f'server:\n  ip-address: 127.0.0.1@{port}\n  username: ""\n  chroot: ""\n  zonesdir: "{folder}"\n'
        f'  database: ""\n  pidfile: "{folder}/nsd.pid"\n  xfrdfile: "{folder}/xfrd"\n  xfrdir: "{folder}"\n'
        f'  zonelistfile: "{folder}/zonelist"\n  logfile: "{folder}/nsd.log"\n  rrl-ratelimit: 0\n'
        f"  server-count: 1\n  ipv4-edns-size: 1232\nremote-control:\n  control-enable: no\n"
        f"zone:\n  name: dns.test\n  zonefile: dns.test.zone\n",
    )
    return subprocess.Popen([tool("nsd"), "-d", "-c", f"{folder}/nsd.conf"])


def start_unbound(folder, port, nsd_port):
    write(
        f"{folder}/unbound.conf",
        f'server:\n  interface: 127.0.0.1@{port}\n  username: ""\n  chroot: ""\n  directory: "{folder}"\n'
        f'  pidfile: "{folder}/unbound.pid"\n  use-syslog: no\n  logfile: "{folder}/unbound.log"\n'
        f"  do-daemonize: no\n  do-ip6: no\n  do-not-query-localhost: no\n  module-config: iterator\n"
        f'  access-control: 127.0.0.0/8 allow\n  local-zone: "test." nodefault\n'
        f"remote-control:\n  control-enable: no\n"
        f"stub-zone:\n  name: dns.test\n  stub-addr: 127.0.0.1@{nsd_port}\n",
    )
    return subprocess.Popen([tool("unbound"), "-d", "-c", f"{folder}/unbound.conf"])


def ask(port):
    words = [word for name, rtype in EXPECTED for word in (f"{name}.dns.test", rtype)]
    done = subprocess.run(
        [sys.argv[1], str(port), "2000", "10000"] + words, capture_output=True, text=True, timeout=60, check=True
    )
    return [line.split("\t") for line in done.stdout.splitlines()]


def wait_for(port):
    for _ in range(300):
        done = subprocess.run(
            [sys.argv[1], str(port), "200", "200", "spf.dns.test", "TXT"], capture_output=True, text=True, check=True
        )
        if "\tanswer\t" in done.stdout:
            return
        time.sleep(0.1)
    sys.exit(f"the server on port {port} does not answer")


def check(who, port):
    faults = 0
    wait_for(port)
    for (name, rtype), fields in zip(EXPECTED, ask(port)):
        found = (fields[2], fields[4], int(fields[7]), fields[9:])
        if found != EXPECTED[name, rtype]:
            print(f"{who}: {name} {rtype}: found {str(found)[:200]}, expected {str(EXPECTED[name, rtype])[:200]}")
            faults += 1
    print(f"{who}: {len(EXPECTED)} questions, {faults} faults")
    return faults


def main():
    servers = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            nsd_port, unbound_port = free_port(), free_port()
            servers.append(start_nsd(folder, nsd_port))
            faults = check("NSD", nsd_port)
            servers.append(start_unbound(folder, unbound_port, nsd_port))
            faults += check("Unbound", unbound_port)
        finally:
            for server in servers:
                server.terminate()
                server.wait()
    return faults > 0


if __name__ == "__main__":
    sys.exit(main())
