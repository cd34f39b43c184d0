"""Reports as pages send them, for the tests of what takes and stores them."""

from __future__ import annotations

import json
from typing import Any

from pywidget.browser.sinks.otlp import record
from pywidget.core.dates import to_iso
from pywidget.reports.reader import read_reports

#: 2026-06-15T12:00:30Z
NOW = 1_781_524_830_000
DAY = NOW // 86_400_000
JSON = {"Content-Type": "application/json"}


def report(number: int, **fields: Any) -> dict[str, Any]:
    """A report of a failure as a page sends it; ``at`` is given in milliseconds."""
    given = {
        "id": f"view-{number}",
        "view": "view",
        "failure": f"failure-{number}",
        "event": "allfeat:error",
        "code": "common.auth.expired",
        "message": "The session: expired",
        "path": "auth",
        "remedy": "renew-session",
        "requestId": f"req_{number}",
        "transaction": False,
        "page": "https://example.org/register",
        "widget": "1",
        "version": "0.1.0",
        "at": NOW,
        **fields,
    }
    kept = {name: value for name, value in given.items() if value is not None}
    return kept | {"at": to_iso(kept["at"])}


def end(number: int, outcome: str, **fields: Any) -> dict[str, Any]:
    """A report of the end of the failure with that number."""
    about = {
        "id": f"view-{number}-{outcome}",
        "failure": f"failure-{number}",
        "outcome": outcome,
        "durationMs": 900,
        **dict.fromkeys(("event", "message", "path", "remedy", "requestId", "transaction")),
    }
    return report(number, **{**about, **fields})


def beacon(*reports: dict[str, Any]) -> bytes:
    """A request of the ``beacon`` sink."""
    return json.dumps({"reports": reports}).encode()


def otlp(*reports: dict[str, Any]) -> bytes:
    """A request of the ``otlp`` sink."""
    records = [record(report) for report in reports]
    return json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]}).encode()


def read(*reports: dict[str, Any]) -> list[dict[str, Any]]:
    """The reports as storages get them."""
    return [found for found in read_reports(beacon(*reports)) if found]
