"""The tables in ClickHouse, and how an older database gets them.

``reports``
    Every report. ClickHouse keeps one row of each ``id``, and deletes what is older than it is kept. Texts that a
    report does not have are empty.
``totals``
    Failures, repeats and left-out reports by hour and dimension, summed up when they are stored, and kept longer than
    the reports: for dashboards of long times. They are sums of what was inserted. pywidget does not insert an id that
    is there already, but two servers that get the same report in the same moment both count it here; ``reports`` has
    it once. So the pages of ``pywidget reports`` read ``reports``.
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
    f"""CREATE TABLE IF NOT EXISTS totals (
    hour DateTime('UTC'),
    {", ".join(f"{name} LowCardinality(String)" for name in DIMENSIONS)},
    failures Int64, repeated Int64, dropped Int64
) ENGINE = SummingMergeTree ORDER BY (hour, {_BY}) TTL hour + INTERVAL {KEEP_TOTALS_DAYS} DAY""",
    f"""CREATE MATERIALIZED VIEW IF NOT EXISTS totals_of_reports TO totals AS
SELECT toStartOfHour(at) AS hour, {_BY},
    countIf(outcome = '') AS failures, sum(ifNull(repeated, 0)) AS repeated, sum(ifNull(dropped, 0)) AS dropped
FROM reports GROUP BY hour, {_BY}""",  # noqa: S608  the names are constants
    """CREATE TABLE IF NOT EXISTS incidents (name String, since Int64, is_open UInt8, version UInt64)
ENGINE = ReplacingMergeTree(version) ORDER BY name""",
)

#: What notes which of the following were done.
VERSIONS = "CREATE TABLE IF NOT EXISTS schema_versions (version UInt32) ENGINE = ReplacingMergeTree ORDER BY version"
#: What brings a database from each version to the next. The version is the number of those that were done.
MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST,)
