"""Segment: ``analytics.track``, with the four fields that tell an error always there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.browser.sinks import call, event_name, properties

if TYPE_CHECKING:
    from pywidget.browser.settings import Settings
    from pywidget.browser.sinks import SinkPage
    from pywidget.core.reports import Report


class Sink:
    """Calls ``analytics.track(name, properties)``."""

    name = "segment"

    def __init__(self, page: SinkPage, _settings: Settings) -> None:
        self._page = page

    def send(self, report: Report) -> str:
        """Hand a report over."""
        fields = properties(report)
        if "outcome" not in report:
            for name in ("event", "code", "message", "requestId"):
                fields.setdefault(name, None)
        return call(self._page, "analytics.track", event_name(report), fields)
