"""The tests that ``docs/accessibility.md`` names are there, and every criterion of WCAG 2.2 up to AA has a row."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = re.findall(
    "^[|] ([0-9][0-9. \u2013]*) [^|]*[|] [^|]+[|] ([^|]+) [|]$",
    (ROOT / "docs/accessibility.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)

#: Numbers of the criteria of levels A and AA, by guideline. 4.1.1 was taken out of WCAG 2.2.
CRITERIA = {
    "1.1": (1,),
    "1.2": (1, 2, 3, 4, 5),
    "1.3": (1, 2, 3, 4, 5),
    "1.4": (1, 2, 3, 4, 5, 10, 11, 12, 13),
    "2.1": (1, 2, 4),
    "2.2": (1, 2),
    "2.3": (1,),
    "2.4": (1, 2, 3, 4, 5, 6, 7, 11),
    "2.5": (1, 2, 3, 4, 7, 8),
    "3.1": (1, 2),
    "3.2": (1, 2, 3, 4, 6),
    "3.3": (1, 2, 3, 4, 7, 8),
    "4.1": (2, 3),
}


def numbers(text: str) -> list[str]:
    """A row can be of several: from the first to the last."""
    first, _, last = text.strip().partition(" \u2013 ")
    guideline, _, begin = first.rpartition(".")
    end = int(last.rpartition(".")[2]) if last else int(begin)
    return [f"{guideline}.{number}" for number in range(int(begin), end + 1)]


def test_every_criterion_has_one_row() -> None:
    told = sorted(number for row, _ in ROWS for number in numbers(row))
    assert told == sorted(f"{guideline}.{number}" for guideline, all_ in CRITERIA.items() for number in all_)
    assert len(told) == 55


def test_the_tests_that_are_named_are_there() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    there = {name for source in sources for name in re.findall(r"^def (test_\w+)\(", source, re.MULTILINE)}
    named = {name for _, test in ROWS for name in re.findall(r"`(\w+)`", test)}
    assert named - there == set()
    assert len(named) > 20
    assert [row for row, test in ROWS if "`" not in test and test != "\u2013"] == []
