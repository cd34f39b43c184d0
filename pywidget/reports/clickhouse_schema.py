"""The tables in ClickHouse, and how an older database gets them.

``reports``
    Every report. ClickHouse keeps one row of each ``id``, and deletes what is older than it is kept. Texts that a
    report does not have are empty.
``totals``
    Failures, repeats and left-out reports by hour and dimension, kept longer than the reports: for dashboards of long
    times. Not summed up when reports are inserted: two collectors that get the same report in the same moment would
    both count it. Each hour that got reports is counted anew from ``reports``, each id once, into ``counted``; of an
    hour that was counted several times, the view ``totals`` has the last count.
``taken``
    How many reports were taken from each origin, by day.
``incidents``
    The alerts that were sent.

What changes a table does not end together with what notes that it was done, so each statement can be run again.
"""

from __future__ import annotations

from pywidget.core.reports import FIELDS
from pywidget.reports.reader import FLAGS, NUMBERS
from pywidget.reports.storage import DIMENSIONS, KEEP_DAYS, KEEP_TOTALS_DAYS

TEXTS = tuple(name for name in FIELDS if name not in NUMBERS and name not in FLAGS and name != "at")
#: Each of them has few values.
_FEW = frozenset({*DIMENSIONS, "event", "system", "remedy", "outcome", "reason", "stage", "mode", "network", "screen"})


def _typed(name: str) -> str:
    if name == "at":
        return "at DateTime64(3, 'UTC')"
    if name in NUMBERS:
        return f"{name} Nullable(Int64)"
    if name in FLAGS:
        return f"{name} Nullable(Bool)"
    return f"{name} LowCardinality(String)" if name in _FEW else f"{name} String"


_COLUMNS = ",\n    ".join(_typed(name) for name in FIELDS)
_BY = ", ".join(DIMENSIONS)

_FIRST = (
    f"""CREATE TABLE IF NOT EXISTS reports (
    {_COLUMNS},
    received DateTime64(3, 'UTC')
) ENGINE = ReplacingMergeTree ORDER BY id TTL toDateTime(at) + INTERVAL {KEEP_DAYS} DAY
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1""",
    f"""CREATE TABLE IF NOT EXISTS counted (
    hour DateTime('UTC'),
    {", ".join(f"{name} LowCardinality(String)" for name in DIMENSIONS)},
    failures Int64, repeated Int64, dropped Int64,
    received DateTime64(3, 'UTC'), version_of_count DateTime64(9, 'UTC')
) ENGINE = ReplacingMergeTree(version_of_count) ORDER BY (hour, {_BY}) TTL hour + INTERVAL {KEEP_TOTALS_DAYS} DAY""",
    f"""CREATE VIEW IF NOT EXISTS totals AS
SELECT hour, {_BY}, failures, repeated, dropped FROM counted FINAL
WHERE (hour, version_of_count) IN (SELECT hour, max(version_of_count) FROM counted GROUP BY hour)""",  # noqa: S608  the names are constants
    """CREATE TABLE IF NOT EXISTS taken (day Date, origin String, reports Int64)
ENGINE = SummingMergeTree ORDER BY (day, origin)""",
    """CREATE TABLE IF NOT EXISTS incidents (name String, since Int64, is_open UInt8, version UInt64)
ENGINE = ReplacingMergeTree(version) ORDER BY name""",
)

#: Counts the hours anew that got reports since the last count. The clocks of collectors may differ by an hour; one that
#: was ahead is no reason to leave out what comes later.
COUNT_HOURS = f"""INSERT INTO counted
SELECT toStartOfHour(at) AS hour, {_BY}, countIf(outcome = ''), sum(ifNull(repeated, 0)), sum(ifNull(dropped, 0)),
    max(received), now64(9)
FROM reports FINAL
WHERE hour IN (
    SELECT toStartOfHour(at) FROM reports WHERE received >=
        (SELECT maxIf(received, received <= now64(3)) FROM counted) - INTERVAL 1 HOUR)
GROUP BY hour, {_BY}"""  # noqa: S608  the names are constants

#: What notes which of the following were done.
VERSIONS = "CREATE TABLE IF NOT EXISTS schema_versions (version UInt32) ENGINE = ReplacingMergeTree ORDER BY version"
#: What brings a database from each version to the next. The version is the number of those that were done.
MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST,)
