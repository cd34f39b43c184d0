"""Reports in one SQLite file: what a site needs that one machine serves.

A transaction is written to the disk before it ends (``synchronous=FULL``): with SQLite's ``NORMAL``, the last
transactions before a power failure can be gone, and a page has been told that they are stored. One transaction takes
the reports of many requests, so that the wait for the disk is shared.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pywidget.core.reports import FIELDS
from pywidget.reports.counting import Counts, End, end_of, kind_of
from pywidget.reports.labels import Labels, label_of, values_of
from pywidget.reports.sqlite_schema import COMBINED, COUNTS, ENDED, LABELS, NO_LABEL, OTHER_LABEL, migrate
from pywidget.reports.storage import (
    BEFORE_HOURS,
    DAY_MS,
    DIMENSIONS,
    HOUR_MS,
    KEEP_DAYS,
    KEEP_HOURS_DAYS,
    KEEP_TOTALS_DAYS,
    Period,
    Risen,
    Row,
    StorageError,
    Totals,
    moment,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    Report = dict[str, Any]

#: Reports that are deleted at once, so that those that come meanwhile do not wait long.
DELETED_AT_ONCE = 20_000
READ_AT_ONCE = 1_000
#: Values in one statement; old versions of SQLite take 999.
_MOST_VALUES = 500

_NAMES = ", ".join(f'"{name}"' for name in FIELDS)
_PLACES = ", ".join("?" * (len(FIELDS) + 1 + len(LABELS)))
_SUMS = ", ".join(f"coalesce(sum({name}), 0)" for name in COUNTS)
# All names in these statements are constants of this package; values are always bound.
_INSERT = f"INSERT INTO reports ({_NAMES}, received, {', '.join(LABELS)}) VALUES ({_PLACES})"  # noqa: S608
_COUNT = f"""INSERT INTO cells VALUES ({", ".join("?" * (4 + len(COUNTS)))}) ON CONFLICT DO UPDATE SET
    {", ".join(f"{name} = {name} + excluded.{name}" for name in COUNTS)}"""  # noqa: S608
_COMBINE = f"""INSERT INTO combined VALUES ({", ".join("?" * (len(COMBINED) + len(COUNTS)))}) ON CONFLICT DO UPDATE SET
    {", ".join(f"{name} = {name} + excluded.{name}" for name in COUNTS)}"""  # noqa: S608
_COUNT_HOUR = "INSERT INTO hours VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET failures = failures + excluded.failures"
_ALL_LABELS = f"(SELECT {NO_LABEL} UNION SELECT {OTHER_LABEL} UNION SELECT label FROM labels WHERE dimension = ?)"  # noqa: S608
_END = f"INSERT OR REPLACE INTO ends VALUES ({', '.join('?' * (1 + len(ENDED) + len(LABELS)))})"  # noqa: S608
_OLD = "DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE at < ? LIMIT ?)"


def _totals(counts: Sequence[int]) -> Totals:
    failures, repeated, dropped, recovered, lost, duration_ms, *within = counts
    return Totals(failures, repeated, dropped, recovered, lost, duration_ms, tuple(within))


def _pieces(values: Iterable[str]) -> Iterator[list[str]]:
    listed = list(values)
    for start in range(0, len(listed), _MOST_VALUES):
        yield listed[start : start + _MOST_VALUES]


@contextmanager
def _as_storage_error() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(f"SQLite: {error}") from error


class SqliteStorage:
    """Keeps reports in a file; see :class:`pywidget.reports.storage.Storage`.

    Several processes may use the same file.

    Args:
        file: where they are kept.
        keep_days: how long.
        most_pages: how large the file may become, in pages of 4,096 bytes; None for as large as the disk lets it.

    Raises:
        StorageError: the file cannot be used.
    """

    def __init__(self, file: str | Path, keep_days: int = KEEP_DAYS, most_pages: int | None = None) -> None:
        self._keep_days = keep_days
        self._reading = threading.Lock()
        #: A connection has one transaction at a time, whichever thread begins it.
        self._writing = threading.Lock()
        opened: list[sqlite3.Connection] = []
        try:
            # Without transactions of Python's own: each of those below begins where it says so.
            self._database = sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=30)
            opened.append(self._database)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.execute("PRAGMA cache_size = -65536")
            migrate(self._database)
            if most_pages is not None:
                self._database.execute(f"PRAGMA max_page_count = {most_pages:d}")
            self._labels = Labels(self._database)
            self._version = self._data_version()
            self._reader = sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=30)
            opened.append(self._reader)
            self._reader.execute("PRAGMA query_only = ON")
            self._reader.execute("PRAGMA cache_size = -65536")
            (newest,) = self._database.execute(
                "SELECT max(received) FROM reports WHERE number > (SELECT max(number) FROM reports) - 1000"
            ).fetchone()
        except (sqlite3.Error, StorageError) as error:
            for connection in opened:
                connection.close()
            raise StorageError(f"cannot use {file}: {error}") from error
        self._newest: int | None = newest
        self._started = time.monotonic()

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()
        self._database.close()

    # ---- writing ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Do all or nothing, after what another thread does."""
        with self._writing:
            try:
                self._database.execute("BEGIN IMMEDIATE")
                if self._data_version() != self._version:
                    # Another process has written, and may have numbered new values.
                    self._labels.read()
                yield
                self._database.execute("COMMIT")
                self._version = self._data_version()
            except BaseException as error:
                # A full disk has ended it already.
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                self._labels.read()
                if isinstance(error, sqlite3.Error):
                    raise StorageError(f"SQLite: {error}") from error
                raise

    def _data_version(self) -> int:
        (version,) = self._database.execute("PRAGMA data_version").fetchone()
        return int(version)

    def add(self, reports: Sequence[Report], now: int) -> int:
        """Store reports."""
        given = {report["id"]: report for report in reversed(reports)}
        with self._transaction():
            for known in self._found('SELECT "id" FROM reports WHERE "id" IN', given):
                del given[known[0]]
            new = [report | {"at": moment(report, now)} for report in reversed(given.values())]
            counts = Counts()
            rows = []
            labelled = []
            for report in new:
                labels = self._labels.of(report)
                counts.report(report, labels)
                labelled.append((report, labels))
                rows.append((*map(report.get, FIELDS), now, *labels))
            self._database.executemany(_INSERT, rows)
            self._end(labelled, counts)
            self._labels.write()
            self._database.executemany(_COUNT, counts.cells())
            self._database.executemany(_COMBINE, counts.combined())
            self._database.executemany(_COUNT_HOUR, counts.hours())
        return len(new)

    def _end(self, new: list[tuple[Report, tuple[int, ...]]], counts: Counts) -> None:
        """Bring the last ends of all failures up to date that new reports are about, whatever came first."""
        touched: dict[str, list[End]] = {}
        for report, labels in new:
            if "failure" not in report or report.get("outcome") == "unreported":
                continue
            ends = touched.setdefault(report["failure"], [])
            end = end_of(report, labels)
            if end:
                ends.append(end)
        before = {
            failure: End(at, outcome, duration_ms, tuple(labels))
            for failure, outcome, at, duration_ms, *labels in self._found(
                "SELECT * FROM ends WHERE failure IN", touched
            )
        }
        ended = {failure for failure, ends in touched.items() if ends or failure in before}
        # The label is that of a failure's own report, which can come after its end.
        paths = dict(self._found("SELECT failure, path_label FROM reports WHERE outcome IS NULL AND failure IN", ended))
        rows = []
        for failure in ended:
            known = before.get(failure)
            last = max(([known] if known else []) + touched[failure]).with_path(paths.get(failure))
            if last == known:
                continue
            if known:
                counts.end(known, -1)
            counts.end(last, 1)
            rows.append((failure, last.outcome, last.at, last.duration_ms, *last.labels))
        self._database.executemany(_END, rows)

    def _found(self, query: str, values: Iterable[str]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for piece in _pieces(values):
            found += self._database.execute(f"{query} ({', '.join('?' * len(piece))})", piece)
        return found

    def maintain(self, now: int) -> None:
        """Delete what is old: by a clock that does not go faster than time does, so that a jump deletes nothing."""
        if self._newest is None:
            self._newest = now
        now = min(now, self._newest + int((time.monotonic() - self._started) * 1000))
        oldest = now - self._keep_days * DAY_MS
        oldest_day = now // DAY_MS - max(self._keep_days, KEEP_TOTALS_DAYS)
        with self._transaction():
            for table, key in (("reports", "number"), ("ends", "failure")):
                self._database.execute(_OLD.format(table=table, key=key), [oldest, DELETED_AT_ONCE])
            self._database.execute("DELETE FROM hours WHERE hour < ?", [(now - KEEP_HOURS_DAYS * DAY_MS) // HOUR_MS])
            self._database.execute("DELETE FROM taken WHERE day < ?", [now // DAY_MS - 1])
            self._database.execute("DELETE FROM combined WHERE day < ?", [oldest_day])
            deleted = self._database.execute("DELETE FROM cells WHERE day < ?", [oldest_day]).rowcount
            if deleted:
                self._labels.drop_unused()

    def count_taken(self, day: int, taken: dict[str, int]) -> dict[str, int]:
        """Add what was taken from each origin, and return the sums of the day."""
        query = "INSERT INTO taken VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET reports = reports + excluded.reports"
        with self._transaction():
            self._database.executemany(query, [(day, origin, reports) for origin, reports in taken.items()])
            return dict(self._database.execute("SELECT origin, reports FROM taken WHERE day = ?", [day]).fetchall())

    def open_incident(self, name: str, now: int) -> None:
        """Remember that an incident was told."""
        with self._transaction():
            self._database.execute("INSERT OR IGNORE INTO incidents VALUES (?, ?)", [name, now])

    def close_incident(self, name: str) -> None:
        """Forget an incident."""
        with self._transaction():
            self._database.execute("DELETE FROM incidents WHERE name = ?", [name])

    # ---- reading ----------------------------------------------------------------------------------------------------

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._reading, _as_storage_error():
            return self._reader.execute(query, values).fetchall()

    def _label(self, dimension: str, value: str) -> int:
        with self._reading, _as_storage_error():
            return label_of(self._reader, dimension, value)

    def _values(self, dimension: str) -> dict[int, str]:
        with self._reading, _as_storage_error():
            return values_of(self._reader, dimension)

    def totals(self, period: Period) -> Totals:
        """Count all."""
        rows, values, _ = self._counted(period)
        return _totals(self._ask(f"SELECT {_SUMS} {rows}", values)[0])

    def days(self, period: Period) -> dict[int, Totals]:
        """Count by day."""
        rows, values, _ = self._counted(period)
        found = self._ask(f"SELECT day, {_SUMS} {rows} GROUP BY day", values)
        # What was taken back leaves a row of zeros.
        return {day: _totals(counts) for day, *counts in found if any(counts)}

    def rows(self, dimension: str, period: Period, most: int, among: Sequence[str] | None = None) -> list[Row]:
        """Count by the values of a dimension."""
        order = "sum(failures) DESC, sum(repeated + dropped) DESC"
        return self._rows(dimension, period, most, order, among)

    def left_out(self, period: Period, most: int) -> list[Row]:
        """Count by the pages that left out reports."""
        rows = self._rows("page", period, most, "sum(dropped) DESC", None)
        return [row for row in rows if row.totals.dropped]

    def _rows(self, dimension: str, period: Period, most: int, order: str, among: Sequence[str] | None) -> list[Row]:
        only = dict(period.only)
        if dimension in only:
            totals = self.totals(period)
            is_wanted = any(totals[:5]) and (among is None or only[dimension] in among)
            return [Row(only[dimension], totals)] if is_wanted else []
        rows, values, by = self._counted(period, dimension)
        if among is not None:
            labels = [self._label(dimension, value) for value in among]
            rows += f" AND {by} IN ({', '.join('?' * len(labels))})"
            values += labels
        query = f"""SELECT {by}, {_SUMS} {rows} GROUP BY {by}
            HAVING sum(failures + repeated + dropped + recovered + lost) > 0 ORDER BY {order}, {by} LIMIT ?"""
        found = self._ask(query, [*values, most])
        known = self._values(dimension)
        return [Row(known[label], _totals(counts)) for label, *counts in found]

    def _counted(self, period: Period, by: str | None = None) -> tuple[str, list[int], str]:
        """Return which rows count what a filter lets through, their values, and the column to count by."""
        days = [period.first, period.last]
        if len(period.only) > 1:
            return self._combined(period, by)
        dimension, label = None, 0
        for name, value in period.only:
            dimension, label = name, self._label(name, value)
        if by is None:
            kind = kind_of(None, dimension)
            return "FROM cells WHERE kind = ? AND a = 0 AND day BETWEEN ? AND ? AND b = ?", [kind, *days, label], "b"
        return (
            "FROM cells WHERE kind = ? AND a = ? AND day BETWEEN ? AND ?",
            [kind_of(dimension, by), label, *days],
            "b",
        )

    def _combined(self, period: Period, by: str | None) -> tuple[str, list[int], str]:
        values = [period.first, period.last]
        rows = "WHERE day BETWEEN ? AND ?"
        labels = {name: self._label(name, value) for name, value in period.only}
        for name, label in labels.items():
            rows += f" AND {name} = ?"
            values.append(label)
        narrow = [name for name in ("code", "page") if name in labels]
        if narrow:
            return f"FROM combined INDEXED BY combined_by_{self._narrowest(period, narrow)} {rows}", values, by or ""
        for name in COMBINED[: COMBINED.index("day")]:
            if name not in labels:
                # All values, so that the key is used down to the day.
                rows += f" AND {name} IN {_ALL_LABELS}"
                values.append(DIMENSIONS.index(name))
        return f"FROM combined {rows}", values, by or ""

    def _narrowest(self, period: Period, among: Iterable[str]) -> str:
        """Return the dimension whose filter lets the fewest through."""
        failures = {
            name: self.totals(period._replace(only=((name, value),))).failures
            for name, value in period.only
            if name in among
        }
        return min(failures, key=lambda name: failures[name])

    def hours(self, first: int, last: int, only: tuple[tuple[str, str], ...] = ()) -> dict[int, int]:
        """Count the failures by hour."""
        if not only:
            query = "SELECT hour, sum(failures) FROM hours WHERE hour BETWEEN ? AND ? GROUP BY hour"
            return dict(self._ask(query, [first, last]))
        days = Period(first * HOUR_MS // DAY_MS, last * HOUR_MS // DAY_MS, only)
        where, values = self._where(days)
        query = f"""SELECT f.at / {HOUR_MS} AS hour, count(*) FROM {self._failures(days)}
            WHERE f.outcome IS NULL AND {where} AND f.at >= ? AND f.at < ? GROUP BY hour"""  # noqa: S608
        return dict(self._ask(query, [*values, first * HOUR_MS, (last + 1) * HOUR_MS]))

    def risen(self, since: int, least: int, growth: float, most: int) -> list[Risen]:
        """Return the codes that fail more than before."""
        query = """SELECT code, sum((hour >= ?1) * failures) AS now, sum((hour < ?1) * failures) AS before
            FROM hours WHERE hour >= ?1 - ?2 GROUP BY code HAVING now >= ?3 AND now >= ?4 * before
            ORDER BY now DESC LIMIT ?5"""
        found = self._ask(query, [since, BEFORE_HOURS, least, growth, most])
        codes = self._values("code")
        return [Risen(codes[code], now, before) for code, now, before in found]

    def recent(self, period: Period, most: int) -> list[Report]:
        """Return the last failures."""
        named = [name for name in FIELDS if name not in ("outcome", "durationMs")]
        where, values = self._where(period)
        query = f"""SELECT {", ".join(f'f."{name}"' for name in named)}, e.outcome, e.durationMs
            FROM {self._failures(period)} LEFT JOIN ends AS e ON e.failure = f.failure
            WHERE f.outcome IS NULL AND {where} ORDER BY f.at DESC LIMIT ?"""  # noqa: S608
        found = self._ask(query, [*values, most])
        return [_report([*named, "outcome", "durationMs"], row) for row in found]

    def _failures(self, period: Period) -> str:
        """Return the table of reports with the index by which the fewest are looked through."""
        if not period.only:
            return "reports AS f INDEXED BY by_at"
        return f"reports AS f INDEXED BY by_{self._narrowest(period, dict(period.only))}_label"

    def export(self, period: Period) -> Iterator[Report]:
        """Give every report. What is stored meanwhile does not wait for whoever reads it."""
        where, values = self._where(period)
        query = f"""SELECT number, {_NAMES} FROM reports AS f WHERE number > ? AND {where}
            ORDER BY number LIMIT {READ_AT_ONCE}"""  # noqa: S608
        last = 0
        while found := self._ask(query, [last, *values]):
            last = found[-1][0]
            for _number, *row in found:
                yield _report(FIELDS, row)

    def _where(self, period: Period) -> tuple[str, list[int]]:
        where, values = "f.at >= ? AND f.at < ?", [period.start, period.end]
        for name, value in period.only:
            where += f" AND f.{DIMENSIONS[DIMENSIONS.index(name)]}_label = ?"
            values.append(self._label(name, value))
        return where, values

    def count(self) -> int:
        """Return how many reports are stored."""
        return int(self._ask("SELECT count(*) FROM reports")[0][0])

    def incidents(self) -> dict[str, int]:
        """Return the incidents that are open."""
        return dict(self._ask("SELECT name, since FROM incidents"))


def _report(names: Iterable[str], row: Iterable[Any]) -> Report:
    return {name: value for name, value in zip(names, row, strict=True) if value is not None}
