"""What a page's scripts and its owner are told, as JSON-able data: details of events, and what reports are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.envelope import Envelope
    from pywidget.core.failure import Failure
    from pywidget.core.renewal import Renewal
    from pywidget.core.signals import Look
    from pywidget.core.verdict import Verdict


def of_verdict(verdict: Verdict, failure: Failure) -> dict[str, Any]:
    """The detail of ``pywidget:verdict``."""
    return {
        "system": verdict.system,
        "code": verdict.code,
        "path": verdict.path,
        "remedy": verdict.remedy,
        "message": failure.message,
        "requestId": failure.request_id,
        "stage": failure.stage,
        "event": failure.event,
    }


def of_renewed(renewal: Renewal, now: int) -> dict[str, Any]:
    """The detail of ``pywidget:renewed``."""
    detail = {
        "pendingAction": renewal.pending_action,
        "attempts": renewal.attempt,
        "durationMs": now - renewal.started_at,
    }
    if renewal.system:
        detail["system"] = renewal.system
    return detail


def of_no_renewal(renewal: Renewal, envelope: Envelope | None) -> dict[str, Any]:
    """The detail of ``pywidget:renewal-failed``, with what the token source said, if it said something."""
    detail: dict[str, Any] = {
        "reason": renewal.reason,
        "pendingAction": renewal.pending_action,
        "attempts": renewal.attempt,
    }
    if envelope is not None:
        detail["status"] = envelope.http_status
        detail["code"] = envelope.code
        detail["requestId"] = envelope.request_id
    return detail


def report(verdict: Verdict, failure: Failure, look: Look | None, *, submitted: bool) -> dict[str, Any]:
    """The report of a failure, before any privacy step (see :mod:`pywidget.core.reports`)."""
    told = of_verdict(verdict, failure)
    told["pendingAction"] = failure.pending_action
    told["failure"] = failure.number
    told["merged"] = failure.merged
    told["transaction"] = submitted
    if look is not None:
        told["mode"] = look.mode
        told["network"] = look.network
        told["screen"] = look.screen
    return told


def outcome(failure: Failure, end: str, renewal: Renewal, now: int) -> dict[str, Any]:
    """The second, small report of a failure: how it ended, ``renewed``, ``not-renewed`` or ``recovered``."""
    return {
        "outcome": end,
        "reason": renewal.reason if end == "not-renewed" else None,
        "system": failure.system,
        "code": failure.code,
        "failure": failure.number,
        "merged": failure.merged,
        "durationMs": now - failure.at,
        "attempts": renewal.attempt if end != "recovered" else None,
    }
