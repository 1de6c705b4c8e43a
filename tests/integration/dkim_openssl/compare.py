"""Publishes keys, asks dmarcramp and openssl what they are, and shows every difference."""
import base64
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import keys
import openssl

PER_DOMAIN = 100
HEAD = "$ORIGIN test.\n$TTL 300\n@ SOA ns hm 1 7200 900 1209600 300\n@ NS ns\nns A 192.0.2.53\n"


def record(kind, value):
    return "v=DKIM1; " + (f"k={kind}; " if kind else "") + f"p={value}"


def quoted(text):
    parts = [text[i:i + 255] for i in range(0, len(text), 255)]
    return " ".join('"' + p.replace("\\", "\\\\").replace('"', '\\"') + '"' for p in parts)


def names(index):
    return f"d{index // PER_DOMAIN}.test", f"s{index % PER_DOMAIN}"


def write_zone(path, records):
    with open(path, "w") as zone:
        zone.write(HEAD)
        for index, text in enumerate(records):
            domain, selector = names(index)
            zone.write(f"{selector}._domainkey.{domain}. TXT ( {quoted(text)} )\n")


def our_facts(program, zone, count):
    facts = []
    for first in range(0, count, PER_DOMAIN):
        domain, _ = names(first)
        selectors = [names(i)[1] for i in range(first, min(first + PER_DOMAIN, count))]
        command = [program, "facts", "--offline", "--zone", zone, "--dkim-probe", "named", domain]
        for selector in selectors:
            command += ["--selector", selector]
        document = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        found = document["facts"]["dkim"]["selectors"]
        assert [f["selector"] for f in found] == selectors, domain
        facts += found
    return facts


def decode(value):
    """The octets of complete groups, all octets, and how the base64 is: whole, unpadded or broken."""
    dense = re.sub(r"[ \t]", "", value)
    digits = dense.rstrip("=")
    if not re.fullmatch(r"[A-Za-z0-9+/]*", digits) or len(dense) - len(digits) > (-len(digits)) % 4:
        return b"", b"", "broken"
    groups = base64.b64decode(dense[:len(dense) // 4 * 4])
    if len(dense) % 4 == 0:
        return groups, groups, "whole"
    if len(digits) % 4 == 1:
        return groups, groups, "broken at its end"
    return groups, base64.b64decode(digits + "=" * (-len(digits) % 4)), "unpadded"


def what_we_read(fact):
    """(kind, bits, exponent) of a key that is whole, else None."""
    damaged = {"key-der", "key-truncated", "key-trailing", "key-length", "key-base64"}
    if fact.get("key", "unknown") == "unknown" or damaged & codes(fact):
        return None
    return fact["key"], fact["bits"], fact.get("exponent")


def codes(fact):
    return {i["code"] for i in fact["issues"]}


def clamp(read):
    return read and (*read[:2], read[2] and min(read[2], 2**63 - 1))


def check_read(kind, octets, fact):
    """What is read, is the same; what openssl would write like that, is read. 32 octets that are nothing else
    may be a bare Ed25519 key."""
    ours = what_we_read(fact)
    raw = len(octets) == 32 and (kind == "ed25519" or ours and ours[0] == "ed25519")
    theirs, written = openssl.read(keys.wrap("ed25519", "", octets) if raw or octets[:1] != b"\x30" else octets)
    theirs = clamp(theirs)
    if octets[:1] != b"\x30" and len(octets) != 32:
        theirs = None
    if ours and ours != theirs:
        return f"we read {ours}, openssl {theirs}"
    if theirs and not ours and octets == written:
        return f"openssl reads {theirs}, we do not: {codes(fact)}"
    behind = len(octets) - len(written)
    if theirs and octets.startswith(written) and behind > 0 and fact["trailing"] != behind:
        return f"{behind} octets are behind the key, we count {fact['trailing']}"
    return None


def check_cut(value, octets, whole, fact):
    """A key that was cut off keeps its kind and size, and what is missing is counted."""
    theirs, written = openssl.read(whole)
    header = 40 if theirs and theirs[0] == "rsa" else 14
    if not theirs or written != whole or not header <= len(octets) < len(whole):
        return None
    dense = re.sub(r"[ \t]", "", value)
    missing = -(-len(whole) // 3) * 4 - len(dense)
    counted = fact.get("missing_to", -1) - fact.get("missing_from", 0) + 1
    if "key-truncated" not in codes(fact) or (fact["key"], fact["bits"]) != theirs[:2] or counted != missing:
        return f"cut off: {missing} octets are missing of {theirs}, we say {counted} of {fact.get('key')}"
    return None


def check(kind, value, cut_from, fact):
    groups, octets, state = decode(value)
    if value == "":
        return None if fact["revoked"] else "not revoked"
    if state == "broken":
        return None if "key-base64" in codes(fact) else f"the base64 is broken, we say {codes(fact)}"
    if state == "broken at its end" and not codes(fact) & {"key-base64", "key-truncated"}:
        return "the base64 is broken at its end"
    if cut_from:
        wrong = check_cut(value, groups, cut_from, fact)
        if wrong:
            return wrong
    if state == "unpadded" and "key-padding" not in codes(fact):
        octets = groups
    return check_read(kind, octets, fact)


def main(program, count, seed):
    rng = random.Random(seed)
    made = list(keys.make(rng, count))
    with tempfile.TemporaryDirectory() as folder:
        zone = Path(folder) / "test.zone"
        write_zone(zone, [record(kind, value) for kind, value, _ in made])
        facts = our_facts(program, zone, count)
    read = wrong = 0
    for (kind, value, cut_from), fact in zip(made, facts):
        problem = check(kind, value, cut_from, fact)
        read += what_we_read(fact) is not None
        if problem:
            wrong += 1
            print(f"{record(kind, value)}\n  {problem}", file=sys.stderr)
    print(f"{count} keys, {read} whole, {wrong} differences")
    return 1 if wrong or not count / 5 < read < count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
