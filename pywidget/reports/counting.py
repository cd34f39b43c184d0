"""From new reports to what the tables of counts in SQLite get: sums by day and hour, by numbers of values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pywidget.reports.sqlite_schema import COMBINED, COUNTS
from pywidget.reports.storage import DAY_MS, DIMENSIONS, HOUR_MS, LOST, RECOVERIES, within_place

if TYPE_CHECKING:
    from collections.abc import Iterator

#: 0 stands for no dimension, 1 for the first.
_PLACES = len(DIMENSIONS) + 1
_CODE = DIMENSIONS.index("code")
_PATH = DIMENSIONS.index("path")
_FAILURES, _REPEATED, _DROPPED, _RECOVERED, _LOST, _DURATION, _WITHIN = range(7)


def kind_of(dimension: str | None, by: str | None) -> int:
    """Return the ``kind`` of the cells that count by one dimension, for one value of another."""
    return (_number(dimension)) * _PLACES + _number(by)


def _number(dimension: str | None) -> int:
    return DIMENSIONS.index(dimension) + 1 if dimension else 0


class End(NamedTuple):
    """How a failure ended. Of several, the greatest counts: the last one, whichever came first."""

    at: int
    outcome: str
    duration_ms: int
    labels: tuple[int, ...]

    def with_path(self, path: int | None) -> End:
        """Return it with the path of its failure, which the report of an end does not name."""
        if path is None:
            return self
        return self._replace(labels=(*self.labels[:_PATH], path, *self.labels[_PATH + 1 :]))


def end_of(report: dict[str, Any], labels: tuple[int, ...]) -> End | None:
    """Return the end that a report tells; None if it tells none, or not of which failure."""
    outcome = report.get("outcome")
    if not report.get("failure") or (outcome not in RECOVERIES and outcome != LOST):
        return None
    return End(report["at"], str(outcome), report.get("durationMs", 0), labels)


class Counts:
    """Sums of one transaction."""

    def __init__(self) -> None:
        #: (labels, hour) -> what was counted: most reports of a batch differ in neither.
        self._sums: dict[tuple[tuple[int, ...], int], list[int]] = {}

    def report(self, report: dict[str, Any], labels: tuple[int, ...]) -> None:
        """Count a new report, but for what it says about an end."""
        sums = self._of(labels, report["at"])
        sums[_FAILURES] += "outcome" not in report
        sums[_REPEATED] += report.get("repeated", 0)
        sums[_DROPPED] += report.get("dropped", 0)

    def end(self, end: End, sign: int) -> None:
        """Count an end, or with -1 take it back."""
        sums = self._of(end.labels, end.at)
        if end.outcome == LOST:
            sums[_LOST] += sign
            return
        sums[_RECOVERED] += sign
        sums[_DURATION] += sign * end.duration_ms
        sums[_WITHIN + within_place(end.duration_ms)] += sign

    def _of(self, labels: tuple[int, ...], at: int) -> list[int]:
        return self._sums.setdefault((labels, at // HOUR_MS), [0] * len(COUNTS))

    def cells(self) -> Iterator[tuple[int, ...]]:
        """Give the rows of ``cells``: kind, a, day, b, and the counts."""
        cells: dict[tuple[int, int, int, int], list[int]] = {}
        for (labels, hour), sums in self._sums.items():
            # Most are one failure, and nothing else.
            counted = [(place, number) for place, number in enumerate(sums) if number]
            if not counted:
                continue
            day = hour * HOUR_MS // DAY_MS
            numbered = list(enumerate(labels, 1))
            keys = [(0, 0, day, 0), *((by, 0, day, b) for by, b in numbered)]
            keys += [(of * _PLACES + by, a, day, b) for of, a in numbered for by, b in numbered if of != by]
            for key in keys:
                cell = cells.get(key)
                if cell is None:
                    cells[key] = sums[:]
                    continue
                for place, number in counted:
                    cell[place] += number
        # In the order of the table, so that neighbours are written together.
        for key in sorted(cells):
            yield (*key, *cells[key])

    def combined(self) -> Iterator[tuple[int, ...]]:
        """Give the rows of ``combined``."""
        rows: dict[tuple[int, ...], list[int]] = {}
        for (labels, hour), sums in self._sums.items():
            if not any(sums):
                continue
            named = dict(zip(DIMENSIONS, labels, strict=True)) | {"day": hour * HOUR_MS // DAY_MS}
            key = tuple(named[name] for name in COMBINED)
            known = rows.get(key)
            rows[key] = sums if known is None else [one + other for one, other in zip(known, sums, strict=True)]
        for key in sorted(rows):
            yield (*key, *rows[key])

    def hours(self) -> Iterator[tuple[int, int, int]]:
        """Give the rows of ``hours``: hour, code, failures."""
        hours: dict[tuple[int, int], int] = {}
        for (labels, hour), sums in self._sums.items():
            if sums[_FAILURES]:
                key = (hour, labels[_CODE])
                hours[key] = hours.get(key, 0) + sums[_FAILURES]
        for (hour, code), failures in sorted(hours.items()):
            yield hour, code, failures
