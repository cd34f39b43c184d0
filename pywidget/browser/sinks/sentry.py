"""Sentry: ``captureEvent``.

It is an event and not an exception: nothing was thrown, and a stack trace would only show pywidget's own code.
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
        # Sentry's client drops an event with the same text as the one before, so the text has to differ.
        "message": f"{text(report)} ({report.get('requestId') or report.get('failure') or report.get('id')})",
        "level": severity(report),
        "logger": "pywidget",
        "tags": tags,
        # Events with the same code belong to the same issue, even if their texts differ.
        "fingerprint": [event_name(report), report.get("system") or "", report.get("code") or text(report)],
        "contexts": {event_name(report): properties(report)},
    }
    return call(page, "Sentry.captureEvent", event)
