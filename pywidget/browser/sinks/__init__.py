"""Where reports go: one file per destination, named as ``data-analytics`` names it.

Each file has a function ``send`` and is only imported where it is asked for. A new destination is a new file. The file
puts a report into the form that its destination expects; the page makes the call, and catches what it throws.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, Protocol

    from pywidget.browser.border import Page
    from pywidget.browser.settings import Settings
    from pywidget.core.reports import Report

    class Sink(Protocol):
        """A destination: a module.

        A sink that has to be prepared also has ``open(page, settings)``. It raises ValueError if a setting is missing.
        """

        def send(self, page: Page, report: Report) -> str:
            """Pass a report on. Return ``sent``, ``failed``, or ``missing`` if the destination is not there yet."""


def load(name: str) -> Sink | None:
    """Return the sink of that name; None if there is none."""
    # The name is imported, so it may have only the characters of these modules' names.
    for character in name or ".":
        if character not in "abcdefghijklmnopqrstuvwxyz0123456789":
            return None
    try:
        sink: Sink = __import__("pywidget.browser.sinks." + name, None, None, ["send"])
    except ImportError:
        return None
    return sink


def event_name(report: Report) -> str:
    """Return the event's name at its destination. The end of a failure has another, so that it counts as no failure."""
    return "ats_error_outcome" if "outcome" in report else "ats_error"


def properties(report: Report) -> Report:
    """Return a report's fields for an analytics service: without the id, which only serves to recognise resent ones."""
    fields = report.copy()
    fields.pop("id", None)
    return fields


def snake(name: str) -> str:
    """Return ``requestId`` as ``request_id``."""
    return "".join(["_" + letter.lower() if "A" <= letter <= "Z" else letter for letter in name])


def weight(report: Report) -> int:
    """Return how many reports are lost if this one is: itself, and the ones that its counts stand for."""
    told = (report.get("dropped") or 0) + (report.get("repeated") or 0)
    return told if report.get("outcome") == "unreported" else told + 1


def severity(report: Report) -> str:
    """Return ``error`` if somebody has to act, ``warning`` if somebody may want to, else ``info``."""
    if "outcome" in report:
        return "error" if report["outcome"] == "not-renewed" else "info"
    path = report.get("path")
    if path == "auth":
        # An ended session is normal. If it cannot be renewed, that is another report.
        return "info"
    return "error" if path == "config" or report.get("remedy") == "report" else "warning"


def text(report: Report) -> str:
    """Return a report as a short text."""
    words = [report.get("outcome") or "", report.get("code") or report.get("event") or "", report.get("message") or ""]
    return ": ".join([word for word in words if word])


def open_channel(page: Page, settings: Settings, name: str, head: str, tail: str) -> None:
    """Send the reports of a sink to ``data-analytics-url``, in batches.

    Args:
        page: the border.
        settings: the settings of the script tag.
        name: the name of the sink.
        head: the JSON text before the items of a batch, which are joined by commas.
        tail: the JSON text after them.

    Raises:
        ValueError: there is no ``data-analytics-url``.
    """
    url = settings["analytics-url"]
    if not url:
        raise ValueError(f'data-analytics="{name}" needs data-analytics-url, where the reports are to be sent.')
    page.openChannel(json.dumps({"sink": name, "url": url, "head": head, "tail": tail}))


def call(page: Page, path: str, *arguments: Any) -> str:
    """Call a function of the page by its dotted name. Return what ``send`` returns."""
    return page.callPage(path, json.dumps(arguments))
