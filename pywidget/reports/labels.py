"""The values of the dimensions as small numbers, in SQLite."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from pywidget.catalog import SYSTEMS, load
from pywidget.reports.sqlite_schema import MOST_LABELS, NO_LABEL, OTHER, OTHER_LABEL
from pywidget.reports.storage import DIMENSIONS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


def _documented_codes() -> Iterator[str]:
    """Codes that have a label whatever was sent before them."""
    for system in SYSTEMS:
        tables = load(system)
        yield from tables.CODES
        yield from tables.EXTRA


class Labels:
    """Gives each value its number, and remembers both.

    Args:
        database: where they are kept; only the thread that adds uses it.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._documented = frozenset(_documented_codes())
        self._known: list[dict[str, int]] = []
        self._new: list[tuple[int, int, str]] = []
        self.read()

    def read(self) -> None:
        """Read them anew: after a transaction that was taken back."""
        self._known = [{} for _ in DIMENSIONS]
        self._new = []
        for dimension, label, value in self._database.execute("SELECT dimension, label, value FROM labels"):
            self._known[dimension][value] = label
        self._next = [count(max([OTHER_LABEL, *known.values()]) + 1) for known in self._known]

    def of(self, report: dict[str, Any]) -> tuple[int, ...]:
        """Return the labels of a report, one for each dimension."""
        return tuple(self._of(place, report.get(name)) for place, name in enumerate(DIMENSIONS))

    def _of(self, dimension: int, value: str | None) -> int:
        if not value:
            return NO_LABEL
        known = self._known[dimension]
        label = known.get(value)
        if label is None:
            if len(known) >= MOST_LABELS and not (DIMENSIONS[dimension] == "code" and value in self._documented):
                return OTHER_LABEL
            label = known[value] = next(self._next[dimension])
            self._new.append((dimension, label, value))
        return label

    def write(self) -> None:
        """Write the new ones, in the transaction that needs them."""
        self._database.executemany("INSERT INTO labels (dimension, label, value) VALUES (?, ?, ?)", self._new)
        self._new = []

    def drop_unused(self) -> None:
        """Make room for new values: forget those that nothing is counted under any more."""
        for dimension in range(len(DIMENSIONS)):
            self._database.execute(
                "DELETE FROM labels WHERE dimension = ?1 AND label NOT IN (SELECT b FROM cells WHERE kind = ?1 + 1)",
                [dimension],
            )
        self.read()


def label_of(database: sqlite3.Connection, dimension: str, value: str) -> int:
    """Return the label of a value; that of nothing, which is never counted, if it is not known."""
    if not value:
        return NO_LABEL
    if value == OTHER:
        return OTHER_LABEL
    found = database.execute(
        "SELECT label FROM labels WHERE dimension = ? AND value = ?", [DIMENSIONS.index(dimension), value]
    ).fetchone()
    return found[0] if found else -1


def values_of(database: sqlite3.Connection, dimension: str) -> dict[int, str]:
    """Return the value of each label."""
    found = database.execute("SELECT label, value FROM labels WHERE dimension = ?", [DIMENSIONS.index(dimension)])
    return {NO_LABEL: "", OTHER_LABEL: OTHER, **dict(found)}
