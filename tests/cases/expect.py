"""Lints zone files and compares the findings with the `; expect: RULE …` comments on their lines.

A finding that knows its line must be expected on that line; one that does not (something is missing)
may be expected anywhere in the file. Both ways: a missing and a surplus finding fail.

Usage: expect.py PROGRAM SNAPSHOT ZONE…
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter

NOBODYS = {**os.environ, "HOME": "/nonexistent", "XDG_DATA_HOME": "/nonexistent"}  # no evidence of the tester's


def expectations(path):
    expected = Counter()
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            comment = re.search(r";\s*expect:\s*([A-Z0-9 ]+)$", line.rstrip())
            for rule in comment.group(1).split() if comment else []:
                expected[(number, rule)] += 1
    return expected


def findings(program, snapshot, path):
    args = [program, "lint", "--zone", path, "--snapshot", snapshot, "--as-of", "2026-11-21"]
    done = subprocess.run([*args, "--format", "json"], capture_output=True, check=False, env=NOBODYS)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(args)}: exit {done.returncode}\n{done.stderr.decode()}")
    found = []
    for domain in json.loads(done.stdout)["domains"]:
        if domain["status"] != "complete":
            print(f"{path}: {domain['domain']} is incomplete")
            found.append((None, "INCOMPLETE", domain["domain"], ""))
        for f in domain["findings"]:
            line = f.get("source", {}).get("line")
            found.append((line, f["rule"], domain["domain"], f["message"]))
    return found


def take(expected, line, rule):
    """The key of an expectation that the finding meets, or None."""
    keys = [(line, rule)] if line else [k for k in expected if k[1] == rule]
    for key in keys:
        if expected[key] > 0:
            expected[key] -= 1
            return key
    return None


def check(program, snapshot, path):
    expected = expectations(path)
    total, bad = sum(expected.values()), 0
    # Findings with a line first, so that the others take what is left.
    for line, rule, domain, message in sorted(findings(program, snapshot, path), key=lambda f: f[0] is None):
        if take(expected, line, rule) is None:
            print(f"{path}:{line or ''}: surplus {rule} for {domain}: {message}")
            bad += 1
    for (line, rule), count in sorted(expected.items()):
        if count > 0:
            print(f"{path}:{line}: missing {rule}")
            bad += 1
    print(f"{path}: {total} expected, {bad} wrong")
    return bad


def main():
    program, snapshot, *zones = sys.argv[1:]
    return 1 if sum([check(program, snapshot, zone) for zone in zones]) else 0


sys.exit(main())
