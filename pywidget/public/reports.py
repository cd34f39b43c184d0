"""The reports to the page's owner: what each field says, and which kind of report has it.

There are three kinds: a failure, the end of a failure, and a last report that only has counts.
"""

from __future__ import annotations

from typing import NamedTuple

from pywidget.public import Field, Shape

#: Whether a kind of report has a field: always, sometimes, or never.
ALWAYS, MAYBE, NEVER = "always", "maybe", ""


class ReportField(NamedTuple):
    """A field of reports.

    Attributes:
        name: its name.
        type: its type, in TypeScript.
        meaning: what it says, as Markdown.
        failure: whether the report of a failure has it.
        end: whether the report of a failure's end has it.
        counts: whether the report that only has counts has it.
        when: when it is there, for a field that is not always there.
    """

    name: str
    type: str
    meaning: str
    failure: str
    end: str
    counts: str
    when: str = ""


#: How a failure ended -> what that means.
OUTCOMES: dict[str, str] = {
    "renewed": "The session was renewed.",
    "not-renewed": "The session could not be renewed.",
    "recovered": "The visitor reached their goal after all.",
}
#: The ``outcome`` of the report that only has counts.
UNREPORTED = "unreported"

FIELDS: tuple[ReportField, ...] = (
    ReportField(
        "outcome", 'Outcome | "unreported"',
        "How the failure ended; a report of a failure has none. `unreported`: this report only has counts.",
        NEVER, ALWAYS, ALWAYS,
    ),
    ReportField(
        "event", "string",
        "The event by which the failure became known, or its [origin](events.md#origins).", ALWAYS, NEVER, NEVER,
    ),
    ReportField("system", "SystemName", "The system whose tables gave the code its meaning.", ALWAYS, ALWAYS, NEVER),
    ReportField("code", "string", "The error code.", MAYBE, MAYBE, NEVER, "the error has one"),
    ReportField("path", "Path", "What pywidget does about the failure.", ALWAYS, NEVER, NEVER),
    ReportField("remedy", "Remedy", "What would fix it.", ALWAYS, NEVER, NEVER),
    ReportField(
        "message", "string", "The server's own words, without private data.", MAYBE, NEVER, NEVER, "the error has some",
    ),
    ReportField(
        "requestId", "string", "The reference of the failed request.", MAYBE, NEVER, NEVER, "the error has one",
    ),
    ReportField(
        "stage", "string", "What the widget was doing, or method and path of the request.", MAYBE, NEVER, NEVER,
        "it is known",
    ),
    ReportField(
        "pendingAction", "string", "What the widget wants to do with a fresh token.", MAYBE, NEVER, NEVER,
        "a session ended",
    ),
    ReportField(
        "reason", "RenewalFailure", "[Why](events.md#reasons-of-a-failed-renewal) the session could not be renewed.",
        NEVER, MAYBE, NEVER, "`outcome` is `not-renewed`",
    ),
    ReportField(
        "attempts", "number", "How many tries the renewal took.", NEVER, MAYBE, NEVER,
        "`outcome` is `renewed` or `not-renewed`",
    ),
    ReportField(
        "durationMs", "number", "How long after the failure it ended, in milliseconds.", NEVER, ALWAYS, NEVER,
    ),
    ReportField(
        "failure", "string", "An id of the failure: its report and those of its ends have the same.",
        ALWAYS, ALWAYS, NEVER,
    ),
    ReportField("merged", "number", "How many events belong to the failure.", ALWAYS, ALWAYS, NEVER),
    ReportField(
        "transaction", "boolean", "Whether the visitor's work was submitted, or may have been.", ALWAYS, NEVER, NEVER,
    ),
    ReportField(
        "mode", "string", "The widget's `mode`.", MAYBE, NEVER, NEVER, "the widget has one",
    ),
    ReportField(
        "network", "string", "The widget's `network`.", MAYBE, NEVER, NEVER, "the widget has one",
    ),
    ReportField(
        "screen", "string", "The screen that the widget shows.", MAYBE, NEVER, NEVER, "it can be read",
    ),
    ReportField(
        "widget", "string", "Which widget: its `id`, or its number on the page if it has none; `0` is the page itself.",
        ALWAYS, ALWAYS, NEVER,
    ),
    ReportField("page", "string", "The page's address, without query and fragment.", ALWAYS, ALWAYS, ALWAYS),
    ReportField("view", "string", "An id of the page view, the same in all its reports.", ALWAYS, ALWAYS, ALWAYS),
    ReportField("version", "string", "The version of pywidget.", ALWAYS, ALWAYS, ALWAYS),
    ReportField("at", "string", "When it happened, as in `2026-06-15T12:00:00.123Z`.", ALWAYS, ALWAYS, ALWAYS),
    ReportField(
        "repeated", "number", "How many failures since the last report were repeats, which get no report.",
        MAYBE, MAYBE, MAYBE, "there were some",
    ),
    ReportField(
        "dropped", "number",
        "How many reports since the last one were left out, because there were too many or a sink did not take them.",
        MAYBE, MAYBE, MAYBE, "there were some",
    ),
)  # fmt: skip

#: What only sinks get: it serves to recognise a report that is sent again.
ID = Field("id", "string", "An id of the report. A report that is sent again has the same.")


def _shape(name: str, meaning: str, presence: str, **types: str) -> Shape:
    fields = []
    for one in FIELDS:
        present = getattr(one, presence)
        if present != NEVER:
            fields.append(Field(one.name, types.get(one.name, one.type), one.meaning, present == MAYBE))
    return Shape(name, meaning, tuple(fields))


#: The three kinds of reports.
SHAPES: tuple[Shape, ...] = (
    _shape("FailureReport", "A failure.", "failure"),
    _shape("EndReport", "The end of a failure that was reported.", "end", outcome="Outcome"),
    _shape("CountReport", "Counts that no other report had yet.", "counts", outcome=f'"{UNREPORTED}"'),
)
