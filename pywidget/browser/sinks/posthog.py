"""PostHog: ``posthog.capture``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.browser.sinks import call, event_name, properties

if TYPE_CHECKING:
    from pywidget.browser.settings import Settings
    from pywidget.browser.sinks import SinkPage
    from pywidget.core.reports import Report


class Sink:
    """Calls ``posthog.capture(name, properties)``."""

    name = "posthog"

    def __init__(self, page: SinkPage, _settings: Settings) -> None:
        self._page = page

    def send(self, report: Report) -> str:
        """Hand a report over."""
        return call(self._page, "posthog.capture", event_name(report), properties(report))
