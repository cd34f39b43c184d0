"""What every storage of reports can do, and which one an address means.

Periods are whole days in UTC: the totals are kept by day, so that what is asked about a million reports is answered
from some thousands of rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Report = dict[str, Any]

HOUR_MS = 3_600_000
DAY_MS = 86_400_000

#: What failures are counted by, and can be filtered by: fields of a report.
DIMENSIONS = ("code", "path", "page", "widget", "version")
#: Outcomes that end a failure. ``unreported`` is none: such a report only has counts.
RECOVERIES = ("renewed", "recovered")
LOST = "not-renewed"
#: How long a recovery took at most, in milliseconds: each recovery is counted in the first that it fits in.
WITHIN_MS = (1_000, 5_000, 30_000, 120_000)
#: How long reports are kept, and how long what was counted of them.
KEEP_DAYS = 90
KEEP_TOTALS_DAYS = 730
#: How long failures are counted by hour: rules look at a day.
KEEP_HOURS_DAYS = 35
#: How many hours a rise is compared with.
BEFORE_HOURS = 24


class StorageError(Exception):
    """The storage cannot take or give reports now; the text says why. Nothing of what was given to it is stored."""


class Period(NamedTuple):
    """Which reports are asked about.

    Attributes:
        first: its first day, in days since 1970-01-01.
        last: its last day, which belongs to it.
        only: pairs of a dimension of :data:`DIMENSIONS`, each at most once, and the value that the reports have there.
            An empty text stands for reports without the field.
    """

    first: int
    last: int
    only: tuple[tuple[str, str], ...] = ()

    @property
    def start(self) -> int:
        """Its first millisecond since the epoch."""
        return self.first * DAY_MS

    @property
    def end(self) -> int:
        """The first millisecond behind it."""
        return (self.last + 1) * DAY_MS


class Totals(NamedTuple):
    """What was counted.

    Attributes:
        failures: reports of failures.
        repeated: further failures that were the same again, and not sent.
        dropped: reports that pages left out.
        recovered: failures that ended well, by the last end of each.
        lost: failures that ended badly, by the last end of each.
        duration_ms: how long all recoveries took together.
        within: how many recoveries took as long as in :data:`WITHIN_MS`, and how many took longer.
    """

    failures: int = 0
    repeated: int = 0
    dropped: int = 0
    recovered: int = 0
    lost: int = 0
    duration_ms: int = 0
    within: tuple[int, ...] = (0,) * (len(WITHIN_MS) + 1)


class Row(NamedTuple):
    """What was counted for one value of a dimension."""

    value: str
    totals: Totals


class Risen(NamedTuple):
    """A code that fails more than before.

    Attributes:
        code: an empty text for failures without one.
        failures: how many there are in the last hours.
        before: how many there were in the 24 hours before those.
    """

    code: str
    failures: int
    before: int


class Storage(Protocol):
    """Keeps reports, each id once.

    One thread adds; any thread may ask meanwhile. Every method raises :class:`StorageError` if the storage cannot be
    used.
    """

    def add(self, reports: Sequence[Report], now: int) -> int:
        """Store reports as :func:`pywidget.reports.reader.read_reports` gives them, and return how many were new.

        When it returns, they are stored for good, also if the process or the machine ends right then.

        Args:
            reports: with an id each. A known id changes nothing.
            now: the time, in milliseconds since the epoch.
        """

    def totals(self, period: Period) -> Totals:
        """Count all that is asked about."""

    def rows(self, dimension: str, period: Period, most: int, among: Sequence[str] | None = None) -> list[Row]:
        """Count by the values of a dimension: those with the most failures first, then the most left out.

        Args:
            dimension: one of :data:`DIMENSIONS`.
            period: what is counted.
            most: how many values are returned.
            among: only these values; None for any.
        """

    def left_out(self, period: Period, most: int) -> list[Row]:
        """Count by the pages that left out reports: those that left out the most first."""

    def days(self, period: Period) -> dict[int, Totals]:
        """Count by day. Days without a report are left out."""

    def hours(self, first: int, last: int, only: tuple[tuple[str, str], ...] = ()) -> dict[int, int]:
        """Count the failures by hour, in hours since 1970, from one to another, which belongs to them.

        Args:
            first: the first hour. Those of the last :data:`KEEP_HOURS_DAYS` days are known.
            last: the last hour.
            only: as in :class:`Period`.
        """

    def risen(self, since: int, least: int, growth: float, most: int) -> list[Risen]:
        """Return the codes that fail more than before: those with the most failures first.

        Args:
            since: the hour since which failures are compared with those of the 24 hours before it.
            least: how many failures a code has at least.
            growth: how many times as many as before.
            most: how many codes are returned.
        """

    def recent(self, period: Period, most: int) -> list[Report]:
        """Return the last failures, newest first, with the last ``outcome`` and ``durationMs`` of their ends."""

    def export(self, period: Period) -> Iterator[Report]:
        """Give every report, of all kinds, in an order of the storage's own."""

    def count(self) -> int:
        """Return how many reports are stored."""

    def maintain(self, now: int) -> None:
        """Delete what is older than it is kept. To be called now and then, by the thread that adds."""

    def count_taken(self, day: int, taken: dict[str, int]) -> dict[str, int]:
        """Add what was taken from each origin, and return the day's sums of all processes. By the thread that adds.

        Args:
            day: in days since 1970-01-01.
            taken: how many reports, by origin.
        """

    def incidents(self) -> dict[str, int]:
        """Return the incidents that are open, by name, and since when."""

    def open_incident(self, name: str, now: int) -> None:
        """Remember that an incident was told. By the thread that adds."""

    def close_incident(self, name: str) -> None:
        """Forget an incident. By the thread that adds."""

    def close(self) -> None:
        """Let go of the storage."""


def within_place(duration_ms: int) -> int:
    """Return the place in ``Totals.within`` of a recovery that took so long."""
    return next((place for place, most in enumerate(WITHIN_MS) if duration_ms <= most), len(WITHIN_MS))


def moment(report: Report, now: int) -> int:
    """Return when a report was made, in milliseconds since the epoch.

    The page keeps a report for a day at most: another time comes from a clock that is wrong.
    """
    at: int = report.get("at", now)
    return at if now - DAY_MS <= at <= now else now


def open_storage(address: str, keep_days: int = KEEP_DAYS) -> Storage:
    """Open the storage that an address names, and make it ready or bring it up to date.

    Args:
        address: ``sqlite:///reports.db``, ``sqlite:////var/lib/pywidget/reports.db`` (an absolute path) or
            ``clickhouse://user:password@host:8123/database`` (``clickhouses://`` for TLS).
        keep_days: how long reports are kept.

    Raises:
        StorageError: it cannot be used.
        ValueError: the address names none.
    """
    scheme, _, rest = address.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        from pywidget.reports.sqlite import SqliteStorage  # noqa: PLC0415  one needs no client of the other's

        return SqliteStorage(rest[1:], keep_days)
    if scheme in ("clickhouse", "clickhouses") and rest:
        from pywidget.reports.clickhouse import connect  # noqa: PLC0415  as above

        return connect(address, keep_days)
    raise ValueError("The storage is named like sqlite:///reports.db or clickhouse://user:password@host:8123/database.")
