"""What the address of a page of reports asks for, and addresses that ask for something else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from pywidget.reports.storage import DIMENSIONS, KEEP_TOTALS_DAYS, Period

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

_EPOCH = date(1970, 1, 1)
#: What is shown if nothing else is asked for.
USUAL_DAYS = 7
_DATES = ("from", "to", "from2", "to2")


class Asked(NamedTuple):
    """What is to be shown.

    Attributes:
        first: the first day.
        last: the last day.
        only: what is shown of each dimension; see :class:`pywidget.reports.storage.Period`.
        before: the first and the last day to compare with; None for no comparison.
    """

    first: date
    last: date
    only: tuple[tuple[str, str], ...] = ()
    before: tuple[date, date] | None = None

    @property
    def period(self) -> Period:
        """What the storage is asked."""
        return Period(number_of(self.first), number_of(self.last), self.only)

    @property
    def period_before(self) -> Period | None:
        """What the storage is asked for the comparison."""
        if self.before is None:
            return None
        first, last = self.before
        return Period(number_of(first), number_of(last), self.only)

    @property
    def days(self) -> int:
        """How many days are shown."""
        return (self.last - self.first).days + 1

    def with_only(self, dimension: str, value: str) -> Asked:
        """Return the same with only one value of a dimension, beside what was chosen of the others."""
        chosen = dict(self.only) | {dimension: value}
        return self._replace(only=tuple((name, chosen[name]) for name in DIMENSIONS if name in chosen))

    def without(self, dimension: str) -> Asked:
        """Return the same with all values of a dimension."""
        return self._replace(only=tuple(pair for pair in self.only if pair[0] != dimension))

    def of_last(self, days: int, today: date) -> Asked:
        """Return the same for the last days, without a comparison."""
        return self._replace(first=today - timedelta(days - 1), last=today, before=None)

    def with_before(self) -> Asked:
        """Return the same, compared with as many days just before."""
        return self._replace(before=(self.first - timedelta(self.days), self.first - timedelta(1)))

    def query(self) -> str:
        """Return it as the query of an address."""
        named = {"from": self.first.isoformat(), "to": self.last.isoformat()}
        if self.before:
            named |= {"from2": self.before[0].isoformat(), "to2": self.before[1].isoformat()}
        return urlencode(named | dict(self.only))


def number_of(day: date) -> int:
    """Return a day as its number since 1970-01-01."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """Return the day with a number since 1970-01-01."""
    return _EPOCH + timedelta(number)


def today_of(now_ms: int) -> date:
    """Return the day in UTC."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).date()


def read_query(query: QueryParams, today: date) -> Asked:
    """Return what a query asks for.

    :raises ValueError: it asks for something that there is not; the text says what.
    """
    first, last = _span(query, "from", "to") or (today - timedelta(USUAL_DAYS - 1), today)
    for name in query:
        if name not in (*_DATES, *DIMENSIONS):
            raise ValueError(f"{name[:100]!r} cannot be asked for. Filters are {', '.join(DIMENSIONS)}.")
    only = tuple((name, query[name]) for name in DIMENSIONS if name in query)
    return Asked(first, last, only, _span(query, "from2", "to2"))


def _span(query: QueryParams, first_name: str, last_name: str) -> tuple[date, date] | None:
    named = query.get(first_name), query.get(last_name)
    if not named[0] or not named[1]:
        # A form sends the fields that were left empty as well.
        return None
    try:
        first, last = (date.fromisoformat(name) for name in named if name)
    except ValueError as error:
        raise ValueError(f"{first_name} and {last_name} are dates, like 2026-06-15.") from error
    if not timedelta(0) <= last - first < timedelta(KEEP_TOTALS_DAYS) or first < _EPOCH:
        raise ValueError(f"{first_name} is not after {last_name}, and at most {KEEP_TOTALS_DAYS} days before it.")
    return first, last
