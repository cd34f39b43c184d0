"""The events that pywidget dispatches for a page's scripts, and what their details say."""

from __future__ import annotations

from typing import NamedTuple

from pywidget.core.ats_widget import PROGRESS
from pywidget.public import Field, Shape
from pywidget.public.reports import SHAPES as REPORTS

#: reason of ``pywidget:renewal-failed`` -> what happened
REASONS: dict[str, str] = {
    "signed-out": "The token source answered that nobody is signed in: with status 401 or 403, or with such a code.",
    "config": "The token source answered with a code for a wrong setup, such as a key that is switched off.",
    "rate-limited": "The token source answered that there were too many requests, until there was no time left.",
    "server-error": "The token source answered with a status from 500, until there was no time left.",
    "not-found": "There is nothing at `data-token-url`: the status is 404.",
    "refused": "The token source refused the request for another reason, with a status from 400.",
    "unreachable": "There was no answer, because the connection failed.",
    "timed-out": "There was no answer in time.",
    "html": "The answer is a web page instead of JSON.",
    "empty": "The answer is empty.",
    "not-json": "The answer is no JSON.",
    "redirected": "The request was redirected, most likely to a login page.",
    "opaque": "The page is not allowed to read the answer, because it comes from another origin without CORS.",
    "no-token": "The answer has no token at `data-token-field`.",
    "empty-token": "The token is an empty text.",
    "wrong-type": "The token is no text, or a text that is none: a key, a sentence, HTML.",
    "repeated-token": "The token source returned a token that the widget already had, twice in a row.",
    "provider-failed": "The page's own function threw an error, or there is no function of that name.",
    "no-token-source": "The page says nowhere where a token comes from.",
    "too-many-renewals": "There were three renewals within a minute, or three uploads that began again.",
    "already-submitted": "The work was submitted, and a new token would pay for it again. The visitor is asked first.",
    "widget-refused": "The widget threw an error when it was given the token.",
    "widget-gone": "The widget is not in the page any more.",
}

#: reason of ``pywidget:enabled`` -> what happened; the other reasons are the widget's own events (``PROGRESS``).
ENABLED_BECAUSE: dict[str, str] = {
    "redrawn": "The widget drew itself anew.",
    "changed": "An attribute of it changed, such as its key.",
    "reset": "Its `reset()` was called.",
    "left": "It was taken out of the page.",
    "tried-again": "The visitor tried again.",
}

#: What ``pywidget:enabled`` gives as its reason, whichever it is.
BECAUSE: tuple[str, ...] = (*ENABLED_BECAUSE, *PROGRESS)

#: The origin of a failure, in ``event``, where it is no event of a page.
ORIGINS: dict[str, str] = {
    "pywidget:report": "the page called `pywidget.report()`",
    "pywidget:http": "one of the page's own requests failed",
    "pywidget:late": "the widget had failed before pywidget listened",
    "pywidget:silent": "the widget shows a failure, but dispatched no event",
    "pywidget:stuck": "nothing was heard of a submitted work for too long",
    "token-endpoint": "the token source answered with an error code",
}


class Event(NamedTuple):
    """An event.

    Attributes:
        when: when it is dispatched, as a whole sentence.
        target: ``widget``, or ``document`` for one that is about no widget.
        detail: the name of its detail's type.
        shapes: the forms that its detail can have.
    """

    when: str
    target: str
    detail: str
    shapes: tuple[Shape, ...]


def _one(detail: str, when: str, *fields: Field, target: str = "widget") -> Event:
    """Return an event whose detail has one form only."""
    return Event(when, target, detail, (Shape(detail, when, fields),))


_PENDING = Field("pendingAction", "string", "What the widget does with the token; empty if it did not say.")
_CODE = Field("code", "string | null", "The error code; null if the error has none.")
_REQUEST_ID = Field("requestId", "string | null", "The reference of the failed request; null if there is none.")
_SYSTEM = Field("system", "SystemName", "The system whose tables gave the code its meaning.")

#: name, without ``pywidget:`` -> the event
EVENTS: dict[str, Event] = {
    "verdict": _one(
        "VerdictDetail",
        "A failure has its meaning. It is dispatched once per failure, even if the widget dispatched several events.",
        _SYSTEM,
        _CODE,
        Field("path", "Path", "What pywidget does about it."),
        Field("remedy", "Remedy", "What would fix it."),
        Field(
            "message", "string", "The server's own words, which are not meant for visitors; empty if there are none."
        ),
        _REQUEST_ID,
        Field(
            "stage", "string | null", "What the widget was doing, or method and path of the request; null if unknown."
        ),
        Field("event", "string", "The event by which the failure became known, or its [origin](#origins)."),
    ),
    "renewed": _one(
        "RenewedDetail",
        "A session was renewed: the widget has a fresh token.",
        _PENDING,
        Field("attempts", "number", "How many tries it took."),
        Field("durationMs", "number", "How long it took, in milliseconds."),
        Field("system", "SystemName", "Whose session it is, where that is not the `<ats-widget>`'s.", optional=True),
    ),
    "renewal-failed": _one(
        "RenewalFailedDetail",
        "A session could not be renewed. The visitor gets a notice.",
        Field("reason", "RenewalFailure", "[Why not](#reasons-of-a-failed-renewal)."),
        _PENDING,
        Field("attempts", "number", "How many tries there were."),
        Field(
            "status",
            "number | null",
            "The HTTP status of the token source's last answer, if there was one; null if it is not known.",
            optional=True,
        ),
        Field("code", "string | null", "The code in that answer; null if it has none.", optional=True),
        Field("requestId", "string | null", "The reference in that answer; null if it has none.", optional=True),
    ),
    "disabled": _one(
        "DisabledDetail",
        "A widget was stopped by an error that only the owner can fix. It is covered until it works again.",
        _SYSTEM,
        _CODE,
        _REQUEST_ID,
    ),
    "enabled": _one(
        "EnabledDetail",
        "A disabled widget works again.",
        Field("because", "EnabledBecause", "[Why](#reasons-of-enabled)."),
    ),
    "notice": Event(
        'A notice is shown, replaced or removed. With `data-notices="off"` nothing is shown, and your page can show '
        "this detail itself.",
        "widget",
        "NoticeDetail",
        (
            Shape(
                "NoticeShown",
                "A notice is shown.",
                (
                    Field("kind", "NoticeKind", "Which situation it is about."),
                    Field("role", '"status" | "alert"', "`alert` for a failure, `status` for a wait or good news."),
                    Field("title", "string", "Its first line, in the visitor's language."),
                    Field("text", "string", "What stands below it; empty if nothing does."),
                    Field("actions", "NoticeAction[]", "Its buttons, at most two."),
                    Field("reference", "string | null", "The reference to quote; null if there is none."),
                    Field(
                        "until",
                        "number | null",
                        "When a wait is over, in milliseconds since 1970; null if there is no countdown.",
                    ),
                ),
            ),
            Shape("NoticeRemoved", "The notice is removed.", (Field("kind", "null", "Null: there is no notice."),)),
        ),
    ),
    "report": Event(
        "A report goes to the sinks. `data-before-report` has seen it.",
        "widget",
        "ReportDetail",
        REPORTS,
    ),
    "ready": _one(
        "ReadyDetail",
        "Python runs.",
        Field("version", "string", "The version of pywidget."),
        target="document",
    ),
    "unavailable": _one(
        "UnavailableDetail",
        "Python cannot be loaded. The page works as it would without pywidget, and loading is tried again.",
        Field("reason", "string", "What went wrong."),
        target="document",
    ),
}

#: Dispatched on ``document`` before a report goes out, for pages that cannot name a function.
BEFORE_REPORT = Event(
    "A report is about to go out. A listener may change the detail, or drop the report with `preventDefault()`.",
    "document",
    "ReportDetail",
    REPORTS,
)

#: A button of a notice, in ``pywidget:notice``.
NOTICE_ACTION = Shape(
    "NoticeAction",
    "A button of a notice.",
    (
        Field("id", "NoticeActionId", "What the button does."),
        Field("label", "string", "What stands on it, in the visitor's language."),
    ),
)
