"""The site's own server: JSON in batches to ``data-analytics-url``, ``{"reports": [report, …]}``.

Each report has an ``id``. A report that may have been lost is sent again with the same id, so that a server that
remembers the ids can count each report once.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.browser.sinks import open_channel, weight

if TYPE_CHECKING:
    from pywidget.browser.border import Page
    from pywidget.browser.settings import Settings
    from pywidget.core.reports import Report


def open(page: Page, settings: Settings) -> None:  # noqa: A001  as the protocol names it
    """Get ready to deliver."""
    open_channel(page, settings, "beacon", '{"reports":[', "]}")


def send(page: Page, report: Report) -> str:
    """Gather a report for the next batch."""
    page.deliverReport("beacon", json.dumps(report), weight(report))
    return "sent"
