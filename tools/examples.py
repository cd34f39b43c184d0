"""Installs what some examples need and no other test does, and runs the tests of all examples."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NEXT = ROOT / "examples" / "next"

#: Debian's packages for the examples of Rails and WordPress.
PACKAGES = (
    "puma",
    "ruby-railties",
    "php-cli",
    "php-mysql",
    "mariadb-server-core",
    "wordpress",
    "wordpress-theme-twentytwentythree",
)


def npm_command() -> list[str]:
    """Return what starts npm. Of the Node that comes from PyPI, the program ``npm`` itself does not run."""
    node = Path(shutil.which("node") or "node").resolve()
    program = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(program)] if program.is_file() else ["npm"]


def run(*command: str, **variables: str) -> bool:
    """Run a command and tell whether it succeeded."""
    try:
        return subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=False).returncode == 0
    except FileNotFoundError:
        return False


def is_installed(package: str) -> bool:
    """Tell whether a package of Debian is installed."""
    return run("dpkg-query", "--show", package)


def install() -> None:
    """Install what is missing. What cannot be installed fails the tests of its example, which say what is missing."""
    if not (NEXT / "node_modules" / "next").is_dir():
        run(*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(NEXT))
    missing = [package for package in PACKAGES if not is_installed(package)]
    if missing and shutil.which("apt-get"):
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        run(*root, "apt-get", "update", "-q")
        apt = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-q", "--no-install-recommends")
        run(*root, *apt, *missing)


def main() -> int:
    """Install, then test; return 0 if every example works."""
    install()
    tests = (sys.executable, "-m", "pytest", "--numprocesses=0", "tests/e2e/test_examples.py")
    return 0 if run(*tests, PYWIDGET_EXAMPLES="all") else 1


if __name__ == "__main__":
    sys.exit(main())
