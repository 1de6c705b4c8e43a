#!/usr/bin/env python3
"""Runs the command-line cases: what a person types, and what comes back, octet for octet.

usage: run.py [--env NAME=VALUE]... [--jobs N] [--write] PROGRAM CASES...

A case file holds cases, each begun by a line `=== what it shows`. Then, in this order:

  $ COMMAND             a line of POSIX sh; several lines are one script. `dmarcramp` is the program.
  > STATUS              the exit status that is wanted; 0 when the line is missing
  --- file NAME         what stands in a file before the script runs (any number of these)
  --- stdin             what is on standard input; else it is empty
  --- stdout            what is wanted on standard output, exactly; else nothing
  --- stdout has        each line is wanted somewhere in one line of it, in this order
  --- stderr            the same for standard error
  --- stderr has
  --- result NAME       what a file must hold afterwards
  --- no file NAME      a file or pattern that nothing may match afterwards

Lines between `===` and `$` are comments. Every case runs in an empty folder of its own, without any
DMARCRAMP_ variable; `$TESTS` is the folder of this file. With --write, exact expectations that
differ are written back: only for reviewing them by eye in the version control's diff.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TIME_LIMIT_S = 120


class Case:
    """One case, as the file has it."""

    def __init__(self, path, line, title):
        self.path, self.line, self.title = path, line, title
        self.script, self.status = [], 0
        self.parts = []  # [heading, [lines]]

    def part(self, heading):
        for name, lines in self.parts:
            if name == heading:
                return "".join(text + "\n" for text in lines)
        return None

    def named(self, prefix):
        for name, lines in self.parts:
            if name.startswith(prefix):
                yield name[len(prefix):], "".join(text + "\n" for text in lines)


def read_cases(path):
    cases = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        case = cases[-1] if cases else None
        if text.startswith("=== "):
            cases.append(Case(path, number, text[4:]))
        elif case is None:
            continue
        elif text.startswith("--- "):
            case.parts.append([text[4:], []])
        elif case.parts:
            case.parts[-1][1].append(text)
        elif text.startswith("$ "):
            case.script.append(text[2:])
        elif text.startswith("> "):
            case.status = int(text[2:])
    for case in cases:
        trim(case)
    return cases


def trim(case):
    """A blank line before the next case belongs to nobody."""
    if case.parts and case.parts[-1][1] and case.parts[-1][1][-1] == "":
        case.parts[-1][1].pop()


def environment(program, folder, extra):
    env = {name: value for name, value in os.environ.items()
           if not name.startswith(("DMARCRAMP_", "LC_", "LANG", "XDG_")) and name not in ("TZ", "NO_COLOR")}
    links = folder / ".bin"
    links.mkdir()
    (links / "dmarcramp").symlink_to(program)
    env["PATH"] = f"{links}:{env.get('PATH', '/usr/bin:/bin')}"
    env["TESTS"] = str(HERE)
    env["HOME"] = str(folder / ".home")  # what the tester keeps at home is none of a case's business
    env["TERM"] = "dumb"
    env.update(extra)
    return env


def lacks(got, wanted_lines):
    """The first wanted line that is in no line of the output, in order; None when all are."""
    rest = iter(got.splitlines())
    for wanted in wanted_lines.splitlines():
        if not any(wanted in line for line in rest):
            return wanted
    return None


def check_stream(case, name, got):
    parts = case.part(f"{name} has")
    if parts is not None:
        missing = lacks(got, parts)
        return [] if missing is None else [f"{name} lacks «{missing}»; it is:\n{got}"]
    wanted = case.part(name) or ""
    return [] if got == wanted else [f"{name} is:\n{got}wanted:\n{wanted}"]


def check_files(case, folder):
    problems = []
    for name, wanted in case.named("result "):
        path = folder / name
        got = path.read_text(encoding="utf-8") if path.exists() else "(no file)\n"
        if got != wanted:
            problems.append(f"{name} is:\n{got}wanted:\n{wanted}")
    for pattern, _ in case.named("no file "):
        problems += [f"{found.name} must not be there" for found in folder.glob(pattern)]
    return problems


def run_case(program, extra, case):
    with tempfile.TemporaryDirectory(prefix="dmarcramp-cli-") as name:
        folder = pathlib.Path(name)
        env = environment(program, folder, extra)
        for path, text in case.named("file "):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        try:
            done = subprocess.run(["sh", "-c", "\n".join(case.script)], cwd=folder, env=env,
                                  input=(case.part("stdin") or "").encode(), timeout=TIME_LIMIT_S,
                                  capture_output=True, check=False)
        except subprocess.TimeoutExpired:
            return ["it did not end"], None
        out = done.stdout.decode("utf-8", "backslashreplace")
        err = done.stderr.decode("utf-8", "backslashreplace")
        problems = []
        if done.returncode != case.status:
            problems.append(f"exit status {done.returncode}, wanted {case.status}; stderr:\n{err}")
        problems += check_stream(case, "stdout", out) + check_stream(case, "stderr", err)
        return problems + check_files(case, folder), (out, err)


def rewrite(path, results):
    """Puts what came back in the place of exact expectations, and only there."""
    text = path.read_text(encoding="utf-8")
    for case, streams in results:
        if streams is None:
            continue
        for name, got in zip(("stdout", "stderr"), streams):
            old = case.part(name)
            if old is not None and old != got:
                block = re.compile(re.escape(f"=== {case.title}\n") + r".*?" +
                                   re.escape(f"--- {name}\n"), re.S)
                start = block.search(text).end()
                text = text[:start] + got + text[start + len(old):]
    path.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][7:])
    parser.add_argument("--env", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("program")
    parser.add_argument("cases", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    extra = dict(pair.split("=", 1) for pair in args.env)
    program = pathlib.Path(args.program).resolve()
    count = failed = 0
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for path in args.cases:
            cases = read_cases(path)
            if not cases:
                sys.exit(f"{path}: no cases")
            results = list(pool.map(lambda case: run_case(program, extra, case), cases))
            for case, (problems, _) in zip(cases, results):
                count += 1
                failed += bool(problems)
                for problem in problems:
                    print(f"{case.path}:{case.line}: {case.title}: {problem}")
            if args.write:
                rewrite(path, [(case, streams) for case, (_, streams) in zip(cases, results)])
    print(f"{count} cases, {failed} failed")
    sys.exit(1 if failed else 0)


main()
