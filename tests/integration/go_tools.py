"""Programs written in Go that suites need."""
import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def find(module):
    """The program of a module with its version, built once into build/go when it is not installed; None when Go
    cannot."""
    name = module.rpartition("/")[2].partition("@")[0]
    place = ROOT / "build" / "go"
    found = shutil.which(name, path=f"{place}{os.pathsep}{os.environ['PATH']}")
    if found is None and shutil.which("go") is not None:
        done = subprocess.run(["go", "install", module], env={**os.environ, "GOBIN": str(place)},
                              cwd=place.parent, capture_output=True, text=True, check=False)
        print(done.stderr if done.returncode != 0 else "", end="")
        found = shutil.which(name, path=str(place))
    return found
