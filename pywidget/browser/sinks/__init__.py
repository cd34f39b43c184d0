"""Where reports go: one file per destination, named as ``data-analytics`` names it.

Each file has a class ``Sink`` and is only imported where it is asked for. A new destination is a new file. It decides
how a report is said to its destination; the call itself is fenced, on the other side of the border.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, Protocol

    from pywidget.browser.settings import Settings
    from pywidget.core.reports import Report

    class SinkPage(Protocol):
        """What the page does for sinks. The results are those of :meth:`Sink.send`."""

        def callPage(self, path: str, arguments: str) -> str:  # noqa: N802  JavaScript's names, here and below
            """Call a function by its dotted name, with a JSON array of arguments."""

        def pushPage(self, name: str, item: str) -> str:  # noqa: N802
            """Put an item, as JSON, into a global array; make it if it is not there."""

        def startDelivery(self, channel: str) -> object:  # noqa: N802
            """Open a way to an endpoint, described as JSON."""

        def deliverReport(self, sink: str, item: str) -> object:  # noqa: N802
            """Gather one item, as JSON, for the endpoint of a sink."""

    class Sink(Protocol):
        """A destination.

        Attributes:
            name: as ``data-analytics`` names it.
        """

        name: str

        def __init__(self, page: SinkPage, settings: Settings) -> None: ...

        def send(self, report: Report) -> str:
            """Hand a report over: ``sent``; ``missing`` if the destination is not in the page yet; ``failed``."""


def load(name: str) -> type[Sink] | None:
    """The sink of that name; None if there is none."""
    # A module's name, and nothing that could be anything else to an import.
    for character in name:
        if character not in "abcdefghijklmnopqrstuvwxyz0123456789":
            return None
    try:
        module = __import__("pywidget.browser.sinks." + name, None, None, ["Sink"])
    except ImportError:
        return None
    sink: type[Sink] = module.Sink
    return sink


def event_name(report: Report) -> str:
    """What a report is called at its destination: the end of a failure must not count as another failure."""
    return "ats_error_outcome" if "outcome" in report else "ats_error"


def properties(report: Report) -> Report:
    """The fields of a report for an analytics service: without the id, which is for telling two deliveries apart."""
    fields = dict(report)
    fields.pop("id", None)
    return fields


def call(page: SinkPage, path: str, *arguments: Any) -> str:
    """Call a function of the page by its dotted name."""
    return page.callPage(path, json.dumps(arguments))
