"""Installs what some examples need and no other test does, and runs the tests of all examples."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

from tools import processes
from tools.setup import PYTHON, ROOT, apt_install, output_of, say

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


def install() -> None:
    """Install what is missing. What cannot be installed fails the tests of its example, which say what is missing."""
    if not (NEXT / "node_modules" / "next").is_dir():
        command = (*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(NEXT))
        succeeded, said = processes.run_aside(command, ROOT, "installing examples/next/package-lock.json")
        if not succeeded:
            say(f"npm could not install examples/next/package-lock.json, and said:\n{said}")
    for package in PACKAGES:
        if not output_of("dpkg-query", "--show", package):
            apt_install(package)


def install_and_test() -> int:
    """Install, then test; return 0 if every example works."""
    install()
    os.environ["PYWIDGET_EXAMPLES"] = "all"
    tests = (PYTHON, "-m", "pytest", "--numprocesses=0", "tests/e2e/test_examples.py")
    # By the signal after which pytest ends the servers and browsers that its tests have started.
    return processes.run(tests, ROOT, by=signal.SIGINT)
