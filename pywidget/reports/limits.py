"""How much is taken from each origin: a rate, and a number for each day.

The number of the day is kept in the storage as well, so that it goes on after a restart and is that of all processes
together. Each process has a rate of its own.

The origins are those that the owner listed, so there are few. What is refused is not lost: the page keeps it and sends
it after the time that the answer names.
"""

from __future__ import annotations

from typing import NamedTuple

DAY_S = 86_400
#: The longest time that a page is asked to wait.
LONGEST_WAIT_S = 3_600


class Limit(NamedTuple):
    """What an origin may send.

    Attributes:
        per_second: reports, on average.
        at_once: reports that may come in the same moment, if none came before.
        per_day: reports in one day (UTC).
    """

    per_second: float = 200
    at_once: int = 5_000
    per_day: int = 1_000_000


class _Account:
    def __init__(self, limit: Limit, now: float) -> None:
        self.left = float(limit.at_once)
        self.at = now
        self.day = -1
        self.today = 0
        #: Of those, what the storage does not know yet.
        self.unsettled = 0


class Limits:
    """Counts what each origin sent."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._accounts: dict[str, _Account] = {}

    def take(self, origin: str, reports: int, monotonic: float, wall: float) -> int:
        """Count reports of an origin if it may send them.

        Args:
            origin: whose they are.
            reports: how many. A request without one counts as one.
            monotonic: seconds, by a clock that nobody sets.
            wall: seconds since 1970.

        Returns:
            int: 0 if they may come; else the seconds after which to try again.
        """
        limit = self._limit
        account = self._accounts.setdefault(origin, _Account(limit, monotonic))
        account.left = min(limit.at_once, account.left + (monotonic - account.at) * limit.per_second)
        account.at = monotonic
        day = int(wall // DAY_S)
        if day != account.day:
            account.day, account.today, account.unsettled = day, 0, 0
        cost = max(reports, 1)
        if account.today + cost > limit.per_day:
            return min(max(int((day + 1) * DAY_S - wall), 1), LONGEST_WAIT_S)
        # One batch that is larger than what is ever left has to be taken in the end.
        if account.left < min(cost, limit.at_once):
            return min(int((min(cost, limit.at_once) - account.left) / limit.per_second) + 1, LONGEST_WAIT_S)
        account.left -= cost
        account.today += cost
        account.unsettled += cost
        return 0

    def give_back(self, origin: str, reports: int) -> None:
        """Take back what was counted: the reports could not be stored, and come again."""
        account = self._accounts[origin]
        account.left = min(self._limit.at_once, account.left + reports)
        account.today = max(account.today - reports, 0)
        account.unsettled -= reports

    @property
    def unsettled(self) -> int:
        """How many reports were counted that the storage does not know."""
        return sum(max(account.unsettled, 0) for account in self._accounts.values())

    def settle(self, day: int) -> dict[str, int]:
        """Return what the storage does not know of a day, by origin. From now on it is known."""
        new = {}
        for origin, account in self._accounts.items():
            if account.day == day and account.unsettled:
                new[origin] = account.unsettled
            # Nobody asks for what another day had left.
            account.unsettled = 0
        return new

    def unsettle(self, day: int, new: dict[str, int]) -> None:
        """Take that back: it could not be stored."""
        for origin, reports in new.items():
            if self._accounts[origin].day == day:
                self._accounts[origin].unsettled += reports

    def know(self, day: int, taken: dict[str, int], monotonic: float) -> None:
        """Go on from what all processes took of a day."""
        for origin, reports in taken.items():
            account = self._accounts.setdefault(origin, _Account(self._limit, monotonic))
            if account.day < day:
                account.day, account.unsettled = day, 0
            if account.day == day:
                account.today = reports + account.unsettled
