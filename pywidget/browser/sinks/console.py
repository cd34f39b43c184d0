"""The browser's console, for development."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.browser.sinks import call, event_name, properties, severity

if TYPE_CHECKING:
    from pywidget.browser.settings import Settings
    from pywidget.browser.sinks import SinkPage
    from pywidget.core.reports import Report


class Sink:
    """Calls ``console.error``, ``console.warn`` or ``console.info``."""

    name = "console"

    def __init__(self, page: SinkPage, _settings: Settings) -> None:
        self._page = page

    def send(self, report: Report) -> str:
        """Hand a report over."""
        level = severity(report)
        method = "warn" if level == "warning" else level
        return call(self._page, "console." + method, "pywidget: " + event_name(report), properties(report))
