"""Reports as files: CSV for a spreadsheet, JSON for programs. They are made while they are read, row by row."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from pywidget.core.dates import to_iso
from pywidget.core.reports import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Report = dict[str, Any]

#: A spreadsheet calculates what begins with one of these, and a report has texts of strangers.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Characters that are gathered before they are sent.
_PIECE = 60_000


def as_csv(reports: Iterable[Report]) -> Iterator[str]:
    """Give the reports as CSV, with a line of names first."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(FIELDS)
    for report in reports:
        timed = _timed(report)
        writer.writerow([_harmless(timed.get(name)) for name in FIELDS])
        if written.tell() > _PIECE:
            yield written.getvalue()
            written.seek(0)
            written.truncate()
    yield written.getvalue()


def _harmless(value: Any) -> Any:
    """Return a value that a spreadsheet takes as text if it is one."""
    if value is None:
        return ""
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULAS) else value


def as_json(reports: Iterable[Report]) -> Iterator[str]:
    """Give the reports as JSON, as the ``beacon`` sink sends them."""
    before = '{"reports":[\n'
    for report in reports:
        yield before + json.dumps(_timed(report))
        before = ",\n"
    yield "]}\n" if before.startswith(",") else before + "]}\n"


def _timed(report: Report) -> Report:
    return report | {"at": to_iso(report["at"])}
