"""Google Analytics 4: ``gtag`` with an event; where there is no such name, what it does: an entry in ``dataLayer``.

Parameters have names of letters, digits and underscores, and texts of at most 100 characters; an event has at most 25
parameters. The most useful fields come first in the order below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.browser.sinks import call, event_name, snake

if TYPE_CHECKING:
    from pywidget.browser.border import Page
    from pywidget.core.reports import Report


_ORDER = (
    "event",
    "code",
    "message",
    "requestId",
    "system",
    "path",
    "remedy",
    "stage",
    "pendingAction",
    "outcome",
    "reason",
    "attempts",
    "durationMs",
    "widget",
    "screen",
    "transaction",
    "mode",
    "network",
    "failure",
    "merged",
    "repeated",
    "dropped",
    "page",
    "version",
    "view",
)
_LONGEST = 100


def send(page: Page, report: Report) -> str:
    """Call ``gtag("event", name, parameters)``."""
    parameters: Report = {}
    for name in _ORDER + tuple(sorted(report)):
        value = report.get(name)
        if value is None or name == "id" or len(parameters) >= len(_ORDER):
            continue
        parameters[snake(name)] = value[:_LONGEST] if isinstance(value, str) else value
    command = ("event", event_name(report), parameters)
    result = call(page, "gtag", *command)
    return call(page, "dataLayer.push", {"$arguments": command}) if result == "missing" else result
