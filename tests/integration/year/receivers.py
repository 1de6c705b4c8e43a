"""What receivers do with mail: they look at DNS as it is, authenticate, apply the policy, and most of them report.

The policy is looked up here by RFC 7489 6.6.3 or RFC 9989 4.10 and 4.7, and not by dmarcramp: this is what judges it.
"""
import bisect
import itertools
from collections import Counter

from company import DOMAIN

STRENGTH = {"none": 0, "quarantine": 1, "reject": 2}
SHARES = {"google.com": 0.24, "yahoo.com": 0.11, "outlook.com": 0.13, "mail.example.net": 0.05, "web.de": 0.04,
          "post.example.org": 0.03}  # 40 % of all recipients never report
NEWER = {"mail.example.net"}  # follow RFC 9989 and report as RFC 9990 has it
LATE = {"outlook.com"}  # report two days after
SILENT, FORGED_EVERY, FEW = "web.de", 9, 200


def tags_of(record):
    pairs = (part.split("=", 1) for part in (record or "").split(";") if "=" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def policy_domain(records, sender):
    return sender if records.get(f"_dmarc.{sender}") else DOMAIN


def policy_for(records, stream_domain, exists, newer):
    """What a receiver does with mail from this author domain that fails: 0 nothing, 1 quarantine, 2 reject."""
    own = tags_of(records.get(f"_dmarc.{stream_domain}"))
    if own:
        return STRENGTH[own["p"]]
    tags = tags_of(records.get(f"_dmarc.{DOMAIN}"))
    if not tags:
        return 0
    below = tags.get("sp", tags["p"])
    return STRENGTH[below if exists or not newer else tags.get("np", below)]


def strictest(records, stream):
    return max(policy_for(records, stream.sender, stream.exists, newer) for newer in (False, True))


def passes(how):
    return how not in ("none", "broken", "forwarded", "list")


def spread(company, messages, day):
    """How many messages each reporter saw: few are drawn one by one, each has one recipient."""
    if messages < FEW:
        ends = list(itertools.accumulate(SHARES.values()))
        drawn = Counter(bisect.bisect(ends, company.chance.random()) for _ in range(messages))
        counts = [drawn[place] for place in range(len(SHARES))]
    else:
        counts = [round(messages * share) for share in SHARES.values()]
    for reporter, seen in zip(SHARES, counts):
        if seen and not (reporter == SILENT and day >= company.silent_from):
            yield reporter, seen


def row(address, sender, how, messages, disposition="none"):
    """How it authenticated: signatures as (result, domain, selector), SPF as (result, domain)."""
    selector = "s" + address.rsplit(".", 1)[1]
    signed, spf = how in ("both", "dkim", "forwarded signed"), how in ("both", "spf")
    signatures = [("pass", sender, "s40" if how == "forwarded signed" else selector)] if signed else []
    signatures = {"list": [("fail", sender, "s10")], "broken": [("fail", sender, selector)]}.get(how, signatures)
    path = {"list": "lists.example.net", "dkim": "bounce.example.com", "broken": "bounce.example.com"}.get(how, sender)
    path = "relay.example.net" if how.startswith("forwarded") else path
    return {"ip": address, "from": sender, "spf": ("pass" if spf or path != sender else "fail", path),
            "dkim": signatures, "aligned_dkim": "pass" if signed else "fail",
            "aligned_spf": "pass" if spf else "fail", "disposition": disposition, "messages": messages}


def receive(company, records, day):
    """One day of mail: for each stream's part (stream, messages, policy that hit it, {reporter: row})."""
    for stream, address, sender, how, messages in company.mail(day):
        exists = stream.exists if stream is not None else True
        rows, hit = {}, 0 if passes(how) else max(policy_for(records, sender, exists, new) for new in (False, True))
        for reporter, seen in spread(company, messages, day):
            acts = 0 if passes(how) else policy_for(records, sender, exists, reporter in NEWER)
            rows[reporter] = row(address, sender, how, seen, list(STRENGTH)[acts])
        yield stream, messages, hit, rows


def forged_rows(company, day):
    """Every few days somebody mails a report that nobody vouches for: all of the office fails, or all that
    nobody looks after passes.
    """
    if day % FORGED_EVERY == 0:
        return [row(company.main.address, DOMAIN, "none", 500)]
    return [row(one.address, one.sender, "both", 500) for one in company.streams if one.how == "none"] \
        if day % FORGED_EVERY == 4 else None
