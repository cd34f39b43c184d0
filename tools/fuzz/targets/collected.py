"""The demo's collector: reports with known fields, or a ValueError that says what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.core.reports import FIELDS
from pywidget.reports.reader import LARGEST_NUMBER, LONGEST_TEXT, read_reports

if TYPE_CHECKING:
    from tools.fuzz.draw import Draw

SHARED = False
WORDS = (
    *FIELDS,
    "reports", "resourceLogs", "scopeLogs", "logRecords", "attributes", "key", "value", "stringValue", "intValue",
    "body", "boolValue", "doubleValue", "timeUnixNano", "1700000000000000000", "ats.code", "error.type",
    "pywidget.code", "http.request.method", "url.path", "log.record.uid", "auth", "2026-06-15T12:00:00Z",
)  # fmt: skip


def check(draw: Draw) -> object:
    """Read a body."""
    kind = draw.number(3)
    if kind == 0:
        body = draw.rest()
    else:
        entries = [draw.mapping(5) for _ in range(draw.number(3))]
        logs = {"resourceLogs": [{"scopeLogs": [{"logRecords": entries}]}]}
        said = {"reports": entries} if kind == 1 else logs if kind == 2 else draw.json(6)
        try:
            body = json.dumps(said).encode()
        except ValueError:
            return None
    try:
        found = read_reports(body)
    except ValueError as error:
        return str(error)
    for report in found:
        for name, value in (report or {}).items():
            assert name in FIELDS
            assert isinstance(value, (str, int))
            assert not isinstance(value, str) or 0 < len(value) <= LONGEST_TEXT
            assert isinstance(value, str) or name == "at" or 0 <= value <= LARGEST_NUMBER
    return found
