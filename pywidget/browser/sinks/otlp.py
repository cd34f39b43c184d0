"""OpenTelemetry: log records over HTTP as JSON (OTLP/HTTP) to ``data-analytics-url``, which ends in ``/v1/logs``.

Where the semantic conventions of OpenTelemetry have a name for a field, its attribute has that name; all others begin
with ``pywidget.`` (see :mod:`pywidget.public.otlp`). The id of a report is its record's ``log.record.uid``: records
with the same one are the same record.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.browser.sinks import open_channel, severity, snake, text, weight
from pywidget.core.dates import from_iso
from pywidget.version import VERSION

if TYPE_CHECKING:
    from typing import Any

    from pywidget.browser.border import Page
    from pywidget.browser.settings import Settings
    from pywidget.core.reports import Report

#: severity -> SeverityNumber and SeverityText of the log data model
_SEVERITIES = {"error": (17, "ERROR"), "warning": (13, "WARN"), "info": (9, "INFO")}
#: Fields whose meaning has a name in the semantic conventions. The others are attributes of our own.
_NAMES = {
    "id": "log.record.uid",
    "view": "session.id",
    "page": "browser.document.url.full",
    "widget": "app.widget.id",
}
#: The version of the conventions.
_SCHEMA = "https://opentelemetry.io/schemas/1.45.0"
#: The methods that the conventions know; any other is no ``http.request.method``.
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE", "QUERY")


def open(page: Page, settings: Settings) -> None:  # noqa: A001  as the protocol names it
    """Get ready to deliver."""
    sdk = {"telemetry.sdk.name": "pywidget", "telemetry.sdk.language": "webjs", "telemetry.sdk.version": VERSION}
    resource = {"service.name": _host(page.pageAddress())}
    resource.update(sdk)
    scope = {"name": "pywidget", "version": VERSION}
    head = (
        f'{{"resourceLogs":[{{"schemaUrl":"{_SCHEMA}","resource":{{"attributes":{json.dumps(_attributes(resource))}}},'
        f'"scopeLogs":[{{"schemaUrl":"{_SCHEMA}","scope":{json.dumps(scope)},"logRecords":['
    )
    open_channel(page, settings, "otlp", head, "]}]}]}")


def send(page: Page, report: Report) -> str:
    """Gather a report for the next batch."""
    page.deliverReport("otlp", json.dumps(record(report)), weight(report))
    return "sent"


def record(report: Report) -> dict[str, Any]:
    """A report as a log record."""
    number, name = _SEVERITIES[severity(report)]
    # Nanoseconds are given as text, because they are too large for a number in JSON.
    nanoseconds = f"{from_iso(report.get('at') or '') or 0}000000"
    return {
        "timeUnixNano": nanoseconds,
        "observedTimeUnixNano": nanoseconds,
        "severityNumber": number,
        "severityText": name,
        "eventName": "pywidget.error_outcome" if "outcome" in report else "pywidget.error",
        "body": {"stringValue": text(report)},
        "attributes": _attributes(_fields(report)),
    }


def _fields(report: Report) -> dict[str, Any]:
    """The fields under the names of their attributes. The time and the text have a place of their own in a record."""
    fields: dict[str, Any] = {}
    for field, value in report.items():
        if field == "code" and "outcome" not in report:
            # The end of a failure has no error: who counts errors by their type counts each failure once.
            fields["error.type"] = value
        elif field == "stage" and _is_request(value):
            fields["http.request.method"], _, fields["url.path"] = value.partition(" ")
        elif field not in ("at", "message"):
            fields[_NAMES.get(field) or "pywidget." + snake(field)] = value
    return fields


def _is_request(stage: str) -> bool:
    method, _, path = stage.partition(" ")
    return method in _METHODS and path.startswith("/")


def _attributes(values: dict[str, Any]) -> list[dict[str, Any]]:
    attributes = []
    for key in sorted(values):
        value = values[key]
        if isinstance(value, bool):
            typed: dict[str, Any] = {"boolValue": value}
        elif isinstance(value, int):
            # 64-bit integers are texts in Protobuf's JSON.
            typed = {"intValue": str(value)}
        elif isinstance(value, float):
            typed = {"doubleValue": value}
        else:
            typed = {"stringValue": value}
        attributes.append({"key": key, "value": typed})
    return attributes


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0] or "unknown_service"
