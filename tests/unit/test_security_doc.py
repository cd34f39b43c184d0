"""SECURITY.md names a test for everything that it promises, and each of them is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
#: A file with tests, and what is named of it; or a program to run.
_FILE = re.compile(r"`(test_\w+\.py|[\w-]+\.test\.mjs)`: (.+)")
_PROGRAM = re.compile(r"`python -m ([\w.]+)`")
_NAME = re.compile(r'`(test_\w+)`|"([^"]+)"')


class Row(NamedTuple):
    """One row of a table."""

    section: str
    attempt: str
    holds: str
    tests: str


def rows() -> list[Row]:
    found = []
    for section in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        lines = re.findall(r"^\| (.*) \|$", section, re.MULTILINE)
        found += [Row(section.partition("\n")[0], *line.split(" | ")) for line in lines[1:]]
    return found


@cache
def named_in(name: str) -> set[str]:
    """The names of the tests in a file; of JavaScript's tests the titles, those of groups included."""
    (path,) = (ROOT / "tests").glob(f"*/{name}")
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return {node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
    return set(re.findall(r"\b(?:test|describe)\(\s*[\"'`](.+?)[\"'`],", text))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.attempt[:40])
def test_the_tests_that_a_row_names_are_there(row: Row) -> None:
    named = 0
    for part in row.tests.split("; "):
        program = _PROGRAM.fullmatch(part)
        if program:
            assert find_spec(program[1]), part
            continue
        file = _FILE.fullmatch(part)
        assert file, f"not of the form `file`: `test`, `test`; …: {part}"
        names = [python or title for python, title in _NAME.findall(file[2])]
        assert re.sub(r"(`test_\w+`|\"[^\"]+\")(, |$)", "", file[2]) == ""
        assert set(names) <= named_in(file[1]), f"{set(names) - named_in(file[1])} in {file[1]}"
        named += len(names)
    assert named, "no test is named"


def test_each_table_has_rows() -> None:
    sections = re.findall(r"^## (.*)$", TEXT, re.MULTILINE)
    assert list(dict.fromkeys(row.section for row in rows())) == sections
    listed = re.findall(r"^\* \[(.*)\]\(#", TEXT, re.MULTILINE)
    assert listed == sections


def test_sources_that_are_named_are_there() -> None:
    named = re.findall(r"`((?:page|core|browser)/[\w./-]+)`", TEXT)
    assert named
    assert [name for name in named if not (ROOT / "pywidget" / name).is_file()] == []
