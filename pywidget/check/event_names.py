"""The names of the events that a page listens to: nobody ever hears of one that there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.browser.misspelt import nearest
from pywidget.check.findings import finding
from pywidget.check.javascript import arguments, callee_name, callee_object, string_of, text_of
from pywidget.public.events import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from pywidget.check.findings import Finding
    from pywidget.check.page import Page

_PREFIX = "pywidget:"
_KNOWN = (*EVENTS, "before-report")
_OWNERS = ("pywidget", "window.pywidget", "globalThis.pywidget", "self.pywidget")


def unknown_events(page: Page) -> Iterator[Finding]:
    """Yield the calls that listen to an event with a name that pywidget does not have."""
    for code in page.code:
        for call in code.calls:
            name = _listened_to(call)
            if not name or name in _KNOWN:
                continue
            meant = nearest(name, _KNOWN)
            # A page can have events of its own with our prefix; `on` knows only ours.
            if meant or callee_name(call) == "on":
                what = f'"{name[:80]}" is no event of pywidget.' + (f" Did you mean {meant}?" if meant else "")
                yield finding(page, "event-unknown", code.index_of(call), what)


def _listened_to(call: Node) -> str:
    """Return the name of pywidget's event, without its prefix; "" if it is another call, or the name is not known."""
    given = [string_of(argument) for argument in arguments(call)[:1]]
    name = (given[0] if given else None) or ""
    if callee_name(call) == "on" and text_of(callee_object(call)).rstrip("?") in _OWNERS:
        return name
    if callee_name(call) == "addEventListener" and name.startswith(_PREFIX):
        return name[len(_PREFIX) :]
    return ""
