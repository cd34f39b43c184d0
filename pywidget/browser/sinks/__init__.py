"""Where reports go: one file per destination, named as ``data-analytics`` names it.

Each file has a function ``send`` and is only imported where it is asked for. A new destination is a new file. It
decides how a report is said to its destination; the call itself is fenced, on the other side of the border.
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

        One that has to get ready also has ``open(page, settings)``, which raises ValueError if a setting is missing.
        """

        def send(self, page: Page, report: Report) -> str:
            """Hand a report over: ``sent``; ``missing`` if the destination is not in the page yet; ``failed``."""


def load(name: str) -> Sink | None:
    """The sink of that name; None if there is none."""
    # A module's name, and nothing that could be anything else to an import.
    for character in name or ".":
        if character not in "abcdefghijklmnopqrstuvwxyz0123456789":
            return None
    try:
        sink: Sink = __import__("pywidget.browser.sinks." + name, None, None, ["send"])
    except ImportError:
        return None
    return sink


def event_name(report: Report) -> str:
    """What a report is called at its destination: the end of a failure must not count as another failure."""
    return "ats_error_outcome" if "outcome" in report else "ats_error"


def properties(report: Report) -> Report:
    """The fields of a report for an analytics service: without the id, which is for telling two deliveries apart."""
    fields = dict(report)
    fields.pop("id", None)
    return fields


def weight(report: Report) -> int:
    """How many reports are lost with this one: itself, and those whose loss only it tells."""
    told = (report.get("dropped") or 0) + (report.get("repeated") or 0)
    return told if report.get("outcome") == "unreported" else told + 1


def severity(report: Report) -> str:
    """``error`` if somebody has to do something, ``warning`` if somebody may want to, else ``info``."""
    if "outcome" in report:
        return "error" if report["outcome"] == "not-renewed" else "info"
    path = report.get("path")
    if path == "auth":
        # A session that ends is no trouble until it could not be renewed, which is another report.
        return "info"
    return "error" if path == "config" or report.get("remedy") == "report" else "warning"


def text(report: Report) -> str:
    """A report in a few words."""
    words = [report.get("outcome") or "", report.get("code") or report.get("event") or "", report.get("message") or ""]
    return ": ".join([word for word in words if word])


def open_channel(page: Page, settings: Settings, name: str, head: str, tail: str) -> None:
    """Let the reports of a sink go to ``data-analytics-url``, in batches.

    Args:
        page: the border.
        settings: of the script tag.
        name: of the sink.
        head: what stands before the items of a batch, which are joined by commas, as JSON …
        tail: … and what stands behind them.

    Raises:
        ValueError: there is no ``data-analytics-url``.
    """
    url = settings["analytics-url"]
    if not url:
        raise ValueError(f'data-analytics="{name}" needs data-analytics-url, where the reports are to be sent.')
    page.openChannel(json.dumps({"sink": name, "url": url, "head": head, "tail": tail}))


def call(page: Page, path: str, *arguments: Any) -> str:
    """Call a function of the page by its dotted name."""
    return page.callPage(path, json.dumps(arguments))
