"""The tables in SQLite, and how an older file gets them.

``reports`` has every report. What is shown is counted beforehand, because counting a million rows takes seconds:

``cells``
    By day, for each pair of dimensions (the first one is the filter): ``kind`` says which two, ``a`` and ``b`` are the
    numbers of their values in ``labels``. Without a filter, ``kind`` names one dimension, or none.
``combined``
    By day, for each combination of values that came: for several filters together. Two of path, version and widget are
    found by its key, the other two by an index.
``hours``
    Failures by code and hour, for rules that look at the last hours.
``ends``
    The last end of each failure, so that a later one takes its place in the counts.
``labels``
    The values of each dimension, at most :data:`MOST_LABELS` of each: a sender that makes up values must not be able to
    make up rows. The others are counted under one label, :data:`OTHER`.
``taken``
    How many reports were taken from each origin, by day.
"""

from __future__ import annotations

import sqlite3

from pywidget.core.reports import FIELDS
from pywidget.reports.reader import FLAGS, NUMBERS
from pywidget.reports.storage import DIMENSIONS, StorageError, Totals

MOST_LABELS = 1_000
OTHER = "(other)"
#: The number of OTHER in every dimension, and that of "the field is not there".
OTHER_LABEL, NO_LABEL = 1, 0

#: Everything of :class:`pywidget.reports.storage.Totals`, ``within`` as columns of its own.
COUNTS = (*Totals._fields[:-1], *(f"within{place}" for place in range(len(Totals().within))))
ENDED = ("outcome", "at", "durationMs")
LABELS = tuple(f"{name}_label" for name in DIMENSIONS)
#: The key of ``combined``: first the dimensions with few values.
COMBINED = ("path", "version", "widget", "day", "code", "page")


def _typed(name: str) -> str:
    is_number = name in NUMBERS or name in FLAGS or name == "at"
    return f'"{name}" {"INTEGER" if is_number else "TEXT"}'


def _by_label(name: str) -> str:
    # With the other labels, so that a report that another filter leaves out is not looked up.
    others = ", ".join(other for other in LABELS if other != name)
    return f"CREATE INDEX by_{name} ON reports ({name}, at, {others}) WHERE outcome IS NULL;"


_FIRST = f"""
CREATE TABLE reports (number INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE,
    {", ".join(_typed(name) for name in FIELDS if name != "id")}, received INTEGER NOT NULL,
    {", ".join(f"{name} INTEGER NOT NULL" for name in LABELS)});
CREATE INDEX by_at ON reports (at);
CREATE INDEX by_failure ON reports (failure) WHERE outcome IS NULL AND failure IS NOT NULL;
{"".join(_by_label(name) for name in LABELS)}
CREATE TABLE labels (dimension INTEGER NOT NULL, label INTEGER NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (dimension, value)) WITHOUT ROWID;
CREATE TABLE cells (kind INTEGER NOT NULL, a INTEGER NOT NULL, day INTEGER NOT NULL, b INTEGER NOT NULL,
    {", ".join(f"{name} INTEGER NOT NULL" for name in COUNTS)}, PRIMARY KEY (kind, a, day, b)) WITHOUT ROWID;
CREATE INDEX cells_by_day ON cells (day);
CREATE TABLE combined ({", ".join(f"{name} INTEGER NOT NULL" for name in (*COMBINED, *COUNTS))},
    PRIMARY KEY ({", ".join(COMBINED)})) WITHOUT ROWID;
CREATE INDEX combined_by_code ON combined (code, day);
CREATE INDEX combined_by_page ON combined (page, day);
CREATE INDEX combined_by_day ON combined (day);
CREATE TABLE hours (hour INTEGER NOT NULL, code INTEGER NOT NULL, failures INTEGER NOT NULL,
    PRIMARY KEY (hour, code)) WITHOUT ROWID;
CREATE TABLE ends (failure TEXT NOT NULL PRIMARY KEY, {", ".join(_typed(name) for name in ENDED)},
    {", ".join(f"{name} INTEGER NOT NULL" for name in LABELS)}) WITHOUT ROWID;
CREATE INDEX ends_by_at ON ends (at);
CREATE TABLE taken (day INTEGER NOT NULL, origin TEXT NOT NULL, reports INTEGER NOT NULL,
    PRIMARY KEY (day, origin)) WITHOUT ROWID;
CREATE TABLE incidents (name TEXT NOT NULL PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID;
"""

#: What brings a file from each version to the next. The version is the number of those that were done.
MIGRATIONS = (_FIRST,)


def migrate(database: sqlite3.Connection, migrations: tuple[str, ...] = MIGRATIONS) -> None:
    """Bring a file up to date: each step whole or not at all.

    :raises StorageError: the file was written by a later version, or is no file of this package.
    """
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version > len(migrations):
        raise StorageError(
            f"The file has version {version} of the tables, and this pywidget knows {len(migrations)}. Use a newer one."
        )
    if version == 0 and database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise StorageError("The file is a database of something else. Name another one.")
    for number in range(version, len(migrations)):
        try:
            database.executescript(f"BEGIN IMMEDIATE;{migrations[number]}PRAGMA user_version = {number + 1};COMMIT;")
        except sqlite3.Error:
            if database.in_transaction:
                database.rollback()
            raise
