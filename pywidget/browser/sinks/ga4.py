"""Google Analytics 4: ``gtag`` with an event; where there is no such name, what it does: an entry in ``dataLayer``.

Parameters have names of at most 40 letters, digits and underscores, which begin with a letter and are not reserved, and
texts of at most 100 characters; an event has at most 25 parameters. The most useful fields come first in the order
below. Fields that the page's own function adds are left out if their names are not taken.
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
_LONGEST_NAME = 40
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_IN_NAMES = _LETTERS + "0123456789_"
#: Of Google Analytics itself.
_RESERVED = ("session_id", "session_number", "gclid", "engagement_time_msec")
_RESERVED_PREFIXES = ("firebase_", "ga_", "google_")


def send(page: Page, report: Report) -> str:
    """Call ``gtag("event", name, parameters)``."""
    parameters: Report = {}
    for name in _ORDER + tuple(sorted(report)):
        value = report.get(name)
        parameter = snake(name)
        if value is None or name == "id" or len(parameters) >= len(_ORDER) or not _is_taken(parameter):
            continue
        parameters[parameter] = value[:_LONGEST] if isinstance(value, str) else value
    command = ("event", event_name(report), parameters)
    result = call(page, "gtag", *command)
    return call(page, "dataLayer.push", {"$arguments": command}) if result == "missing" else result


def _is_taken(name: str) -> bool:
    if not name or name[0] not in _LETTERS or len(name) > _LONGEST_NAME or name in _RESERVED:
        return False
    for prefix in _RESERVED_PREFIXES:
        if name.startswith(prefix):
            return False
    return all(character in _IN_NAMES for character in name)
