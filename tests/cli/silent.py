#!/usr/bin/env python3
"""Runs a command beside a resolver on loopback that never answers; PORT in it is its port."""
import socket
import subprocess
import sys

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as resolver:
    resolver.bind(("127.0.0.1", 0))
    port = str(resolver.getsockname()[1])
    command = [word.replace("PORT", port) for word in sys.argv[1:]]
    sys.exit(subprocess.run(command, check=False).returncode)
