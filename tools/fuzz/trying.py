"""Tries one input with one target. Everything that feeds targets does it here."""

from __future__ import annotations

import re
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from tools.fuzz import ROOT
from tools.fuzz.draw import Draw

#: One of so many inputs is tried twice by a campaign; the tests try all of them twice.
AGAIN = 8


class Target(Protocol):
    """A module of ``tools.fuzz.targets``."""

    WORDS: tuple[str, ...]
    SHARED: bool

    def check(self, draw: Draw) -> object:
        """Raise if a rule is broken; return what is compared."""


def target(name: str) -> Target:
    """Return a target by its name."""
    # Stages of a page and of a widget are beside the tests that use them, too.
    beside = str(ROOT / "tests" / "unit")
    if beside not in sys.path:
        sys.path.append(beside)
    return cast("Target", import_module("tools.fuzz.targets." + name.replace("-", "_")))


def comparable(told: object) -> str:
    """Return what a check told as a text; NaN is like NaN, and where an object lies does not count."""
    return re.sub(r"0x[0-9a-f]{6,}", "0x", ascii(told))


def attempt(one: Target, data: bytes, *, twice: bool) -> None:
    """Try an input, and see whether it is read alike a second time."""
    told = one.check(Draw(data, one.WORDS))
    if twice:
        again = one.check(Draw(data, one.WORDS))
        assert comparable(told) == comparable(again), "read again, the result is another"


def problem_of(error: BaseException) -> str:
    """Return in one line what was raised, and where: the last place in our own files."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(ROOT))]
    own = [frame for frame in frames if "/pywidget/" in frame.filename] or frames
    place = f" at {Path(own[-1].filename).relative_to(ROOT)}:{own[-1].lineno}" if own else ""
    said = str(error).partition("\n")[0]
    rule = f" ({frames[-1].line})" if isinstance(error, AssertionError) and not said and frames else ""
    return f"{type(error).__name__}{rule}: {said}"[:200] + place
