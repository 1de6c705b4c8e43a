"""check_host() against pyspf and Perl's Mail::SPF: generated records, the same answers for all three.

Usage: spf_peers.py SPF_OURS [WORLDS [SEED]]

Exits 0 when every difference is gone once its world is mended as one class of differences.py says, or two, the minimal
record of each class gives what is written there, and every result is at least 3 % of ours.
"""

import collections
import itertools
import json
import os
import subprocess
import sys
import tempfile

import peer_pyspf
from differences import KNOWN
from worlds import MinimalWorld, World

HERE = os.path.dirname(os.path.abspath(__file__))
CHUNK = 1000
LEAST_PART = 0.03
RESULTS = ("none", "neutral", "pass", "fail", "softfail", "temperror", "permerror")

Difference = collections.namedtuple("Difference", "world ours theirs")


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


class Implementations:
    """All three; each gives (result, explanation) for every world."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.peers = {"pyspf": self.ask_pyspf, "Mail::SPF": self.ask_mail_spf}

    def ask_ours(self, worlds):
        path = os.path.join(self.folder, "snapshot.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(snapshot(worlds), file)
        clients = "".join(f"{w.ip}\t{w.mail_from}\t{w.helo}\n" for w in worlds)
        done = subprocess.run([self.program, path], input=clients, stdout=subprocess.PIPE, text=True, check=True)
        lines = [line.split("\t") for line in done.stdout.splitlines()]
        return self.complete("ours", worlds, [(line[0], line[3]) for line in lines])

    def ask_pyspf(self, worlds):
        return [peer_pyspf.ask(world)[:2] for world in worlds]

    def ask_mail_spf(self, worlds):
        path = os.path.join(self.folder, "worlds.json")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(w.as_json()) + "\n" for w in worlds)
        command = ["perl", os.path.join(HERE, "mail_spf.pl"), path]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return self.complete("Mail::SPF", worlds, [tuple(line.split("\t")[:2]) for line in done.stdout.splitlines()])

    @staticmethod
    def complete(who, worlds, answers):
        if len(answers) != len(worlds):
            sys.exit(f"{who} gave {len(answers)} answers for {len(worlds)} worlds")
        return answers

    def differences(self, peer, worlds, ours):
        theirs = self.peers[peer](worlds) if worlds else []
        return [Difference(*each) for each in zip(worlds, ours, theirs) if not agree(*each[1:])]


def agree(ours, theirs):
    return ours[0] == theirs[0] and ours[1].lower() == theirs[1].lower()


def check_minimal_records(implementations):
    """The classes whose minimal records do not give what is written there."""
    wrong = []
    for known in KNOWN:
        worlds = [MinimalWorld(known)]
        got = {peer: ask(worlds)[0] for peer, ask in implementations.peers.items()}
        got["ours"] = implementations.ask_ours(worlds)[0]
        for who, want in known.expected.items():
            want = want if isinstance(want, tuple) else (want, got[who][1])
            if got[who] != want:
                wrong.append(known)
                print(f"{known}: {who} says {got[who]}, not {want}")
        if not any(who in implementations.peers for who in known.expected):
            wrong.append(known)
    return wrong


def mended_worlds(found, classes):
    """Differences whose worlds every one of the classes mends, one after the other, and these worlds."""
    for difference in found:
        world = difference.world
        for known in classes:
            world = world and known.mended(world)
        if world:
            yield difference, world


def explain(implementations, peer, found, seen):
    """Counts which class the differences belong to, or which two, in `seen`; gives those that are left."""
    classes = [known for known in KNOWN if peer in known.expected]
    for some in itertools.chain(itertools.combinations(classes, 1), itertools.combinations(classes, 2)):
        mended = list(mended_worlds(found, some))
        worlds = [world for _, world in mended]
        if not worlds:
            continue
        still = [d.world for d in implementations.differences(peer, worlds, implementations.ask_ours(worlds))]
        gone = [d for d, world in mended if world not in still]
        seen[peer, " and ".join(str(known) for known in some)] += len(gone)
        found = [d for d in found if d not in gone]
    return found


def tell(peer, difference):
    world = difference.world
    print(f"{world.domain}: {peer} says {difference.theirs}, we say {difference.ours};", end=" ")
    print(f"client {world.ip} {world.mail_from!r} {world.helo}")
    for name, types in world.dns.items():
        print(f"    {name} {types}")


def main():
    program, count, seed = sys.argv[1], int((sys.argv[2:3] or ["20000"])[0]), int((sys.argv[3:4] or ["1"])[0])
    results, seen, left = collections.Counter(), collections.Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        implementations = Implementations(program, folder)
        wrong = check_minimal_records(implementations)
        found = {peer: [] for peer in implementations.peers}
        for start in range(0, count, CHUNK):
            worlds = [World(i, seed) for i in range(start, min(start + CHUNK, count))]
            ours = implementations.ask_ours(worlds)
            results.update(result for result, _ in ours)
            for peer, differences in found.items():
                differences += implementations.differences(peer, worlds, ours)
        for peer, differences in found.items():
            left += [(peer, d) for d in explain(implementations, peer, differences, seen)]
    for (peer, why), times in sorted((+seen).items()):
        print(f"{peer}: {times} times: {why}")
    for peer, difference in left[:10]:
        tell(peer, difference)
    print(", ".join(f"{name} {results[name] * 100 / count:.1f} %" for name in RESULTS))
    rare = [name for name in RESULTS if results[name] < LEAST_PART * count]
    print(f"{count} records, {len(left)} differences that are not explained" + (f"; too rare: {rare}" if rare else ""))
    sys.exit(1 if left or rare or wrong else 0)


if __name__ == "__main__":
    main()
