"""Runs what the documentation tells people to type, so that it cannot lie.

In a ```console block a line `$ COMMAND` is run from the repository's root and must print exactly the lines
below it. In a ```sh block every `dmarcramp …` line is run in a folder with the files it names; DNS is
answered by a snapshot, and the exit code must be 0 or 1.

Usage: commands.py PROGRAM MARKDOWN…
"""

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HERE = os.path.join(ROOT, "tests/docs")


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def run(command, folder, environment):
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def with_program(program):
    """A folder in PATH in which the program is called dmarcramp."""
    folder = tempfile.mkdtemp(prefix="dmarcramp-docs-")
    os.symlink(os.path.abspath(program), os.path.join(folder, "dmarcramp"))
    return folder


def check_console(name, block, environment):
    bad = 0
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, expected = part.partition("\n")
        status, out, err = run(command, ROOT, environment)
        if status not in (0, 1) or out.rstrip("\n") != expected.rstrip("\n"):
            print(f"{name}: $ {command}: exit {status}\n{err}")
            sys.stdout.writelines(
                line + "\n"
                for line in difflib.unified_diff(
                    expected.rstrip("\n").split("\n"), out.rstrip("\n").split("\n"), "documented", "printed", lineterm=""
                )
            )
            bad += 1
    return bad


def check_commands(name, block, folder, environment):
    bad = 0
    for line in block.splitlines():
        command = re.sub(r"\s+#.*", "", line)
        if not command.startswith("dmarcramp "):
            continue
        status, _, err = run(command, folder, environment)
        if status not in (0, 1):
            print(f"{name}: {command}: exit {status}\n{err}")
            bad += 1
    return bad


def main():
    program, *documents = sys.argv[1:]
    tools = with_program(program)
    folder = shutil.copytree(os.path.join(HERE, "files"), os.path.join(tools, "files"))
    environment = {"PATH": f"{tools}:{os.environ['PATH']}", "LC_ALL": "C", "HOME": tools}
    offline = {**environment, "DMARCRAMP_SNAPSHOT": os.path.join(HERE, "dns.json")}
    bad = ran = 0
    for path in documents:
        with open(os.path.join(ROOT, path), encoding="utf-8") as f:
            text = f.read()
        for block in blocks(text, "console"):
            ran += block.count("$ ")
            bad += check_console(path, block, environment)
        for block in blocks(text, "sh"):
            ran += len(re.findall(r"^dmarcramp ", block, re.M))
            bad += check_commands(path, block, folder, offline)
    shutil.rmtree(tools)
    print(f"{ran} commands, {bad} wrong")
    return 1 if bad or not ran else 0


sys.exit(main())
