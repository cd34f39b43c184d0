"""From events to failures: which failure is current, which events belong to it, and which system's codes they have.

The rules by which two events are one failure are in :mod:`pywidget.core.failure`. This module keeps the failure that is
being put together, and the generation of the widget, which can only be seen from its events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.ats_widget import EXPIRY_CODES, PENDING_DOWNLOAD, SCREEN_DETAIL, SYSTEM, SYSTEM_V1
from pywidget.core.classify import path_of
from pywidget.core.effects import StartTimer
from pywidget.core.facts import FailureWhole
from pywidget.core.failure import SETTLE_MS, Failure

if TYPE_CHECKING:
    from pywidget.core.envelope import Envelope
    from pywidget.core.facts import Follows
    from pywidget.core.signals import FailureReported, Look

#: The event name of a failure that only the token source reported: the widget itself still waits.
SOURCE_EVENT = "token-endpoint"

_SETTLES = StartTimer("settle", SETTLE_MS)


class Pairing:
    """The failures of one widget, one at a time.

    Args:
        system: the system whose codes the widget uses, according to the settings.

    Attributes:
        system: the same, corrected for an older widget as soon as its events show it.
        failure: the current failure; None if the last one is over.
        screen: the screen that the widget showed at the failure's first event; None if that is not known.
        count: how many failures there were.
    """

    def __init__(self, system: str) -> None:
        self.system = system
        self.failure: Failure | None = None
        self.screen: str | None = None
        self.count = 0
        self._generations = system in EXPIRY_CODES

    def note_generation(self, generation: str | None) -> None:
        """Remember the widget's generation, as an event showed it; None changes nothing."""
        if generation and self._generations:
            self.system = SYSTEM_V1 if generation == "v1" else SYSTEM

    def is_about_the_session(self, part: FailureReported) -> bool:
        """Whether this is an authentication failure, so that it and an expiry can have the same cause."""
        code = part.code
        return code is not None and part.half != "page" and path_of(code, self.system) == "auth"

    def begin(self, event: str, now: int, system: str = "") -> Failure:
        """Begin and return a new failure, without a part yet."""
        self.count += 1
        self.screen = None
        self.failure = failure = Failure(self.count, system or self.system, now)
        failure.event = event
        return failure

    def add(self, part: FailureReported, look: Look | None, now: int) -> Follows:
        """Add an event to the current failure, or begin a new one with it."""
        failure = self.failure
        follows: Follows = []
        if failure is None or not failure.accepts(part, now):
            follows += self.settle()
            failure = self.begin("", now, part.system or "")
            self.screen = part.screen or (look.screen if look is not None else None)
        elif failure.verdict is not None:
            failure.merged += 1
            return []
        failure.add(part, now)
        # An error can follow a failed download only on the screen of one work.
        alone = part.half == "download" and (look is None or look.screen != SCREEN_DETAIL)
        follows.append(FailureWhole(failure) if failure.whole or alone else _SETTLES)
        return follows

    def expire(self, pending: str, now: int) -> Follows:
        """Add an expiry to the failure of the error before it, or begin a new failure with it."""
        failure = self.failure
        follows: Follows = []
        if failure is None or not failure.may_expire:
            follows += self.settle()
            if pending == PENDING_DOWNLOAD:
                # Both generations use this pending action, but today's dispatches an error before the expiry.
                self.note_generation("v1")
            failure = self.begin("", now)
            failure.said.code = EXPIRY_CODES.get(self.system)
            if failure.code is None:
                # This system has no code for an expiry, so the status 401 stands for it.
                failure.said.http_status = 401
        failure.expire(pending, now)
        follows.append(FailureWhole(failure))
        return follows

    def settle(self) -> Follows:
        """The other half of the failure did not come in time, so the failure is complete without it."""
        failure = self.failure
        return [] if failure is None or failure.verdict is not None else [FailureWhole(failure)]

    def of_source(self, pending: str, envelope: Envelope | None, now: int, system: str = "") -> Failure:
        """Begin a failure that the token source reported and the widget did not."""
        failure = self.begin(SOURCE_EVENT, now, system)
        failure.stage = pending
        if envelope is not None:
            failure.said = envelope
        return failure

    def over(self, *, left: bool) -> None:
        """End the current failure if it has its verdict; if the widget ``left`` the page, in any case."""
        if left or (self.failure is not None and self.failure.verdict is not None):
            self.failure = None
