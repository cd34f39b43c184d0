"""The events for a page's scripts and the reports for its owner: each failure once, and then how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.effects import Announce, SendReport

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.envelope import Envelope
    from pywidget.core.facts import Follows
    from pywidget.core.failure import Failure
    from pywidget.core.renewal import Renewal
    from pywidget.core.signals import Look
    from pywidget.core.verdict import Verdict
    from pywidget.core.work import Work


class Outcomes:
    """Remembers the failure whose end is not known yet."""

    def __init__(self) -> None:
        self._open: Failure | None = None

    def tell(self, verdict: Verdict, failure: Failure, look: Look | None, work: Work) -> Follows:
        """Announce and report a failure that has its verdict."""
        self._open = failure
        detail = _verdict_detail(verdict, failure)
        return [Announce("pywidget:verdict", detail), SendReport(_report(detail, failure, look, work))]

    def recovered(self, renewal: Renewal, now: int, stage: str | None = None) -> Follows:
        """Report that the visitor reached their goal. With a ``stage``: only if the open failure has this stage."""
        failure = self._open
        if failure is None or (stage is not None and failure.stage != stage):
            return []
        self._open = None
        return [SendReport(_outcome(failure, "recovered", renewal, now))]

    def renewed(self, cause: Failure | None, renewal: Renewal, now: int) -> Follows:
        """Announce a renewed session. ``cause``: the failure it was renewed for; None if it was fetched ahead."""
        detail: dict[str, Any] = {
            "pendingAction": renewal.pending_action,
            "attempts": renewal.attempt,
            "durationMs": now - renewal.started_at,
        }
        if renewal.system:
            detail["system"] = renewal.system
        effects: Follows = [Announce("pywidget:renewed", detail)]
        if cause is not None:
            self._open = None
            effects.append(SendReport(_outcome(cause, "renewed", renewal, now)))
        return effects

    def not_renewed(self, cause: Failure | None, renewal: Renewal, now: int) -> Follows:
        """Announce that a session was not renewed, with the token source's error answer if there is one."""
        answer = renewal.answer
        envelope: Envelope | None = answer.envelope if answer is not None else None
        detail: dict[str, Any] = {
            "reason": renewal.reason,
            "pendingAction": renewal.pending_action,
            "attempts": renewal.attempt,
        }
        if envelope is not None:
            detail["status"] = envelope.http_status
            detail["code"] = envelope.code
            detail["requestId"] = envelope.request_id
        effects: Follows = [Announce("pywidget:renewal-failed", detail)]
        if cause is not None:
            effects.append(SendReport(_outcome(cause, "not-renewed", renewal, now)))
        return effects


def _verdict_detail(verdict: Verdict, failure: Failure) -> dict[str, Any]:
    """The detail of ``pywidget:verdict``."""
    said = failure.said
    return {
        "system": verdict.system,
        "code": verdict.code,
        "path": verdict.path,
        "remedy": verdict.remedy,
        "message": said.message or "",
        "requestId": said.request_id,
        "stage": failure.stage,
        "event": failure.event,
    }


def _report(detail: dict[str, Any], failure: Failure, look: Look | None, work: Work) -> dict[str, Any]:
    """The report of a failure, before private data are removed from it (see :mod:`pywidget.core.reports`)."""
    report: dict[str, Any] = {
        "failure": failure.number,
        "merged": failure.merged,
        "transaction": work.state != "none",
        "payment": work.payments,
    }
    report.update(detail)
    if look is not None:
        report["mode"] = look.mode
        report["network"] = look.network
        report["screen"] = look.screen
    if failure.pending_action is not None:
        report["pendingAction"] = failure.pending_action
    return report


def _outcome(failure: Failure, end: str, renewal: Renewal, now: int) -> dict[str, Any]:
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
