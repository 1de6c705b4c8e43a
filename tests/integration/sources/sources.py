"""Runs dmarcramp over the same zones as files, as live DNS and as a snapshot, and compares."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))
ZONES = {
    ".": "root.zone",
    "company.test": "company.zone",
    "provider.test": "provider.zone",
    "sub.company.test": "sub.company.zone",
}
DOMAINS = ["company.test", "sub.company.test", "wild.company.test", "deep.ent.company.test"]


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def write(path, text):
    with open(path, "w", encoding="ascii") as f:
        f.write(text)


def start_nsd(folder, port):
    zones = "".join(
        f'zone:\n  name: "{name}"\n  zonefile: "{HERE}/zones/{file}"\n' for name, file in ZONES.items()
    )
    write(
        f"{folder}/nsd.conf",
        f'server:\n  ip-address: 127.0.0.1@{port}\n  username: ""\n  chroot: ""\n  zonesdir: ""\n'
        f'  database: ""\n  pidfile: "{folder}/nsd.pid"\n  xfrdfile: "{folder}/xfrd"\n'
        f'  xfrdir: "{folder}"\n  zonelistfile: "{folder}/zonelist"\n  logfile: "{folder}/nsd.log"\n'
        f"  rrl-ratelimit: 0\n  server-count: 1\nremote-control:\n  control-enable: no\n{zones}",
    )
    return subprocess.Popen([tool("nsd"), "-d", "-c", f"{folder}/nsd.conf"])


def start_unbound(folder, port, nsd_port):
    write(
        f"{folder}/unbound.conf",
        f'server:\n  interface: 127.0.0.1@{port}\n  username: ""\n  chroot: ""\n  directory: "{folder}"\n'
        f'  pidfile: "{folder}/unbound.pid"\n  use-syslog: no\n  logfile: "{folder}/unbound.log"\n'
        f"  do-daemonize: no\n  do-ip6: no\n  do-not-query-localhost: no\n  module-config: iterator\n"
        f'  access-control: 127.0.0.0/8 allow\n  local-zone: "test." nodefault\n  cache-max-negative-ttl: 86400\n'
        f"remote-control:\n  control-enable: no\n"
        f"stub-zone:\n  name: .\n  stub-addr: 127.0.0.1@{nsd_port}\n",
    )
    return subprocess.Popen([tool("unbound"), "-d", "-c", f"{folder}/unbound.conf"])


def tool(name):
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def wait_for(port):
    query = bytes.fromhex("123401000001000000000000" + "07636f6d70616e79" + "0474657374" + "00" + "00060001")
    for _ in range(100):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.settimeout(0.2)
            try:
                s.sendto(query, ("127.0.0.1", port))
                if s.recv(4096)[3] & 15 == 0:
                    return
            except OSError:
                time.sleep(0.1)
    sys.exit(f"no answer from port {port}")


def dmarcramp(*args):
    done = subprocess.run([PROGRAM, *args], capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"dmarcramp {' '.join(args)}: {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


def strip(node, keys):
    if isinstance(node, dict):
        return {k: strip(v, keys) for k, v in node.items() if k not in keys}
    return [strip(v, keys) for v in node] if isinstance(node, list) else node


def compare(what, name, left, right):
    if left == right:
        return True
    print(f"{what} differs for {name}")
    diff(left, right, "")
    return False


def diff(left, right, path):
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted(set(left) | set(right)):
            diff(left.get(key), right.get(key), f"{path}.{key}")
    elif isinstance(left, list) and isinstance(right, list):
        for i in range(max(len(left), len(right))):
            diff(left[i] if i < len(left) else None, right[i] if i < len(right) else None, f"{path}[{i}]")
    elif left != right:
        print(f"  {path}: {left!r} | {right!r}")


def results(domain, source):
    # What is fetched is not DNS's to tell; tests/integration/fetch looks at it.
    common = ["--format", "json", "--dkim-probe", "common", "--no-fetch", *source, domain]
    lint = json.loads(dmarcramp("lint", "--as-of", "2026-11-21", "--all", *common))
    facts = json.loads(dmarcramp("facts", *common))
    # What only a zone file can tell, because it lists its names: the variable `zone`, dkim.doubled.
    return strip(lint, {"source", "not_judged", "passed"}), strip(
        facts, {"ttl", "secure", "negative_ttl", "zone", "dkim.doubled"}
    )


def check(folder, resolver):
    zones = [a for file in ZONES.values() for a in ("--zone", f"{HERE}/zones/{file}")]
    ok = True
    for domain in DOMAINS:
        by_zone = results(domain, ["--offline", *zones])
        by_dns = results(domain, ["--resolver", resolver])
        snapshot = f"{folder}/{domain}.json"
        write(snapshot, dmarcramp("snapshot", "--no-fetch", "--resolver", resolver, domain).decode("ascii"))
        by_snapshot = results(domain, ["--snapshot", snapshot])
        for what, i in (("lint", 0), ("facts", 1)):
            ok &= compare(f"{what}: zone and live DNS", domain, by_zone[i], by_dns[i])
            ok &= compare(f"{what}: live DNS and snapshot", domain, by_dns[i], by_snapshot[i])
        print(f"{domain}: {len(by_zone[0]['domains'][0]['findings'])} findings, 3 sources")
    return ok


def main():
    servers = []
    folder = tempfile.mkdtemp(prefix="dmarcramp-sources-")
    try:
        nsd_port, port = free_port(), free_port()
        servers.append(start_nsd(folder, nsd_port))
        wait_for(nsd_port)
        servers.append(start_unbound(folder, port, nsd_port))
        wait_for(port)
        return 0 if check(folder, f"127.0.0.1:{port}") else 1
    finally:
        for server in servers:
            server.send_signal(signal.SIGTERM)
            server.wait()
        shutil.rmtree(folder)


sys.exit(main())
