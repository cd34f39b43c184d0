"""Reports in ClickHouse: for more than one machine, or more than one year.

A report is written to the disk before its insert is answered (``fsync_after_insert``). What is shown is read from the
reports themselves, each id once (``FINAL``): ClickHouse counts a million rows in the time in which others look one up.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlsplit

from pywidget.core.reports import FIELDS
from pywidget.reports.clickhouse_schema import COUNT_HOURS, MIGRATIONS, TEXTS, VERSIONS
from pywidget.reports.storage import (
    BEFORE_HOURS,
    DIMENSIONS,
    KEEP_DAYS,
    LOST,
    RECOVERIES,
    WITHIN_MS,
    Period,
    Risen,
    Row,
    StorageError,
    Totals,
    moment,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Report = dict[str, Any]
    #: The values of a statement, by their names in it.
    Values = Mapping[str, "str | float | list[str]"]

READ_AT_ONCE = 1_000
#: How often the table ``totals`` is brought up to date.
COUNT_EVERY_MS = 600_000
#: Ids that are looked up at once.
_ASKED_AT_ONCE = 2_000
#: How long before a period the failures began whose ends are in it.
_LONGEST_FAILURE_MS = 7 * 86_400_000

_OUTCOMES = ", ".join(f"'{outcome}'" for outcome in (*RECOVERIES, LOST))
_NUMBERS = ", ".join(name for name in FIELDS if name not in TEXTS and name != "at")
# All names in these statements are constants of this package; values are always bound.
_READ = f"SELECT {', '.join(TEXTS)}, toUnixTimestamp64Milli(at), {_NUMBERS} FROM reports FINAL"  # noqa: S608
_READ_NAMES = (*TEXTS, "at", *_NUMBERS.split(", "))
_IN_PERIOD = "toUnixTimestamp64Milli(at) >= {start:Int64} AND toUnixTimestamp64Milli(at) < {end:Int64}"
_WITHIN = ", ".join(
    f"recovered AND duration > {low} AND duration <= {high} AS within{place}"
    for place, (low, high) in enumerate(zip((-1, *WITHIN_MS), (*WITHIN_MS, 2**62), strict=True))
)
_WITHIN_NAMES = tuple(f"within{place}" for place in range(len(WITHIN_MS) + 1))
_SUMS = ("failures", "repeated", "dropped", "recovered", "lost", "duration_ms", *_WITHIN_NAMES)

#: The last end of each failure, with the failure's path; of the ends after the beginning of a period.
_ENDS = f"""
    SELECT failure, last.1 AS at, last.2 AS outcome, last.3 AS duration, last.4 AS code, path, last.5 AS page,
        last.6 AS widget, last.7 AS version
    FROM (
        SELECT failure, max((at, outcome, ifNull(durationMs, 0), code, page, widget, version)) AS last
        FROM reports FINAL
        WHERE outcome IN ({_OUTCOMES}) AND failure != '' AND toUnixTimestamp64Milli(at) >= {{start:Int64}}
        GROUP BY failure) AS ended
    LEFT JOIN (
        SELECT failure, any(path) AS path FROM reports FINAL
        WHERE outcome = '' AND toUnixTimestamp64Milli(at) >= {{start:Int64}} - {_LONGEST_FAILURE_MS}
        GROUP BY failure) AS began
    USING failure"""  # noqa: S608
_COUNTED = f"""
    SELECT {{by}} AS value, {", ".join(f"sum({name})" for name in _SUMS)}
    FROM (
        SELECT at, code, path, page, widget, version, outcome = '' AS failures, ifNull(repeated, 0) AS repeated,
            ifNull(dropped, 0) AS dropped, 0 AS recovered, 0 AS lost, 0 AS duration_ms,
            {", ".join(f"0 AS {name}" for name in _WITHIN_NAMES)}
        FROM reports FINAL WHERE {_IN_PERIOD}
        UNION ALL
        SELECT at, code, path, page, widget, version, 0, 0, 0, outcome != '{LOST}' AS recovered, outcome = '{LOST}',
            if(recovered, duration, 0), {_WITHIN}
        FROM ({_ENDS}) WHERE {_IN_PERIOD})
    WHERE {{only}}
    GROUP BY value HAVING sum(failures + repeated + dropped + recovered + lost) > 0
    ORDER BY {{order}}, value LIMIT {{{{most:Int64}}}}"""  # noqa: S608
_HOUR = "intDiv(toUnixTimestamp(at), 3600)"
_RISEN = f"""
    SELECT code, countIf({_HOUR} >= {{since:Int64}}) AS now, countIf({_HOUR} < {{since:Int64}}) AS before
    FROM reports FINAL WHERE outcome = '' AND {_HOUR} >= {{since:Int64}} - {BEFORE_HOURS}
    GROUP BY code HAVING now >= {{least:Int64}} AND now >= {{growth:Float64}} * before
    ORDER BY now DESC LIMIT {{most:Int64}}"""  # noqa: S608


class Engine(Protocol):
    """What runs statements; a server, or the engine in this process.

    Every method raises :class:`StorageError` if it cannot.
    """

    def ask(self, statement: str, values: Values) -> list[list[Any]]:
        """Return the rows of an answer, as the format ``JSONCompactEachRow`` has them."""

    def do(self, statement: str, values: Values) -> None:
        """Run a statement that has no answer."""

    def insert(self, table: str, rows: str) -> None:
        """Insert rows in the format ``JSONEachRow``, and return once they are stored."""

    def close(self) -> None:
        """Let go of it."""


class ClickHouseStorage:
    """Keeps reports in a database of its own; see :class:`pywidget.reports.storage.Storage`.

    Args:
        engine: runs the statements.
        keep_days: how long reports are kept.

    Raises:
        StorageError: the database cannot be used.
    """

    def __init__(self, engine: Engine, keep_days: int = KEEP_DAYS) -> None:
        self._engine = engine
        self._counted_at: int | None = None
        self._migrate()
        # Parts that are there already are cut at their next merge.
        self._do(
            f"ALTER TABLE reports MODIFY TTL toDateTime(at) + INTERVAL {keep_days:d} DAY"
            " SETTINGS materialize_ttl_after_modify = 0"
        )

    def _migrate(self) -> None:
        self._do(VERSIONS)
        version = int(self._ask("SELECT max(version) FROM schema_versions")[0][0])
        if version > len(MIGRATIONS):
            raise StorageError(
                f"The database has version {version} of the tables, and this pywidget knows {len(MIGRATIONS)}. "
                "Use a newer one."
            )
        for number in range(version, len(MIGRATIONS)):
            for statement in MIGRATIONS[number]:
                self._do(statement)
            self._engine.insert("schema_versions", json.dumps({"version": number + 1}))

    def _ask(self, statement: str, **values: str | float | list[str]) -> list[list[Any]]:
        return self._engine.ask(statement, values)

    def _do(self, statement: str, **values: str | float | list[str]) -> None:
        self._engine.do(statement, values)

    def close(self) -> None:
        """Let go of the connection."""
        self._engine.close()

    # ---- writing ----------------------------------------------------------------------------------------------------

    def add(self, reports: Sequence[Report], now: int) -> int:
        """Store reports."""
        given = {report["id"]: report for report in reversed(reports)}
        ids = list(given)
        for start in range(0, len(ids), _ASKED_AT_ONCE):
            asked = ids[start : start + _ASKED_AT_ONCE]
            for (known,) in self._ask("SELECT DISTINCT id FROM reports WHERE id IN {ids:Array(String)}", ids=asked):
                del given[known]
        new = [
            report | {"at": _seconds(moment(report, now)), "received": _seconds(now)}
            for report in reversed(given.values())
        ]
        if new:
            self._engine.insert("reports", "\n".join(map(json.dumps, new)))
        return len(new)

    def maintain(self, now: int) -> None:
        """Bring ``totals`` up to date, now and then. ClickHouse deletes what is old by itself."""
        # Also if the clock was set back.
        if self._counted_at is None or abs(now - self._counted_at) >= COUNT_EVERY_MS:
            self._do(COUNT_HOURS)
            self._counted_at = now

    def count_taken(self, day: int, taken: dict[str, int]) -> dict[str, int]:
        """Add what was taken from each origin, and return the sums of the day."""
        rows = [{"day": day, "origin": origin, "reports": reports} for origin, reports in taken.items()]
        if rows:
            self._engine.insert("taken", "\n".join(map(json.dumps, rows)))
        query = "SELECT origin, sum(reports) FROM taken WHERE day = toDate({day:Int32}) GROUP BY origin"
        return {origin: int(reports) for origin, reports in self._ask(query, day=day)}

    def open_incident(self, name: str, now: int) -> None:
        """Remember that an incident was told."""
        if name not in self.incidents():
            self._set_incident(name, now, is_open=1)

    def close_incident(self, name: str) -> None:
        """Forget an incident."""
        if name in self.incidents():
            self._set_incident(name, 0, is_open=0)

    def _set_incident(self, name: str, since: int, is_open: int) -> None:
        row = {"name": name, "since": since, "is_open": is_open, "version": time.time_ns()}
        self._engine.insert("incidents", json.dumps(row))

    # ---- reading ----------------------------------------------------------------------------------------------------

    def totals(self, period: Period) -> Totals:
        """Count all."""
        found = self._counted("''", period, 1)
        return _totals(found[0][1:]) if found else Totals()

    def days(self, period: Period) -> dict[int, Totals]:
        """Count by day."""
        found = self._counted("toInt64(toDate(at))", period, period.last - period.first + 1)
        return {int(day): _totals(counts) for day, *counts in found}

    def rows(self, dimension: str, period: Period, most: int, among: Sequence[str] | None = None) -> list[Row]:
        """Count by the values of a dimension."""
        named = DIMENSIONS[DIMENSIONS.index(dimension)]
        return [Row(value, _totals(counts)) for value, *counts in self._counted(named, period, most, among)]

    def left_out(self, period: Period, most: int) -> list[Row]:
        """Count by the pages that left out reports."""
        found = self._counted("page", period, most, order="sum(dropped) DESC")
        return [row for row in (Row(value, _totals(counts)) for value, *counts in found) if row.totals.dropped]

    def _counted(
        self,
        by: str,
        period: Period,
        most: int,
        among: Sequence[str] | None = None,
        order: str = "sum(failures) DESC, sum(repeated + dropped) DESC",
    ) -> list[list[Any]]:
        only, values = _only(period.only)
        if among is not None:
            only += f" AND {by} IN {{among:Array(String)}}"
            values["among"] = list(among)
        statement = _COUNTED
        # Not with str.format: the statement has braces of ClickHouse's own.
        for name, text in (("{by}", by), ("{only}", only), ("{order}", order), ("{{", "{"), ("}}", "}")):
            statement = statement.replace(name, text)
        return self._ask(statement, start=period.start, end=period.end, most=most, **values)

    def hours(self, first: int, last: int, only: tuple[tuple[str, str], ...] = ()) -> dict[int, int]:
        """Count the failures by hour."""
        condition, values = _only(only)
        query = f"""SELECT {_HOUR} AS hour, count() FROM reports FINAL WHERE outcome = ''
            AND hour BETWEEN {{first:Int64}} AND {{last:Int64}} AND {condition} GROUP BY hour"""  # noqa: S608
        return {int(hour): int(failures) for hour, failures in self._ask(query, first=first, last=last, **values)}

    def risen(self, since: int, least: int, growth: float, most: int) -> list[Risen]:
        """Return the codes that fail more than before."""
        found = self._ask(_RISEN, since=since, least=least, growth=growth, most=most)
        return [Risen(code, int(now), int(before)) for code, now, before in found]

    def recent(self, period: Period, most: int) -> list[Report]:
        """Return the last failures."""
        only, values = _only(period.only)
        query = f"{_READ} WHERE outcome = '' AND {_IN_PERIOD} AND {only} ORDER BY at DESC LIMIT {{most:Int64}}"
        found = self._ask(query, start=period.start, end=period.end, most=most, **values)
        failures = [_report(row) for row in found]
        ends = self._ask(
            f"SELECT failure, outcome, duration FROM ({_ENDS}) WHERE failure IN {{failures:Array(String)}}",  # noqa: S608
            start=period.start,
            failures=[report["failure"] for report in failures if "failure" in report],
        )
        ended = {failure: {"outcome": outcome, "durationMs": int(duration)} for failure, outcome, duration in ends}
        return [report | ended.get(report.get("failure", ""), {}) for report in failures]

    def export(self, period: Period) -> Iterator[Report]:
        """Give every report."""
        last = ""
        only, values = _only(period.only)
        query = f"{_READ} WHERE id > {{last:String}} AND {_IN_PERIOD} AND {only} ORDER BY id LIMIT {READ_AT_ONCE}"
        while found := self._ask(query, start=period.start, end=period.end, last=last, **values):
            for row in found:
                report = _report(row)
                last = report["id"]
                yield report

    def count(self) -> int:
        """Return how many reports are stored."""
        return int(self._ask("SELECT count() FROM reports FINAL")[0][0])

    def incidents(self) -> dict[str, int]:
        """Return the incidents that are open."""
        found = self._ask("SELECT name, since FROM incidents FINAL WHERE is_open")
        return {name: int(since) for name, since in found}


def _only(only: tuple[tuple[str, str], ...]) -> tuple[str, dict[str, Any]]:
    """Return the condition of filters, and the values in it."""
    named = {DIMENSIONS[DIMENSIONS.index(name)]: value for name, value in only}
    condition = " AND ".join(["1", *(f"{name} = {{only_{name}:String}}" for name in named)])
    return condition, {f"only_{name}": value for name, value in named.items()}


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds // 1000}.{milliseconds % 1000:03}"


def _totals(counts: Sequence[Any]) -> Totals:
    failures, repeated, dropped, recovered, lost, duration_ms, *within = map(int, counts)
    return Totals(failures, repeated, dropped, recovered, lost, duration_ms, tuple(within))


def _report(row: Sequence[Any]) -> Report:
    report = {name: value for name, value in zip(_READ_NAMES, row, strict=True) if value is not None and value != ""}
    report["at"] = int(report["at"])
    return report


# ---- a server -------------------------------------------------------------------------------------------------------


class Server:
    """A ClickHouse server, asked over HTTP.

    Args:
        address: ``clickhouse://user:password@host:8123/database``; ``clickhouses://`` for TLS.

    Raises:
        ImportError: ``clickhouse-connect`` is not installed.
        StorageError: the server cannot be reached.
        ValueError: the address is wrong.
    """

    def __init__(self, address: str) -> None:
        import clickhouse_connect  # noqa: PLC0415  in an extra: only those who use it need it
        from clickhouse_connect.driver.exceptions import Error  # noqa: PLC0415  as above

        self._error = Error
        parts = urlsplit(address)
        is_secure = parts.scheme == "clickhouses"
        try:
            self._client = clickhouse_connect.get_client(
                host=parts.hostname,
                port=parts.port or (8443 if is_secure else 8123),
                username=unquote(parts.username or "default"),
                password=unquote(parts.password or ""),
                database=parts.path.strip("/") or "default",
                secure=is_secure,
                # Several threads ask at the same time, which one session does not allow.
                autogenerate_session_id=False,
            )
        except Error as error:
            raise StorageError(f"ClickHouse at {parts.hostname}: {error}") from error

    def ask(self, statement: str, values: Values) -> list[list[Any]]:
        """Return the rows of an answer."""
        try:
            answer = self._client.raw_query(statement, dict(values), fmt="JSONCompactEachRow")
        except self._error as error:
            raise StorageError(f"ClickHouse: {error}") from error
        return [json.loads(line) for line in answer.splitlines()]

    def do(self, statement: str, values: Values) -> None:
        """Run a statement."""
        try:
            self._client.command(statement, dict(values))
        except self._error as error:
            raise StorageError(f"ClickHouse: {error}") from error

    def insert(self, table: str, rows: str) -> None:
        """Insert rows."""
        # Not gathered by the server: that would be answered before it is stored.
        settings = {"async_insert": 0, "date_time_input_format": "best_effort"}
        try:
            self._client.raw_insert(table, insert_block=rows, fmt="JSONEachRow", settings=settings)
        except self._error as error:
            raise StorageError(f"ClickHouse: {error}") from error

    def close(self) -> None:
        """Let go of its connections."""
        self._client.close()


def connect(address: str, keep_days: int = KEEP_DAYS) -> ClickHouseStorage:
    """Return the storage of a server; see :class:`Server`."""
    return ClickHouseStorage(Server(address), keep_days)
