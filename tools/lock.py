"""Write the lock files: which packages are installed, in which version, and the hashes that they must have.

    python -m tools.lock [OPTIONS]

``requirements-NAME.in`` says what is wanted, and ``requirements-NAME.txt`` is written from it, for every platform and
Python that the project supports. ``package-lock.json`` is written from ``package.json``. Versions that are locked stay,
unless an OPTION of ``uv pip compile`` says otherwise: ``--upgrade``, ``--upgrade-package NAME``.

uv does the work because it resolves for all platforms at once; pip-tools does so only for the one that it runs on.
Only those who change what is wanted need it, so it is installed apart.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

from tools.setup import ROOT, VENV, SetupError, Stamp, find_npm, install_node, pip_install_locked, venv_pip

if TYPE_CHECKING:
    from pathlib import Path

#: The later ones are chosen so that they agree with the first.
LOCKS = ("build", "dev", "node", "lock", "wasm")

_UV = (
    "--universal",
    "--generate-hashes",
    # Whoever has another index than we gets the same files from it.
    "--no-emit-index-url",
    # A source archive would run its own code when it is installed.
    "--only-binary=:all:",
    "--no-header",
    "--quiet",
)
_NPM = ("install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund")
#: As for pip: the addresses that packages come from are left out.
_NO_ADDRESSES = "--omit-lockfile-registry-resolved"

_HEADER = "# Written from {wanted} by `python3 dev.py lock`.\n"


def install_uv() -> Path:
    """Install uv apart from everything else, and return its path."""
    folder = VENV / "lock"
    wanted = "requirements-lock.txt"
    stamp = Stamp(folder, ROOT / wanted)
    if not stamp.is_current():
        pip_install_locked(venv_pip(), wanted, "--upgrade", "--target", folder)
        stamp.set()
    return next(path for path in (folder / "bin").iterdir() if path.stem == "uv")


def lock(uv: Path, name: str, options: list[str]) -> bool:
    """Write one lock file for pip; tell whether that worked."""
    wanted, locked = f"requirements-{name}.in", f"requirements-{name}.txt"
    agreeing = ("--constraint", f"requirements-{LOCKS[0]}.txt") if name == "dev" else ()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    command = (
        uv,
        "pip",
        "compile",
        *_UV,
        "--python-version",
        oldest,
        *agreeing,
        *options,
        wanted,
        "--output-file",
        locked,
    )
    if subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode != 0:
        return False
    file = ROOT / locked
    file.write_text(_HEADER.format(wanted=wanted) + file.read_text(encoding="utf-8"), encoding="utf-8")
    return True


def main() -> int:
    """Write every lock file."""
    options = sys.argv[1:]
    try:
        uv = install_uv()
    except SetupError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for name in LOCKS:
        if not lock(uv, name, options):
            return 1
    command = (*(find_npm() or install_node()), *_NPM, _NO_ADDRESSES)
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
