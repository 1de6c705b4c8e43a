"""Aggregate reports as receivers mail them: XML of RFC 7489 or RFC 9990, packed, with the result of the
company's own mail server on top. A report that nobody vouches for comes in a mail that failed DMARC.
"""
import base64
import calendar
import gzip
from xml.sax.saxutils import escape

from company import DOMAIN

RFC9990 = 'xmlns="urn:ietf:params:xml:ns:dmarc-2.0"'
DAY_S = 86400


def record(row):
    """One <record>: a row of the company's mail as this reporter counted it."""
    signatures = "".join(
        f"<dkim><domain>{escape(domain)}</domain><selector>{selector}</selector><result>{result}</result></dkim>"
        for result, domain, selector in row["dkim"])
    result, path = row["spf"]
    return (f"<record><row><source_ip>{row['ip']}</source_ip><count>{row['messages']}</count><policy_evaluated>"
            f"<disposition>{row['disposition']}</disposition><dkim>{row['aligned_dkim']}</dkim>"
            f"<spf>{row['aligned_spf']}</spf></policy_evaluated></row>"
            f"<identifiers><header_from>{row['from']}</header_from><envelope_from>{path}</envelope_from></identifiers>"
            f"<auth_results>{signatures}<spf><domain>{path}</domain><scope>mfrom</scope><result>{result}</result></spf>"
            "</auth_results></record>\n")


def feedback(domain, reporter, date, policy, rows, newer):
    begin = calendar.timegm(date.timetuple())
    tags = dict(part.strip().split("=") for part in policy.split(";") if "=" in part and "rua" not in part)
    tags.pop("v", None)
    published = "".join(f"<{tag}>{value}</{tag}>" for tag, value in tags.items())
    return (f'<?xml version="1.0"?>\n<feedback{" " + RFC9990 if newer else ""}>'
            f"<report_metadata><org_name>{reporter}</org_name><email>dmarc@{reporter}</email>"
            f"<report_id>{begin}.{domain}.{reporter}</report_id><date_range><begin>{begin}</begin>"
            f"<end>{begin + DAY_S - 1}</end></date_range></report_metadata>\n"
            f"<policy_published><domain>{domain}</domain>{published}</policy_published>\n{''.join(record(row) for row in rows)}</feedback>\n")


def mail(domain, reporter, date, policy, rows, vouched, newer):
    """One report about one policy domain in one mail to the company, as a message of an mbox file."""
    begin = calendar.timegm(date.timetuple())
    packed = gzip.compress(feedback(domain, reporter, date, policy, rows, newer).encode(), mtime=0)
    body = base64.encodebytes(packed).decode()
    result = "pass" if vouched else "fail"
    return (f"From dmarc@{reporter} Thu Jan  1 00:00:00 2026\n"
            f"Authentication-Results: mx.{DOMAIN}; dmarc={result} header.from={reporter}\n"
            f"From: dmarc@{reporter}\nTo: dmarc@{DOMAIN}\nDate: {date:%a, %d %b %Y} 23:59:59 +0000\n"
            f"Subject: Report Domain: {domain} Submitter: {reporter} Report-ID: {begin}.{domain}.{reporter}\n"
            f"Message-ID: <{begin}.{domain}.{'r' if vouched else 'f'}@{reporter}>\nMIME-Version: 1.0\n"
            f'Content-Type: application/gzip; name="{reporter}!{domain}!{begin}!{begin + DAY_S - 1}.xml.gz"\n'
            f"Content-Transfer-Encoding: base64\n\n{body}\n")
