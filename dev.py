#!/usr/bin/env python3
"""Everything that a fresh clone needs, with Python 3.11 or newer and nothing else.

Usage: python3 dev.py COMMAND [ARGUMENTS]

To try it:
  demo             start the playground and print its address; takes the options
                   of `pywidget demo`
  bundle           build the files that a site serves, into dist/
  docs             build the documentation as a site, into dist/site/

To change it:
  test             run all checks and tests; with --all, also those that repeat in
                   another situation what is tested once
  examples         test every example, also those that need Next.js, Rails or
                   WordPress, which it installs
  browsers         test everything that can be tested in Firefox and WebKit
  lint             run ruff, mypy and tsc only
  add KIND NAME    begin a language, a sink or a system: write its file, to be
                   filled in
  lists            complete the lists in the documents that a test finds stale
  diagrams         draw the diagrams of docs/architecture.md from the core's tables
  packages         build the packages for PyPI and npm, into dist/packages/
  lock             write the lock files: versions and hashes of what is installed;
                   takes options of `uv pip compile`, such as --upgrade
  release VERSION  try a release; with --for-real, make it: commit, packages and tag

To see what it stands:
  mutants PART     put small faults into the code and count those that no test
                   notices
  fuzz [TARGET…]   feed made-up and hostile input to all that reads what others
                   wrote
  chaos [NAME…]    break the bundle's files, the browser and the page in every way,
                   and say what held
  soak             let a simulated day of errors pass in a browser, for an hour,
                   and measure what it leaves behind
  bench            measure pywidget beside other clients and a bare Python, for some
                   ten minutes; --quick for a part
  bench-reports    measure the collector of `pywidget reports`, for half an hour, or
                   the parts that are named; with --ledger, also compare what
                   pages sent with what it has after it was killed

Examples:
  python3 dev.py demo --open
  python3 dev.py add language bg
  python3 dev.py mutants core --most 200

The first run creates .venv and node_modules with what the command needs; later
runs add what is missing, and make them anew if the versions have changed. Node,
a Chromium browser, Firefox, WebKit and nginx are used if they are there, and
installed if they are not; PYWIDGET_CHROMIUM, PYWIDGET_FIREFOX, PYWIDGET_WEBKIT
and PYWIDGET_NGINX name others. Ctrl-C ends a command and all that it has started.
"""

from __future__ import annotations

import difflib
import os
import signal
import sys
from typing import TYPE_CHECKING

from tools import processes
from tools.browsers import ensure_other_browsers, run_everything
from tools.examples import install_and_test
from tools.setup import PYTHON, ROOT, SetupError, ensure_browser, ensure_nginx, ensure_node, ensure_venv, output_of, say

if TYPE_CHECKING:
    from pathlib import Path

OLDEST_PYTHON = (3, 11)

#: The percentage of each part's lines and branches that the unit tests have to run at least.
LEAST_COVERED = {"core": 98, "browser": 95}


def run(*command: str | Path) -> bool:
    """Run a command in the project's folder; tell whether it succeeded."""
    return processes.run(command, ROOT) == 0


# ---- the commands -------------------------------------------------------------------------------------------------


def build() -> None:
    """Build the bundle if it is not current."""
    if not run(PYTHON, "-m", "tools.build"):
        raise SetupError("the bundle could not be built, see above.")


def check(**checks: tuple[str | Path, ...]) -> list[str]:
    """Run every check, also after one has failed, and return the names of those that failed."""
    failed = []
    for name, command in checks.items():
        say(name)
        if not run(*command):
            failed.append(name)
    return failed


def lint_checks() -> dict[str, tuple[str | Path, ...]]:
    """Return the checks of the sources, by name."""
    tsc = ("node", "node_modules/typescript/bin/tsc", "--noEmit", "--project")
    return {
        "ruff": (PYTHON, "-m", "ruff", "check", "."),
        "format": (PYTHON, "-m", "ruff", "format", "--check", "."),
        "mypy": (PYTHON, "-m", "mypy"),
        "tsc": (*tsc, "tsconfig.json"),
        "tsc_tools": (*tsc, "tools/tsconfig.json"),
        "tsc_tests": (*tsc, "tests/node/tsconfig.json"),
    }


def lint() -> int:
    """Check the sources."""
    ensure_venv()
    ensure_node()
    failed = check(**lint_checks())
    say(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def test() -> int:
    """Run all checks and all tests. The last lines are pytest's summary, unless a check before it failed."""
    if "--all" in sys.argv[2:]:
        os.environ["PYWIDGET_TESTS"] = "all"
    ensure_venv()
    ensure_node()
    ensure_browser()
    ensure_other_browsers()
    ensure_nginx()
    build()
    failed = check(**lint_checks(), sizes=(PYTHON, "-m", "tools.sizes"))
    say("tests")
    # Two at a time: more browsers than that make each other late on a small machine. The files of tests/unit/longest.py
    # come first.
    workers = ("--numprocesses=2", "--dist=loadfile", "--no-loadscope-reorder")
    pytest = (PYTHON, "-m", "pytest", *workers, "--cov", "--cov-report=")
    # By the signal after which pytest ends the servers and browsers that its tests have started.
    passed = processes.run(pytest, ROOT, by=signal.SIGINT) == 0
    failed += uncovered()
    if failed:
        say(f"these checks failed too, see above: {', '.join(failed)}")
    return 0 if passed and not failed else 1


def uncovered() -> list[str]:
    """Say how much of each part the unit tests ran; return the checks of those that are below their least."""
    failed = []
    for part, least in LEAST_COVERED.items():
        report = (PYTHON, "-m", "coverage", "report", f"--include=pywidget/{part}/*")
        total = float(output_of(*report, "--format=total", "--precision=1") or 0)
        say(f"coverage of {part}: {total} %, at least {least} % is wanted")
        if total < least:
            run(*report)
            failed.append(f"coverage of {part}")
    return failed


def demo() -> int:
    """Start the playground; it runs until it is interrupted."""
    ensure_venv(dev=False)
    ensure_node(dev=False)
    build()
    return processes.run((PYTHON, "-m", "pywidget", "demo", *sys.argv[2:]), ROOT)


def bundle() -> int:
    """Put the built files into dist/."""
    ensure_venv(dev=False)
    ensure_node(dev=False)
    return 0 if run(PYTHON, "-m", "pywidget", "bundle", "dist") else 1


def docs() -> int:
    """Build the documentation as a site."""
    ensure_venv()
    # Else the theme advertises another generator each time.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    if not run(PYTHON, "-m", "mkdocs", "build", "--quiet"):
        return 1
    say("open dist/site/index.html")
    return 0


def packages() -> int:
    """Build the packages for PyPI and npm."""
    ensure_venv()
    ensure_node()
    return tool("packages", *sys.argv[2:])


def diagrams() -> int:
    """Draw the diagrams of docs/architecture.md anew, which takes nothing but Python."""
    return 0 if run(sys.executable, "-m", "tools.diagrams") else 1


def add() -> int:
    """Begin a language, a sink or a system."""
    ensure_venv()
    return tool("add", *sys.argv[2:])


def lists() -> int:
    """Complete the lists in the documents."""
    ensure_venv()
    return tool("lists")


def ensure_browser_and_bundle() -> None:
    """Have what a command needs that opens the built bundle in a Chromium."""
    ensure_venv()
    ensure_node()
    ensure_browser()
    build()


def examples() -> int:
    """Test every example."""
    ensure_browser_and_bundle()
    return install_and_test()


def browsers() -> int:
    """Test everything in Firefox and WebKit."""
    ensure_venv()
    ensure_node()
    ensure_other_browsers()
    build()
    return run_everything()


def mutants() -> int:
    """Put small faults into the code."""
    ensure_venv()
    ensure_node()
    return tool("mutants", *sys.argv[2:])


def lock() -> int:
    """Write the lock files."""
    ensure_venv(dev=False)
    return tool("lock", *sys.argv[2:])


def soak() -> int:
    """Let a simulated day pass in a browser."""
    ensure_browser_and_bundle()
    # By the signal that leaves it the browser, which it closes after it has printed the numbers so far.
    return processes.run((PYTHON, "-m", "tools.soak", *sys.argv[2:]), ROOT, by=signal.SIGINT)


def chaos() -> int:
    """Break the bundle's files, the browser and the page."""
    ensure_browser_and_bundle()
    # By the signal that leaves it the browser, which it closes.
    return processes.run((PYTHON, "-m", "tools.chaos", *sys.argv[2:]), ROOT, by=signal.SIGINT)


def bench() -> int:
    """Measure pywidget beside others."""
    ensure_browser_and_bundle()
    # By the signal that leaves it the browser, which it closes.
    return processes.run((PYTHON, "-m", "tools.bench", *sys.argv[2:]), ROOT, by=signal.SIGINT)


def fuzz() -> int:
    """Feed hostile input to whatever reads it."""
    targets = [argument for argument in sys.argv[2:] if argument.isalpha()]
    if "page" in targets or not targets:
        ensure_browser_and_bundle()
    else:
        ensure_venv()
    return tool("fuzz", *sys.argv[2:])


def bench_reports() -> int:
    """Measure the collector."""
    if {"--ledger", "ledger"} & set(sys.argv[2:]):
        ensure_browser_and_bundle()
    else:
        ensure_venv()
    return tool("bench_reports", *sys.argv[2:])


def release() -> int:
    """Try or make a release."""
    ensure_venv()
    ensure_node()
    return tool("release", *sys.argv[2:])


def tool(name: str, *arguments: str) -> int:
    """Run one of tools/ and return what it returns."""
    return processes.run((PYTHON, "-m", f"tools.{name}", *arguments), ROOT)


COMMANDS = {
    "demo": demo,
    "test": test,
    "lint": lint,
    "bundle": bundle,
    "docs": docs,
    "packages": packages,
    "diagrams": diagrams,
    "add": add,
    "lists": lists,
    "examples": examples,
    "browsers": browsers,
    "chaos": chaos,
    "mutants": mutants,
    "lock": lock,
    "soak": soak,
    "bench": bench,
    "bench-reports": bench_reports,
    "fuzz": fuzz,
    "release": release,
}


def main() -> int:
    """Run the command that the command line names."""
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        sys.exit(f"dev.py: Python {wanted} or newer is needed, and this is {sys.version.split()[0]}.")
    name = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if name in ("-h", "--help"):
        print(__doc__.strip())
        return 0
    command = COMMANDS.get(name)
    if command is None:
        near = difflib.get_close_matches(name, COMMANDS, n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        print(f"dev.py: there is no command {name!r}.{meant} `python3 dev.py --help` lists them.", file=sys.stderr)
        return 2
    processes.end_by_signals()
    try:
        return command()
    except SetupError as error:
        sys.exit(f"dev.py: {error}")
    except processes.Ended as ended:
        return ended.status


if __name__ == "__main__":
    sys.exit(main())
