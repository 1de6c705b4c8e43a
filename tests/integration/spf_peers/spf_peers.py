"""check_host() against pyspf and Perl's Mail::SPF: generated records, the same answers for all three.

Usage: spf_peers.py SPF_OURS [WORLDS [SEED]]

Exits 0 when every difference is one of those in differences.py, each of which names the sentence of the RFC, and
every result is at least 3 % of ours.
"""

import collections
import json
import os
import subprocess
import sys
import tempfile

import differences
import peer_pyspf
from worlds import World

HERE = os.path.dirname(os.path.abspath(__file__))
CHUNK = 1000
LEAST_PART = 0.03
RESULTS = ("none", "neutral", "pass", "fail", "softfail", "temperror", "permerror")


def master_text(kind, data):
    if kind != "TXT":
        return data if kind in ("A", "AAAA", "MX", "PTR") else f"{data}."
    return " ".join('"' + piece.replace("\\", "\\\\").replace('"', '\\"') + '"' for piece in data)


def snapshot(worlds):
    answers = []
    for world in worlds:
        for name, types in world.dns.items():
            if types.get("TIMEOUT"):
                kinds = ("A", "AAAA", "MX", "PTR", "TXT")
                answers += [{"name": name, "type": kind, "outcome": "timeout"} for kind in kinds]
                continue
            for kind, values in types.items():
                rrs = [master_text(kind, value) for value in values]
                answers.append({"name": name, "type": kind, "outcome": "answer", "rrs": rrs})
    return {"schema": "dmarcramp.snapshot/1", "default": "nxdomain", "answers": answers}


def ask_ours(program, worlds, folder):
    path = os.path.join(folder, "snapshot.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(snapshot(worlds), file)
    clients = "".join(f"{w.ip}\t{w.mail_from}\t{w.helo}\n" for w in worlds)
    done = subprocess.run([program, path], input=clients, capture_output=True, text=True, check=True)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    return [(line[0], line[3]) for line in lines]


def ask_mail_spf(worlds, folder):
    path = os.path.join(folder, "worlds.json")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(w.as_json()) + "\n" for w in worlds)
    done = subprocess.run(["perl", os.path.join(HERE, "mail_spf.pl"), path], capture_output=True, text=True, check=True)
    return [tuple(line.split("\t", 2)) for line in done.stdout.splitlines()]


def agree(ours, theirs):
    return ours[0] == theirs[0] and ours[1].lower() == theirs[1].lower()


def tell(world, peer, ours, theirs):
    print(f"{world.domain}: {peer} says {theirs}, we say {ours}; client {world.ip} {world.mail_from!r} {world.helo}")
    for name, types in world.dns.items():
        print(f"    {name} {types}")


def compare(worlds, ours, peers, seen, bad):
    for peer, answers in peers.items():
        if len(answers) != len(worlds):
            sys.exit(f"{peer} gave {len(answers)} answers for {len(worlds)} worlds")
        for world, mine, theirs in zip(worlds, ours, answers):
            if agree(mine, theirs):
                continue
            why = differences.explain(peer, world, mine, theirs)
            seen[peer, why] += 1
            if why is None:
                bad.append(world.domain)
                if len(bad) <= 10:
                    tell(world, peer, mine, theirs)


def main():
    program, count, seed = sys.argv[1], int((sys.argv[2:3] or ["20000"])[0]), int((sys.argv[3:4] or ["1"])[0])
    results, seen, bad = collections.Counter(), collections.Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        for start in range(0, count, CHUNK):
            worlds = [World(i, seed) for i in range(start, min(start + CHUNK, count))]
            ours = ask_ours(program, worlds, folder)
            peers = {"pyspf": [peer_pyspf.ask(w) for w in worlds], "Mail::SPF": ask_mail_spf(worlds, folder)}
            results.update(result for result, _ in ours)
            compare(worlds, ours, peers, seen, bad)
    for (peer, why), times in sorted(seen.items(), key=str):
        print(f"{peer}: {times} times: {why or 'not explained'}")
    print(", ".join(f"{name} {results[name] * 100 / count:.1f} %" for name in RESULTS))
    rare = [name for name in RESULTS if results[name] < LEAST_PART * count]
    print(f"{count} records, {len(bad)} differences that are not explained" + (f"; too rare: {rare}" if rare else ""))
    sys.exit(1 if bad or rare else 0)


if __name__ == "__main__":
    main()
