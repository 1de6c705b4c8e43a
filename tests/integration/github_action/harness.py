"""Runs the steps of a composite action on this machine, as GitHub's runner would.

Only what action.yml uses is known: `run` steps with `shell: bash`, `env`, `if` with == and !=, inputs,
outputs of steps, and the files GITHUB_OUTPUT, GITHUB_STEP_SUMMARY, GITHUB_PATH.
"""
import os
import pathlib
import re
import subprocess
import tempfile

import yaml


class Result:
    def __init__(self):
        self.log, self.summary, self.outputs, self.failed = "", "", {}, False


def expand(text, context):
    def look_up(match):
        name = match.group(1).strip()
        if not re.fullmatch(r"[\w.-]+", name):
            raise ValueError(f"expression {name!r} is not known here")
        value = context
        for part in name.split("."):
            value = value.get(part, "") if isinstance(value, dict) else ""
        return str(value)
    return re.sub(r"\$\{\{(.*?)\}\}", look_up, str(text))


def holds(condition, context):
    name, relation, wanted = re.fullmatch(r"([\w.-]+) (==|!=) '(.*)'", condition).groups()
    return (expand("${{ " + name + " }}", context) == wanted) == (relation == "==")


def read_outputs(path):
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if line)


def run_step(step, context, action, folder, environment, result):
    with tempfile.TemporaryDirectory() as name:
        files = {key: pathlib.Path(name, key) for key in
                 ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
        for path in files.values():
            path.touch()
        script = pathlib.Path(name, "script")
        script.write_text(expand(step["run"], context))
        variables = {**environment, **{key: str(path) for key, path in files.items()},
                     **{key: expand(value, context) for key, value in step.get("env", {}).items()}}
        done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
                              cwd=folder, env=variables, text=True, capture_output=True, check=False)
        result.log += done.stdout + done.stderr
        result.summary += files["GITHUB_STEP_SUMMARY"].read_text()
        for line in files["GITHUB_PATH"].read_text().splitlines():
            environment["PATH"] = line + os.pathsep + environment["PATH"]
        if "id" in step:
            context["steps"][step["id"]] = {"outputs": read_outputs(files["GITHUB_OUTPUT"])}
        return done.returncode == 0


def run(action, inputs, folder, extra=None):
    """Runs the action in a folder; `extra` are variables of the runner."""
    about = yaml.safe_load(pathlib.Path(action, "action.yml").read_text())
    unknown = set(inputs) - set(about["inputs"])
    if unknown:
        raise ValueError(f"inputs {unknown} are not known")
    result = Result()
    with tempfile.TemporaryDirectory() as temporary:
        context = {"inputs": {name: inputs.get(name, spec.get("default", ""))
                              for name, spec in about["inputs"].items()}, "steps": {}}
        environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "CI": "true",
                       "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(action),
                       "GITHUB_WORKSPACE": str(folder), "RUNNER_TEMP": temporary, **(extra or {})}
        for step in about["runs"]["steps"]:
            if "uses" in step or result.failed or ("if" in step and not holds(step["if"], context)):
                continue
            if "shell" not in step:
                raise ValueError("a step lacks its shell")
            result.failed = not run_step(step, context, action, folder, environment, result)
        result.outputs = {name: expand(spec["value"], context)
                          for name, spec in about["outputs"].items()}
    return result
