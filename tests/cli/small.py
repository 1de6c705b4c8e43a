#!/usr/bin/env python3
"""A small domain does not deadlock: 40 messages a month from one service and one server of its own.

From no record on, every Monday and Wednesday somebody asks `gate`, publishes what may begin, and gives the
decisions that a person can give: whose a source is, that a message of it was checked outside, and that reject is
wanted. Nobody accepts a gate. The last step must come after six to eight weeks; after four to six when somebody
checks every source as soon as a gate asks for it.

usage: small.py PROGRAM
"""
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile

START = datetime.date(2026, 2, 2)  # a Monday
DOMAIN, REPORTERS = "small.example", ["google.com", "web.de"]
KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
ZONE = f"""$ORIGIN {DOMAIN}.
$TTL 3600
@ SOA ns host 1 7200 3600 1209600 300
@ NS ns
ns A 192.0.2.53
@ MX 10 mail
mail A 192.0.2.1
@ TXT "v=spf1 mx ip4:198.51.100.9 -all"
own._domainkey TXT "{KEY}"
svc._domainkey TXT "{KEY}"
"""
SOURCES = [("192.0.2.1", "own", 1), ("198.51.100.9", "svc", 3)]  # a message every day, every third day: 40 a month


class Rollout:
    def __init__(self, program, folder, checks_on):
        self.checks_on = checks_on  # the first day on which somebody looks at messages outside
        self.program, self.folder, self.day = program, pathlib.Path(folder), START
        self.record, self.steps, self.lines = None, [], ['{"schema":"dmarcramp.digest/1","domain":"%s"}' % DOMAIN]
        self.verified, self.target = {}, False

    def config(self):
        text = ["domains:", f"  {DOMAIN}:", "    mail: people", "    sources:"]
        for address, selector, _ in SOURCES:
            checked = f", verified: {self.verified[selector]}" if selector in self.verified else ""
            text.append(f"      - {{match: {{network: {address}/32}}, is: ours, name: {selector}{checked}}}")
        text += ["    target: reject", "    decided_by: the owner", "    reason: forged bills"] if self.target else []
        return "\n".join(text) + "\n"

    def say(self, command):
        record = f'_dmarc TXT "{self.record}"\n' if self.record else ""
        (self.folder / "z.zone").write_text(ZONE + record)
        (self.folder / "dmarcramp.yaml").write_text(self.config())
        (self.folder / "d.ndjson").write_text("\n".join(self.lines) + "\n")
        done = subprocess.run([self.program, command, DOMAIN, "--zone", "z.zone", "--offline", "--evidence", "d.ndjson",
                               "--as-of", self.day.isoformat(), "--format", "json"],
                              cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            sys.exit(f"{command}: {done.stderr}")
        return json.loads(done.stdout)

    def report(self):
        """What both reporters saw of one day; each message goes to one of them."""
        number = (self.day - START).days
        for place, (address, selector, every) in enumerate(SOURCES):
            if number % every:
                continue
            reporter = REPORTERS[(number + place) % 2]
            about = {"day": self.day.isoformat(), "domain": DOMAIN, "vouched": True, "records": 1, "messages": 1}
            self.lines.append(json.dumps({**about, "reporter": reporter, "policy": self.record.split("; ")[1],
                                          "reports": 1}))
            self.lines.append(json.dumps({
                **about, "ip": address, "from": DOMAIN, "spf": f"pass {DOMAIN} mfrom", "disposition": "none",
                "dkim": [f"pass {DOMAIN} {selector}"], "aligned_dkim": "pass", "aligned_spf": "pass",
                "reporters": [reporter]}))

    def ask(self):
        move = self.say("gate")
        if move["allowed"] and not move["reached"]:
            phase = next(p for p in self.say("plan")["phases"] if p["id"] == move["phase"])
            self.record = phase["records"][0]["value"]
            self.steps.append((phase["id"], (self.day - START).days))
            return
        if any(gate["state"] == "open" for gate in move["gates"]):
            sys.exit(f"{self.day}: a gate is open: {move['reasons']}")
        asked = any(gate["state"] == "unknown" for gate in move["gates"])
        if asked and (self.day - START).days >= self.checks_on:
            self.verified = {selector: self.day.isoformat() for _, selector, _ in SOURCES}
        self.target = self.target or any("decides" in reason for reason in move["reasons"])

    def live(self):
        while self.day < START + datetime.timedelta(weeks=9):
            if self.day.weekday() in (0, 2):
                self.ask()
            if self.record:
                self.report()
            self.day += datetime.timedelta(days=1)


def ends_within(checks_on, weeks):
    with tempfile.TemporaryDirectory() as folder:
        rollout = Rollout(str(pathlib.Path(sys.argv[1]).resolve()), folder, checks_on)
        rollout.live()
    names, days = [name for name, _ in rollout.steps], [day for _, day in rollout.steps]
    good = names == ["monitor", "quarantine", "reject"] and weeks[0] * 7 <= days[-1] <= weeks[1] * 7
    print(f"checked from day {checks_on} on:", rollout.steps, "good" if good else f"wanted an end in {weeks} weeks")
    return good


def main():
    results = [ends_within(28, (6, 8)), ends_within(0, (4, 6))]
    return 0 if all(results) else 1


sys.exit(main())
