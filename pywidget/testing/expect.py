"""Assertions that wait for what pywidget does, and say what it did when they fail."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    #: Name of the check, what is expected, selector of the widget that is meant, milliseconds.
    Check = Callable[[str, dict[str, Any], str | None, float | None], None]

Text = str | re.Pattern[str]


class VerdictFields(TypedDict, total=False):
    """What a verdict says, see ``pywidget:verdict`` in the README."""

    system: str
    code: Text | None
    path: Literal["auth", "config", "rate-limit", "retry"]
    remedy: str
    message: str
    requestId: Text | None
    stage: str | None


class NoticeFields(TypedDict, total=False):
    """What a notice says, see ``pywidget:notice`` in the README.

    A str as ``title`` or ``text`` need only be a part of it. ``actions`` are all buttons in their order, each by its
    name (``try-again``) or its label.
    """

    kind: str
    title: Text
    text: Text
    actions: list[str]
    reference: Text | None
    role: Literal["status", "alert"]


class ReportFields(TypedDict, total=False):
    """Some of what a report says, see *Reports* in the README. ``message`` need only be a part of it."""

    event: str
    system: str
    code: Text
    path: str
    remedy: str
    message: Text
    requestId: Text
    stage: str
    reason: str
    outcome: str
    attempts: int


class Expect:
    """What a test expects. Each method waits until it holds.

    Values are compared as they are; a :class:`re.Pattern`, which JavaScript reads, need only match a part. What is not
    named does not matter. ``timeout`` is in milliseconds; without it that of the options counts.

    Every method raises :class:`AssertionError` if it does not hold in time. Its text has what was expected, what was
    there, all that happened before, and where the trace is. What could never hold is refused at once: a field that does
    not exist with :class:`TypeError`; an event, a screen, a selector or a timeout that is none with
    :class:`ValueError`.
    """

    def __init__(self, check: Check, selector: str | None) -> None:
        self._check = check
        self._selector = selector

    def verdict(self, *, timeout: float | None = None, **fields: Unpack[VerdictFields]) -> None:
        """The latest verdict is so."""
        self.event("verdict", timeout=timeout, **fields)

    def renewed(self, *, timeout: float | None = None, **fields: Any) -> None:
        """The session was renewed; ``fields``: of ``pywidget:renewed``."""
        self.event("renewed", timeout=timeout, **fields)

    def event(self, name: str, *, timeout: float | None = None, **fields: Any) -> None:
        """The latest event ``pywidget:<name>`` is so.

        Args:
            name: of the event, without ``pywidget:``.
            timeout: milliseconds.
            fields: of its detail.
        """
        self._ask("event", {**fields, "name": name}, timeout)

    def notice(self, *, timeout: float | None = None, **fields: Unpack[NoticeFields]) -> None:
        """The visitor sees a notice, and it is so."""
        self._ask("notice", dict(fields), timeout)

    def quiet(self, *, timeout: float | None = None) -> None:
        """The visitor sees no notice. This also holds before the first one."""
        self._ask("quiet", {}, timeout)

    def report(self, *, timeout: float | None = None, **fields: Unpack[ReportFields]) -> None:
        """There was a report like this one."""
        self._ask("report", dict(fields), timeout)

    def tokens(self, *, asked: int | None = None, delivered: int | None = None, timeout: float | None = None) -> None:
        """So many tokens were asked for and delivered; none was delivered twice, and none was told to anyone else.

        Nobody else is the console, requests, events, reports, the page's address and its storage.

        Args:
            asked: requests at the token endpoint.
            delivered: tokens that widgets were given after the one that came with the page.
            timeout: milliseconds.
        """
        given = {"asked": asked, "delivered": delivered}
        self._ask("tokens", {name: number for name, number in given.items() if number is not None}, timeout)

    def screen(self, name: str, *, timeout: float | None = None) -> None:
        """The widget shows this screen, for example ``FORM`` or ``COMPLETE``."""
        self._ask("screen", {"name": name}, timeout)

    def focus(self, on: str, *, timeout: float | None = None) -> None:
        """The focus is there.

        Args:
            on: ``widget`` or ``notice``, if it is anywhere in there; the name of a notice's button (``try-again``); or
                a CSS selector that the focused element matches.
            timeout: milliseconds.
        """
        self._ask("focus", {"on": on}, timeout)

    def _ask(self, check: str, expected: dict[str, Any], timeout: float | None) -> None:
        __tracebackhide__ = True
        if timeout is not None:
            waiting("timeout", timeout)
        passed = {name: _passed(value) for name, value in expected.items()}
        self._check(check, passed, self._selector, timeout)


def waiting(name: str, value: float) -> None:
    """Refuse what is no time to wait."""
    if not 0 <= value < math.inf:
        raise ValueError(f"{name} has to be a number from 0 on; it is {value!r}")


#: Flags of regular expressions that both languages have.
_FLAGS = ((re.IGNORECASE, "i"), (re.MULTILINE, "m"), (re.DOTALL, "s"))


def _passed(value: object) -> object:
    """A value as the page can get it."""
    if not isinstance(value, re.Pattern):
        return value
    return {"pattern": value.pattern, "flags": "".join(letter for flag, letter in _FLAGS if value.flags & flag)}
