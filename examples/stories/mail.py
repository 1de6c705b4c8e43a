"""Makes a digest of reports from a table of who sends what (mail.txt of each story).

A line of the table: ADDRESS AUTHOR-DOMAIN HOW MESSAGES WHEN SINCE UNTIL. HOW is

  both:SELECTOR            SPF and DKIM pass as the author domain
  dkim:SELECTOR:DOMAIN     DKIM passes as the author domain, SPF as the service's own DOMAIN
  spf                      SPF passes as the author domain, nothing is signed
  none                     nothing passes
  as:DOMAIN                SPF and DKIM pass, but as DOMAIN
  list:DOMAIN:SELECTOR     a list that changes messages: our signature is broken, SPF passes as the list
  forwarded:DOMAIN         went through a forwarder, unsigned

WHEN is daily, weekdays, a day of the week (tue), a day of the month (28), or month-end. `reporters` names who
reports about a domain, `policy` which record they saw from a day on. Nothing is left to chance: the same table, the
same octets.
"""
import datetime
import json
import zlib

WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def is_day_for(day, when):
    if when in WEEK:
        return day.weekday() == WEEK.index(when)
    if when == "weekdays":
        return day.weekday() < 5
    if when == "month-end":
        return (day + datetime.timedelta(days=1)).day == 1
    return when == "daily" or when == str(day.day)


def outcome(author, how):
    """The keys of a row that say how its messages authenticated."""
    kind, *more = how.split(":")
    ours = [f"pass {author} {more[0]}"] if kind in ("both", "dkim") else []
    signatures = {"as": lambda: [f"pass {more[0]} s1"], "list": lambda: [f"fail {author} {more[1]}"]}
    path = {"dkim": -1, "as": 0, "list": 0, "forwarded": 0}
    return {"spf": f"{'fail' if kind == 'none' else 'pass'} {more[path[kind]] if kind in path else author} mfrom",
            "dkim": signatures.get(kind, lambda: ours)(),
            "aligned_dkim": "pass" if kind in ("both", "dkim") else "fail",
            "aligned_spf": "pass" if kind in ("both", "spf") else "fail"}


def disposition(row, policy):
    """What receivers did: what the policy asks, with mail that fails."""
    passes = "pass" in (row["aligned_dkim"], row["aligned_spf"])
    return "none" if passes else policy.removeprefix("p=")


def about(messages, *key):
    """A number near this one, always the same for the same key."""
    spread = max(1, messages // 6)
    return max(1, messages - spread + zlib.crc32(repr(key).encode()) % (2 * spread + 1))


class Table:
    def __init__(self, text):
        self.streams, self.reporters, self.policies = [], {}, []
        for line in text.splitlines():
            words = line.split("#")[0].split()
            if not words:
                continue
            if words[0] == "reporters":
                self.reporters[words[1]] = words[2:]
            elif words[0] == "policy":
                self.policies.append(words[1:])
            else:
                self.streams.append(words)

    def rows(self, day):
        for address, author, how, messages, when, since, until in self.streams:
            if since <= day.isoformat() <= until and is_day_for(day, when):
                count = about(int(messages), address, author, day.isoformat())
                yield author, {"ip": address, "from": author, **outcome(author, how), "messages": count}

    def policy(self, domain, day):
        known = [policy for name, since, policy in self.policies if name == domain and since <= day.isoformat()]
        return known[-1] if known else None

    def domain_of(self, author):
        """The domain whose record reporters found: the longest with a policy."""
        fitting = [name for name, _, _ in self.policies if f".{author}".endswith(f".{name}")]
        return max(fitting, key=len)

    def day_lines(self, day):
        heads, lines = {}, []
        for author, row in self.rows(day):
            domain = self.domain_of(author)
            policy = self.policy(domain, day)
            if policy is None:
                continue
            seen_by = self.reporters[domain][:row["messages"]]
            lines.append({"day": day.isoformat(), "domain": domain, **row, "disposition": disposition(row, policy),
                          "vouched": True, "records": len(seen_by), "reporters": seen_by})
            for place, reporter in enumerate(seen_by):
                share = (row["messages"] + place) // len(seen_by)
                head = heads.setdefault((domain, reporter), {
                    "day": day.isoformat(), "domain": domain, "reporter": reporter, "policy": policy,
                    "vouched": True, "reports": 1, "records": 0, "messages": 0})
                head["records"] += 1
                head["messages"] += share
        return list(heads.values()) + lines

    def digest(self):
        first = datetime.date.fromisoformat(min(stream[5] for stream in self.streams))
        last = datetime.date.fromisoformat(max(stream[6] for stream in self.streams))
        yield {"schema": "dmarcramp.digest/1"}
        for number in range((last - first).days + 1):
            yield from self.day_lines(first + datetime.timedelta(days=number))


def digest_of(text):
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in Table(text).digest())
