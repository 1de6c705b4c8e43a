#!/usr/bin/env python3
"""Runs a command beside a resolver on loopback that never answers; PORT in it is its port.

silent.py COMMAND…               the command's exit status
silent.py --kill INT COMMAND…    the same, and the signal is sent when the first question has come
"""
import select
import signal
import socket
import subprocess
import sys


def first_question(resolver, child):
    """True when a question has come, False when the command has ended without one."""
    while child.poll() is None:
        if select.select([resolver], [], [], 0.05)[0]:
            return True
    return False


def main(words):
    kill = None
    if words[0] == "--kill":
        kill = signal.Signals[f"SIG{words[1]}"]
        words = words[2:]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as resolver:
        resolver.bind(("127.0.0.1", 0))
        port = str(resolver.getsockname()[1])
        with subprocess.Popen([word.replace("PORT", port) for word in words]) as child:
            if kill and first_question(resolver, child):
                child.send_signal(kill)
            status = child.wait()
    return 128 - status if status < 0 else status


sys.exit(main(sys.argv[1:]))
