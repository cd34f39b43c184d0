"""The widget's element and the scripts that define it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pywidget.check.element import address
from pywidget.check.findings import finding
from pywidget.check.listeners import EXPIRED, listeners
from pywidget.check.page import surely_together
from pywidget.check.renewal import sets_token
from pywidget.check.tag import has_meant, is_missing, is_misspelt
from pywidget.check.templates import is_filled
from pywidget.core.ats_widget import ELEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pywidget.check.element import Element
    from pywidget.check.findings import Finding
    from pywidget.check.javascript import Code
    from pywidget.check.page import Page

_NEEDED = ("site-key", "ats-url")
#: A folder of the widget's CDN: ``v3``, ``2.0.1``.
_VERSION = re.compile(r"v?(\d+)(?:\.\d+)*")


def findings(page: Page) -> Iterator[Finding]:
    """Yield what is wrong with the widgets of the page."""
    yield from _presence(page)
    for widget in page.widgets:
        yield from _attributes(page, widget)
    yield from _scripts(page)


def generation(script: Element) -> int | None:
    """Return the major version that a script's address names; None if it names none."""
    for part in reversed(address(script.get("src")).path.split("/")[:-1]):
        found = _VERSION.fullmatch(part)
        if found:
            return int(found[1])
    return None


def only_first_generation(page: Page) -> bool:
    """Tell whether the page loads version 1 of the widget and no other."""
    return bool(page.widget_tags) and all(generation(tag) == 1 for tag in page.widget_tags)


def _sets_first_token(code: Code) -> bool:
    """Tell whether a script gives the widget a token before its session has expired."""
    renewals = [listener.function for listener in listeners(code) if EXPIRED in listener.events]
    calls = [call for call in code.calls if sets_token(call)]
    return any(
        not any(renewal.start_byte <= call.start_byte < renewal.end_byte for renewal in renewals) for call in calls
    )


def _presence(page: Page) -> Iterator[Finding]:
    # pywidget can also watch other elements, widgets of a profile, or only the page's own requests.
    names = ("data-widget", "data-profile", "data-watch")
    named = any(tag.get(name) or is_misspelt(tag, name) for tag in page.pywidget_tags for name in names)
    made = any(ELEMENT in text for text in (page.template.code, *(script.text for script in page.scripts)))
    # Another custom element may hold it: that of an application, for example.
    others = any("-" in element.name for element in page.elements)
    if not (page.widgets or named or made or others or page.own_files or page.is_part):
        yield finding(page, "widget-missing", 0, "there is no <ats-widget>")


def _attributes(page: Page, widget: Element) -> Iterator[Finding]:
    set_by_script = " ".join(script.text for script in page.scripts)
    for name in _NEEDED:
        property_name = re.sub("-([a-z])", lambda found: found[1].upper(), name)
        elsewhere = page.own_files or name in set_by_script or property_name in set_by_script
        if not (widget.get(name) or widget.is_open or elsewhere):
            yield finding(page, "widget-attribute-missing", widget.index, f"<ats-widget> has no {name}")
    token = widget.get("token")
    # At an address, the server has put a fresh one into the page. The three dots of a document are none.
    if token and not (is_filled(token) or page.address or token in ("…", "...")):
        yield finding(page, "token-attribute", widget.place("token"), "<ats-widget> has a token written into the page")
    elsewhere = widget.is_open or page.own_files or page.has_python or page.is_part
    # Without pywidget's tag, that is the mistake, and not that an attribute is missing on it.
    if not (token or elsewhere or is_missing(page) or _first_token(page)):
        yield finding(page, "token-missing", widget.index, "nothing gives <ats-widget> its first token")


def _first_token(page: Page) -> bool:
    """Tell whether pywidget supplies the first token, or is meant to by an attribute, or a script does."""
    for tag in page.pywidget_tags:
        # Any other value than "off" is reported as a wrong one.
        if tag.is_open or (has_meant(tag, "data-first-token") and tag.get("data-first-token").lower() != "off"):
            return True
    return any(map(_sets_first_token, page.code)) or any(
        # Started by a script: start({ firstToken: "on" }), dataset.firstToken = "on".
        "pywidget" in script.text and re.search("first-?_?token", script.text, re.IGNORECASE)
        for script in page.scripts
    )


def _scripts(page: Page) -> Iterator[Finding]:
    seen: list[Element] = []
    for tag in page.widget_tags:
        first = next((one for one in seen if surely_together(one, tag)), None)
        seen.append(tag)
        if first is None:
            continue
        if generation(tag) != generation(first):
            what = f"{tag.source('src')} is loaded beside {first.source('src')}"
            yield finding(page, "generations-mixed", tag.index, what)
        else:
            yield finding(page, "widget-script-twice", tag.index, f"{tag.source('src')} is loaded once more")
