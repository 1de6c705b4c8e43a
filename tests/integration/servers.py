"""NSD, Unbound and a server that drops EDNS, on ports of loopback: what several suites start."""

import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time


def tool(name):
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def write(path, text):
    with open(path, "w", encoding="ascii") as f:
        f.write(text)


def start_nsd(folder, port, zones, more=""):
    """`zones`: name to text. `more`: lines of the section `server:`. Makes the folder."""
    os.mkdir(folder)
    lines = ""
    for name, text in zones.items():
        write(f"{folder}/{name}zone", text)
        lines += f'zone:\n  name: "{name}"\n  zonefile: "{folder}/{name}zone"\n'
    write(
        f"{folder}/nsd.conf",
        f'server:\n  ip-address: 127.0.0.1@{port}\n  username: ""\n  chroot: ""\n  zonesdir: ""\n  database: ""\n'
        f'  pidfile: "{folder}/nsd.pid"\n  xfrdfile: "{folder}/xfrd"\n  xfrdir: "{folder}"\n'
        f'  zonelistfile: "{folder}/zonelist"\n  logfile: "{folder}/nsd.log"\n  rrl-ratelimit: 0\n'
        f"  server-count: 1\n{more}remote-control:\n  control-enable: no\n{lines}",
    )
    return subprocess.Popen([tool("nsd"), "-d", "-c", f"{folder}/nsd.conf"])


def start_unbound(folder, port, nsd_port, stubs, anchor=None, original_ttl="yes"):
    """Every name of `stubs` is asked at NSD: the addresses of its own name servers lead nowhere. With an
    anchor, a DS record, it validates. With `original_ttl` no the TTL of what it keeps counts down."""
    behind = "".join(f'stub-zone:\n  name: "{name}"\n  stub-addr: 127.0.0.1@{nsd_port}\n' for name in stubs)
    validates = f'"validator iterator"\n  trust-anchor: "{anchor}"' if anchor else "iterator"
    write(
        f"{folder}/unbound.conf",
        f'server:\n  interface: 127.0.0.1@{port}\n  username: ""\n  chroot: ""\n  directory: "{folder}"\n'
        f'  pidfile: "{folder}/unbound.pid"\n  use-syslog: no\n  logfile: "{folder}/unbound.log"\n'
        f"  do-daemonize: no\n  do-ip6: no\n  do-not-query-localhost: no\n  module-config: {validates}\n"
        f'  access-control: 127.0.0.0/8 allow\n  local-zone: "test." nodefault\n  cache-max-negative-ttl: 86400\n'
        f"  serve-original-ttl: {original_ttl}\n"
        f"remote-control:\n  control-enable: no\n{behind}",
    )
    return subprocess.Popen([tool("unbound"), "-d", "-c", f"{folder}/unbound.conf"])


def ask_soa(port, name):
    """The answer of the server on that port, as octets; empty: none."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.strip(".").split("."))
    query = bytes.fromhex("123401000001000000000000") + labels + bytes.fromhex("0000060001")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(0.2)
        try:
            s.sendto(query, ("127.0.0.1", port))
            return s.recv(4096)
        except OSError:
            return b""


def wait_until(port, name, good):
    for _ in range(300):
        answer = ask_soa(port, name)
        if answer and good(answer):
            return
        time.sleep(0.1)
    sys.exit(f"no such answer from port {port}")


def wait_for(port, name):
    """Until the server on that port answers for the SOA of `name`."""
    wait_until(port, name, lambda answer: answer[3] & 15 == 0)


def wait_for_serial(port, name, serial):
    """Until it answers this serial, of which zones here have the minimum and the times that follow it."""
    after = struct.pack(">5I", serial, 7200, 900, 1209600, 300)
    wait_until(port, name, lambda answer: after in answer)


def stop(started):
    for server in started:
        server.terminate()
        server.wait()


def relay_without_edns(port, behind):
    """Hands queries without additional records on to the server behind, and drops all others."""

    def serve():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.bind(("127.0.0.1", port))
            while True:
                query, client = s.recvfrom(4096)
                if query[10:12] != b"\0\0":
                    continue
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as up:
                    up.settimeout(2)
                    up.sendto(query, ("127.0.0.1", behind))
                    s.sendto(up.recv(4096), client)

    threading.Thread(target=serve, daemon=True).start()
