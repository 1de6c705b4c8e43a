"""What dmarcramp says with --authoritative, and what `live` says, about servers that are as they should not be."""

import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import servers  # noqa: E402: the folder above must be known first

PROGRAM = os.path.abspath(sys.argv[1])
KEY_OLD = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
KEY_NEW = "O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik="
# No key of the zone has this digest, so nothing in it can be validated.
ANCHOR = "bogus.test. DS 12345 8 2 " + "00" * 32
REPLAY = ["--authoritative", "--allow-private", "--dkim-probe", "named"]
failures = []


def zone(name, hosts, serial=1, spf="-all", key=KEY_OLD):
    names = "".join(f"@ NS {h}.servers.test.\n" for h in hosts)
    return (
        f"$ORIGIN {name}\n$TTL 300\n@ SOA ns.servers.test. hm.servers.test. {serial} 7200 900 1209600 300\n{names}"
        f'@ MX 10 mx\nmx A 192.0.2.80\n@ TXT "v=spf1 mx {spf}"\n_dmarc TXT "v=DMARC1; p=none"\n'
        f's1._domainkey TXT "v=DKIM1; k=ed25519; p={key}"\n'
        f'big._domainkey TXT "v=DKIM1; n={"x" * 240}" "{"x" * 190}; k=ed25519; p={key}"\n'
    )


HOSTS = {"a": 1, "b": 2, "c": 3, "lame": 4, "old": 5, "down": 6}
ADDRESSES = "".join(f"{name} A 192.0.2.{number}\n" for name, number in HOSTS.items())
SERVERS = (
    "$ORIGIN servers.test.\n$TTL 300\n@ SOA a hm 1 7200 900 1209600 300\n@ NS a\n" + ADDRESSES
)
ROOT = "$TTL 300\n. SOA a.servers.test. hm.servers.test. 1 7200 900 1209600 300\n. NS a.servers.test.\n"
USUAL = {
    ".": ROOT,
    "servers.test.": SERVERS,
    "same.test.": zone("same.test.", "ac"),
    "differ.test.": zone("differ.test.", "abc", serial=2, spf="~all", key=KEY_NEW),
    "lame.test.": zone("lame.test.", ["a", "lame"]),
    "noedns.test.": zone("noedns.test.", ["a", "old"]),
    "down.test.": zone("down.test.", ["a", "down"]),
    "bogus.test.": zone("bogus.test.", "ac"),
}
BEHIND = {**USUAL, "differ.test.": zone("differ.test.", "abc")}


def dmarcramp(*arguments):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, check=False, timeout=60)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"dmarcramp {' '.join(arguments)}: {done.stderr.decode()}")
    return done.returncode, done.stdout


def expect(what, got, wanted):
    if got != wanted:
        failures.append(what)
        print(f"{what}: got {got}, want {wanted}")


def found(domain, sources):
    """The rules of this test that hit, with what they are about."""
    rules = {"SPF072", "DKIM043", "DMARC060", "MX016", "ZN005", "ZN010", "ZN011", "ZN012", "ZN015"}
    _, out = dmarcramp("lint", "--format", "json", "--selector", "s1", "--selector", "big", *sources, domain)
    findings = json.loads(out)["domains"][0]["findings"]
    return sorted(f"{f['rule']} {f['subject']}" for f in findings if f["rule"] in rules and f["outcome"] == "hit")


WANTED = {
    "same.test": [],
    "differ.test": ["DKIM043 big._domainkey.differ.test", "DKIM043 s1._domainkey.differ.test", "SPF072 differ.test"],
    "lame.test": ["ZN012 lame.servers.test 192.0.2.4"],
    "noedns.test": ["ZN012 old.servers.test 192.0.2.5", "ZN015 big._domainkey.noedns.test TXT"],
    "bogus.test": ["ZN011 " + name for name in ("_dmarc.bogus.test TXT", "bogus.test MX", "bogus.test TXT")],
}


def check_lint(folder, live):
    for domain, wanted in WANTED.items():
        by_dns = found(domain, [*live, "--authoritative"])
        expect(f"lint {domain}", [f for f in by_dns if "._domainkey.bogus" not in f], wanted)
        expect(f"lint {domain} without --authoritative", found(domain, live), [])
        _, text = dmarcramp("snapshot", *live, "--authoritative", "--selector", "s1", "--selector", "big", domain)
        servers.write(f"{folder}/snapshot.json", text.decode("ascii"))
        replayed = found(domain, ["--snapshot", f"{folder}/snapshot.json", *REPLAY])
        expect(f"lint {domain} from a snapshot", replayed, by_dns)


def check_facts(live):
    _, out = dmarcramp("facts", *live, "--authoritative", "--selector", "big", "differ.test")
    facts = json.loads(out)["facts"]["servers"]
    expect("serials", sorted(facts["serials"]), ["1", "2"])
    expect("servers", [(s["address"], s["speaks"]) for s in facts["items"]],
           [(f"192.0.2.{n}", "yes") for n in (1, 2, 3)])
    records = {r["owner"]: r for r in facts["records"] if r["type"] == "TXT"}
    big = records["big._domainkey.differ.test"]
    expect("the large key", (big["needs_tcp"], big["ttl"], big["octets"] > 512, big["lost"]), (True, 300, True, []))
    expect("the small record", records["_dmarc.differ.test"]["needs_tcp"], False)
    expect("who differs", records["differ.test"]["differ"], ["b.servers.test 192.0.2.2"])


def check_live(folder, live):
    servers.write(f"{folder}/differ.test.zone", zone("differ.test.", "abc", serial=3, spf="?all", key=KEY_NEW))
    servers.write(f"{folder}/same.test.zone", USUAL["same.test."])
    for domain, arguments, status in (
        ("same.test", [], 0),
        ("same.test", ["--zone", f"{folder}/same.test.zone"], 0),
        ("differ.test", [], 1),
        ("differ.test", ["--zone", f"{folder}/differ.test.zone"], 1),
        ("same.test", ["--phase", "monitor"], 1),  # the plan adds rua, and no server has it yet
        ("noedns.test", [], 0),
        ("lame.test", [], 3),
        ("down.test", [], 3),
    ):
        got, out = dmarcramp("live", *live, "--selector", "s1", "--format", "json", *arguments, domain)
        expect(f"live {domain} {' '.join(arguments)}", got, status)
        expect(f"live {domain}: schema", json.loads(out)["schema"], "dmarcramp.live/1")
    _, out = dmarcramp("live", *live, "--format", "json", "differ.test")
    spf = json.loads(out)["records"][0]
    expect("live differ.test: states", [s["state"] for s in spf["servers"]], ["live", "old", "live"])
    expect("live differ.test: how long", spf["old_seconds"], 300)


def start(folder, processes):
    """Adds the processes, and returns the options that lead to them."""
    ports = {name: servers.free_port() for name in HOSTS}
    resolver = servers.free_port()
    lame = {".": ROOT, "same.test.": USUAL["same.test."]}
    processes += [
        servers.start_nsd(f"{folder}/a", ports["a"], USUAL),
        servers.start_nsd(f"{folder}/b", ports["b"], BEHIND),
        servers.start_nsd(f"{folder}/c", ports["c"], USUAL),
        servers.start_nsd(f"{folder}/lame", ports["lame"], {k: v for k, v in lame.items() if k != "."}),
        servers.start_unbound(folder, resolver, ports["a"], USUAL, ANCHOR),
    ]
    servers.relay_without_edns(ports["old"], ports["a"])
    for port in ports["a"], ports["b"], ports["c"], ports["lame"], resolver:
        servers.wait_for(port, "same.test")
    options = ["--resolver", f"127.0.0.1:{resolver}", "--allow-private", "--query-timeout", "400ms"]
    for name, number in HOSTS.items():
        options += ["--connect-to", f"192.0.2.{number}:53:127.0.0.1:{ports[name]}"]
    return options


def main():
    started = []
    with tempfile.TemporaryDirectory(prefix="dmarcramp-authoritative-") as folder:
        try:
            live = start(folder, started)
            check_live(folder, live)
            check_facts([*live, "--no-fetch", "--dkim-probe", "named"])
            surveying = [*live, "--no-fetch", "--dkim-probe", "named"]
            check_lint(folder, surveying)
        finally:
            servers.stop(started)
    print(f"{len(WANTED)} zones, 7 servers, {len(failures)} differences")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
