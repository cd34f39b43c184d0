"""What a log record of the sink ``otlp`` has: the attributes, whose names they are, and the severities.

The documentation shows these tables, the collector reads by them, and tests compare what a page sends with them. The
page does not load them: its sink has the few names that differ from the rule.
"""

from __future__ import annotations

from typing import NamedTuple

#: The version of OpenTelemetry's semantic conventions that the names were compared with, as records name it.
SCHEMA_URL = "https://opentelemetry.io/schemas/1.45.0"
#: Before every attribute that no convention has.
PREFIX = "pywidget."


class Attribute(NamedTuple):
    """An attribute.

    Attributes:
        name: its name.
        field: the field of a report that it is made from; empty if it is made from none.
        meaning: what it says, as Markdown, where the field alone does not.
    """

    name: str
    field: str
    meaning: str = ""


#: Of the conventions, in a record.
CONVENTIONS = (
    Attribute("log.record.uid", "id", "Records with the same one are the same report, sent again."),
    Attribute("session.id", "view", "The page view: pywidget knows no visitor beyond it."),
    Attribute("browser.document.url.full", "page", "Without query and fragment."),
    Attribute("app.widget.id", "widget"),
    Attribute("error.type", "code", "Of a failure only, so that each failure counts once."),
    Attribute("http.request.method", "stage", "Where `stage` is method and path of a request."),
    Attribute("url.path", "stage", "The same."),
)

#: Of pywidget, in a record: a field's name with a prefix, as ``request_id`` instead of ``requestId``.
OWN = (
    Attribute("pywidget.code", "code", "Of an end: the code of the failure that ended."),
    Attribute("pywidget.stage", "stage", "Where it is no request."),
    Attribute("pywidget.event", "event"),
    Attribute("pywidget.system", "system"),
    Attribute("pywidget.path", "path"),
    Attribute("pywidget.remedy", "remedy"),
    Attribute("pywidget.request_id", "requestId"),
    Attribute("pywidget.pending_action", "pendingAction"),
    Attribute("pywidget.outcome", "outcome"),
    Attribute("pywidget.reason", "reason"),
    Attribute("pywidget.attempts", "attempts"),
    Attribute("pywidget.duration_ms", "durationMs"),
    Attribute("pywidget.failure", "failure"),
    Attribute("pywidget.merged", "merged"),
    Attribute("pywidget.transaction", "transaction"),
    Attribute("pywidget.mode", "mode"),
    Attribute("pywidget.network", "network"),
    Attribute("pywidget.screen", "screen"),
    Attribute("pywidget.version", "version"),
    Attribute("pywidget.repeated", "repeated"),
    Attribute("pywidget.dropped", "dropped"),
)

#: Of the conventions, in the resource: who sends.
RESOURCE = (
    Attribute("service.name", "", "The host of the page, with its port."),
    Attribute("telemetry.sdk.name", "", "`pywidget`"),
    Attribute("telemetry.sdk.language", "", "`webjs`"),
    Attribute("telemetry.sdk.version", "", "The version of pywidget that sends."),
)


class Severity(NamedTuple):
    """A severity of the log data model.

    Attributes:
        number: SeverityNumber.
        text: SeverityText.
        why: which reports have it, and why.
    """

    number: int
    text: str
    why: str


#: Severity of a report -> that of its record.
SEVERITIES = {
    "error": Severity(
        17, "ERROR", "Somebody has to act: the site is set up wrongly, the service has to be told, or a visitor is out."
    ),
    "warning": Severity(13, "WARN", "The visitor waits or tries again. It matters if it happens often."),
    "info": Severity(9, "INFO", "A session that ended is normal, and so are a failure's good end and counts."),
}
