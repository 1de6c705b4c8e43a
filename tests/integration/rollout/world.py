"""A domain with two primaries behind a resolver that keeps answers, and dmarcramp beside them."""

import json
import os
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

import servers  # noqa: E402: the folder above must be known first

DOMAIN = "ramp.test"
HEAD = """$ORIGIN ramp.test.
$TTL 3600
@ SOA ns1.servers.test. hm.servers.test. {serial} 7200 900 1209600 300
@ NS ns1.servers.test.
@ NS ns2.servers.test.
@ MX 10 mail
mail A 192.0.2.80
@ TXT "v=spf1 mx -all"
s1._domainkey TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
"""
AROUND = {
    ".": "$TTL 300\n. SOA ns1.servers.test. hm.servers.test. 1 7200 900 1209600 300\n. NS ns1.servers.test.\n",
    "servers.test.": "$ORIGIN servers.test.\n$TTL 300\n@ SOA ns1 hm 1 7200 900 1209600 300\n@ NS ns1\n"
                     "ns1 A 192.0.2.1\nns2 A 192.0.2.2\n",
}


class World:
    """`a` and `b` are the primaries; the resolver asks `a`."""

    def __init__(self, folder, program):
        self.folder, self.program, self.serial, self.line = folder, program, 1, ""
        self.said = self.screen = ""
        self.ports = {name: servers.free_port() for name in ("a", "b", "resolver")}
        zones = {**AROUND, f"{DOMAIN}.": HEAD.format(serial=1)}
        self.running = {name: servers.start_nsd(f"{folder}/{name}", self.ports[name], zones) for name in "ab"}
        self.running["resolver"] = servers.start_unbound(folder, self.ports["resolver"], self.ports["a"], zones,
                                                         original_ttl="no")
        for port in self.ports.values():
            servers.wait_for(port, DOMAIN)

    def stop(self):
        servers.stop([one for one in self.running.values() if one.poll() is None])

    def kill(self, name):
        servers.stop([self.running[name]])

    def start_again(self, name):
        self.running[name] = subprocess.Popen([servers.tool("nsd"), "-d", "-c", f"{self.folder}/{name}/nsd.conf"])
        servers.wait_for(self.ports[name], DOMAIN)

    def zone(self, line):
        return HEAD.format(serial=self.serial) + line + "\n"

    def publish(self, line, names="ab"):
        """Pastes the line into the zone files of these servers, and waits until they answer the new serial."""
        if line != self.line:
            self.serial, self.line = self.serial + 1, line
        for name in names:
            servers.write(f"{self.folder}/{name}/{DOMAIN}.zone", self.zone(line))
            self.running[name].send_signal(signal.SIGHUP)
            servers.wait_for_serial(self.ports[name], DOMAIN, self.serial)

    def forget(self):
        """The time has passed that the resolver keeps answers for."""
        self.running["resolver"].send_signal(signal.SIGHUP)
        time.sleep(0.3)
        servers.wait_for(self.ports["resolver"], DOMAIN)

    def run(self, command, *arguments):
        """Status, output and messages of `dmarcramp COMMAND`."""
        sources = ["--resolver", f"127.0.0.1:{self.ports['resolver']}", "--query-timeout", "400ms"]
        if command != "diff":
            sources += ["--allow-private", "--connect-to", f"192.0.2.1:53:127.0.0.1:{self.ports['a']}",
                        "--connect-to", f"192.0.2.2:53:127.0.0.1:{self.ports['b']}"]
        done = subprocess.run([self.program, command, *sources, *arguments], cwd=self.folder, capture_output=True,
                              check=False, timeout=60, text=True)
        if done.returncode not in (0, 1, 2, 3):
            sys.exit(f"dmarcramp {command} {' '.join(arguments)}: {done.returncode} {done.stderr}")
        return done.returncode, done.stdout, done.stderr

    def ask(self, command, *arguments):
        """Status and JSON. What it said beside it is in `said`, what it would show on a screen in `screen`."""
        status, out, self.said = self.run(command, *arguments, "--format", "json", "--format", "text=screen.txt")
        if status == 2:
            sys.exit(f"dmarcramp {command} {' '.join(arguments)}: {self.said}")
        with open(f"{self.folder}/screen.txt", encoding="utf-8") as f:
            self.screen = " ".join(f.read().split())
        return status, json.loads(out)


def evidence(path, *parts):
    """A digest of several times, each as the arguments of tests/cli/evidence.py."""
    writer = os.path.join(HERE, "../../cli/evidence.py")
    texts = [subprocess.run([sys.executable, writer, *part], capture_output=True, check=True, text=True).stdout
             for part in parts]
    servers.write(path, texts[0] + "".join(text.split("\n", 1)[1] for text in texts[1:]))
