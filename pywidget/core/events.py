"""From the widget's DOM events to signals.

The two generations of ``<ats-widget>`` use the same event names with different details:

* today's (2.x, 3.x): ``code`` dotted, ``message``, ``requestId``, ``stage``, ``details`` on ``allfeat:error`` only;
* the older one (1.x): ``error`` instead of ``message``; ``allfeat:failed`` has no code at all; ``allfeat:error`` has an
  upper-case code or none and the live Error object as ``details``.

These shapes distinguish the generations, because the widget gives no version number.
A detail can be any value, since any script may dispatch these events. A value of another type than expected counts as
absent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.ats_widget import (
    EVENT_DOWNLOAD_FAILED,
    EVENT_ERROR,
    EVENT_EXPIRED,
    EVENT_FAILED,
    PREFIX,
    PROGRESS,
    SCREEN_FAILED,
    V1_PENDING,
)
from pywidget.core.envelope import read_envelope
from pywidget.core.signals import FailureReported, Progressed, SessionExpired

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.envelope import Envelope
    from pywidget.core.signals import Generation, Half, Signal


#: The two events of one failure, by their whole names -> which half of it they are.
_HALVES: dict[str, Half] = {PREFIX + EVENT_ERROR: "error", PREFIX + EVENT_FAILED: "failed"}


def decode(name: str, detail: Any) -> Signal | None:
    """Return the signal for a widget event; None if pywidget does not use this event.

    Args:
        name: the event's name, with the prefix ``allfeat:``.
        detail: its ``detail``, as parsed from JSON.
    """
    if not isinstance(detail, dict):
        detail = {}
    half = _HALVES.get(name)
    if half is not None:
        return _failure(name, half, detail)
    if not name.startswith(PREFIX):
        return None
    event = name[len(PREFIX) :]
    if event in PROGRESS:
        return Progressed(event, _text(detail.get("transactionId")), _file(detail))
    if event == EVENT_EXPIRED:
        pending = _text(detail.get("pendingAction")) or ""
        return SessionExpired(pending, "v1" if pending in V1_PENDING else None)
    if event == EVENT_DOWNLOAD_FAILED:
        # This event has no code and no request id.
        return FailureReported(name, "download", message=_text(detail.get("message")) or "", stage="download")
    return None


def _failure(name: str, half: Half, detail: dict[str, Any]) -> Signal:
    get = detail.get
    generation: Generation | None = None
    code = _text(get("code"))
    details = get("details")
    http_status = None
    message = _text(get("message"))
    stage = _text(get("stage"))
    if code is not None and "." in code:
        generation = "v2"
    if message is None and "error" in detail:
        generation = generation or "v1"
        message = _text(get("error"))
        if stage == SCREEN_FAILED:
            # The older widget gives its screen here, not the stage of its work.
            stage = None
        if isinstance(details, dict):
            status = details.get("httpStatus")
            http_status = status if isinstance(status, int) else None
            # When a download failed, only this Error object has the code.
            code = code or _text(details.get("code"))
            details = details.get("details")
    # Not by their names, which MicroPython would have to look for each time.
    return FailureReported(
        name,
        half,
        code,
        message or "",
        _text(get("requestId")),
        stage,
        details,
        http_status,
        None,
        generation,
    )


def _file(detail: dict[str, Any]) -> str:
    """Which file is uploaded: its name and its size, or "" if the event does not give both."""
    name, size = _text(detail.get("filename")), detail.get("size")
    return f"{name}/{size}" if name is not None and isinstance(size, int) else ""


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def from_page(error: Any, system: str) -> FailureReported:
    """Return the signal for an error that the page reports itself.

    Args:
        error: a parsed error answer (any form of :mod:`pywidget.core.envelope`), an Error with a ``code``, or just a
            code.
        system: name of the system that the code is from.
    """
    if isinstance(error, str):
        return FailureReported("pywidget:report", "page", code=error, system=system)
    fields = error if isinstance(error, dict) else {}
    status = fields.get("status") or fields.get("httpStatus")
    envelope = read_envelope(system, status, fields)
    return FailureReported(
        "pywidget:report",
        "page",
        code=envelope.code,
        message=envelope.message or "",
        request_id=envelope.request_id,
        details=envelope.details,
        http_status=envelope.meant_status,
        category=envelope.category,
        system=system,
        retry_after_ms=envelope.retry_after_ms,
    )


def from_answer(envelope: Envelope, system: str, stage: str, request_age: int) -> FailureReported:
    """Return the signal for an error answer to one of the page's own requests.

    Args:
        envelope: the parts of the answer.
        system: name of the system that answered.
        stage: method and path of the request.
        request_age: how long ago the request was sent, in milliseconds.
    """
    return FailureReported(
        "pywidget:http",
        "page",
        code=envelope.code,
        message=envelope.message or "",
        request_id=envelope.request_id,
        stage=stage,
        details=envelope.details,
        http_status=envelope.meant_status,
        category=envelope.category,
        system=system,
        request_age=request_age,
        retry_after_ms=envelope.retry_after_ms,
    )
