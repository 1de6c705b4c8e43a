"""A company's mail, day by day, as receivers report it: services, forwarders, a list, senders that
come monthly, quarterly and yearly, a forgotten system, an attack, forged reports.

Nothing here knows dmarcramp; a stream says how it really authenticates on a day.
"""
import datetime
import random

START = datetime.date(2026, 1, 5)  # a Monday
REPORTERS = ["google.com", "Yahoo", "Enterprise Outlook", "mail.example.net", "web.de"]
SHARES = [0.24, 0.12, 0.14, 0.06, 0.04]  # 40 % of all recipients never report


class Stream:
    """One sender of the company: what it sends, when, and how that authenticates."""

    def __init__(self, name, address, a_day, how="both", sends="daily", declared=True, domain=None):
        self.name, self.address, self.a_day, self.how = name, address, a_day, how
        self.sends, self.declared, self.from_domain = sends, declared, domain
        self.broken_from = self.broken_until = None  # days, counted from the start
        self.repaired = None
        self.decided = declared
        self.verified = None

    def is_failing(self, day):
        broken = self.broken_from is not None and self.broken_from <= day and \
            (self.broken_until is None or day < self.broken_until)
        return broken or (self.how == "none" and (self.repaired is None or day < self.repaired))

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
        months = {"monthly": range(1, 13), "quarterly": (3, 6, 9, 12), "yearly": (11,)}[self.sends]
        return last and date.month in months

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
            if index == 4 and day >= self.silent_from:
                continue
            seen = sum(self.chance.random() < share for _ in range(messages)) if messages < 200 \
                else round(messages * share)
            if seen:
                yield reporter, seen

    def mail(self, day):
        """(stream or None, address, From, how, messages) of one day; how: both dkim spf none list."""
        date = START + datetime.timedelta(days=day)
        for stream in self.streams:
            messages = stream.count(date, self.chance)
            sender = stream.from_domain or self.domain
            moved = messages // 20 if stream is self.website else 0  # 5 % of it is forwarded
            yield stream, stream.address, sender, stream.how_on(day), messages - moved
            yield None, "203.0.113.90", sender, "forwarded", moved
        yield None, "203.0.113.95", self.domain, "list", self.main.count(date, self.chance) // 30
        yield None, "203.0.113.7", self.domain, "forged", self.chance.randrange(4)
        if self.attack <= day < self.attack + 5:
            for host in range(5):
                yield None, f"203.0.113.{200 + host}", self.domain, "forged", self.usual * 4

    def rows(self, day, policy):
        """The lines of the digest about one day, and what the reporters saw fail of each stream."""
        date = (START + datetime.timedelta(days=day)).isoformat()
        totals, lines, failed = {}, [], {}
        for stream, address, sender, how, messages in self.mail(day):
            for reporter, seen in self.spread(messages, day):
                totals[reporter] = totals.get(reporter, 0) + seen
                lines.append(self.row(date, address, sender, how, seen, reporter, True))
                if stream is not None and stream.is_failing(day):
                    failed[stream.name] = failed.get(stream.name, 0) + seen
        if day % 9 == 0:  # somebody mails a forged report: everything of the office fails
            lines.append(self.row(date, self.main.address, self.domain, "none", 500, "google.com", False))
            lines.append(self.head(date, "google.com", policy, 500, False))
        heads = [self.head(date, reporter, policy, seen, True) for reporter, seen in totals.items()]
        return heads + lines, failed

    def head(self, date, reporter, policy, messages, vouched):
        return {"day": date, "domain": self.domain, "reporter": reporter, "policy": policy,
                "vouched": vouched, "reports": 1, "records": 1, "messages": messages}

    def row(self, date, address, sender, how, seen, reporter, vouched):
        selector = "s" + address.rsplit(".", 1)[1]
        dkim, spf = how in ("both", "dkim"), how in ("both", "spf")
        signatures, return_path = [], sender
        if dkim:
            signatures = [f"pass {sender} {selector}"]
        if how == "list":
            signatures, return_path = [f"fail {sender} s10"], "lists.example.net"
        if how == "forwarded":
            return_path = "relay.example.net"
        result = "pass" if spf or how in ("list", "forwarded") else "fail"
        return {"day": date, "domain": self.domain, "ip": address, "from": sender,
                "spf": f"{result} {return_path} mfrom", "dkim": signatures,
                "aligned_dkim": "pass" if dkim else "fail", "aligned_spf": "pass" if spf else "fail",
                "disposition": "none", "vouched": vouched, "records": 1, "messages": seen,
                "reporters": [reporter]}
