"""Tries cases and prints what was tried and what held: `python3 dev.py chaos [--write] [NAME…]`.

A NAME is a part ("files"), a file, a global or a row ("pywidget-page.js", "fetch"), a fault ("missing"), or a pattern
with * of "part|name|fault". Without one, everything is tried, which takes about twenty minutes. --write puts what was
seen into docs/faults.md.
"""

from __future__ import annotations

import fnmatch
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from chaos.report import all_cases, document, read
from chaos.runner import Runner
from chaos.server import Server
from playwright.sync_api import sync_playwright

from tools.build import build
from tools.chromium import FLAGS, executable
from tools.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from chaos.cases import Case, Seen

REPORT = ROOT / "test-output" / "chaos.md"
DOCUMENT = ROOT / "docs" / "faults.md"


def say(text: str) -> None:
    """Print a line at once: a run takes long."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def is_named(key: tuple[str, str, str], names: list[str]) -> bool:
    """Whether a case is one of those that a command line names."""
    return any(name in key or fnmatch.fnmatch("|".join(key), name) for name in names)


def main(arguments: list[str]) -> int:
    """Try what the command line names."""
    if {"-h", "--help"} & {*arguments}:
        say(__doc__ or "")
        return 0
    names = [name for name in arguments if name != "--write"]
    cases = [case for case in all_cases() if not names or is_named(case.key, names)]
    if not cases:
        sys.stderr.write("chaos: there is no such case.\n")
        return 2
    path = DOCUMENT if "--write" in arguments else REPORT
    path.parent.mkdir(exist_ok=True)
    # What is not tried now, stays as it was seen before.
    found = read(DOCUMENT.read_text(encoding="utf-8")) if DOCUMENT.exists() else {}

    def done(one: Seen) -> None:
        """Say it and write it down at once: a run that is ended early has done something, too."""
        say(one.line())
        found[one.case.key] = one.outcome
        path.write_text(document(found), encoding="utf-8")

    seen = play(cases, done)
    wrong = [one for one in seen if one.wrong]
    say(f"{len(seen)} cases were tried, {len(seen) - len(wrong)} held; {path.relative_to(ROOT)} has the tables")
    for one in wrong:
        say(one.line())
    return 1 if wrong else 0


def play(cases: list[Case], done: Callable[[Seen], None]) -> list[Seen]:
    """Play cases in a Chromium of their own."""
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        # A copy, because a build in the meantime would replace the files.
        bundle = shutil.copytree(build(), Path(temporary) / "bundle")
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        with Server(bundle) as server:
            runner = Runner(browser, server)
            runner.learn()
            seen = runner.play(cases, done)
        browser.close()
    return seen
