"""Plays a rollout: what the plan prints is pasted into zone files, and every command says what is so then."""

import html
import os
import re
import sys
import tempfile

from world import DOMAIN, World, evidence, servers

MAIL = "192.0.2.80:ramp.test:both:20"
CONFIG = """domains:
  ramp.test:
    mail: people
    pace: small
    since: {since}
{more}    sources:
      - {{match: {{dkim: ramp.test}}, is: ours, owner: IT, verified: {verified}}}
"""
DECIDED = '    target: reject\n    decided_by: "the board"\n    reason: "invoices were forged"\n'
failures = []
checks = [0]


def expect(what, got, wanted):
    checks[0] += 1
    if got != wanted:
        failures.append(what)
        print(f"{what}: got {got}, want {wanted}")


def configure(world, since, verified, more=""):
    servers.write(f"{world.folder}/dmarcramp.yaml", CONFIG.format(since=since, verified=verified, more=more))


def zone_line(text):
    """The first zone line that a plan prints: a record, or the removal of one as an empty line."""
    found = re.search(r"^ +(_dmarc\.\S+ \d+ IN TXT .*|remove _dmarc\..*)$", text, re.M)
    if not found:
        sys.exit(f"no zone line in {text}")
    return "" if found[1].startswith("remove") else found[1]


def printed(world, day, *arguments):
    _, text, _ = world.run("plan", "--no-fetch", "--as-of", day, *arguments, DOMAIN)
    return zone_line(text)


def found(world, day, *arguments):
    """The rules about plans and changes that hit."""
    rules = {"DMARC017", "DMARC029", "DMARC074", "DMARC075", "DMARC076", "EV030"}
    _, out = world.ask("lint", "--no-fetch", "--as-of", day, *arguments, DOMAIN)
    hits = [f["rule"] for f in out["domains"][0]["findings"] if f["outcome"] == "hit"]
    return sorted(rules.intersection(hits))


def live(world, what, phase, day, status, states):
    got, out = world.ask("live", "--phase", phase, "--as-of", day, DOMAIN)
    record = out["records"][0]
    expect(f"{what}: live {phase}", (got, [s["state"] for s in record["servers"]]), (status, states))
    return record["old_seconds"]


def gate(world, what, phase, day, status, *arguments):
    got, _ = world.ask("gate", "--no-fetch", "--phase", phase, "--as-of", day, *arguments, DOMAIN)
    expect(f"{what}: gate {phase}", got, status)


def status(world, what, day, wanted, *arguments):
    got, text, _ = world.run("status", "--no-fetch", "--as-of", day, *arguments, DOMAIN)
    expect(f"{what}: status", got, wanted)
    expect(f"{what}: status fits the screen", len(text.splitlines()) <= 15, True)
    return text


def change(world, day, line):
    """The rules that hit a change from what is live to this record."""
    servers.write(f"{world.folder}/next.zone", world.zone(line))
    _, out = world.ask("diff", "--from", "live", "--to", "next.zone", "--as-of", day, DOMAIN)
    return sorted({f["rule"] for f in out["domains"][0]["findings"]["new"] if f["rule"].startswith("DMARC07")})


def step(world, what, line, phase, day, before):
    """One server first, so that the other lags behind; then both, the resolver's answer being old; then all."""
    live(world, f"{what}, not published", phase, day, 1, ["old", "old"])
    world.publish(line, "a")
    kept = live(world, f"{what}, b is behind", phase, day, 1, ["live", "old"])
    expect(f"{what}: how long b's answer is kept", kept, before)
    expect(f"{what}: who is behind", "something else at ns2.servers.test 192.0.2.2" in world.screen, True)
    world.publish(line, "b")
    kept = live(world, f"{what}, in caches", phase, day, 0, ["live", "live"])
    expect(f"{what}: the resolver's answer runs out ({kept})", 0 < kept < before, True)
    world.forget()
    expect(f"{what}: everywhere", live(world, what, phase, day, 0, ["live", "live"]), 0)
    gate(world, f"{what}, begun", phase, day, 0)


def play_ticket(world):
    """Whoever does as a ticket says is told that it is done."""
    _, ticket, _ = world.run("plan", "--no-fetch", "--as-of", "2026-09-01", "--rua", f"dmarc@{DOMAIN}", "--next",
                             "--format", "markdown", DOMAIN)
    command = html.unescape(re.search(r"<code>dmarcramp (live .*?)</code>", ticket)[1]).split()
    world.publish(f'_dmarc TXT "v=DMARC1; p=none; rua=mailto:dmarc@{DOMAIN}"')
    got, _, _ = world.run(*command)
    expect(f"the ticket's {' '.join(command)}", got, 0)
    world.publish("")
    world.forget()


def play_monitor(world):
    """1 September 2026, a Tuesday."""
    line = printed(world, "2026-09-01", "--next")
    wanted = f'_dmarc.{DOMAIN}. 3600 IN TXT "v=DMARC1; p=none; rua=mailto:dmarc-reports@{DOMAIN}"'
    expect("the first record", line, wanted)
    step(world, "monitor", line, "monitor", "2026-09-01", 300)
    world.kill("b")
    live(world, "a dead server", "monitor", "2026-09-01", 3, ["live", "no-answer"])
    world.start_again("b")
    expect("the way back of the first record", printed(world, "2026-09-01", "--rollback"), "")


def play_waiting(world):
    configure(world, "2026-09-01", "2026-09-30")
    expect("p=none while its clock runs", found(world, "2026-09-15"), [])
    gate(world, "day 14", "quarantine", "2026-09-15", 1)
    expect("p=none, overdue", found(world, "2026-12-01"), ["DMARC076"])
    world.run("snapshot", "--no-fetch", "--as-of", "2026-09-14", "--format", "json=before.json", DOMAIN)
    evidence(f"{world.folder}/september.ndjson", [DOMAIN, "2026-10-04", "34", MAIL])
    gate(world, "evidence", "quarantine", "2026-10-05", 0, "--evidence", "september.ndjson")
    gate(world, "no evidence", "quarantine", "2026-10-05", 1)
    gate(world, "a Friday", "quarantine", "2026-10-09", 1, "--evidence", "september.ndjson")


def play_quarantine(world):
    line = printed(world, "2026-10-05", "--next", "--evidence", "september.ndjson")
    expect("the second record", "p=quarantine" in line, True)
    rejecting = line.replace("p=quarantine", "p=reject")
    expect("straight to reject", "DMARC074" in change(world, "2026-10-05", rejecting), True)
    expect("to quarantine", "DMARC074" in change(world, "2026-10-05", line), False)
    step(world, "quarantine", line, "quarantine", "2026-10-05", 3600)
    looking = ["--previous", "before.json"]
    expect("past unknown gates", found(world, "2026-10-05", *looking), ["DMARC075", "EV030"])
    met = [*looking, "--evidence", "september.ndjson"]
    expect("past met gates, the config being behind", found(world, "2026-10-05", *met), ["EV030"])
    configure(world, "2026-10-05", "2026-09-30")
    expect("past met gates", found(world, "2026-10-05", *met), [])
    live(world, "a phase that is over", "monitor", "2026-10-05", 0, ["live", "live"])
    expect("it is said to be over", "monitor is over at ramp.test" in world.said, True)


def go_back(world, what, line, day, wanted):
    """The way back is seen at every server, and reported where nobody said that the policy is another."""
    expect(f"{what}: the record", line, wanted)
    world.publish(line)
    got, out = world.ask("live", DOMAIN)
    dmarc = [record for record in out["records"] if record["name"] == f"_dmarc.{DOMAIN}"][0]
    expect(f"{what}: at every server", (got, dmarc["live"]), (0, True))
    expect(f"{what}: the resolver keeps the other one", 3500 < dmarc["old_seconds"] <= 3600, True)
    world.forget()
    live(world, f"{what}, everywhere", "monitor", day, 0, ["live", "live"])
    live(world, what, "quarantine", day, 1, ["old", "old"])
    expect(f"{what} is no step of the plan", "EV030" in found(world, day, "--previous", "enforced.json"), True)
    text = status(world, what, day, 1, "--previous", "enforced.json")
    expect(f"{what}: status says so", "the policy went back: it was p=quarantine" in " ".join(text.split()), True)


def play_back(world, previous):
    """Both ways back on 7 October, and quarantine again on the same day."""
    quarantined = world.line
    world.run("snapshot", "--no-fetch", "--as-of", "2026-10-06", "--format", "json=enforced.json", DOMAIN)
    for what, option, wanted in (("rollback", [], previous),
                                 ("emergency", ["--emergency"], quarantined.replace("p=quarantine", "p=none"))):
        line = printed(world, "2026-10-07", "--rollback", *option, "--evidence", "september.ndjson")
        go_back(world, what, line, "2026-10-07", wanted)
        world.publish(quarantined)
        world.forget()


def play_testing(world):
    """Somebody makes the policy a test, and forgets it."""
    line = world.line
    world.publish(line.replace("p=quarantine;", "p=quarantine; t=y;"))
    world.forget()
    expect("t=y, young", found(world, "2026-10-12"), [])
    expect("t=y, forgotten", found(world, "2026-10-27"), ["DMARC029"])
    world.publish(line)
    world.forget()


def play_reject(world):
    seen = [[DOMAIN, "2026-10-04", "34", MAIL], [f"{DOMAIN}=quarantine", "2026-11-15", "42", MAIL]]
    evidence(f"{world.folder}/november.ndjson", *seen)
    looking = ["--evidence", "november.ndjson"]
    configure(world, "2026-10-05", "2026-11-10")
    gate(world, "nobody decided", "reject", "2026-11-16", 1, *looking)
    status(world, "nobody decided", "2026-11-16", 1, *looking)
    configure(world, "2026-10-05", "2026-11-10", DECIDED)
    gate(world, "decided, no evidence", "reject", "2026-11-16", 1)
    gate(world, "decided", "reject", "2026-11-16", 0, *looking)
    line = printed(world, "2026-11-16", "--next", *looking)
    expect("from quarantine to reject", "DMARC074" in change(world, "2026-11-16", line), False)
    step(world, "reject", line, "reject", "2026-11-16", 3600)
    configure(world, "2026-11-16", "2026-11-10", DECIDED)
    expect("at the end", found(world, "2027-03-01"), [])
    status(world, "at the end", "2026-11-16", 0, *looking)


def main():
    with tempfile.TemporaryDirectory(prefix="dmarcramp-rollout-") as folder:
        world = World(folder, os.path.abspath(sys.argv[1]))
        try:
            play_ticket(world)
            play_monitor(world)
            play_waiting(world)
            first = world.line
            play_quarantine(world)
            play_back(world, first)
            play_testing(world)
            play_reject(world)
        finally:
            world.stop()
    print(f"a rollout with 2 name servers and a resolver: {checks[0]} checks, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
