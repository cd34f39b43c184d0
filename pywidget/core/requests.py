"""Sessions for the page's own requests: all that failed with the same old session get one renewal together.

pywidget does not repeat these requests. The page does, with the new session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pywidget.core.failure import Failure


class Requests:
    """The requests that failed because there was no valid session."""

    def __init__(self) -> None:
        #: System -> when its last renewal ended, successful or not.
        self._ends: dict[str, int] = {}
        #: One failed request for each system whose session is to be renewed next.
        self._next: list[Failure] = []

    def old(self, failure: Failure) -> bool:
        """Whether the request was sent before the last renewal ended, so that it did not use the new session."""
        return failure.sent_at is None or failure.sent_at <= self._ends.get(failure.system, -1)

    def join(self, failure: Failure, current: Failure | None) -> None:
        """Join the renewal under way for ``current`` if the system is the same; else queue one for this system."""
        known = self._next if current is None else [current] + self._next  # noqa: RUF005  not in MicroPython
        same = [other for other in known if other.system == failure.system]
        if same:
            same[0].merged += 1
        else:
            self._next.append(failure)

    def ended(self, system: str, now: int) -> Failure | None:
        """A renewal for ``system`` ended. Return the failed request whose session is to be renewed next, or None."""
        self._ends[system] = now
        while self._next:
            failure = self._next.pop(0)
            if not self.old(failure):
                return failure
        return None
