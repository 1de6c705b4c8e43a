#!/usr/bin/env python3
"""Makes up aggregate reports, the same ones for the same numbers.

usage: make_reports.py one ROWS SEED                 one report on standard output
       make_reports.py many FOLDER COUNT ROWS SEED   COUNT gzipped reports of about ROWS rows

A report has a few hundred sources that send every day and some that come once, as real ones have.
"""
import gzip
import pathlib
import random
import sys

DAY = 86400
FIRST = 1767225600  # 2026-01-01
DOMAIN = "tidewater.example"
SERVICES = [f"service{i}.example" for i in range(40)]


def head(out, org, identity, begin):
    out.write(f"""<?xml version="1.0" encoding="UTF-8" ?>
<feedback>
  <report_metadata>
    <org_name>{org}</org_name>
    <email>noreply@{org}</email>
    <extra_contact_info>https://{org}/dmarc</extra_contact_info>
    <report_id>{identity}</report_id>
    <date_range>
      <begin>{begin}</begin>
      <end>{begin + DAY - 1}</end>
    </date_range>
  </report_metadata>
  <policy_published>
    <domain>{DOMAIN}</domain>
    <adkim>r</adkim>
    <aspf>r</aspf>
    <p>none</p>
    <sp>none</sp>
    <pct>100</pct>
  </policy_published>
""")


def row(out, chance, sources):
    if chance.random() < 0.02:
        number = chance.randrange(1 << 32)
        dkim, spf = "fail", "fail"
    else:
        number = (10 << 24) + chance.randrange(sources)
        dkim, spf = ("pass", chance.choice(("pass", "fail"))) if number % 5 else ("fail", "pass")
    address = ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    service = SERVICES[number % len(SERVICES)]
    out.write(f"""  <record>
    <row>
      <source_ip>{address}</source_ip>
      <count>{chance.randrange(1, 50)}</count>
      <policy_evaluated>
        <disposition>none</disposition>
        <dkim>{dkim}</dkim>
        <spf>{spf}</spf>
      </policy_evaluated>
    </row>
    <identifiers>
      <header_from>{DOMAIN}</header_from>
    </identifiers>
    <auth_results>
      <dkim>
        <domain>{DOMAIN}</domain>
        <result>{dkim}</result>
        <selector>s{number % 3}</selector>
      </dkim>
      <spf>
        <domain>bounce.{service}</domain>
        <result>pass</result>
      </spf>
    </auth_results>
  </record>
""")


def report(out, rows, seed, sources=5000):
    chance = random.Random(seed)
    org = f"reporter{seed % 50}.example"
    head(out, org, f"{seed}.{org}", FIRST + seed // 50 % 365 * DAY)
    for _ in range(rows):
        row(out, chance, sources)
    out.write("</feedback>\n")


def many(folder, count, rows, seed):
    chance = random.Random(seed)
    for number in range(count):
        path = pathlib.Path(folder) / f"{number:06}.xml.gz"
        with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as out:
            report(out, chance.randrange(1, 2 * rows), seed + number)


def main():
    if len(sys.argv) == 4 and sys.argv[1] == "one":
        report(sys.stdout, int(sys.argv[2]), int(sys.argv[3]))
    elif len(sys.argv) == 6 and sys.argv[1] == "many":
        many(sys.argv[2], *map(int, sys.argv[3:]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
