"""A company's mail, day by day, as it truly is: services, forwarders, a list, senders that come monthly,
quarterly and yearly, declared and not, a forgotten system, names below the domain, an attack, forged reports.

Nothing here knows dmarcramp; a stream says how it really authenticates on a day.
"""
import datetime
import random
from collections import Counter

START = datetime.date(2026, 1, 5)  # a Monday
DOMAIN = "firm.example"
ATTACK_DAYS, ATTACK_HOSTS, ATTACK_TIMES = 5, 5, 20
ROTATION_DAY = 95  # within month four
FORWARDED_PERCENT = 5
MONTHS = {"monthly": range(1, 13), "quarterly": (3, 6, 9, 12)}
FORWARDER, LIST, STRANGER, ATTACKER = "203.0.113.90", "203.0.113.95", "203.0.113.7", "203.0.113.2"


class Break:
    """Days on which all mail of a stream fails, though it passed before."""

    def __init__(self, day, days):
        self.day, self.until = day, day + days
        self.lost, self.shown = 0, Counter()  # messages that were hit; that reports told of, by day
        self.said = self.called = self.back = None  # the exposure; report days until the way back; its day


class Stream:
    """One sender of the company: what it sends, when, and how that authenticates: both, dkim, spf or none."""

    def __init__(self, name, address, a_day, how="both", sends="daily", declared=True, below=None, month=2):
        self.name, self.address, self.a_day, self.how, self.sends = name, address, a_day, how, sends
        self.declared = self.decided = declared
        self.sender = f"{below}.{DOMAIN}" if below else DOMAIN
        self.selector = "s" + address.rsplit(".", 1)[1]
        self.exists = self.has_key = below != "web01"
        self.months = MONTHS.get(sends, (month,))
        self.breaks, self.repaired, self.verified, self.disowned = [], None, None, False
        self.begins = START  # None: nobody uses it yet

    def break_on(self, day):
        return next((one for one in self.breaks if one.day <= day < one.until), None)

    def is_failing(self, day):
        never = self.how == "none" and (self.repaired is None or day < self.repaired)
        return never or self.break_on(day) is not None

    def how_on(self, day):
        if self.is_failing(day):
            return "broken" if self.how != "none" else "none"
        return "both" if self.repaired is not None and day >= self.repaired else self.how

    def sends_on(self, date):
        if self.sends in ("daily", "weekly"):
            return self.sends == "daily" or date.weekday() == 1
        return (date + datetime.timedelta(days=1)).day == 1 and date.month in self.months

    def count(self, date, chance):
        if self.begins is None or date < self.begins or not self.sends_on(date):
            return 0
        usual = self.a_day * (0.25 if date.weekday() > 4 and self.sends == "daily" else 1)
        return int(max(0, chance.gauss(usual, usual / 10)) + chance.random())


def streams_of_tiny(a_day):
    """One service and one server of its own."""
    return [
        Stream("office", "192.0.2.10", a_day * 0.6),
        Stream("shop", "192.0.2.20", a_day * 0.4, "dkim"),
    ]


def streams_of(size, main_how, unseen_how):
    return [
        Stream("office", "192.0.2.10", size, main_how),
        Stream("shop", "192.0.2.20", max(2, size // 2), "dkim"),  # a service: the return-path is its own
        Stream("crm", "198.51.100.30", max(1, size // 8), "none", declared=False),
        Stream("website", "192.0.2.40", max(2, size // 6), "spf"),
        Stream("payroll", "198.51.100.50", max(3, size // 2), sends="monthly"),
        Stream("commission", "198.51.100.52", max(3, size // 4), sends="monthly", declared=False),
        Stream("accounts", "198.51.100.55", max(4, size // 3), unseen_how, "quarterly"),
        Stream("dunning", "198.51.100.56", max(4, size // 3), "none", "quarterly", declared=False),
        Stream("survey", "198.51.100.57", max(4, size // 3), sends="yearly", declared=False, month=11),
        Stream("report", "198.51.100.58", max(4, size // 3), sends="yearly"),
        Stream("newsletter", "198.51.100.60", max(5, size), sends="weekly"),
        Stream("invoices", "198.51.100.70", max(1, size // 10), "none", "weekly", declared=False),
        Stream("branch", "192.0.2.80", max(1, size // 5), below="branch"),
    ]


def streams_below(size):
    """A service below the domain that does not align, and a server whose name is not in DNS."""
    return [
        Stream("promo", "198.51.100.82", max(2, size // 6), "none", below="promo"),
        Stream("web01", "192.0.2.84", max(1, size // 20), "none", declared=False, below="web01"),
    ]


def new_tool(size):
    """A department signs up for it and tells nobody."""
    tool = Stream("tool", "198.51.100.90", max(4, size // 8), "none", declared=False)
    tool.begins = None
    return tool


class Company:
    def __init__(self, seed, shape):
        self.chance = random.Random(seed)
        self.tiny = shape.a_day < 4
        self.streams = streams_of_tiny(shape.a_day) if self.tiny else \
            streams_of(shape.a_day, *(("dkim", "none") if seed % 2 else ("both", "both")))
        self.streams += streams_below(shape.a_day) if shape.below else []
        self.streams += [new_tool(shape.a_day)] if "tool" in shape.breaks else []
        self.main, self.rotated = self.streams[0], self.streams[1]
        self.branch = next((one for one in self.streams if one.name == "branch"), None)
        self.break_stream(self.rotated, ROTATION_DAY + self.chance.randrange(24), 4 + self.chance.randrange(4))
        self.attack = 60 + self.chance.randrange(60)
        self.silent_from = 90 + self.chance.randrange(60)  # the day on which one reporter falls silent
        self.usual = sum(one.a_day for one in self.streams if one.sends == "daily")

    def begin(self, name, day):
        for stream in self.streams:
            if stream.name == name:
                stream.begins = START + datetime.timedelta(days=day)

    def break_stream(self, stream, day, days):
        stream.breaks.append(Break(day, days))

    def mail(self, day):
        """(stream or None, address, From, how, messages) of one day; how: as of streams, or list, forwarded."""
        date = START + datetime.timedelta(days=day)
        for stream in self.streams:
            messages, how = stream.count(date, self.chance), stream.how_on(day)
            moved = sum(self.chance.random() < FORWARDED_PERCENT / 100 for _ in range(messages)) \
                if stream.name == "website" else 0
            yield stream, stream.address, stream.sender, how, messages - moved
            yield None, FORWARDER, stream.sender, "forwarded" if how == "spf" else "forwarded signed", moved
        yield None, LIST, DOMAIN, "list", self.main.count(date, self.chance) // 30
        yield None, STRANGER, DOMAIN, "none", self.chance.randrange(2 if self.tiny else 4)
        if self.attack <= day < self.attack + ATTACK_DAYS:
            for host in range(ATTACK_HOSTS):
                yield None, f"{ATTACKER}0{host}", DOMAIN, "none", int(self.usual * ATTACK_TIMES / ATTACK_HOSTS)
