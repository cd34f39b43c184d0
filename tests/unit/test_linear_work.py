"""Twice the input, twice the work: every reader takes lines of Python and memory that grow with the text, no faster.

Counted are the lines that Python executes, and the most memory that is in use. So the result is the same on a slow
machine. What a single call of C code does (a regular expression) is not counted; ``test_patterns.py`` looks at those.
"""

from __future__ import annotations

import contextlib
import sys
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from pywidget.browser.locale import read_own_texts
from pywidget.browser.settings import Settings
from pywidget.browser.wording import visible
from pywidget.check import Page, check
from pywidget.check.policy import header_findings
from pywidget.check.templates import brackets
from pywidget.cli.literal import NotReadableError
from pywidget.cli.pasted import NoErrorError, Pasted
from pywidget.core.classify import classify
from pywidget.core.events import decode
from pywidget.core.profile import read_profile
from pywidget.core.redact import scrub
from pywidget.core.retry_after import wait_ms
from pywidget.errors import read_response
from pywidget.plain import plain
from pywidget.reports.reader import read_reports

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

# A reader is asked under a trace of its own, which the measuring of coverage would be in the way of.
pytestmark = pytest.mark.no_cover

#: How often a part is repeated: each text is twice as long as the one before.
TIMES = (100, 200, 400)
#: From the second to the third text the work grows about twice as much as from the first to the second; if it grew with
#: the square of the length, it would grow four times as much.
MOST = 2.6
#: What does not count: what there is to do once, in lines and in bytes.
FEW_LINES, FEW_BYTES = 2_000, 60_000

#: What is repeated: what opens and never closes, what closes, and what each reader looks for.
PARTS = (
    "a", "9", " ", "\n", "\\", '"', "'", "[", "]", "{", "}", "(", "<", "</", "<!--", "-->", "<a b=c ", "<script>",
    "@if(", "{{ ", "{% if a %}", "<?php ", "${", "`", "/*", "//", "=", ";", ",", "1, ", '{"a":', '["a",', "Bearer ",
    "token=", "token: ", "eyJ", "@", "a@b.c ", "4111 ", "&#64;", "https://a?", "csk_", "1d", "Mon, ", "\u202e", "é",
    "HTTP/1.1 200\n", "a: b\n", "r=0;t=30,", "function f() {", "x.addEventListener('allfeat:error', ", "detail: {",
    "\u0130",
)  # fmt: skip


def page(text: str) -> None:
    one = Page(text)
    list(check(one))
    list(header_findings(one, text))


def script(text: str) -> None:
    list(check(Page("<ats-widget></ats-widget><script>" + text, name="a.html")))


def pasted(text: str) -> None:
    with contextlib.suppress(NotReadableError, NoErrorError):
        Pasted(text).explained("allfeat-widget")


def collected(text: str) -> None:
    with contextlib.suppress(ValueError):
        read_reports(text.encode())


def answer(text: str) -> None:
    read_response(400, text, {"Retry-After": text, text: text, "RateLimit": text})
    read_response(400, {"error": {"code": text, "message": [text], "type": text}, text: text})


READERS: dict[str, Callable[[str], object]] = {
    "answer": answer,
    "classify": lambda text: str(classify(text, text, category=text, text=text)),
    "waits": lambda text: wait_ms({"Retry-After": text, "RateLimit": text, "Date": text}, 0),
    "redact": scrub,
    "wording": visible,
    "own texts": read_own_texts,
    "settings": lambda text: Settings(dict.fromkeys(("tokenUrl", "lang", "analytics", "tokenHeaders"), text), str),
    "events": lambda text: decode("allfeat:error", {"code": text, "error": text, "details": {"code": text}}),
    "profile": lambda text: read_profile({"system": "fuzzed", "codes": {text: text}, text: text}, (text,)),
    "plain": lambda text: plain([[one] for one in text[:800]]),
    "page": page,
    "script": script,
    "pasted": pasted,
    "collected": collected,
}


def lines_of(read: Callable[[str], object], text: str) -> int:
    """How many lines are executed."""
    count = 0

    def line(_frame: FrameType, event: str, _value: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        read(text)
    finally:
        sys.settrace(before)
    return count


def bytes_of(read: Callable[[str], object], text: str) -> int:
    """The most memory that is in use at a time."""
    tracemalloc.start()
    try:
        read(text)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", READERS)
def test_work_and_memory_grow_with_the_text_and_no_faster(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # What brackets that do not close may cost a page besides, however long it is: a constant, which hides the growth.
    monkeypatch.setattr(brackets, "_MOST", 0)
    read = READERS[name]
    for number, part in enumerate(PARTS):
        # What is only read once, such as a table, is not counted. Another length may need other tables.
        read(part)
        read(part * TIMES[0])
        look_at(read, part, lines_of, FEW_LINES)
        if number % 5 == 0:
            # Measuring this takes long.
            look_at(read, part, bytes_of, FEW_BYTES)


def look_at(read: Callable[[str], object], part: str, measure: Callable[..., int], few: int) -> None:
    first, second, third = (measure(read, part * times) for times in TIMES)
    told = f"{part!r} repeated {TIMES} times: {first}, {second}, {third} by {measure.__name__}"
    assert third - second <= MOST * max(second - first, 0) + few, told
