"""The state of one widget: one failure at a time, one renewal at a time.

``receive(signal, now)`` takes what happened and returns what is to be done, in order. It never raises for bad input,
never looks at a clock, and is the only place where a path turns into effects:

===========  ==========================================================================================================
auth         renew the session; say so only if it takes longer than a second; tell the visitor if it cannot be renewed
config       stop: no renewal, no retry, no reset, until the widget works again
rate-limit   wait as long as the server asked, else longer each time; *Try again* only after that
retry        the visitor decides, by remedy; after the work was submitted, nothing that would submit it again
===========  ==========================================================================================================

What shows that the widget works again: it redraws itself without a failed screen, changes its mode or its site key,
is put into the page anew, or goes on with its work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core import notices, telling
from pywidget.core.backoff import RATE_LIMIT_FIRST_MS, RATE_LIMIT_MOST_MS, delay_ms
from pywidget.core.classify import classify
from pywidget.core.effects import (
    Announce,
    CancelTimer,
    CopyAccessCode,
    CoverWidget,
    HideNotice,
    Notice,
    OpenContact,
    OpenLogin,
    PressRetry,
    RedrawWidget,
    ReloadPage,
    ResetWidget,
    SendReport,
    ShowNotice,
    StartTimer,
    WatchWidget,
)
from pywidget.core.envelope import wait_in_details
from pywidget.core.events import EXPIRY_CODES, SESSION_TIMEOUT_TEXT, SYSTEM, SYSTEM_V1
from pywidget.core.failure import AUTH_RETRY_EXHAUSTED, PAIR_WINDOW_MS, SETTLE_MS, Failure
from pywidget.core.renewal import DELIVERING, HELD, SETTLED, Renewal
from pywidget.core.renewal import FAILED as RENEWAL_FAILED
from pywidget.core.signals import SessionExpired

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pywidget.core.backoff import Random
    from pywidget.core.effects import Effect
    from pywidget.core.policy import Policy
    from pywidget.core.signals import (
        ActionChosen,
        ConnectionChanged,
        FailureReported,
        Look,
        Progressed,
        RequestSucceeded,
        Signal,
        TimerFired,
        TokenAnswered,
        TokenDelivered,
        WidgetArrived,
        WidgetLooked,
    )
    from pywidget.core.verdict import Verdict

#: A renewal that takes longer than this is worth a notice, in milliseconds.
RENEWING_NOTICE_MS = 1_000
#: When to look whether the widget really went on with its new token, in milliseconds.
AFTER_DELIVERY_MS = 500
#: How long events may be on their way from a widget that shows trouble when it becomes known, in milliseconds.
MISSED_MS = 200
#: The widget itself gives up tracking after 120 seconds; half a minute later it has said nothing and will not.
STUCK_MS = 150_000

#: What a token resumes without starting a registration: these are safe after the work was submitted.
_HARMLESS = (
    "access_code",
    "download",
    "download_detail",
    "download_list",
    "download_version_asset",
    "download_version_certificate",
    "reset",
    "work_select",
)
#: Lists that are only read: a failed screen left over from a burst of expiries is retried by us, once.
_LISTS = ("download_list", "work_select")
#: Steps that show that the visitor got what they came for.
_GOALS = ("confirmed", "complete", "download-complete", "done")
#: Attributes that decide whether a disabled widget may work again.
_IDENTITY = ("site-key", "ats-url", "mode", "network", "external-user-id")

#: Notices that still hold when the widget is back on its form: whoever presses its button now pays again.
_KEPT_OVER_A_RETRY = ("submitted", "certificate", "renewing")

_STOPPED = ("FAILED", "DISABLED")
_AT_WORK = ("UPLOAD", "CONFIRMING", "TRACKING", "COMPLETE")
#: The event of a failure that only the token source told of: the widget itself still waits.
_SOURCE_EVENT = "token-endpoint"
_TRACKING = ("CONFIRMING", "TRACKING", None)


class WidgetController:
    """Decides for one widget.

    Args:
        policy: what the integrator allowed.
        random: gives numbers from 0 up to 1, for jitter.
    """

    def __init__(self, policy: Policy, random: Random) -> None:
        self.policy = policy
        self.system = policy.system
        self.renewal = Renewal(policy.try_timeout_ms, random)
        self.look: Look | None = None
        self.failure: Failure | None = None
        self.notice: Notice | None = None
        self.disabled = False
        #: How far the work got: ``none``, ``submitted`` (paid for, end unknown) or ``completed``.
        self.submission = "none"
        self.transaction: str | None = None
        self._random = random
        self._now = 0
        self._failures = 0
        self._rate_limits = 0
        self._wait_until = 0
        #: The widget waits for a token that did not come yet.
        self._expired = False
        self._expiry: Failure | None = None
        #: When the last renewal for requests of the page's own ended, well or not, by system.
        self._renewal_ends: dict[str, int] = {}
        #: One request of each system whose session is to be renewed next.
        self._next_requests: list[Failure] = []
        self._overlay_seen = False
        self._failed_meanwhile = False
        #: The last token of ours was taken by the server.
        self._token_used = False
        self._resume_on_return = False
        self._stopped_screen: str | None = None
        self._confirming: Notice | None = None
        self._last_step = 0
        #: The last failure of which it is not known yet how it ended.
        self._open: Failure | None = None
        self._covered = False
        self._watching = False
        self._handlers: dict[str, Callable[[Any, int], list[Effect]]] = {
            "failure-reported": self._failure_reported,
            "request-succeeded": self._request_succeeded,
            "session-expired": self._session_expired,
            "progressed": self._progressed,
            "token-answered": self._token_answered,
            "token-delivered": self._token_delivered,
            "timer-fired": self._timer_fired,
            "action-chosen": self._action_chosen,
            "widget-looked": self._widget_looked,
            "widget-left": self._widget_left,
            "widget-returned": self._widget_returned,
            "connection-changed": self._connection_changed,
            "page-resumed": self._page_resumed,
            "widget-arrived": self._widget_arrived,
        }

    def receive(self, signal: Signal, now: int) -> list[Effect]:
        """Take one signal and return what is to be done.

        Args:
            signal: what happened.
            now: when, in milliseconds of any clock that goes forward; a step back counts as standing still.
        """
        self._now = max(now, self._now)
        if signal.look is not None:
            self._see(signal.look)
        return self._handlers[signal.kind](signal, self._now)

    # What happened

    def _see(self, look: Look) -> None:
        self.look = look
        self._overlay_seen = self._overlay_seen or (self._expired and look.overlay)
        if not look.tells_transaction:
            return
        if look.transaction_id is None:
            self.submission = "none"
            self.transaction = None
        elif self.submission == "none":
            self.submission = "completed" if look.screen == "COMPLETE" else "submitted"
            self.transaction = look.transaction_id

    def _failure_reported(self, part: FailureReported, now: int) -> list[Effect]:
        self._note_generation(part.generation)
        if part.half == "failed" and part.message == SESSION_TIMEOUT_TEXT and self._expired:
            return self._gave_up_waiting(now)
        if self._joins_renewal(part, now):
            return []
        failure = self.failure
        if failure is not None and failure.accepts(part, now):
            if failure.verdict is not None:
                failure.merged += 1
                return []
            failure.add(part, now)
            return self._announce_failure(failure, now) if failure.whole else []
        effects = self._settle(now)
        failure = self._new_failure(part.system or self.system, now)
        failure.add(part, now)
        if failure.whole:
            return effects + self._announce_failure(failure, now)
        effects.append(StartTimer("settle", SETTLE_MS))
        return effects

    def _request_succeeded(self, signal: RequestSucceeded, now: int) -> list[Effect]:
        failure = self._open
        if failure is None or failure.stage != signal.stage:
            return []
        self._open = None
        self._wait_until = self._rate_limits = 0
        effects: list[Effect] = [
            CancelTimer("wait"),
            SendReport(telling.outcome(failure, "recovered", self.renewal, now)),
        ]
        return effects + (self._hide() if self.renewal.resting else [])

    def _session_expired(self, signal: SessionExpired, now: int) -> list[Effect]:
        self._note_generation(signal.generation)
        pending = signal.pending_action
        if pending == "reset":
            # The older widget asks for a new token after reset(); it does not wait for it.
            return self._works_again("redrawn", now) + self._renew(pending, gentle=True, now=now)
        if self._waits(now):
            if self._expiry is not None:
                self._expiry.merged += 1
            return []
        self._expired = True
        self._overlay_seen = self.look is not None and self.look.overlay
        if self._in_burst(now) and self._expiry is not None and not self.disabled:
            # A token came between two of these requests: the widget waits for one more.
            self._expiry.merged += 1
            return self._renew(pending, gentle=False, now=now, age=signal.age)
        self._failed_meanwhile = False
        effects = self._announce_expiry(pending, now)
        if self.disabled:
            return effects
        starts = pending != "tracking" and pending not in _HARMLESS
        if starts and signal.age > SETTLE_MS and self._works():
            # The page gave it a token while the interpreter was on its way.
            self._expired = False
            return effects
        if pending == "tracking" and self.submission == "none":
            # There is nothing to track before it was submitted, whatever the widget shows.
            self.submission = "submitted"
        return effects + self._renew_or_hold(pending, now, signal.age)

    def _announce_expiry(self, pending: str, now: int) -> list[Effect]:
        """The failure that an expiry belongs to: that of the error before it, or one of its own."""
        failure = self.failure
        effects: list[Effect] = []
        if failure is None or failure.verdict is not None or failure.halves != ["error"] or failure.code is None:
            effects += self._settle(now)
            if pending == "download":
                # Both generations say so; today's says an error before it.
                self._note_generation("v1")
            failure = self._new_failure(self.system, now)
            failure.code = EXPIRY_CODES.get(self.system)
            if failure.code is None:
                # What it means in a system that has no code for it.
                failure.http_status = 401
        failure.expire(pending, now)
        self._expiry = failure
        return effects + self._announce_failure(failure, now)

    def _progressed(self, signal: Progressed, now: int) -> list[Effect]:
        step = signal.step
        self._last_step = now
        if step in ("upload-progress", "step"):
            return []
        effects: list[Effect] = []
        if step in ("mode-changed", "upload-start"):
            self.submission = "none"
            self.transaction = None
        if step == "mode-changed" and not self.renewal.early:
            effects += self._drop_renewal(now)
        elif step == "confirmed":
            self.submission = "submitted"
            self.transaction = signal.transaction_id or self.transaction
            effects.append(StartTimer("stuck", STUCK_MS))
        elif step == "complete":
            self.submission = "completed"
            effects.append(CancelTimer("stuck"))
        elif step == "upload-start":
            self._token_used = True
            self.renewal.rounds += self.renewal.state == SETTLED
        if step in _GOALS:
            self._rate_limits = 0
            effects += self._drive("recovered", now)
        if self._expired and step in ("upload-start", "work-selected"):
            # It has a token that is not ours. A download that ends meanwhile had the old one.
            effects += self._drop_renewal(now)
        return effects + self._works_again(step, now)

    def _token_answered(self, answer: TokenAnswered, now: int) -> list[Effect]:
        if answer.request != self.renewal.request:
            return []
        envelope = answer.envelope
        if envelope is not None and envelope.code is not None:
            # Tokens come from today's API, whatever widget they are for.
            system = SYSTEM if self.policy.system in EXPIRY_CODES else self.policy.system
            verdict = classify(envelope.code, system, http_status=envelope.http_status)
            if verdict.basis == "code":
                answer.verdict = verdict
        return self._drive("answered", now, answer)

    def _token_delivered(self, signal: TokenDelivered, now: int) -> list[Effect]:
        if signal.request != self.renewal.request:
            return []
        before = self.renewal.state
        effects = self.renewal.delivered(signal.result, now)
        return effects + self._renewal_changed(before, now)

    def _timer_fired(self, signal: TimerFired, now: int) -> list[Effect]:
        name = signal.name
        if name == "settle":
            return self._settle(now)
        if name == "renewing":
            return self._show_renewing()
        if name == "wait":
            return self._wait_over(now)
        if name == "after-delivery":
            return self._after_delivery()
        if name == "stuck":
            return self._look_for_progress(now)
        if name == "missed":
            return self._look_for_missed(now)
        return self._drive("tick", now)

    def _action_chosen(self, signal: ActionChosen, now: int) -> list[Effect]:
        action = signal.action
        if action == "try-again":
            return self._try_again(now)
        if action == "start-over":
            return self._start_over()
        if action in ("confirm-start-over", "cancel") and self._confirming is not None:
            notice, self._confirming = self._confirming, None
            return self._show(notice) if action == "cancel" else [ResetWidget()]
        if action == "sign-in":
            return [OpenLogin()]
        if action == "contact":
            return [OpenContact()]
        if action == "copy-code":
            return [CopyAccessCode()]
        if action == "reload":
            return [ReloadPage()]
        if action == "dismiss":
            return self._hide()
        return []

    def _widget_looked(self, signal: WidgetLooked, now: int) -> list[Effect]:
        if signal.changed in _IDENTITY and self.policy.familiar:
            return self._changed(signal.changed, now)
        look = self.look
        if look is None or look.screen is None or look.screen in _STOPPED:
            return []
        gone = self._overlay_seen and not look.overlay
        if gone and look.screen == "FORM" and not self.renewal.resting and self.renewal.state != DELIVERING:
            # The overlay went without a token from us, and the widget is where it began: it was reset.
            return self._drop_renewal(now) + self._works_again("reset", now)
        was_stopped = self._stopped_screen in _STOPPED
        if was_stopped or (gone and self._expired and self.renewal.resting):
            self._expired = False
            return self._works_again("redrawn", now)
        return []

    def _changed(self, attribute: str, now: int) -> list[Effect]:
        """What the widget is set up for is another thing now. Only another mode makes it forget what it waits for."""
        renewal = self.renewal
        mode = attribute == "mode"
        early = renewal.early
        waits = not mode and self._expired and self.look is not None and self.look.overlay
        effects = self._works_again("changed", now)
        if (waits or (early and not mode)) and not renewal.resting:
            return effects
        effects += self._drop_renewal(now)
        if early:
            # It was asked for in the mode before, and nobody would ask for it a second time.
            return effects + self._renew(renewal.pending_action, gentle=True, now=now)
        self._expired = waits
        return effects + (self._renew_or_hold(renewal.pending_action, now) if waits else [])

    def _widget_left(self, _signal: Signal, now: int) -> list[Effect]:
        resume = self._expired
        effects = self._drop_renewal(now)
        self._resume_on_return = resume
        effects += self._works_again("left", now)
        for name in ("settle", "wait", "stuck", "missed", "after-delivery"):
            effects.append(CancelTimer(name))
        return effects

    def _widget_returned(self, _signal: Signal, now: int) -> list[Effect]:
        if not self._resume_on_return:
            return []
        # Leaving stopped the widget's own 60 seconds, not its waiting: without a token it would wait for ever.
        self._resume_on_return = False
        self._expired = True
        return self._renew_or_hold(self.renewal.pending_action, now)

    def _connection_changed(self, signal: ConnectionChanged, now: int) -> list[Effect]:
        self.renewal.online = signal.online
        if not signal.online:
            return []
        effects = self._drive("online", now)
        if self.notice is not None and self.notice.kind == "offline" and self.renewal.resting:
            effects += self._show(notices.for_retry("online", "", self.policy))
        return effects

    def _page_resumed(self, _signal: Signal, now: int) -> list[Effect]:
        effects = self._settle(now) + self._drive("tick", now)
        if self._wait_until and now >= self._wait_until:
            effects += self._wait_over(now)
        return effects

    def _widget_arrived(self, signal: WidgetArrived, now: int) -> list[Effect]:
        look = self.look
        if look is not None and (look.overlay or look.screen in _STOPPED):
            # Its events may be on their way to us. If not, they were over before anybody listened.
            return [StartTimer("missed", MISSED_MS)]
        if signal.wants_token and not self._expired:
            return self._renew("first-token", gentle=True, now=now)
        return []

    def _look_for_missed(self, now: int) -> list[Effect]:
        """What a widget shows that was in trouble before anybody listened: it does not tell the code any more."""
        look = self.look
        if look is None or self._failures or self._expired:
            return []
        if look.overlay:
            return self._session_expired(SessionExpired(), now)
        if look.screen not in _STOPPED:
            return []
        failure = self._new_failure(self.system, now)
        failure.event = "pywidget:late"
        failure.halves.append("failed")
        failure.category = look.screen
        return self._announce_failure(failure, now)

    # Failures

    def _note_generation(self, generation: str | None) -> None:
        """An older widget speaks the older system's codes; which one it is shows in its events."""
        if generation and self.policy.system in EXPIRY_CODES:
            self.system = SYSTEM_V1 if generation == "v1" else SYSTEM

    def _new_failure(self, system: str, now: int) -> Failure:
        self._failures += 1
        self.failure = Failure(self._failures, system, now)
        return self.failure

    def _settle(self, now: int) -> list[Effect]:
        """Announce a failure whose other half did not come."""
        failure = self.failure
        if failure is None or failure.verdict is not None:
            return []
        return self._announce_failure(failure, now)

    def _works(self) -> bool:
        look = self.look
        return look is not None and not look.overlay and look.screen in _AT_WORK

    def _waits(self, now: int) -> bool:
        """The widget waits, and no other token is to be asked for: one is on its way, or there is none to be had."""
        if not self._expired:
            return False
        renewal = self.renewal
        return self._in_burst(now) or not renewal.resting or renewal.refuses(now)

    def _in_burst(self, now: int) -> bool:
        """Lists are asked for several times at once, and each of these requests may tell of the same old token."""
        expiry = self._expiry
        return expiry is not None and self.renewal.pending_action in _LISTS and now - expiry.at <= PAIR_WINDOW_MS

    def _joins_renewal(self, part: FailureReported, now: int) -> bool:
        """An auth failure while the widget waits, or of another request with the old token, is the same trouble."""
        if part.code is None or part.half == "page" or not (self._in_burst(now) or self._waits(now)):
            return False
        if classify(part.code, self.system).path != "auth":
            return False
        if self._expiry is not None:
            self._expiry.merged += 1
        self._failed_meanwhile = self._failed_meanwhile or part.half == "failed"
        return True

    def _gave_up_waiting(self, now: int) -> list[Effect]:
        """The widget's own 60 seconds are over: the end of the expiry that is already announced, not a new failure."""
        effects = self._drive("tick", now)
        if not self.renewal.resting:
            effects += self._drop_renewal(now)
        self._expired = False
        self._stopped_screen = "FAILED"
        if self._expiry is not None:
            self._expiry.merged += 1
        return effects

    def _announce_failure(self, failure: Failure, now: int) -> list[Effect]:
        verdict = classify(
            failure.code,
            failure.system,
            category=failure.category,
            http_status=failure.http_status,
            text=failure.message,
        )
        failure.verdict = verdict
        self._open = failure
        self._token_used = self._token_used or verdict.path != "auth"
        self._stopped_screen = self.look.screen if self.look is not None else None
        if "failed" in failure.halves and failure.event != _SOURCE_EVENT and self._stopped_screen not in _STOPPED:
            self._stopped_screen = "FAILED"
        effects: list[Effect] = [
            CancelTimer("settle"),
            Announce("pywidget:verdict", telling.of_verdict(verdict, failure)),
            SendReport(telling.report(verdict, failure, self.look, submitted=self.submission != "none")),
        ]
        if self.policy.familiar and not self._watching:
            self._watching = True
            effects.append(WatchWidget(on=True))
        return effects + self._take_path(verdict, failure, now)

    def _take_path(self, verdict: Verdict, failure: Failure, now: int) -> list[Effect]:
        if verdict.path == "config" and "page" not in failure.halves:
            return self._disable(verdict, failure, now)
        if self.disabled or "expired" in failure.halves:
            # A disabled widget stays so; an expiry is answered by a renewal, which speaks for itself.
            return []
        until = None
        effects: list[Effect] = []
        if verdict.path == "rate-limit":
            until = self._wait(failure, now)
            effects.append(StartTimer("wait", until - now))
        elif self._can_renew(verdict, failure):
            if failure.sent_at is not None:
                return self._renew_for_request(failure, now)
            return self._renew(failure.stage or "", gentle=False, now=now)
        notice = notices.for_verdict(verdict, failure, self.policy, self.submission, self.transaction, until)
        return effects + self._show(notice)

    def _can_renew(self, verdict: Verdict, failure: Failure) -> bool:
        """An auth code without an expiry: the widget stopped. A fresh token makes its Retry work.

        The widget takes any two expiries within 20 seconds for a token that was refused, even where the first one was
        used up by an attempt that failed for another reason: each is good for one.

        Of the page's own errors, only an answer to a request can be told from one that came before the renewal.
        """
        return (
            verdict.path == "auth"
            and (verdict.remedy == "renew-session" or (failure.code == AUTH_RETRY_EXHAUSTED and self._token_used))
            and ("page" not in failure.halves or failure.sent_at is not None)
            and self.submission != "submitted"
        )

    def _disable(self, verdict: Verdict, failure: Failure, now: int) -> list[Effect]:
        waits = self._expired
        effects = self._drop_renewal(now)
        # For the rest of its 60 seconds, and its giving up is no other failure.
        self._expired = waits
        if not self.disabled:
            self.disabled = True
            detail = {"system": verdict.system, "code": verdict.code, "requestId": failure.request_id}
            effects.append(Announce("pywidget:disabled", detail))
        # The finished work's screen shows its access code.
        stays = self.look is not None and self.look.screen in ("DISABLED", "COMPLETE")
        if self.policy.familiar and not stays and not self._covered:
            self._covered = True
            effects.append(CoverWidget(on=True))
        notice = notices.for_verdict(verdict, failure, self.policy, self.submission, self.transaction, None)
        return effects + self._show(notice)

    def _wait(self, failure: Failure, now: int) -> int:
        """When a rate limit is over: as the server said, else longer each time."""
        self._rate_limits += 1
        asked = failure.retry_after_ms
        if asked is None:
            asked = wait_in_details(failure.details, now)
        if asked is None:
            asked = delay_ms(self._rate_limits, RATE_LIMIT_FIRST_MS, RATE_LIMIT_MOST_MS, self._random)
        self._wait_until = now + asked
        return self._wait_until

    def _wait_over(self, now: int) -> list[Effect]:
        if now < self._wait_until:
            return [StartTimer("wait", self._wait_until - now)]
        self._wait_until = 0
        if self.notice is None or self.notice.kind != "waiting":
            return []
        return self._show(notices.for_retry("try-again", "wait-over", self.policy))

    # Renewal

    def _renew(self, pending: str, *, gentle: bool, now: int, age: int = 0) -> list[Effect]:
        renewal = self.renewal
        before, said = renewal.state, "" if renewal.gentle else renewal.reason
        effects = renewal.ask(pending, gentle, now, age)
        if not gentle and not renewal.resting:
            effects.append(StartTimer("renewing", RENEWING_NOTICE_MS))
        # One that fails at once after one that failed: only the reason can tell.
        return effects + self._renewal_changed(before if said == renewal.reason else "", now)

    def _renew_or_hold(self, pending: str, now: int, age: int = 0) -> list[Effect]:
        if self.submission == "submitted" and pending not in _HARMLESS:
            self.renewal.pending_action = pending
            return self._drive("hold", now)
        return self._renew(pending, gentle=False, now=now, age=age)

    def _renew_for_request(self, failure: Failure, now: int) -> list[Effect]:
        """Requests that were sent with the same old session get one renewal; repeating them is the page's business."""
        system = failure.system
        if failure.sent_at is None or failure.sent_at <= self._renewal_ends.get(system, -1):
            return []
        if not self.renewal.resting:
            current = [self._expiry] if self.renewal.system == system and self._expiry is not None else []
            joined = current + [other for other in self._next_requests if other.system == system]
            if joined:
                joined[0].merged += 1
            else:
                self._next_requests.append(failure)
            return []
        self._expired = True
        self._expiry = failure
        self.renewal.system = system
        return self._renew("request", gentle=False, now=now)

    def _drive(self, what: str, now: int, answer: TokenAnswered | None = None) -> list[Effect]:
        before = self.renewal.state
        effects = self.renewal.receive(what, now, answer)
        return effects + self._renewal_changed(before, now)

    def _renewal_changed(self, before: str, now: int) -> list[Effect]:
        state = self.renewal.state
        if state == before:
            return []
        if state == HELD:
            return self._held(now)
        if state not in (SETTLED, RENEWAL_FAILED):
            return []
        self._renewal_ends[self.renewal.system] = now
        effects = self._renewed(now) if state == SETTLED else self._renewal_failed(now)
        if self._next_requests:
            effects += self._renew_for_request(self._next_requests.pop(0), now)
        return effects

    def _renewed(self, now: int) -> list[Effect]:
        renewal = self.renewal
        waited = self._expired
        self._expired = self._token_used = False
        detail = telling.of_renewed(renewal, now)
        effects: list[Effect] = [CancelTimer("renewing"), Announce("pywidget:renewed", detail)]
        if waited and self._expiry is not None:
            effects.append(SendReport(telling.outcome(self._expiry, "renewed", self.renewal, now)))
            self._open = None
        effects.append(StartTimer("after-delivery", AFTER_DELIVERY_MS))
        return effects + ([] if self._tells_of_more() else self._hide())

    def _tells_of_more(self) -> bool:
        """The notice is about a failure that came while a session was renewed, and has nothing to do with it."""
        failure = self.failure
        if failure is None or failure.verdict is None or failure.event == _SOURCE_EVENT:
            return False
        return failure.verdict.path != "auth"

    def _renewal_failed(self, now: int) -> list[Effect]:
        renewal = self.renewal
        answer = renewal.answer
        envelope = answer.envelope if answer is not None else None
        detail = telling.of_no_renewal(renewal, envelope)
        effects: list[Effect] = [CancelTimer("renewing"), Announce("pywidget:renewal-failed", detail)]
        if self._expiry is not None and self._expired:
            effects.append(SendReport(telling.outcome(self._expiry, "not-renewed", self.renewal, now)))
        verdict = answer.verdict if answer is not None else None
        if envelope is not None and verdict is not None and verdict.path != "auth":
            # The token source gave a code of its own: another failure, with a way of its own. Only that it wants a
            # session itself is nothing that another renewal could help.
            failure = self._new_failure(verdict.system, now)
            failure.event = _SOURCE_EVENT
            failure.halves.append("failed")
            failure.code = envelope.code
            failure.message = envelope.message or ""
            failure.request_id = envelope.request_id
            failure.details = envelope.details
            failure.http_status = envelope.http_status
            failure.stage = renewal.pending_action
            failure.retry_after_ms = envelope.retry_after_ms
            return effects + self._announce_failure(failure, now)
        if renewal.gentle:
            return effects
        if renewal.reason == "rate-limited" and envelope is not None and envelope.retry_after_ms is not None:
            self._wait_until = now + envelope.retry_after_ms
            effects.append(StartTimer("wait", envelope.retry_after_ms))
            until = self._wait_until
            return effects + self._show(Notice("waiting", role="status", message="rate-limited", until=until))
        return effects + self._show(notices.for_failed_renewal(renewal.reason, self._expiry, self.policy))

    def _held(self, now: int) -> list[Effect]:
        effects: list[Effect] = [Announce("pywidget:renewal-failed", telling.of_no_renewal(self.renewal, None))]
        failure = self._expiry
        if failure is None or failure.verdict is None:
            return effects
        effects.append(SendReport(telling.outcome(failure, "not-renewed", self.renewal, now)))
        notice = notices.for_verdict(failure.verdict, failure, self.policy, self.submission, self.transaction, None)
        return effects + self._show(notice)

    def _drop_renewal(self, now: int) -> list[Effect]:
        self._expired = False
        self._overlay_seen = False
        self._resume_on_return = False
        effects: list[Effect] = [CancelTimer("renewing")]
        return effects + self._drive("drop", now)

    def _show_renewing(self) -> list[Effect]:
        if self.renewal.resting or self.renewal.gentle:
            return []
        return self._show(notices.for_renewing(self.policy))

    def _after_delivery(self) -> list[Effect]:
        look = self.look
        if look is None or not self.renewal.resting:
            return []
        pending = self.renewal.pending_action
        if look.overlay and (pending in _HARMLESS or not pending):
            return [RedrawWidget()]
        if look.screen != "FAILED":
            return []
        if self._failed_meanwhile and pending in _LISTS:
            self._failed_meanwhile = False
            return [PressRetry()]
        if self.notice is None:
            return self._show(Notice("try-again", role="status", message="session-renewed", actions=("try-again",)))
        return []

    # The visitor

    def _try_again(self, now: int) -> list[Effect]:
        if now < self._wait_until or self.disabled:
            return []
        look = self.look
        stopped = look is not None and look.screen == "FAILED"
        if self._expired and self.renewal.state == RENEWAL_FAILED and not stopped:
            return self._renew(self.renewal.pending_action, gentle=False, now=now)
        frozen = self.failure is not None and self.failure.frozen
        effects = self._hide()
        effects.append(RedrawWidget() if frozen and not stopped else PressRetry())
        return effects

    def _start_over(self) -> list[Effect]:
        if self.disabled or self.submission == "submitted":
            return []
        if self.policy.reset == "allowed":
            return [ResetWidget()]
        if self.policy.reset == "never":
            effects = self._hide()
            effects.append(PressRetry())
            return effects
        self._confirming = self.notice
        return self._show(Notice("confirm", role="alert", actions=("confirm-start-over", "cancel")))

    def _look_for_progress(self, now: int) -> list[Effect]:
        """The work was submitted and nothing was heard since: the widget can lose its connection without a word."""
        if self.submission != "submitted" or (self.look is not None and self.look.screen not in _TRACKING):
            return []
        quiet = now - self._last_step
        if quiet < STUCK_MS:
            return [StartTimer("stuck", STUCK_MS - quiet)]
        if self.notice is not None:
            return []
        failure = self._new_failure(self.system, now)
        failure.event = "pywidget:stuck"
        failure.stage = "tracking"
        return self._announce_failure(failure, now)

    # Notices

    def _show(self, notice: Notice) -> list[Effect]:
        self.notice = notice
        return [ShowNotice(notice)]

    def _hide(self) -> list[Effect]:
        if self.notice is None:
            return []
        self.notice = None
        return [HideNotice()]

    def _works_again(self, step: str, now: int) -> list[Effect]:
        """The widget goes on: what we showed and held back is over."""
        effects: list[Effect] = []
        failure = self.failure
        if step in _GOALS and self._open is not None:
            effects.append(SendReport(telling.outcome(self._open, "recovered", self.renewal, now)))
            self._open = None
        if step == "left" or (failure is not None and failure.verdict is not None):
            self.failure = None
        self._stopped_screen = None
        self._wait_until = 0
        self._confirming = None
        if not step.startswith("upload"):
            self.renewal.rounds = 0
        if self.disabled:
            self.disabled = False
            effects.append(Announce("pywidget:enabled", {"because": step}))
        if self._covered:
            self._covered = False
            effects.append(CoverWidget(on=False))
        keeps = self.notice is not None and self.notice.kind in _KEPT_OVER_A_RETRY and step == "redrawn"
        if not keeps:
            effects += self._hide()
        if self._watching and self.renewal.resting and not keeps:
            self._watching = False
            effects.append(WatchWidget(on=False))
        return effects
