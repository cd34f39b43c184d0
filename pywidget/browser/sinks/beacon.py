"""The site's own server: JSON in batches to ``data-analytics-url``, ``{"reports": [report, …]}``.

Each report has an ``id``. One that may have got lost on its way is sent again with the same one; a server that keeps
the ids it has seen counts each report once.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.browser.sinks import open_channel, weight

if TYPE_CHECKING:
    from pywidget.browser.settings import Settings
    from pywidget.browser.sinks import SinkPage
    from pywidget.core.reports import Report


class Sink:
    """Posts batches of reports."""

    name = "beacon"

    def __init__(self, page: SinkPage, settings: Settings) -> None:
        self._page = page
        open_channel(page, settings, self.name, '{"reports":[', "]}")

    def send(self, report: Report) -> str:
        """Hand a report over."""
        self._page.deliverReport(self.name, json.dumps(report), weight(report))
        return "sent"
