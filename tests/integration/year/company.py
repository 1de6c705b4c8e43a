"""A company's mail, day by day, as receivers report it: services, forwarders, a list, senders that
come monthly, quarterly and yearly, a forgotten system, an attack, forged reports.

Nothing here knows dmarcramp; a stream says how it really authenticates on a day.
"""
import datetime
import random

START = datetime.date(2026, 1, 5)  # a Monday
REPORTERS = ["google.com", "yahoo.com", "outlook.com", "mail.example.net", "web.de"]
SHARES = [0.24, 0.12, 0.14, 0.06, 0.04]  # 40 % of all recipients never report
NEWER = {"mail.example.net"}  # report as RFC 9990 has it
SILENT, FORGED_EVERY, ATTACK_DAYS, ATTACK_HOSTS = 4, 9, 5, 5


class Stream:
    """One sender of the company: what it sends, when, and how that authenticates."""

    def __init__(self, name, address, a_day, how="both", sends="daily", declared=True, domain=None):
        self.name, self.address, self.a_day, self.how = name, address, a_day, how
        self.sends, self.declared, self.from_domain = sends, declared, domain
        self.selector = "s" + address.rsplit(".", 1)[1]
        self.broken_from = self.broken_until = None  # days, counted from the start
        self.repaired = None
        self.decided = declared
        self.verified = None

    def is_broken(self, day):
        return self.broken_from is not None and self.broken_from <= day and \
            (self.broken_until is None or day < self.broken_until)

    def is_failing(self, day):
        return self.is_broken(day) or (self.how == "none" and (self.repaired is None or day < self.repaired))

    def how_on(self, day):
        if self.is_failing(day):
            return "none"
        return "both" if self.repaired is not None and day >= self.repaired else self.how

    def sends_on(self, date):
        if self.sends == "daily":
            return True
        if self.sends == "weekly":
            return date.weekday() == 1
        last = (date + datetime.timedelta(days=1)).day == 1
        months = {"monthly": range(1, 13), "quarterly": (3, 6, 9, 12), "yearly": (2 if self.declared else 11,)}
        return last and date.month in months[self.sends]

    def count(self, date, chance):
        if not self.sends_on(date):
            return 0
        usual = self.a_day * (0.25 if date.weekday() > 4 and self.sends == "daily" else 1)
        return max(0, round(chance.gauss(usual, usual / 10)))


class Company:
    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.domain = "firm.example"
        size = self.chance.choice([4, 12, 60, 400, 2500])
        self.main = Stream("office", "192.0.2.10", size, "dkim" if seed % 2 else "both")
        self.streams = [
            self.main,
            Stream("shop", "192.0.2.20", max(2, size // 2)),
            Stream("crm", "198.51.100.30", max(1, size // 8), "none", declared=False),
            Stream("website", "192.0.2.40", max(2, size // 6), "spf"),
            Stream("payroll", "198.51.100.50", max(3, size // 2), sends="monthly"),
            Stream("accounts", "198.51.100.55", max(4, size // 3), sends="quarterly"),
            Stream("survey", "198.51.100.57", max(4, size // 3), sends="yearly", declared=False),
            Stream("report", "198.51.100.58", max(4, size // 3), sends="yearly"),
            Stream("newsletter", "198.51.100.60", max(5, size), sends="weekly"),
            Stream("invoices", "198.51.100.70", max(1, size // 10), "none", "weekly", declared=False),
            Stream("branch", "192.0.2.80", max(1, size // 5), domain="branch.firm.example"),
        ]
        self.website = self.streams[3]
        rotated = self.streams[1]
        rotated.broken_from = 100 + self.chance.randrange(20)  # the rotation of month four goes wrong
        rotated.broken_until = rotated.broken_from + 4 + self.chance.randrange(4)
        self.attack = 60 + self.chance.randrange(60)
        self.silent_from = 90 + self.chance.randrange(60)  # the day on which one reporter falls silent
        self.usual = sum(s.a_day for s in self.streams if s.sends == "daily")

    def spread(self, messages, day):
        """How many messages each reporter saw."""
        for index, (reporter, share) in enumerate(zip(REPORTERS, SHARES)):
            if index == SILENT and day >= self.silent_from:
                continue
            seen = sum(self.chance.random() < share for _ in range(messages)) if messages < 200 \
                else round(messages * share)
            if seen:
                yield reporter, seen

    def mail(self, day):
        """(stream or None, address, From, how, messages) of one day; how: both dkim spf none list forwarded."""
        date = START + datetime.timedelta(days=day)
        for stream in self.streams:
            messages = stream.count(date, self.chance)
            sender = stream.from_domain or self.domain
            moved = messages // 20 if stream is self.website else 0  # 5 % of it is forwarded
            yield stream, stream.address, sender, stream.how_on(day), messages - moved
            yield None, "203.0.113.90", sender, "forwarded", moved
        yield None, "203.0.113.95", self.domain, "list", self.main.count(date, self.chance) // 30
        yield None, "203.0.113.7", self.domain, "none", self.chance.randrange(4)
        if self.attack <= day < self.attack + ATTACK_DAYS:  # 20 times the mail of a day
            for host in range(ATTACK_HOSTS):
                yield None, f"203.0.113.{200 + host}", self.domain, "none", self.usual * 20 // ATTACK_HOSTS

    def reports(self, day):
        """What each reporter saw on one day: {reporter: [(stream or None, row)]}."""
        seen_by = {}
        for stream, address, sender, how, messages in self.mail(day):
            for reporter, seen in self.spread(messages, day):
                seen_by.setdefault(reporter, []).append((stream, row(address, sender, how, seen)))
        return seen_by

    def forged_report(self, day):
        """Every few days somebody mails a report that nobody vouches for: everything of the office fails."""
        return [row(self.main.address, self.domain, "none", 500)] if day % FORGED_EVERY == 0 else None


def row(address, sender, how, messages):
    """How it authenticated: signatures as (result, domain, selector), SPF as (result, domain)."""
    selector = "s" + address.rsplit(".", 1)[1]
    dkim, spf = how in ("both", "dkim"), how in ("both", "spf")
    signatures = {"list": [("fail", sender, "s10")]}.get(how, [("pass", sender, selector)] if dkim else [])
    path = {"list": "lists.example.net", "forwarded": "relay.example.net"}.get(how, sender)
    return {"ip": address, "from": sender, "spf": ("pass" if spf or path != sender else "fail", path),
            "dkim": signatures, "aligned_dkim": "pass" if dkim else "fail",
            "aligned_spf": "pass" if spf else "fail", "disposition": "none", "messages": messages}
