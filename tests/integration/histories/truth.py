"""True histories of a record, receivers of every kind that report of them, and what can be known from that."""
import datetime
import random

DOMAIN = "e.example"
AS_OF = datetime.date(2026, 12, 9).toordinal()
STRENGTH = {"none": 0, "quarantine": 1, "reject": 2}
LADDERS = {  # playbook and pace, and its records in order
    "small": ["none", "quarantine", "reject"],
    "large": ["none", "none np=reject", "none sp=quarantine np=reject", "quarantine np=reject", "reject"],
    "names": ["none", "quarantine sp=none", "quarantine", "reject sp=quarantine", "reject"],
    "pct-ramp": ["none", "quarantine pct=10", "quarantine pct=50", "quarantine", "reject sp=quarantine", "reject"],
    "testing-flag": ["none", "quarantine t=y", "quarantine", "reject sp=quarantine", "reject"],
}
TAGS = ("p", "sp", "np", "pct", "t")


def record_of(text):
    return dict(part.split("=") for part in ("p=" + text).split())


def effective(record):
    """What receivers go by; beside p=none for all pct and t say nothing."""
    sp = record.get("sp", record["p"])
    np = record.get("np", sp)
    acts = any(policy != "none" for policy in (record["p"], sp, np))
    return {"p": record["p"], "sp": sp, "np": np, "pct": record.get("pct", "100") if acts else "100",
            "t": record.get("t", "n") if acts else "n"}


def weight(tag, value):
    return STRENGTH.get(value, 0) if tag in ("p", "sp", "np") else int(value) if tag == "pct" else -(value == "y")


def is_weaker(then, now):
    """Something of the record says less now than then; pct and t only where p stayed."""
    a, b = effective(then), effective(now)
    tags = TAGS if a["p"] == b["p"] else TAGS[:3]
    return any(weight(tag, b[tag]) < weight(tag, a[tag]) for tag in tags)


class Style:
    """How a reporter writes policy_published: the same for every record that it sees."""

    def __init__(self, chance, newer):
        self.newer = newer
        self.fills_sp = chance.random() < 0.5
        self.fills_np = newer and chance.random() < 0.4
        self.pct = None if newer else chance.choice(["written", "filled", "filled", "always"])
        self.fills_t = newer and chance.random() < 0.4

    def text(self, record):
        told = {"p": record["p"], "sp": record.get("sp", record["p"] if self.fills_sp else None)}
        if self.newer:
            told["np"] = record.get("np", record.get("sp", record["p"]) if self.fills_np else None)
            told["t"] = record.get("t", "n" if self.fills_t else None)
        elif self.pct == "always":
            told["pct"] = "100"
        else:
            told["pct"] = record.get("pct", "100" if self.pct == "filled" else None)
        return " ".join("%s=%s" % (tag, told[tag]) for tag in TAGS if told.get(tag))

    def reads(self, tag):
        return tag in ("p", "sp") or (self.newer if tag in ("np", "t") else self.pct in ("written", "filled"))


class Reporter:
    def __init__(self, chance, number, kind):
        self.name, self.kind = "r%02d.example" % number, kind
        self.style = self.later = Style(chance, chance.random() < 0.4)
        self.changed = AS_OF
        if kind == "software":
            self.style, self.later = Style(chance, False), Style(chance, True)
            self.changed = AS_OF - chance.randrange(5, 90)
        self.lag = chance.choice([0, 0, 0, 1, 2]) if kind != "late" else chance.randrange(40, 90)
        self.every = chance.choice([1, 1, 1, 2]) if kind != "sparse" else 5
        self.chance = chance
        self.odd = kind in ("stuck", "late", "two")  # tells something else than what is there

    def style_on(self, day):
        return self.later if day >= self.changed else self.style

    def report(self, history, day):
        """The text of its report of a day, and the record that it tells; None: it does not report then."""
        if self.every > 1 and self.chance.random() > 1 / self.every:
            return None
        if self.kind == "stuck":
            return self.style.text(history[0][1]), history[0][1]
        lag = 30 if self.kind == "two" and self.chance.random() < 0.5 else self.lag
        seen = [record for first, record in history if first <= day - lag]
        return (self.style_on(day).text(seen[-1]), seen[-1]) if seen else None


class World:
    def __init__(self, seed):
        chance = self.chance = random.Random(seed)
        self.ladder = chance.choice(list(LADDERS))
        records = LADDERS[self.ladder]
        count = chance.randrange(3, min(6, len(records)) + 1)
        first = chance.randrange(len(records) - count + 1)
        records = [record_of(text) for text in records[first:first + count]]
        if chance.random() < 0.3:
            at = chance.randrange(1, len(records))
            records.insert(at + 1, records[at - 1])
            if chance.random() < 0.5:
                records.insert(at + 2, records[at])
            del records[at + 2 + chance.randrange(2):]
        day = AS_OF - chance.choice([chance.randrange(2, 15), chance.randrange(15, 60)])
        self.history = []
        for record in reversed(records):
            self.history.insert(0, (day, record))
            day -= chance.randrange(14, 50)
        kinds = ["plain"] * chance.randrange(2, 9) + ["sparse"] * chance.randrange(3)
        kinds += [kind for kind in ("stuck", "late", "two", "software") if chance.random() < 0.2][:2]
        while len(kinds) < 3:
            kinds.append("plain")
        self.reporters = [Reporter(random.Random("%s/%d" % (seed, i)), i, kind) for i, kind in enumerate(kinds[:12])]
        self.first = self.history[0][0]
        self.told = {r.name: [(day, *told) for day in range(self.first, AS_OF)
                              for told in [r.report(self.history, day)] if told] for r in self.reporters}
        self.before, self.now = self.history[-2][1], self.history[-1][1]
        self.step = self.history[-1][0]
        self.since = chance.choice([None, None, None, "true", "old", "now"])

    def days_of(self, reporter, index):
        """Days and texts of the last record or the one before it, as this reporter tells them."""
        record = self.history[index][1]
        until = AS_OF if index == -1 else self.step + 3
        return [(day, text) for day, text, told in self.told[reporter.name]
                if told is record and self.history[index][0] <= day < until]

    def first_sight(self):
        """The first day on which somebody could know of the last step; None: nobody can."""
        days = []
        for r in self.reporters:
            then, now = self.days_of(r, -2), self.days_of(r, -1)
            if r.odd or not then or not now:
                continue
            a, b = record_of(then[-1][1][2:]), record_of(now[0][1][2:])
            same = r.style_on(then[-1][0]) is r.style_on(now[0][0])
            if any(a.get(tag) != b.get(tag) and (same or (tag in a and tag in b)) for tag in TAGS):
                days.append(now[0][0])
        return min(days) if days else None

    def is_known_before(self, tag):
        """Somebody who reads the tag told of the record before."""
        return any(r.style_on(day).reads(tag) for r in self.reporters if not r.odd
                   for day, _ in self.days_of(r, -2))

    def said(self):
        """The day that the config gives, or somebody now, who knows."""
        return {None: None, "true": self.step, "now": self.step, "old": self.history[-2][0]}[self.since]
