"""Faults in the files, the browser and the page: a part of all cases, and a table that has every one of them.

`python3 dev.py chaos` tries all of them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING

import pytest
from chaos.cases import UNTRIED
from chaos.files import FILES
from chaos.lacks import UNBREAKABLE
from chaos.report import all_cases, document, read
from chaos.runner import Runner
from chaos.server import Server
from chaos.uses import uses

from tools.build import inner
from tools.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chaos.cases import Case, Seen
    from playwright.sync_api import Browser

DOCUMENT = ROOT / "docs" / "faults.md"

#: How many cases of each part the tests play: those whose keys have the smallest checksums.
PLAYED = {"globals": 12, "methods": 6, "page": 12}
#: Of each file, one of these.
WORST = ("missing", "a login page instead", "a bit flipped")


def _order(case: Case) -> int:
    return zlib.crc32("|".join(case.key).encode())


def chosen() -> Iterator[Case]:
    """The cases that the tests play, the same each time. What was never tried has nothing to compare it with."""
    told = read(DOCUMENT.read_text(encoding="utf-8"))
    cases = sorted((case for case in all_cases() if told.get(case.key, UNTRIED) != UNTRIED), key=_order)
    for file in FILES:
        yield from [case for case in cases if case.name == file.name and case.fault in WORST][:1]
    for part, count in PLAYED.items():
        # What is missing is the most likely; the command has the rest.
        own = [case for case in cases if case.part == part and (part == "page" or case.fault.startswith("missing"))]
        yield from own[:count]


CHOSEN = list(chosen())


@pytest.fixture(scope="module")
def seen(browser: Browser, bundle: Path) -> dict[tuple[str, str, str], Seen]:
    with Server(bundle) as server:
        runner = Runner(browser, server)
        runner.learn()
        return {one.case.key: one for one in runner.play(CHOSEN)}


@pytest.mark.parametrize("case", CHOSEN, ids=lambda case: "|".join(case.key))
def test_it_is_as_the_table_says(seen: dict[tuple[str, str, str], Seen], case: Case) -> None:
    found = seen[case.key]
    assert found.wrong == []
    assert found.outcome == read(DOCUMENT.read_text(encoding="utf-8"))[case.key], found.reason


def test_the_table_has_every_case() -> None:
    told = read(DOCUMENT.read_text(encoding="utf-8"))
    # A use of a global without a row, or a row without a case: `python3 dev.py chaos --write` writes the table anew.
    assert set(told) == {case.key for case in all_cases()}


def test_the_table_is_as_it_was_written() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    told = read(text)
    assert document(told) == text


def test_every_file_that_a_page_loads_has_its_faults(bundle: Path) -> None:
    folder = inner(bundle)
    loaded = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in TYPES}
    # One language stands for all.
    loaded = {"locales/de.json" if name.startswith("locales/") else name for name in loaded}
    assert {file.name for file in FILES} == loaded | {"pywidget.js", "pywidget-first.js"}


#: The others are compressed copies, and Python for pages that run their own.
TYPES = {".js", ".json", ".romfs", ".wasm"}


def test_what_cannot_be_broken_is_used() -> None:
    assert set(UNBREAKABLE) <= set(uses())


def test_a_run_that_is_ended_leaves_no_files_behind(bundle: Path, tmp_path: Path) -> None:
    """As dev.py ends it: by one signal to all that it has started."""
    assert bundle.is_dir(), "so that the command does not have to build it"
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.chaos", "page|notices are *"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("page | notices are ")
    assert list(tmp_path.iterdir()), "its copy of the bundle, and the browser's profile"
    os.killpg(process.pid, signal.SIGINT)
    rest = process.communicate(timeout=30)[0]
    assert (process.returncode, "Traceback" in rest) == (130, False), rest
    assert list(tmp_path.iterdir()) == []
