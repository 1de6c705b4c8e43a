"""Workflows on this machine: act runs their steps as they are."""
import json
import os
import pathlib
import re
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]
ACT = "github.com/nektos/act@v0.2.89"
NOTHING = """name: nothing
description: instead of an action that needs GitHub
inputs: {path: {description: unused}, key: {description: unused}}
runs: {using: composite, steps: [{run: "true", shell: bash}]}
"""


def git(folder, *words):
    """What git says, without the final line break."""
    done = subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.com", *words],
                          cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.rstrip("\n")


def commit_all(folder):
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "all")


def replacements(folder):
    """Options of act for the actions that come from GitHub otherwise, and this one, without the
    sources that it would build."""
    nothing, action = folder / "nothing", folder / "action"
    nothing.mkdir()
    (nothing / "action.yml").write_text(NOTHING)
    commit_all(nothing)
    shutil.copytree(ROOT / ".github", action / ".github")
    shutil.copy(ROOT / "action.yml", action)
    commit_all(action)
    used = re.findall(r"uses: (actions/cache@\S+)", (ROOT / "action.yml").read_text())
    return [f"--local-repository={name}={nothing}" for name in used] + \
        [f"--local-repository=dmarcramp/dmarcramp@main={action}"]


def run(act, folder, tools, event, options, variables=None):
    """Runs the workflow of a repository for an event; whether it passed, and its log."""
    payload = folder.parent / f"{folder.name}.json"
    payload.write_text(json.dumps({"pull_request": {"head": {"ref": "change"}, "base": {"ref": "main"}}}))
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
                   "HOME": str(folder.parent), "XDG_CACHE_HOME": str(folder.parent / "cache")}
    told = [word for name, value in (variables or {}).items() for word in ("--env", f"{name}={value}")]
    done = subprocess.run([act, event, "--eventpath", payload, "--pull=false",
                           "-P", "ubuntu-latest=-self-hosted", *told, *options], cwd=folder,
                          env=environment, capture_output=True, text=True, timeout=300, check=False)
    return done.returncode == 0, done.stdout + done.stderr
