"""The facts of the ats-widget: they agree with each other, and neither Python nor JavaScript has a copy of one."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from pywidget.core import ats_widget
from pywidget.core.events import decode
from pywidget.core.renewal import DEADLINE_MS
from tools import build, sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = sources.PACKAGE
FACTS = {name: value for name, value in vars(ats_widget).items() if name.isupper() and name != "TYPE_CHECKING"}
EVENTS = {value for name, value in FACTS.items() if name.startswith("EVENT_")}
#: What the page itself puts into the script tag's queue, by kind.
KEPT = {"report", "flush", "stop", "answer", "answered", "profile"}
SCREENS = {value for name, value in FACTS.items() if name.startswith("SCREEN_")}

#: Where the facts are read. What the catalogs say is a fact of the system, not of the element.
PYTHON = sorted(path for folder in ("core", "browser") for path in (PACKAGE / folder).rglob("*.py"))
JAVASCRIPT = sorted((PACKAGE / "page").glob("*.js"))
#: Words that stand for something else, too: buttons of notices, remedies, parts of a report, our own attributes.
SHARED = {"back-to-list", "check-connection", "try-again", "data-action"}


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, dict)):
        for part in value:
            yield from texts(part)


#: A plain lower-case word can stand for anything.
DISTINCT = {text for value in FACTS.values() for text in texts(value) if not re.fullmatch("[a-z]+", text)} - SHARED


def copies(path: Path) -> set[str]:
    """The facts that a source has in words of its own, comments apart."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        nodes = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
        return {text for text in nodes if isinstance(text, str) and (text in DISTINCT or text.startswith("allfeat:"))}
    code = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    code = re.sub(r"(^|\s)//.*", "", code)
    return {text for text in DISTINCT if re.search(rf"(?<![\w-]){re.escape(text)}" + r"\b" * text[-1].isalnum(), code)}


@pytest.mark.parametrize("path", [*PYTHON, *JAVASCRIPT], ids=lambda path: path.name)
def test_no_other_file_has_a_copy(path: Path) -> None:
    if path.name != "ats_widget.py":
        where = "import it from pywidget/core/ats_widget.py, or in JavaScript name it in page/build.d.ts"
        assert copies(path) == set(), where


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("copy.js", 'listen("allfeat:error");', {"allfeat:"}),
        ("copy.js", "const LOST = /LED|ING|HTML/;", {"LED|ING|HTML"}),
        ("copy.js", "find('[data-action=\"retry\"], #retry-btn');", {'[data-action="retry"], #retry-btn'}),
        ("copy.js", "// allfeat:error\n/* max-file-size */ const url = 'https://x';", set()),
        ("copy.py", 'STOPPED = ("FAILED", "failed")', {"FAILED"}),
        ("copy.py", '"""The screen FAILED."""', set()),
    ],
)
def test_a_copy_is_found(tmp_path: Path, name: str, text: str, found: set[str]) -> None:
    (tmp_path / name).write_text(text)
    assert copies(tmp_path / name) == found


def test_the_javascript_is_given_what_it_has_names_for() -> None:
    kinds = {str: "string", int: "number", tuple: "string[]"}
    declared = (PACKAGE / "page" / "build.d.ts").read_text(encoding="utf-8").partition("namespace ATS {")[2]
    named = dict(re.findall(r"const (\w+): (.*);", declared))
    given = build.ats_facts()
    assert set(given) == {f"ATS.{name}" for name in named}
    for name, kind in named.items():
        assert kind == ("RegExp" if name.startswith("PARTS_") else kinds[type(FACTS[name])]), name
    used = {name for path in JAVASCRIPT for name in re.findall(r"\bATS\.(\w+)", path.read_text(encoding="utf-8"))}
    assert used == set(named)


def test_every_event_is_listened_to_once_and_read() -> None:
    heard = (*ats_widget.EVENTS_FROM_THE_START, *ats_widget.EVENTS_LATER)
    assert sorted(heard) == sorted(EVENTS)
    assert all(decode(f"allfeat:{event}", {}) is not None for event in EVENTS)


def test_parts_of_names_are_in_those_that_are_meant_and_in_no_others() -> None:
    assert {name for name in EVENTS | KEPT if re.search(ats_widget.PARTS_OF_TROUBLE, name)} == {
        "error",
        "failed",
        "download-failed",
        "token-expired",
        "report",
    }
    assert {name for name in EVENTS | KEPT if re.search(ats_widget.PARTS_OF_WORK, name)} == {"confirmed", "step"}
    assert {name for name in SCREENS if re.search(ats_widget.PARTS_OF_LOOKS, name)} == {
        "FAILED",
        "DISABLED",
        "CONFIRMING",
        "TRACKING",
    }


def test_times_follow_from_those_of_the_widget() -> None:
    assert ats_widget.WAITS_MS - DEADLINE_MS == 2_000
    assert ats_widget.STUCK_MS - ats_widget.TRACKS_MS == 30_000


def test_what_python_does_not_read_is_not_in_the_image() -> None:
    app = build.linked_modules()["pywidget/browser/app.py"]
    for text in (ats_widget.OVERLAY, ats_widget.BUTTONS, ats_widget.REDRAWING, ats_widget.STYLE_FONT):
        assert text not in app, text
    assert ats_widget.NO_TOKEN_TEXT in app
