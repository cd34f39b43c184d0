"""Modules that were linked do what they did apart."""

from __future__ import annotations

import json
import random
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from pywidget.browser import app
from tools import build
from tools.build import ENTRY, linked_modules
from tools.image import with_names
from tools.link import LinkError, link

if TYPE_CHECKING:
    from collections.abc import Iterator

SHAPES = """
import math
LIMIT = 3
SIDES: int = 4
_shared = "shapes"
class Shape:
    sides = SIDES
    _shared = "class"
    def __init__(self, size=LIMIT):
        self.size = size
    def area(self):
        return math.floor(self.size) ** 2
    def where(self):
        return _shared
def _helper(values):
    return [LIMIT * value for value in values]
def triple(values):
    return _helper(values)
"""

COUNTS = """
from things import shapes
from things.shapes import LIMIT as MOST, triple
_shared = "counts"
_count = 0
TABLE = {name: len(name) for name in ("a", "bb")}
def _helper(shapes):
    LIMIT = shapes
    return LIMIT + MOST
def count():
    global _count
    _count += 1
    return _count
class Row:
    size = MOST
    def count(self):
        return (lambda count: count + MOST)(self.size)
def start():
    return [shapes.Shape().area(), shapes.Shape().where(), shapes.Shape.sides, triple([1, 2]), _helper(1), count(),
        count(), Row().count(), _shared, TABLE, shapes.LIMIT]
"""

ENTRY_MODULE = """
from things.counts import start as begin
def start():
    return begin()
"""

MODULES = {"things.shapes": SHAPES, "things.counts": COUNTS, "things.main": ENTRY_MODULE}


@pytest.fixture(autouse=True)
def _micropython() -> Iterator[None]:
    """What MicroPython has a module for."""
    module = ModuleType("micropython")
    module.const = lambda value: value  # type: ignore[attr-defined]
    sys.modules["micropython"] = module
    yield
    del sys.modules["micropython"]


def run(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "linked"}
    exec(compile(source, "linked", "exec"), names)  # noqa: S102  the point of it
    return names


def test_names_that_several_modules_use_stay_apart() -> None:
    linked = link(MODULES, "things.main")
    expected = [9, "shapes", 4, [3, 6], 4, 1, 2, 6, "counts", {"a": 1, "bb": 2}, 3]
    assert run(linked.source)["start"]() == expected


def test_numbers_and_texts_that_never_change_need_no_variable() -> None:
    linked = link(MODULES, "things.main")
    assert "_LIMIT = const(3)" in linked.source
    assert "LIMIT" not in linked.source.replace("_LIMIT", "").replace("    LIMIT = shapes", "").replace("LIMIT +", "")


def test_names_that_are_imported_stay_as_they_are() -> None:
    modules = {
        "a": "class Shape:\n    pass\nFIRST = 7\n",
        "b": "_FIRST, _LAST = 100, 599\ndef inside(value):\n    return _FIRST <= value <= _LAST\n",
        "main": "from a import FIRST, Shape\nfrom b import inside\ndef start():\n"
        "    return [Shape.__name__, FIRST, inside(100), inside(7)]\n",
    }
    assert run(link(modules, "main").source)["start"]() == ["Shape", 7, True, False]


def test_constants_that_nothing_reads_are_left_out() -> None:
    spare = "NAMES = ('a', 'b')\nFIRST = NAMES[0]\nMADE = len(NAMES)\nKEPT = (1, 2)\nAFTER = 3\nUSED = (AFTER, 4)\n"
    modules = {"things.spare": spare, "things.main": "from things.spare import USED\nOWN = 1\nread = USED\n"}
    source = link(modules, "things.main", ["from things.spare import KEPT"]).source
    assert "FIRST" not in source
    for name in ("NAMES", "MADE", "KEPT", "_AFTER", "USED"):
        assert name in source, name


def test_what_is_not_linked_finds_what_is() -> None:
    outside = "from things.shapes import SIDES, Shape as Form\nfrom json import dumps\n"
    linked = link(MODULES, "things.main", [outside])
    turned = linked.turned(outside, "outside.py")
    assert turned.splitlines() == ["from things.main import SIDES as SIDES, Shape as Form", "from json import dumps"]
    assert {"SIDES", "Shape"} <= set(run(linked.source))
    with pytest.raises(LinkError, match=r"outside\.py:1: things\.shapes has no nothing"):
        linked.turned("from things.shapes import nothing", "outside.py")


@pytest.mark.parametrize(
    ("modules", "text"),
    [
        ({"a": "from b import x", "b": "y = 1"}, "a:1: b has no x"),
        ({"a": "from p import b\nprint(b)", "p.b": "y = 1"}, "a:2: b is a linked module"),
        ({"a": "from p import b\nprint(b.z)", "p.b": "y = 1"}, r"a:2: p\.b has no z"),
        ({"a": "from b import x", "b": "from a import y\nx = 1"}, "import each other: a -> b -> a"),
        ({"a": "from p import b\ndef f():\n    y = 2\n    return y + b.y", "p.b": "y = []"}, "a:4: y is a variable of"),
        ({"a": "from b import y as z\ndef f():\n    y = 2\n    return z", "b": "y = []"}, "a:4: y is a variable of"),
    ],
)
def test_what_cannot_be_linked_is_told(modules: dict[str, str], text: str) -> None:
    with pytest.raises(LinkError, match=text):
        link(modules, "a")


class Page:
    """A border that takes notes."""

    def __init__(self) -> None:
        self.calls: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any) -> Any:
            self.calls.append((name, arguments))
            return {"pageAddress": "https://page.test/form", "asksForPrivacy": False}.get(name, "")

        return call


LOOK = {"screen": "FAILED", "tellsTransaction": True, "overlay": False, "retry": True}


def messages() -> list[dict[str, Any]]:
    codes = (
        "session.key_inactive",
        "common.rate_limited",
        "registration.audio_too_large",
        "FORBIDDEN",
        "common.quota_exceeded",
        None,
    )
    made: list[dict[str, Any]] = []
    for number, code in enumerate(codes, start=1):
        about = {"widget": number, "at": 1_000_000 * number, "look": LOOK}
        detail = {"code": code, "message": "Bearer abcdef123456", "requestId": f"req-{number}", "stage": "submit"}
        made.append({"kind": "arrived", "name": f"w{number}", "hasToken": True, **about})
        made += [
            {"kind": "event", "name": f"allfeat:{half}", "detail": detail, **about} for half in ("error", "failed")
        ]
        made.append({"kind": "timer", "name": "settle", **about})
    expiry = {"kind": "event", "name": "allfeat:token-expired", "detail": {"pendingAction": "submit"}, "widget": 9}
    refused = {"kind": "token", "widget": 9, "request": 1, "outcome": "http", "status": 429, "body": "", "headers": {}}
    made += [{**expiry, "at": 8_000_000}, {**refused, "at": 8_000_100}]
    made.append({"kind": "report", "at": 9_000_000, "detail": {"error": "MORI_UNKNOWN", "system": "mori"}})
    return made


def calls_of(start: Any, receive: Any) -> list[Any]:
    page = Page()
    random.seed(1)
    about = {"href": "https://page.test/form", "lang": "en", "languages": ["en"]}
    data = {"contact": "help@example.org", "analytics": "console", "tokenUrl": "/token", "nonsense": "1"}
    start(json.dumps({"data": data, "at": 1, "page": about, "online": True}), page)
    for message in messages():
        receive(json.dumps(message))
        receive('{"kind": "turn-over"}')
    return page.calls


def test_the_linked_app_calls_the_page_as_the_modules_do() -> None:
    modules = linked_modules()
    linked = run(modules[ENTRY.replace(".", "/") + ".py"])
    apart = calls_of(app.start, app.receive)
    assert calls_of(linked["start"], linked["receive"]) == apart
    assert {name for name, _ in apart} >= {"announce", "showNotice", "startTimer", "askToken", "callPage", "log"}


def test_what_both_modules_of_the_page_need_has_to_be_in_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "REPORTS_FILES", (*build.REPORTS_FILES, "pywidget/core/recent.py"))
    with pytest.raises(LinkError, match=r"browser/app\.py: it needs pywidget\.core\.recent"):
        linked_modules()


def test_long_keys_of_dicts_are_names_for_the_interpreter() -> None:
    assert with_names("SAID = {'tellsTransaction': 1, 'short': 2, 'not a name at all': 3}\n").splitlines()[:2] == [
        "if 0:",
        "    tellsTransaction",
    ]
    assert with_names("SAID = {'short': 1}\n") == "SAID = {'short': 1}\n"
