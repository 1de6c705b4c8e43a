"""The people of a company: they write dmarcramp.yaml, decide, repair, verify, accept; some late, some wrong
at first.
"""
from datetime import timedelta

from company import DOMAIN, FORWARDER, LIST, START

DELAYS = {"prompt": (5, 10), "late": (20, 30), "wrong": (5, 10)}  # days to decide, days to repair
CORRECT_DAYS, ACCEPT_DAYS = 30, 30
FREEZES = [("fiscal year end", (3, 25), (4, 5)), ("Golden Week", (4, 28), (5, 6)), ("year end", (12, 20), (1, 6))]
TOLD_APART = "203.0.113."


def is_frozen(date):
    day = (date.month, date.day)
    return any(first <= day <= last if first <= last else day >= first or day <= last for _, first, last in FREEZES)


class People:
    def __init__(self, company, shape):
        self.company, self.shape = company, shape
        self.todo, self.decided, self.target = [], {}, False
        self.accepted, self.waited_since = {}, {}
        self.deciding, self.repairing = DELAYS[shape.person]
        self.may_err = shape.person == "wrong"

    def stream_of(self, source):
        """Whose mail a source is, by the names that dmarcramp gives sources."""
        words = source.split()
        for stream in self.company.streams:
            if words[0] in (stream.name, stream.address) or f"selector {stream.selector})" in source:
                return stream
        return next((one for one in self.company.streams if one.sender == words[0] != DOMAIN), None)

    @staticmethod
    def match_of(source):
        """The line of the config about a source that is no stream of the company."""
        name = source.split()[0]
        return f"network: {name}/32" if name.startswith(TOLD_APART) else f"spf: {name}"

    def is_decided(self, source):
        stream = self.stream_of(source)
        if stream is not None:
            return stream.decided or stream.disowned
        return self.match_of(source) in self.decided

    def later(self, day, what, *about):
        if not any(known == (what, about) for _, known in self.todo):
            self.todo.append((day, (what, about)))

    def decide(self, source, day):
        stream, match = self.stream_of(source), self.match_of(source)
        if stream is None:
            forwards = TOLD_APART not in match or match.endswith((f"{FORWARDER}/32", f"{LIST}/32"))
            self.decided[match] = "forwarder" if forwards else "not-ours"
        elif self.may_err and stream.name == "crm":
            self.may_err, stream.disowned = False, True
            self.later(day + CORRECT_DAYS, "correct", source)
        elif not stream.disowned:
            stream.decided = True

    def work(self, day):
        due = [what for when, what in self.todo if when <= day]
        self.todo = [(when, what) for when, what in self.todo if when > day]
        for what, source in due:
            stream = self.stream_of(*source)
            if what == "decide":
                self.decide(*source, day)
            elif what == "correct":
                stream.disowned, stream.decided = False, True
            elif what == "repair":
                stream.repaired = day
                stream.exists = stream.decided = True
            elif what == "verify":
                stream.decided = True
                self.verify(stream, day)

    def verify(self, stream, day):
        """A message through one rare sender, and again through each that was checked so before."""
        for one in self.company.streams:
            if one is stream or (one.verified is not None and not one.is_failing(day)):
                one.verified = START + timedelta(days=day)

    def answer(self, gate, day):
        """What they do about a gate that is not met, as far as they know what is true."""
        source = gate["source"]
        stream = self.stream_of(source) if source else None
        if gate["id"] in ("PL006", "PL009", "PL012"):
            if source:
                self.later(day + self.deciding, "decide", source)
        elif stream is not None and stream.break_on(day) is None:
            what = "repair" if gate["state"] == "open" or stream.is_failing(day) else "verify"
            self.later(day + (self.repairing if what == "repair" else self.deciding), what, source)
        if gate["state"] == "unknown" and (stream is None or not stream.is_failing(day)):
            self.wait_for(gate, day)

    def wait_for(self, gate, day):
        """Nobody waits for ever: who knows better accepts a gate for a time."""
        what = (gate["id"], gate["source"])
        since, asked = self.waited_since.get(what, (day, day))
        self.waited_since[what] = (since if day - asked <= 7 else day, day)
        if day - self.waited_since[what][0] >= self.shape.patience:
            self.accepted[what] = START + timedelta(days=day + ACCEPT_DAYS)

    def is_known_by_key(self, stream):
        """Nobody wrote a line about this service: its good signatures say whose it is."""
        return self.shape.person == "prompt" and stream.name == "shop"

    def config(self):
        text = ["domains:", f"  {DOMAIN}:", f"    mail: {self.shape.mail}", f"    pace: {self.shape.pace}",
                "    sources:"]
        for stream in self.company.streams:
            if (stream.decided or stream.disowned) and not self.is_known_by_key(stream):
                verified = f", verified: {stream.verified}" if stream.verified else ""
                text.append(f"      - {{match: {{network: {stream.address}/32}}, is: "
                            f"{'not-ours' if stream.disowned else 'ours'}, name: {stream.name}, "
                            f"cadence: {stream.sends}{verified}}}")
        text += [f"      - {{match: {{{match}}}, is: {what}}}" for match, what in sorted(self.decided.items())]
        text += ["    accept:"] if self.accepted else []
        for (gate, source), until in self.accepted.items():
            about = f", source: '{source}'" if source else ""
            text.append(f"      - {{gate: {gate}{about}, by: the admin, reason: asked its owner, until: {until}}}")
        if self.target:
            text += ["    target: reject", "    decided_by: the board", "    reason: forged invoices"]
        if self.shape.freezes:
            text += ["freezes:"] + [f"  - {{name: {name}, from: {a:02}-{b:02}, until: {c:02}-{d:02}}}"
                                    for name, (a, b), (c, d) in FREEZES]
        return "\n".join(text) + "\n"
