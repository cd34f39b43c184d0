"""Sessions for the requests of the page's own: those that were sent with the same old session get one renewal.

Repeating the requests is the page's business; it gets a session for the next ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pywidget.core.failure import Failure


class Requests:
    """The requests that failed for want of a session."""

    def __init__(self) -> None:
        #: When the last renewal ended, well or not, by system.
        self._ends: dict[str, int] = {}
        #: One request of each system whose session is to be renewed next.
        self._next: list[Failure] = []

    def old(self, failure: Failure) -> bool:
        """Whether it was sent before the last renewal ended, and so says nothing about the session that came of it."""
        return failure.sent_at is None or failure.sent_at <= self._ends.get(failure.system, -1)

    def join(self, failure: Failure, current: Failure | None) -> None:
        """Wait for the renewal that is under way because of ``current``, or for one of its own system after it."""
        known = self._next if current is None else [current] + self._next  # noqa: RUF005  not in MicroPython
        same = [other for other in known if other.system == failure.system]
        if same:
            same[0].merged += 1
        else:
            self._next.append(failure)

    def ended(self, system: str, now: int) -> Failure | None:
        """A renewal of ``system`` ended; returns whose turn is next."""
        self._ends[system] = now
        while self._next:
            failure = self._next.pop(0)
            if not self.old(failure):
                return failure
        return None
