"""Failures that a widget shows without an event: from before anybody listened, and those that it has no event for.

* A widget that waits for a token, or stands on its FAILED or DISABLED screen, when it becomes known.
* An alert in place of its form or its list: a missing attribute, a list that could not be loaded, whatever the reason.

An event for it may still be on its way. So the widget is looked at again a moment later, and only a failure that no
event has reported by then counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.ats_widget import CONFIGURATION_TEXT, NO_TOKEN_TEXT, STOPPED
from pywidget.core.effects import StartTimer
from pywidget.core.failure import PAIR_WINDOW_MS

if TYPE_CHECKING:
    from pywidget.core.facts import Follows
    from pywidget.core.failure import Failure
    from pywidget.core.pairing import Pairing
    from pywidget.core.signals import Look

#: How long to wait for events of a widget that shows a failure, in milliseconds.
MISSED_MS = 200
#: The event of a failure that the widget only shows.
SILENT_EVENT = "pywidget:silent"


class Unheard:
    """Looks for failures of one widget that no event reported."""

    def __init__(self) -> None:
        #: The alert that was already reported, or that an event explains.
        self._known: str | None = None
        #: When the last event about a failure came.
        self._heard_at = -PAIR_WINDOW_MS

    def heard(self, look: Look | None, now: int) -> None:
        """The widget told of a failure: what it shows now is part of that."""
        self._heard_at = now
        self._known = look.alert if look is not None else None

    def see(self, look: Look, *, waits: bool, now: int) -> Follows:
        """What the widget shows, with each signal."""
        alert = look.alert
        if alert is None or alert.startswith(NO_TOKEN_TEXT):
            # This text only says that there is no token yet. It is a failure only if no token can be fetched.
            self._known = None
        elif alert != self._known:
            if waits or now - self._heard_at < PAIR_WINDOW_MS:
                self._known = alert
            else:
                return [StartTimer("missed", MISSED_MS)]
        return []

    def new_alert(self, look: Look) -> str | None:
        """Return an alert that no event reported, and remember it; None if there is none."""
        alert = look.alert
        if alert is None or alert == self._known or alert.startswith(NO_TOKEN_TEXT):
            return None
        self._known = alert
        return alert

    @staticmethod
    def in_trouble(look: Look) -> bool:
        """Whether the widget waits for a token or has stopped."""
        return look.overlay or look.screen in STOPPED

    def late_failure(self, look: Look, pairing: Pairing, now: int) -> Failure:
        """Begin the failure of a widget that stopped before anybody listened. Its code cannot be known any more."""
        failure = pairing.begin("pywidget:late", now)
        failure.halves.append("failed")
        failure.said.category = look.screen
        failure.said.request_id = look.request_id
        return failure

    def silent_failure(self, alert: str, pairing: Pairing, now: int) -> Failure:
        """Begin the failure that an alert shows. It has a message and no code."""
        failure = pairing.begin(SILENT_EVENT, now)
        failure.halves.append("screen")
        failure.said.message = alert
        if alert.startswith(CONFIGURATION_TEXT):
            failure.said.code = "widget.configuration_error"
        return failure
