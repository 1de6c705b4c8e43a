"""Programs of others that know the formats, from the registries of Python and Node."""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
PLACE = ROOT / "build" / "tools"
PYTHON = {"check-jsonschema": "check-jsonschema==0.39.0", "pre-commit": "pre-commit==4.3.0"}
SARIF = "@microsoft/sarif-multitool-linux@5.7.0"


def _quiet(*words, cwd=None):
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
    return done.returncode == 0


def python_tool(name):
    """Its path; None when it cannot be had."""
    folder = PLACE / "python"
    program = folder / "bin" / name
    if not program.exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        if not _quiet(sys.executable, "-m", "venv", folder) or \
                not _quiet(folder / "bin/pip", "install", "--quiet", PYTHON[name]):
            return None
    return program


def sarif_folder():
    """The folder with Sarif.Multitool and the schema of SARIF; None when it cannot be had."""
    folder = PLACE / "sarif"
    package = folder / "node_modules" / "@microsoft" / "sarif-multitool-linux"
    if not (package / "Sarif.Multitool").exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            if not _quiet("npm", "install", "--no-audit", "--no-fund", SARIF, cwd=folder):
                return None
        except FileNotFoundError:
            return None
    os.chmod(package / "Sarif.Multitool", 0o755)
    return package
