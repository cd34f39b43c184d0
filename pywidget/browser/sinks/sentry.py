"""Sentry: ``captureEvent``.

An event and no exception: nothing was thrown, and a stack trace could only be pywidget's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.browser.sinks import call, event_name, properties, severity, text

if TYPE_CHECKING:
    from pywidget.browser.border import Page
    from pywidget.core.reports import Report


_TAGS = ("event", "system", "code", "path", "remedy", "stage", "outcome", "widget")
#: Longer values of tags are not taken.
_LONGEST = 200


def send(page: Page, report: Report) -> str:
    """Call ``Sentry.captureEvent(event)``."""
    tags: Report = {}
    for name in _TAGS:
        if name in report:
            tags["ats." + name] = str(report[name])[:_LONGEST].replace("\n", " ")
    event = {
        # Its client takes the same text twice for the same event, and drops the second.
        "message": f"{text(report)} ({report.get('requestId') or report.get('failure') or report.get('id')})",
        "level": severity(report),
        "logger": "pywidget",
        "tags": tags,
        # The same code is the same issue, whatever its text says.
        "fingerprint": [event_name(report), report.get("system") or "", report.get("code") or text(report)],
        "contexts": {event_name(report): properties(report)},
    }
    return call(page, "Sentry.captureEvent", event)
