"""The session: from an expiry to a token, and the notices for the visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core import notices
from pywidget.core.ats_widget import (
    EXPIRY_CODES,
    HARMLESS,
    PENDING_DETAIL,
    SCREEN_FAILED,
    SCREEN_FORM,
    SYSTEM,
    VERSIONS,
)
from pywidget.core.classify import classify
from pywidget.core.effects import ExplainRenewal, PressRetry, RedrawWidget, StartTimer
from pywidget.core.facts import FailureWhole, FormReturned, SourceFailed, TokenWanted, WorksAgain
from pywidget.core.pairing import SOURCE_EVENT
from pywidget.core.waiting import AFTER_DELIVERY_MS, FIRST, HELD

if TYPE_CHECKING:
    from pywidget.core.facts import Follows, RenewalEnded, RenewalHeld, WordGiven, WorkSubmitted
    from pywidget.core.failure import Failure
    from pywidget.core.parts import Parts
    from pywidget.core.signals import SessionExpired, Signal, TokenAnswered, TokenDelivered

#: Statuses that can mean an ended session and something else.
_UNCERTAIN = (403, 419)
#: With these words Django REST framework and FastAPI answer 403 to everybody who is not signed in.
_NOBODY = ("Authentication credentials were not provided.", "Not authenticated")


def session_expired(parts: Parts, signal: SessionExpired, now: int) -> Follows:
    """The widget waits for a token."""
    pending, since, waiting = signal.pending_action, now - signal.age, parts.waiting
    parts.pairing.note_generation(signal.generation)
    parts.unheard.heard(parts.look, now)
    if pending == "reset":
        # After reset() the older widget asks for a new token, but waits neither for it nor for an earlier one.
        parts.work.another()
        if waiting.expired:
            waiting.settle()
        follows: Follows = [WorksAgain("redrawn")]
        return follows + waiting.supply(pending, now)
    if waiting.joins(now):
        return waiting.join()
    if waiting.in_burst(now) and not parts.health.disabled:
        # The token came between two of several requests at once, so the widget needs one more.
        waiting.join()
        return [TokenWanted(pending, since)]
    follows = parts.pairing.expire(pending, now)
    follows.append(TokenWanted(pending, since))
    return follows


def token_wanted(parts: Parts, fact: TokenWanted, now: int) -> Follows:
    """A token is to be asked for, unless the widget is disabled, went on meanwhile, or would pay a second time."""
    pending, since, waiting = fact.pending_action, fact.since, parts.waiting
    if parts.health.disabled:
        waiting.expect()
        return []
    starts = pending != "tracking" and pending not in HARMLESS
    if starts and waiting.went_on_meanwhile(parts.look, now - since):
        return []
    follows = parts.work.tracked() if pending == "tracking" else []
    return follows + waiting.expire(pending, since, now, paid=parts.work.paid)


def token_answered(parts: Parts, answer: TokenAnswered, now: int) -> Follows:
    """The token source answered."""
    envelope, system = answer.envelope, parts.policy.system
    if answer.request == parts.renewal.request and envelope is not None and envelope.code is not None:
        # Tokens come from today's API even for an older widget, so its codes apply.
        verdict = classify(
            envelope.code, SYSTEM if system in EXPIRY_CODES else system, http_status=envelope.http_status
        )
        if verdict.basis == "code":
            answer.verdict = verdict
    return parts.renewal.receive("answered", now, answer)


def token_delivered(parts: Parts, signal: TokenDelivered, now: int) -> Follows:
    """The widget has the token, or could not take it."""
    return parts.renewal.delivered(signal.result, now) if signal.request == parts.renewal.request else []


def renewal_ended(parts: Parts, fact: RenewalEnded, now: int) -> Follows:
    """A renewal ended, successful or not."""
    renewal, waiting, visitor = parts.renewal, parts.waiting, parts.visitor
    cause = None if renewal.prefetched else waiting.cause
    if fact.reason:
        follows = parts.outcomes.not_renewed(cause, renewal, now)
        follows += _tell_not_renewed(parts, fact.reason, now)
        return follows + waiting.ended(fact.reason, parts.look, now)
    first, slow = waiting.state == FIRST, visitor.shows(("renewing",))
    follows = parts.outcomes.renewed(cause, renewal, now)
    visitor.signed_in()
    follows += waiting.ended("", parts.look, now)
    follows.append(StartTimer("after-delivery", AFTER_DELIVERY_MS))
    if first and not parts.health.disabled:
        follows += parts.health.uncover()
    if slow or not _tells_of_more(parts):
        follows += visitor.hide("session-renewed" if slow else "")
    if parts.look is not None and parts.look.screen == SCREEN_FORM:
        # The new token may still be unused, and then the form of a paid work could be sent again with it.
        follows.append(FormReturned())
    return follows


def exact_reason(reason: str, answer: TokenAnswered | None) -> str:
    """Return why a session could not be renewed, where this is more exact than the announced reason.

    Nobody is told that they are signed out unless the answer says so: by the status 401, by a code, or in the words of
    a framework. Servers use 403 and 419 also for a missing CSRF token.
    """
    if answer is None:
        return reason
    if answer.verdict is not None:
        return "signed-out" if reason in notices.MISTAKES and answer.verdict.path == "auth" else reason
    envelope = answer.envelope
    if reason == "signed-out" and envelope is not None and envelope.http_status in _UNCERTAIN:
        return reason if envelope.message in _NOBODY else "forbidden"
    return "no-function" if answer.reason == "no-function" else reason


def _tells_of_more(parts: Parts) -> bool:
    """Whether the notice is about another failure, which came while a session was being renewed."""
    failure = parts.pairing.failure
    if failure is None or failure.verdict is None or failure.event == SOURCE_EVENT:
        return False
    return failure.verdict.path != "auth"


def _tell_not_renewed(parts: Parts, reason: str, now: int) -> Follows:
    answer = parts.renewal.answer
    envelope = answer.envelope if answer is not None else None
    verdict = answer.verdict if answer is not None else None
    follows: Follows = []
    cause = parts.waiting.cause
    if envelope is not None and verdict is not None and verdict.path != "auth":
        # With an auth code it is no separate failure: the token source itself needs a session.
        if envelope.code == "session.origin_not_allowed":
            # Whoever opened the page at another address than usual finds out in the console.
            follows.append(ExplainRenewal(reason))
        follows.append(SourceFailed(envelope, verdict))
        return follows
    exact = exact_reason(reason, answer)
    if exact == "signed-out" or exact in notices.MISTAKES:
        follows.append(ExplainRenewal(exact))
    if parts.waiting.state == FIRST:
        # The widget does not wait yet, so it dispatched no event. Without a token it shows a text for developers.
        failure = cause = parts.pairing.of_source(parts.renewal.pending_action, envelope, now)
        failure.expire(parts.renewal.pending_action, now)
        if reason in ("unreachable", "timed-out"):
            failure.said.code = "widget.network_error"
        follows.append(FailureWhole(failure))
        follows += parts.health.cover()
    elif parts.renewal.prefetched and not parts.visitor.shows(("renewing",)):
        # The widget does not wait for this token, and the visitor does not know about the renewal.
        return follows
    until = None
    if reason == "rate-limited" and envelope is not None and envelope.retry_after_ms is not None:
        until = now + envelope.retry_after_ms
    elif reason == "too-many-renewals" and parts.policy.screens:
        until = parts.renewal.breaker.closes_at
    return follows + tell_failed(parts, reason, cause, now, until)


def tell_failed(parts: Parts, reason: str, cause: Failure | None, now: int, until: int | None = None) -> Follows:
    """Tell the visitor that a session could not be renewed; ``until``: when another try is allowed."""
    # A wait that the API asked for does not apply to the token source.
    follows = parts.visitor.stop_waiting() if until is None else parts.visitor.wait(now, until)
    # The breaker also opens when many tokens were used up, so look whether the last one was refused.
    refused = reason == "too-many-renewals" and parts.waiting.refused
    online = parts.renewal.online
    reason = exact_reason(reason, parts.renewal.answer)
    notice = notices.for_failed_renewal(
        reason, cause, parts.policy, parts.work, parts.look, until, refused=refused, online=online
    )
    return follows + parts.visitor.show(notice)


def tell_given_up(parts: Parts, now: int) -> Follows:
    """The widget stopped waiting: the notice stays, but from now on its buttons lead back to the form."""
    visitor, cause = parts.visitor, parts.waiting.cause
    if visitor.offers("register-again"):
        return visitor.show(notices.for_held(parts.work, cause, waits=False))
    if visitor.shows(("renewing",)):
        return tell_failed(parts, parts.renewal.reason or "timed-out", cause, now)
    if visitor.notice is not None and visitor.shows(("try-again", "online")) and parts.waiting.has_no_token():
        return parts.show_retry(visitor.notice.kind, visitor.notice.message)
    told = visitor.shows(("signed-out", "offline", "breaker", "disabled"))
    # A widget that is disabled keeps its notice: there is no form to lead back to.
    told = told and not (visitor.wait_until or parts.health.disabled)
    return tell_failed(parts, parts.renewal.reason, cause, now) if told and parts.waiting.has_no_token() else []


def tell_again(parts: Parts, now: int) -> Follows:
    """The widget still waits: if no renewal is under way and the notice is gone, show the notice again."""
    waiting = parts.waiting
    if parts.visitor.notice is not None or parts.health.disabled:
        return []
    if waiting.state == HELD:
        return parts.visitor.show(notices.for_held(parts.work, waiting.cause))
    return tell_failed(parts, parts.renewal.reason, waiting.cause, now) if waiting.has_no_token() else []


def source_failed(parts: Parts, fact: SourceFailed, now: int) -> Follows:
    """The token source answered with an error code: begin a failure for it."""
    failure = parts.pairing.of_source(parts.renewal.pending_action, fact.envelope, now, fact.verdict.system)
    failure.halves.append("failed")
    return [FailureWhole(failure)]


def show_renewing(parts: Parts, _signal: Signal, _now: int) -> Follows:
    """A renewal takes longer than RENEWING_NOTICE_MS: tell the visitor."""
    if parts.renewal.resting or parts.renewal.prefetched or parts.visitor.shows(("renewing",)):
        return []
    if parts.visitor.notice is not None and _tells_of_more(parts):
        return []
    return parts.visitor.show(notices.for_renewing(parts.policy, parts.work, parts.look))


def ask_again(parts: Parts, now: int) -> Follows:
    """Try again because the visitor asked for it. A notice says so at once, so that they do not press again."""
    return parts.visitor.show(notices.for_renewing(parts.policy, parts.work, parts.look)) + parts.waiting.ask_again(now)


def tick(parts: Parts, _signal: Signal, now: int) -> Follows:
    """A timer of the renewal fired."""
    return parts.renewal.receive("tick", now)


def after_delivery(parts: Parts, _signal: Signal, _now: int) -> Follows:
    """The widget got its token a moment ago. Help it if it does not go on by itself."""
    look, waiting = parts.look, parts.waiting
    pending = parts.renewal.pending_action
    if look is None or not parts.renewal.resting:
        return []
    follows: Follows = [RedrawWidget()] if waiting.needs_redraw(look) else []
    if waiting.needs_retry(look):
        follows.append(PressRetry())
        return follows
    stands = (
        look.screen == SCREEN_FAILED or pending in VERSIONS or (pending == PENDING_DETAIL and look.alert is not None)
    )
    if not stands or parts.visitor.notice is not None:
        return follows
    cause = waiting.cause
    told = cause is not None and "expired" not in cause.halves and not parts.renewal.prefetched
    message = "session-had-ended" if told else "session-renewed"
    reference = cause.request_id if told and cause is not None else None
    notice = notices.for_renewed(message, reference, parts.policy, look, parts.work)
    return follows + parts.visitor.show(notice)


# A work that was paid for is not paid for again unless the visitor says so


def renewal_held(parts: Parts, _fact: RenewalHeld, now: int) -> Follows:
    """The widget waits for a token that would pay again: the visitor is asked."""
    follows = parts.outcomes.not_renewed(parts.waiting.cause, parts.renewal, now)
    return follows + parts.visitor.show(notices.for_held(parts.work, parts.waiting.cause))


def work_submitted(parts: Parts, _fact: WorkSubmitted, now: int) -> Follows:
    """The work is paid for: stop a token that is on its way, because it would submit the work again."""
    return parts.waiting.submitted(now)


def form_returned(parts: Parts, _fact: FormReturned, _now: int) -> Follows:
    """The filled form of a paid work is back. If it could be sent with an unused token, cover it and ask first."""
    if not (parts.work.paid and parts.waiting.unspent):
        return []
    follows = parts.health.cover()
    notice = notices.for_held(parts.work, parts.pairing.failure, waits=False)
    return follows + parts.visitor.show(notice)


def word_given(parts: Parts, fact: WordGiven, now: int) -> Follows:
    """The visitor chose whether the same work is registered, and paid for, once more."""
    if not fact.again:
        notice = notices.for_kept(parts.work, parts.waiting.cause, parts.policy, covered=parts.health.covered)
        return parts.visitor.show(notice)
    parts.work.give_word()
    follows = parts.visitor.hide() + parts.health.uncover()
    going_on = parts.waiting.word_given(now)
    if going_on:
        return follows + going_on
    # The widget no longer waits, so the visitor has to send the form again. It gets the token for that then.
    return follows + parts.visitor.lead_back(parts.look)
