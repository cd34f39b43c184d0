"""From events to failures, and the four paths that a failure can take.

===========  ==========================================================================================================
auth         renew the session; say so only if it takes longer than a second; tell the visitor if it cannot be renewed
config       stop: no renewal, no retry, no reset, until the widget works again
rate-limit   wait as long as the server asked, else longer each time; *Try again* only after that. A work that was paid
             for is not tried again: there is nothing to wait for
retry        the visitor decides, with buttons by remedy; after the work was submitted, no button submits it again
===========  ==========================================================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core import notices, presses, tokens
from pywidget.core.ats_widget import HARMLESS, SESSION_TIMEOUT_TEXT
from pywidget.core.classify import judge
from pywidget.core.effects import CancelTimer
from pywidget.core.envelope import wait_in_details
from pywidget.core.facts import FailureTold
from pywidget.core.failure import AUTH_RETRY_EXHAUSTED
from pywidget.core.notices import KEPT_OVER_A_RETRY
from pywidget.core.pairing import SOURCE_EVENT
from pywidget.core.status import valid_status
from pywidget.core.work import NONE

if TYPE_CHECKING:
    from pywidget.core.facts import FailureWhole, Follows
    from pywidget.core.failure import Failure
    from pywidget.core.parts import Parts
    from pywidget.core.signals import FailureReported, RequestSucceeded, Signal
    from pywidget.core.verdict import Verdict

_SETTLED = CancelTimer("settle")


def failure_reported(parts: Parts, part: FailureReported, now: int) -> Follows:
    """An event of a failure came. It may have the same cause as an expiry that is already known."""
    waiting, pairing = parts.waiting, parts.pairing
    pairing.note_generation(part.generation)
    parts.unheard.heard(parts.look, now)
    if part.half == "failed" and part.message == SESSION_TIMEOUT_TEXT and waiting.expired:
        follows = parts.health.gave_up(parts.look) + waiting.gave_up(now)
        return follows + tokens.tell_given_up(parts, now)
    if waiting.asked and pairing.is_about_the_session(part) and (waiting.in_burst(now) or waiting.joins(now)):
        # It came while the widget waits for a token, or is from another request with the same old token.
        return waiting.join(stopped=part.half == "failed")
    return pairing.add(part, parts.look, now)


def settle(parts: Parts, _signal: Signal, _now: int) -> Follows:
    """The other half of a failure did not come in time."""
    return parts.pairing.settle()


def failure_whole(parts: Parts, fact: FailureWhole, _now: int) -> Follows:
    """A failure is complete: classify it, announce it to the page and report it to the owner."""
    failure = fact.failure
    said = failure.said
    verdict = judge(said.code, failure.system, said.category, valid_status(said.http_status), said.message or "")
    failure.judge(verdict)
    look, pairing = parts.look, parts.pairing
    if "expired" in failure.halves:
        parts.waiting.begin(failure, look)
    elif verdict.path != "auth":
        parts.waiting.take()
    follows = parts.work.failed(verdict, pairing.screen)
    if failure is pairing.failure:
        # Otherwise another failure began meanwhile, and the timer is for its other half.
        follows.append(_SETTLED)
    follows += parts.outcomes.tell(verdict, failure, look, parts.work)
    stopped = "failed" in failure.halves and failure.event != SOURCE_EVENT
    follows += parts.health.failed(look, stopped=stopped)
    follows.append(FailureTold(failure, verdict))
    return follows


def failure_told(parts: Parts, fact: FailureTold, now: int) -> Follows:
    """A failure has its verdict: do what its path asks for."""
    failure, verdict = fact.failure, fact.verdict
    if failure.event == SOURCE_EVENT and "expired" in failure.halves:
        # A notice already says that the first token did not come. What the answer's status alone says is a guess.
        return []
    if verdict.path == "config" and "page" not in failure.halves:
        follows = parts.visitor.stop_waiting() + parts.waiting.give_up_asking(now)
        follows += parts.health.disable(verdict, failure, parts.look)
        return follows + parts.show_verdict(verdict, failure)
    if parts.health.disabled:
        return parts.health.close(parts.look)
    if "expired" in failure.halves:
        # A renewal follows, which shows its own notice. The widget worked until now, so the notice before is over.
        return [] if parts.visitor.shows(KEPT_OVER_A_RETRY) else parts.visitor.hide()
    if verdict.path == "rate-limit" and parts.work.state == NONE:
        asked = failure.retry_after_ms
        until = parts.visitor.limit(wait_in_details(failure.details, now) if asked is None else asked, now)
        return parts.visitor.wait(now) + parts.show_verdict(verdict, failure, until)
    follows = parts.visitor.stop_waiting()
    if _can_renew(parts, verdict, failure):
        if failure.sent_at is not None:
            return follows + parts.waiting.renew_for_request(failure, now)
        return follows + _renew(parts, failure, now)
    if verdict.path == "auth" and parts.waiting.refused and not parts.work.paid:
        notice = notices.for_failed_renewal(
            "token-refused", failure, parts.policy, parts.work, parts.look, refused=True
        )
        return follows + parts.visitor.show(notice)
    none = parts.work.state == NONE
    if verdict.remedy == "check-connection" and none and parts.visitor.was_offline(now - parts.age):
        return follows + parts.show_retry("online", "")
    return follows + parts.show_verdict(verdict, failure)


def request_succeeded(parts: Parts, signal: RequestSucceeded, now: int) -> Follows:
    """One of the page's own requests works again."""
    follows = parts.outcomes.recovered(parts.renewal, now, signal.stage)
    if not follows:
        return []
    parts.visitor.succeeded()
    follows += parts.visitor.stop_waiting()
    return follows + parts.visitor.hide() if parts.renewal.resting else follows


def _renew(parts: Parts, failure: Failure, now: int) -> Follows:
    """Get a fresh token for a widget that stopped. A notice whose button no longer works is hidden."""
    parts.waiting.begin(failure, parts.look)
    follows = parts.visitor.hide() if presses.leads_nowhere(parts) else []
    return follows + parts.waiting.renew(failure.stage or "", now)


def _can_renew(parts: Parts, verdict: Verdict, failure: Failure) -> bool:
    """Whether to renew the session after an auth code without an expiry, so that the stopped widget's Retry works.

    After two expiries within 20 seconds the widget assumes that its token was refused, even if the first token was used
    up by a request that failed for another reason. So each such failure gets a new token, unless one was refused.

    Of the page's own errors only answers to requests count: only for them it is known whether the request was sent
    before the last renewal.
    """
    return (
        verdict.path == "auth"
        and (verdict.remedy == "renew-session" or failure.code == AUTH_RETRY_EXHAUSTED)
        and (failure.sent_at is not None or not ("page" in failure.halves or parts.waiting.refused))
        and not (parts.work.paid and failure.stage not in HARMLESS)
    )
