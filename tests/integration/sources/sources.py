"""Runs dmarcramp over the same zones as files, as live DNS and as a snapshot, and compares."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

import servers  # noqa: E402: the folder above must be known first

PROGRAM = os.path.abspath(sys.argv[1])
ZONES = {
    ".": "root.zone",
    "company.test": "company.zone",
    "provider.test": "provider.zone",
    "sub.company.test": "sub.company.zone",
}
# With the selectors that are named: found by name from every source, where a zone file lists them and
# a server is asked for common ones.
DOMAINS = {
    "company.test": ["s1", "google"],
    "sub.company.test": [],
    "wild.company.test": [],
    "deep.ent.company.test": [],
}


def dmarcramp(*args):
    done = subprocess.run([PROGRAM, *args], capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"dmarcramp {' '.join(args)}: {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


def strip(node, keys):
    if isinstance(node, dict):
        return {k: strip(v, keys) for k, v in node.items() if k.rpartition(".")[2] not in keys and k not in keys}
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
    selectors = [a for selector in DOMAINS[domain] for a in ("--selector", selector)]
    common = ["--format", "json", "--dkim-probe", "common", "--no-fetch", *selectors, *source, domain]
    lint = json.loads(dmarcramp("lint", "--as-of", "2026-11-21", "--all", *common))
    facts = json.loads(dmarcramp("facts", *common))
    return strip(lint, {"source"}), strip(facts, {"ttl", "secure"})


def set_aside_file(by_zone, by_dns):
    """What there is of a zone file and of nothing else: the variable `zone` with the file's origin, places
    and mistakes. Its facts are only in the one document, and the rules that read them pass in the one and
    are not judged, for want of `zone`, in the other. Everything else must be equal."""
    ok = by_zone[1]["facts"].pop("zone", None) is not None
    passed, others = (set(lint["domains"][0]["passed"]) for lint in (by_zone[0], by_dns[0]))
    of_file = by_dns[0]["domains"][0]["not_judged"].pop("zone", 0)
    if not ok or not others <= passed or len(passed - others) != of_file:
        print(f"facts of the file: {ok}, judged only with it: {sorted(passed ^ others)}, not {of_file}")
        return False
    by_zone[0]["domains"][0]["passed"] = by_dns[0]["domains"][0]["passed"]
    return True


def check(folder, resolver):
    zones = [a for file in ZONES.values() for a in ("--zone", f"{HERE}/zones/{file}")]
    ok = True
    for domain, selectors in DOMAINS.items():
        by_zone = results(domain, ["--offline", *zones])
        by_dns = results(domain, ["--resolver", resolver])
        snapshot = f"{folder}/{domain}.json"
        named = [a for selector in selectors for a in ("--selector", selector)]
        asked = dmarcramp("snapshot", "--no-fetch", *named, "--resolver", resolver, domain)
        servers.write(snapshot, asked.decode("ascii"))
        by_snapshot = results(domain, ["--snapshot", snapshot])
        for what, i in (("lint", 0), ("facts", 1)):
            ok &= compare(f"{what}: live DNS and snapshot", domain, by_dns[i], by_snapshot[i])
        ok &= set_aside_file(by_zone, by_dns)
        for what, i in (("lint", 0), ("facts", 1)):
            ok &= compare(f"{what}: zone and live DNS", domain, by_zone[i], by_dns[i])
        print(f"{domain}: {len(by_zone[0]['domains'][0]['findings'])} findings, 3 sources")
    return ok


def zone_text(file):
    with open(f"{HERE}/zones/{file}", encoding="ascii") as f:
        return f.read()


def main():
    started = []
    with tempfile.TemporaryDirectory(prefix="dmarcramp-sources-") as folder:
        try:
            nsd_port, port = servers.free_port(), servers.free_port()
            texts = {name: zone_text(file) for name, file in ZONES.items()}
            started.append(servers.start_nsd(f"{folder}/nsd", nsd_port, texts))
            servers.wait_for(nsd_port, "company.test")
            started.append(servers.start_unbound(folder, port, nsd_port, ["."]))
            servers.wait_for(port, "company.test")
            return 0 if check(folder, f"127.0.0.1:{port}") else 1
        finally:
            servers.stop(started)


sys.exit(main())
