"""From events to failures: which failure is at hand, which events belong to it, and whose codes they speak.

The rules by which two events are one failure stand in :mod:`pywidget.core.failure`. Here is the failure that is being
put together, and the generation of the widget, which only shows in what it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.ats_widget import EXPIRY_CODES, PENDING_DOWNLOAD, SCREEN_DETAIL, SYSTEM, SYSTEM_V1
from pywidget.core.classify import classify
from pywidget.core.effects import StartTimer
from pywidget.core.facts import FailureWhole
from pywidget.core.failure import SETTLE_MS, Failure

if TYPE_CHECKING:
    from pywidget.core.envelope import Envelope
    from pywidget.core.facts import Follows
    from pywidget.core.signals import FailureReported, Look

#: The event of a failure that only the token source told of: the widget itself still waits.
SOURCE_EVENT = "token-endpoint"


class Pairing:
    """The failures of one widget, one at a time.

    Args:
        system: whose codes the integrator says it speaks.

    Attributes:
        system: whose codes it speaks; an older widget speaks the older system's.
        failure: the one at hand; None if the last one is over.
        screen: what the widget showed when it first spoke of that; None if nobody knows.
        count: how many there were.
    """

    def __init__(self, system: str) -> None:
        self.system = system
        self.failure: Failure | None = None
        self.screen: str | None = None
        self.count = 0
        self._generations = system in EXPIRY_CODES

    def note_generation(self, generation: str | None) -> None:
        """Which generation of the widget it is shows in its events."""
        if generation and self._generations:
            self.system = SYSTEM_V1 if generation == "v1" else SYSTEM

    def is_about_the_session(self, part: FailureReported) -> bool:
        """Whether this is an authentication failure, so that it can be the same trouble as an expiry."""
        code = part.code
        return code is not None and part.half != "page" and classify(code, self.system).path == "auth"

    def begin(self, event: str, now: int, system: str = "") -> Failure:
        """A new failure that no event of the widget tells of."""
        self.count += 1
        self.screen = None
        self.failure = Failure(self.count, system or self.system, now)
        self.failure.event = event
        return self.failure

    def add(self, part: FailureReported, look: Look | None, now: int) -> Follows:
        """One part of a failure came."""
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
        # Only on the screen of one work an error can follow a failed download.
        alone = part.half == "download" and (look is None or look.screen != SCREEN_DETAIL)
        follows.append(FailureWhole(failure) if failure.whole or alone else StartTimer("settle", SETTLE_MS))
        return follows

    def expire(self, pending: str, now: int) -> Follows:
        """The failure that an expiry belongs to: that of the error before it, or one of its own."""
        failure = self.failure
        follows: Follows = []
        if failure is None or not failure.may_expire:
            follows += self.settle()
            if pending == PENDING_DOWNLOAD:
                # Both generations say so; today's says an error before it.
                self.note_generation("v1")
            failure = self.begin("", now)
            failure.said.code = EXPIRY_CODES.get(self.system)
            if failure.code is None:
                # What it means in a system that has no code for it.
                failure.said.http_status = 401
        failure.expire(pending, now)
        follows.append(FailureWhole(failure))
        return follows

    def settle(self) -> Follows:
        """A failure whose other half did not come is all there is."""
        failure = self.failure
        return [] if failure is None or failure.verdict is not None else [FailureWhole(failure)]

    def of_source(self, pending: str, envelope: Envelope | None, now: int, system: str = "") -> Failure:
        """A failure of which the token source tells, and the widget nothing."""
        failure = self.begin(SOURCE_EVENT, now, system)
        failure.stage = pending
        if envelope is not None:
            failure.said = envelope
        return failure

    def over(self, *, left: bool) -> None:
        """The failure at hand is over, unless it is still being put together; also then where the widget ``left``."""
        if left or (self.failure is not None and self.failure.verdict is not None):
            self.failure = None
