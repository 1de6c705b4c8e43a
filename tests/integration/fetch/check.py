#!/usr/bin/env python3
"""Lints domains whose policies, logos and certificates come from servers of our own.

usage: check.py PROGRAM
"""
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from certificates import Authority, LOGO
from servers import Names, Web

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
POLICY = b"version: STSv1\r\nmode: enforce\r\nmx: mail.tide.test\r\nmax_age: 1209600\r\n"
STS = "/.well-known/mta-sts.txt"
TEXT = {"Content-Type": "text/plain"}
SVG = {"Content-Type": "image/svg+xml"}
PEM = {"Content-Type": "application/pem-certificate-chain"}
failures, checks = [], 0


def expect(what, got, wanted):
    global checks
    checks += 1
    if got != wanted:
        failures.append(f"{what}: got {got!r}, wanted {wanted!r}")


class World:
    """One domain, tide.test, with a name server, a good web server and an authority."""

    def __init__(self, folder):
        self.folder = folder
        self.ca = Authority(folder)
        good = self.ca.server("good", "mta-sts.tide.test", "logo.tide.test", "other.tide.test")
        self.web = Web(good, self.ca.key)
        self.web.pages[STS] = (200, TEXT, POLICY)
        self.names = Names({
            ("tide.test", "TXT"): ["v=spf1 mx -all"],
            ("tide.test", "MX"): ["10 mail.tide.test"],
            ("mail.tide.test", "A"): ["192.0.2.25"],
            ("_dmarc.tide.test", "TXT"): ["v=DMARC1; p=reject; rua=mailto:d@tide.test"],
            ("_mta-sts.tide.test", "TXT"): ["v=STSv1; id=1"],
            ("mta-sts.tide.test", "A"): ["127.0.0.1"],
            ("logo.tide.test", "A"): ["127.0.0.1"],
            ("other.tide.test", "A"): ["127.0.0.1"],
        })

    def bimi(self, logo=None, evidence=""):
        logo = logo or f"https://logo.tide.test:{self.web.port}/a.svg"
        self.names.records[("default._bimi.tide.test", "TXT")] = [f"v=BIMI1; l={logo}; a={evidence}"]

    def run(self, *options, web=None, command="lint", private=True, environment=None):
        """The process's result; the policy host is reached through --connect-to."""
        web = web or self.web
        arguments = [PROGRAM, command, "tide.test", "--resolver", f"127.0.0.1:{self.names.port}",
                     "--ca-file", self.ca.root, "--dkim-probe", "named", "--format", "json",
                     "--connect-to", f"mta-sts.tide.test:443:127.0.0.1:{web.port}", *options]
        if private:
            arguments.append("--allow-private")
        return subprocess.run([str(one) for one in arguments], capture_output=True, text=True,
                              timeout=60, env={**os.environ, **(environment or {})})

    def rules(self, *options, starting=("STS", "BIMI"), **how):
        """The rules that hit, those that are undecided with a `?`."""
        done = self.run(*options, **how)
        if done.returncode not in (0, 1, 3):
            return [done.stderr]
        found = json.loads(done.stdout)["domains"][0]["findings"]
        return sorted({one["rule"] + ("?" if one["outcome"] == "undecided" else "")
                       for one in found if one["rule"].startswith(starting)})

    def fact(self, path, *options, **how):
        value = json.loads(self.run(*options, command="facts", **how).stdout)
        value = value.get("facts", value)
        for key in path.split("."):
            value = value.get(key, {})
        return value


def check_policies(w):
    expect("a good policy", w.rules(), [])
    expect("its host", w.web.requests[-1], ("mta-sts.tide.test", STS))
    w.web.pages[STS] = (301, {"Location": "/elsewhere"}, b"")
    w.web.pages["/elsewhere"] = (200, TEXT, POLICY)
    w.web.requests.clear()
    expect("a redirect", w.rules(), ["STS006"])
    expect("is not followed", w.web.requests, [("mta-sts.tide.test", STS)])
    w.web.pages[STS] = (404, TEXT, POLICY)
    expect("no policy", w.rules(), ["STS006"])
    w.web.pages[STS] = (200, {"Content-Type": "text/html"}, POLICY)
    expect("another type", w.rules(), ["STS007"])
    w.web.pages[STS] = (200, TEXT, POLICY.replace(b"mail.", b"mx."))
    expect("another host", w.rules(), ["STS018", "STS019"])
    w.web.pages[STS] = (200, TEXT, POLICY + b"#" * 300000)
    expect("too big", w.rules(), ["STS008"])
    w.web.pages[STS] = (200, TEXT, POLICY + b"x" * 70000)
    expect("over 64 KB", "STS008" in w.rules(), True)
    w.web.pages[STS] = (200, TEXT, POLICY)


def check_tls(w):
    expired = w.ca.server("expired", "mta-sts.tide.test", days=(-30, -2))
    early = w.ca.server("early", "mta-sts.tide.test", days=(5, 30))
    wrong = w.ca.server("wrong", "www.tide.test")
    alone = w.ca.sign("alone", "/CN=x", {"subjectAltName": "DNS:mta-sts.tide.test"})
    for name, certificate, problem in (("expired", expired, "tls-expired"),
                                       ("not yet valid", early, "tls-not-yet"),
                                       ("wrong name", wrong, "tls-name"),
                                       ("self-signed", alone, "tls-chain"),
                                       ("no TLS", None, "tls-handshake")):
        web = Web(certificate, w.ca.key)
        web.pages[STS] = (200, TEXT, POLICY)
        expect(name, w.fact("mtasts.policy.fetch.result", web=web), problem)
        expect(f"{name}: the rule", w.rules(web=web), ["STS005"])
        expect(f"{name}: nothing was asked", web.requests, [])
    expect("names", w.fact("mtasts.policy.fetch.names", web=Web(wrong, w.ca.key)), ["www.tide.test"])


def check_time(w):
    good = w.ca.server("slow", "mta-sts.tide.test")
    slow = Web(good, w.ca.key, drips=True)
    slow.pages[STS] = (200, TEXT, POLICY)
    began = time.monotonic()
    undecided = {one for one in w.rules("--timeout", "2s", web=slow) if one.endswith("?")}
    expect("a slow drip ends", time.monotonic() - began < 10, True)
    expect("a slow drip is not known", {"STS005?", "STS006?"} <= undecided, True)
    expect("nobody listens", w.fact("mtasts.policy.fetch.result", web=closed()), "no-connection")


def closed():
    """A place where nobody listens."""
    class Nobody:
        port = 1
    return Nobody


def check_addresses(w):
    w.bimi()
    w.web.pages["/a.svg"] = (200, SVG, LOGO)
    expect("allowed", w.fact("bimi.logo.fetch.result"), "ok")
    before = w.web.connections
    expect("private", w.fact("bimi.logo.fetch.result", "--connect-to", "x:1:127.0.0.1:1",
                             private=False), "private-address")
    expect("private: no connection", w.web.connections - before, 1)  # the policy's, by --connect-to
    for address in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0",
                    "100.64.0.1", "224.0.0.1", "198.51.100.1"):
        w.names.records[("logo.tide.test", "A")] = [address]
        expect(f"refused: {address}", w.fact("bimi.logo.fetch.result", private=False),
               "private-address")
    w.names.records[("logo.tide.test", "A")] = ["127.0.0.1"]
    w.names.moves["logo.tide.test"] = ["127.0.0.1", "127.0.0.2"]
    w.names.asked.clear()
    expect("a name that moves", w.fact("bimi.logo.fetch.result"), "ok")
    asked = [one for one in w.names.asked if one == ("logo.tide.test", "A")]
    expect("is asked once", len(asked), 1)
    del w.names.moves["logo.tide.test"]


def check_surroundings(w):
    lies = {"https_proxy": "http://127.0.0.1:1", "HTTPS_PROXY": "http://127.0.0.1:1",
            "ALL_PROXY": "socks5://127.0.0.1:1", "SSLKEYLOGFILE": str(w.folder / "keys")}
    expect("no proxy", w.fact("mtasts.policy.fetch.result", environment=lies), "ok")
    expect("--no-fetch", w.fact("mtasts.policy.fetch", "--no-fetch").get("result"), None)
    expect("scan does not fetch", scan(w), 0)


def scan(w):
    before = w.web.connections
    subprocess.run([PROGRAM, "scan", "--resolver", f"127.0.0.1:{w.names.port}"], input="tide.test\n",
                   capture_output=True, text=True, timeout=60)
    return w.web.connections - before


def check_logos(w):
    port = w.web.port
    w.bimi()
    expect("a good logo", w.rules(), ["BIMI018"])
    w.web.pages["/a.svg"] = (302, {"Location": f"https://other.tide.test:{port}/b.svg"}, b"")
    w.web.pages["/b.svg"] = (200, SVG, LOGO)
    expect("a redirected logo", w.rules(), ["BIMI018", "BIMI040"])
    w.web.pages["/b.svg"] = (302, {"Location": f"https://logo.tide.test:{port}/a.svg"}, b"")
    expect("a circle", w.fact("bimi.logo.fetch.redirects"), 3)
    w.web.pages["/a.svg"] = (302, {"Location": f"http://logo.tide.test:{port}/b.svg"}, b"")
    expect("to plain HTTP", w.fact("bimi.logo.fetch.result"), "redirect")
    w.web.pages["/a.svg"] = (200, {"Content-Type": "image/png"}, LOGO)
    expect("another type", w.rules(), ["BIMI018", "BIMI040"])
    w.web.pages["/a.svg"] = (200, SVG, LOGO.replace(b"tiny-ps", b"tiny"))
    expect("another profile", w.rules(), ["BIMI012", "BIMI018"])
    w.web.pages["/a.svg"] = (200, SVG, gzip.compress(LOGO))
    expect("gzipped", w.rules(), ["BIMI017", "BIMI018"])
    w.web.pages["/a.svg"] = (200, SVG, LOGO)


def check_evidence(w):
    w.bimi(evidence=f"https://logo.tide.test:{w.web.port}/a.pem")
    cases = [
        ("a good certificate", w.ca.mark("m1"), []),
        ("for a selector", w.ca.mark("m2", domain="default._bimi.tide.test"), []),
        ("for others", w.ca.mark("m3", domain="example.net"), ["BIMI021"]),
        ("nearly over", w.ca.mark("m4", days=(-300, 10)), ["BIMI020"]),
        ("over", w.ca.mark("m5", days=(-300, -3)), ["BIMI020"]),
        ("another logo", w.ca.mark("m6", svg=LOGO + b" "), ["BIMI025"]),
        ("no timestamp", w.ca.mark("m7", **{"1_3_6_1_4_1_11129_2_4_2": None}), ["BIMI031"]),
        ("no usage", w.ca.mark("m8", extendedKeyUsage="serverAuth"), ["BIMI022"]),
    ]
    for name, path, wanted in cases:
        w.web.pages["/a.pem"] = (200, PEM, path.read_bytes())
        expect(name, w.rules(), wanted)
        expect(f"{name}: as files", w.rules("--certificate", path, "--logo", logo_file(w)), wanted)
    stranger = w.folder / "stranger"
    stranger.mkdir()
    w.web.pages["/a.pem"] = (200, PEM, Authority(stranger).mark("m9").read_bytes())
    expect("of a stranger", w.rules(), ["BIMI019"])
    w.web.pages["/a.pem"] = (200, PEM, b"<html></html>")
    expect("no certificate", w.rules(), ["BIMI039"])
    w.web.pages["/a.pem"] = (200, PEM, cases[0][1].read_bytes())


def logo_file(w):
    path = w.folder / "logo.svg"
    path.write_bytes(LOGO)
    return path


def check_snapshots(w):
    """What was fetched is in the snapshot, which gives the same findings and is the same again."""
    taken = w.run(command="snapshot").stdout
    path = w.folder / "snapshot.json"
    path.write_text(taken)
    fetched = {one["url"].split("/", 3)[3] for one in json.loads(taken)["fetches"]}
    expect("fetches", fetched, {STS[1:], "a.svg", "a.pem"})
    live = json.loads(w.run().stdout)["domains"][0]["findings"]
    again = subprocess.run([PROGRAM, "lint", "tide.test", "--snapshot", path, "--format", "json",
                            "--ca-file", w.ca.root, "--dkim-probe", "named"], capture_output=True,
                           text=True, timeout=60)
    expect("the same findings", json.loads(again.stdout)["domains"][0]["findings"], live)
    copy = subprocess.run([PROGRAM, "snapshot", "tide.test", "--snapshot", path, "--dkim-probe",
                           "named"], capture_output=True, text=True, timeout=60).stdout
    expect("the same snapshot", copy, taken)


def main():
    with tempfile.TemporaryDirectory() as folder:
        w = World(pathlib.Path(folder))
        for check in (check_policies, check_tls, check_time, check_addresses, check_surroundings,
                      check_logos, check_evidence, check_snapshots):
            check(w)
    for failure in failures:
        print(failure)
    print(f"fetch: {checks} checks, {len(failures)} failed")
    return 1 if failures else 0


sys.exit(main())
