"""The reports that were taken, in SQLite: one column for each allowed field, and what can be said about them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from pywidget.core.reports import FIELDS
from pywidget.core.verdict import PATHS
from pywidget.reports.reader import FLAGS, NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

#: Older reports make room.
MOST_REPORTS = 50_000
MOST_CODES = 20
MOST_RECENT = 50

MINUTE_MS = 60_000
HOUR_MS = 3_600_000
DAY_MS = 86_400_000
#: name -> milliseconds of a step, and how many there are
SERIES = {"minute": (MINUTE_MS, 60), "hour": (HOUR_MS, 24)}

_COLUMNS = ", ".join(f'"{name}"' for name in FIELDS)
_TYPED = ", ".join(
    f'"{name}" INTEGER' if name in NUMBERS or name in FLAGS or name == "at" else f'"{name}" TEXT'
    for name in FIELDS
    if name != "id"
)
# The names are constants of this package; values are always bound.
_CREATE = f'CREATE TABLE IF NOT EXISTS pywidget_reports (number INTEGER PRIMARY KEY, "id" TEXT UNIQUE, {_TYPED})'
_INSERT = f"INSERT OR IGNORE INTO pywidget_reports ({_COLUMNS}) VALUES ({', '.join('?' * len(FIELDS))})"  # noqa: S608
_FORGET = "DELETE FROM pywidget_reports WHERE number <= (SELECT max(number) FROM pywidget_reports) - ?"

_TOTALS = """
    SELECT count(*) FILTER (WHERE outcome IS NULL) AS failures, count(DISTINCT view) AS views,
        coalesce(sum(repeated), 0) AS repeated, coalesce(sum(dropped), 0) AS dropped
    FROM pywidget_reports"""
#: The last end of each failure. "unreported" is no end: it only tells counts.
_ENDS = """
    SELECT failure, outcome FROM (
        SELECT failure, outcome, row_number() OVER (PARTITION BY failure ORDER BY at DESC, number DESC) AS place
        FROM pywidget_reports WHERE outcome IN ('renewed', 'recovered', 'not-renewed') AND failure IS NOT NULL)
    WHERE place = 1"""
_RECOVERY = f"SELECT count(*) AS ended, count(*) FILTER (WHERE outcome <> 'not-renewed') AS recovered FROM ({_ENDS})"  # noqa: S608
_BY_PATH = "SELECT path, count(*) FROM pywidget_reports WHERE outcome IS NULL GROUP BY path"
_BY_CODE = """
    SELECT code, path, count(*) AS count FROM pywidget_reports WHERE outcome IS NULL
    GROUP BY code, path ORDER BY count DESC, code, path LIMIT ?"""
_OF_CODE = "SELECT count(*) FROM pywidget_reports WHERE outcome IS NULL AND (:all OR code IS :code)"
_BY_TIME = """
    SELECT (at - :start) / :step, path, count(*) FROM pywidget_reports
    WHERE outcome IS NULL AND (:all OR code IS :code) AND at >= :start AND at < :end GROUP BY 1, 2"""
_RECENT = f"""
    SELECT f.at, f.code, f.message, f.path, f.remedy, f.requestId, f.system, f.page, f.widget, e.outcome
    FROM pywidget_reports AS f LEFT JOIN ({_ENDS}) AS e ON e.failure = f.failure
    WHERE f.outcome IS NULL AND (:all OR f.code IS :code)
    ORDER BY f.at DESC, f.number DESC LIMIT :most"""  # noqa: S608


class ReportStore:
    """Keeps reports, each id once.

    Args:
        file: where they are kept; None for memory, which is gone when the process ends.

    Raises:
        sqlite3.Error: the file cannot be used.
    """

    def __init__(self, file: Path | None = None) -> None:
        # Opened by one thread, and used by the one that serves.
        self._database = sqlite3.connect(file or ":memory:", check_same_thread=False)
        try:
            with self._database:
                self._database.execute(_CREATE)
        except sqlite3.Error:
            self._database.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def add(self, reports: Iterable[dict[str, Any]], now: int) -> None:
        """Keep reports as :func:`pywidget.reports.reader.read_reports` gives them. A known id changes nothing.

        Args:
            reports: with an id each.
            now: the time, in milliseconds since the epoch.
        """
        rows = []
        for report in reports:
            at = report.get("at", now)
            # The page keeps a report for a day at most: another time comes from a clock that is wrong.
            timed = report | {"at": at if now - DAY_MS <= at <= now else now}
            rows.append([timed.get(name) for name in FIELDS])
        with self._database:
            self._database.executemany(_INSERT, rows)
            self._database.execute(_FORGET, [MOST_REPORTS])

    def summary(self, now: int, code: str | None = None) -> dict[str, Any]:
        """What is said about all reports that are kept, as JSON.

        Args:
            now: the time, in milliseconds since the epoch.
            code: the only one that ``series`` and ``recent`` tell of, and that ``listed`` counts; an empty text stands
                for failures without a code. None: all.

        ``recovery`` counts failures whose end is known, by their last end. ``repeated`` and ``dropped`` are what the
        pages told that they did not send: the same again, and too many.
        """
        totals = self._rows(_TOTALS)[0]
        by_path: dict[str, int] = dict.fromkeys((*PATHS, "other"), 0)
        for path, count in self._database.execute(_BY_PATH):
            by_path[path or "other"] += count
        codes = self._rows(_BY_CODE, [MOST_CODES])
        chosen = {"all": code is None, "code": code or None}
        return {
            **totals,
            "recovery": self._rows(_RECOVERY)[0],
            "paths": by_path,
            "codes": codes,
            "otherCodes": totals["failures"] - sum(row["count"] for row in codes),
            "listed": self._database.execute(_OF_CODE, chosen).fetchone()[0],
            "series": {name: self._series(now, step, steps, chosen) for name, (step, steps) in SERIES.items()},
            "recent": self._rows(_RECENT, {**chosen, "most": MOST_RECENT}),
        }

    def _series(self, now: int, step: int, steps: int, chosen: dict[str, Any]) -> dict[str, Any]:
        end = (now // step + 1) * step
        start = end - steps * step
        counts = {path: [0] * steps for path in (*PATHS, "other")}
        for place, path, count in self._database.execute(
            _BY_TIME, {**chosen, "start": start, "end": end, "step": step}
        ):
            counts[path or "other"][place] += count
        return {"start": start, "step": step, "counts": counts}

    def _rows(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[dict[str, Any]]:
        cursor = self._database.execute(query, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
