"""Plausible: ``plausible`` with custom properties, which are texts; an error is no interaction of the visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.browser.sinks import call, event_name, properties

if TYPE_CHECKING:
    from pywidget.browser.border import Page
    from pywidget.core.reports import Report


#: More properties are not taken.
_MOST = 30


def send(page: Page, report: Report) -> str:
    """Call ``plausible(name, {props, interactive: false})``."""
    props: dict[str, str] = {}
    for name, value in properties(report).items():
        if len(props) < _MOST:
            props[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return call(page, "plausible", event_name(report), {"props": props, "interactive": False})
