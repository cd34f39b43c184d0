"""Segment: ``analytics.track``, with the four fields that tell an error always there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.browser.sinks import call, event_name, properties

if TYPE_CHECKING:
    from pywidget.browser.border import Page
    from pywidget.core.reports import Report


def send(page: Page, report: Report) -> str:
    """Call ``analytics.track(name, properties)``."""
    fields = properties(report)
    if "outcome" not in report:
        for name in ("event", "code", "message", "requestId"):
            fields.setdefault(name, None)
    return call(page, "analytics.track", event_name(report), fields)
