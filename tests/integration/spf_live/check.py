"""What `dmarcramp spf eval` says about records that a real server answers with, and about one that is down."""

import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import servers  # noqa: E402: the folder above must be known first

PROGRAM = os.path.abspath(sys.argv[1])
FILLER = " ".join(f'"ip4:198.51.100.{i} "' for i in range(80))
ZONE = f"""$ORIGIN .
$TTL 300
. SOA a.servers.test. hm.servers.test. 1 7200 900 1209600 300
. NS a.servers.test.
a.servers.test. A 192.0.2.53
d.test. TXT "v=spf1 ip4:192.0.2.1 a mx include:i.test -all"
d.test. TXT "other text"
d.test. A 192.0.2.2
d.test. AAAA 2001:db8::2
d.test. MX 10 mx.test.
mx.test. A 192.0.2.3
i.test. CNAME j.test.
j.test. TXT "v=spf1 ip4:192.0.2" ".4 ?all"
r.test. TXT "v=spf1 redirect=d.test"
big.test. TXT "v=spf1 " {FILLER} "ip4:203.0.113.9 -all"
ten.test. TXT "v=spf1 {'a:d.test ' * 10}ip4:203.0.113.9 -all"
eleven.test. TXT "v=spf1 {'a:d.test ' * 11}ip4:203.0.113.9 -all"
void.test. TXT "v=spf1 a:g1.test a:g2.test a:g3.test ip4:203.0.113.9 -all"
two.test. TXT "v=spf1 -all"
two.test. TXT "v=spf1 ~all"
macro.test. TXT "v=spf1 exists:%{{ir}}.%{{v}}.%{{l}}.list.test -all exp=why.test"
9.113.0.203.in-addr.user.list.test. A 127.0.0.2
why.test. TXT "%{{i}} may not send for %{{d}}"
ptr.test. TXT "v=spf1 ptr -all"
9.113.0.203.in-addr.arpa. PTR host.ptr.test.
host.ptr.test. A 203.0.113.9
"""
# (IP, sender, result, explanation)
CASES = [
    ("192.0.2.1", "user@d.test", "pass", None),
    ("192.0.2.2", "user@d.test", "pass", None),
    ("2001:db8::2", "user@d.test", "pass", None),
    ("192.0.2.3", "user@d.test", "pass", None),
    ("192.0.2.4", "user@d.test", "pass", None),
    ("192.0.2.5", "user@d.test", "fail", None),
    ("192.0.2.4", "user@R.TEST", "pass", None),
    ("203.0.113.9", "user@big.test", "pass", None),
    ("203.0.113.9", "user@ten.test", "pass", None),
    ("203.0.113.9", "user@eleven.test", "permerror", None),
    ("203.0.113.9", "user@void.test", "permerror", None),
    ("203.0.113.9", "user@two.test", "permerror", None),
    ("203.0.113.9", "user@none.test", "none", None),
    ("203.0.113.9", "user@macro.test", "pass", None),
    ("203.0.113.8", "user@macro.test", "fail", "203.0.113.8 may not send for macro.test"),
    ("203.0.113.9", "user@ptr.test", "pass", None),
    ("203.0.113.8", "user@ptr.test", "fail", None),
]


def evaluate(port, ip, sender):
    command = [PROGRAM, "spf", "eval", "--resolver", f"127.0.0.1:{port}", "--ip", ip, "--mail-from", sender]
    command += ["--helo", "mail.test", "--format", "json", "--query-timeout", "1"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    if not done.stdout:
        sys.exit(f"{' '.join(command)}: {done.stderr.decode()}")
    return done.returncode, json.loads(done.stdout)


def main():
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        port = servers.free_port()
        started = [servers.start_nsd(f"{folder}/nsd", port, {".": ZONE})]
        try:
            servers.wait_for(port, "d.test.")
            for ip, sender, result, explanation in CASES:
                status, got = evaluate(port, ip, sender)
                if (status, got["result"], got["explanation"]) != (0, result, explanation):
                    failures += 1
                    print(f"{ip} {sender}: wanted {result} {explanation}, got {status} {got}")
        finally:
            servers.stop(started)
        status, got = evaluate(port, "192.0.2.1", "user@d.test")
        if (status, got["result"]) != (3, "temperror"):
            failures += 1
            print(f"a server that is down: wanted temperror, got {status} {got}")
    print(f"{len(CASES) + 1} evaluations, {failures} wrong")
    sys.exit(1 if failures else 0)


main()
