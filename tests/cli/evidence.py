#!/usr/bin/env python3
"""Writes a digest of aggregate reports: what a few senders did, day by day.

usage: evidence.py DOMAIN[=POLICY] LAST-DAY DAYS STREAM...

The reports saw that POLICY, or none.

A STREAM is ADDRESS:FROM:HOW:COUNT[:EVERY[:FAILING-LAST-DAYS]]: so many messages on every EVERY-th day,
aligned by HOW (both, dkim, spf, none, FOREIGN=domain: signed by that domain, or VIA=domain: signed by FROM, with
a return-path of that domain, which passes SPF). On the last FAILING-LAST-DAYS days they fail; what comes VIA a
domain has a broken signature then.
"""
import datetime
import json
import sys

REPORTERS = ["google.com", "Yahoo"]


def outcome_via(source, path, fails):
    result = "fail" if fails else "pass"
    return {"spf": "pass %s mfrom" % path, "dkim": ["%s %s s9" % (result, source)], "aligned_dkim": result,
            "aligned_spf": "fail"}


def outcome(source, how, fails):
    """The keys of one row that say how it authenticated."""
    how = "none" if fails and not how.startswith("VIA=") else how
    dkim, spf = how in ("both", "dkim"), how in ("both", "spf")
    signatures = ["pass %s s1" % source] if dkim else []
    if how.startswith("FOREIGN="):
        signatures = ["pass %s s1" % how.split("=")[1]]
    if how.startswith("VIA="):
        return outcome_via(source, how.split("=")[1], fails)
    return {"spf": "%s %s mfrom" % ("pass" if spf else "fail", source), "dkim": signatures,
            "aligned_dkim": "pass" if dkim else "fail", "aligned_spf": "pass" if spf else "fail"}


def rows(domain, day, number, left, streams):
    for text in streams:
        address, source, how, count, *more = text.split(":")
        every = int(more[0]) if more else 1
        if number % every:
            continue
        fails = len(more) > 1 and left < int(more[1])
        yield dict({"day": day, "domain": domain, "ip": address, "from": source},
                   **outcome(source, how, fails), disposition="none", vouched=True, records=1,
                   messages=int(count), reporters=REPORTERS)


def main(named, last, days, *streams):
    domain, _, policy = named.partition("=")
    print(json.dumps({"schema": "dmarcramp.digest/1", "domain": domain}))
    end = datetime.date.fromisoformat(last)
    for number in range(int(days)):
        left = int(days) - 1 - number
        day = (end - datetime.timedelta(days=left)).isoformat()
        found = list(rows(domain, day, number, left, streams))
        total = sum(row["messages"] for row in found)
        for reporter in REPORTERS:
            print(json.dumps({"day": day, "domain": domain, "reporter": reporter,
                              "policy": "p=" + (policy or "none"), "vouched": True, "reports": 1,
                              "records": max(len(found), 1), "messages": total}))
        for row in found:
            print(json.dumps(row))


main(*sys.argv[1:])
