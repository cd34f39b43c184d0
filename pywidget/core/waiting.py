"""What a widget waits for.

    nothing ──expired──► waits ──renewed──► nothing
       │                   ├─gave up──► gave up      (its own 60 seconds were over; it stopped)
       │                   └─left──► left ──returned──► waits
       ├──held──► held ──the visitor's word──► waits (a token would pay a second time)
       └──arrived without a token──► first           (nobody waits yet, but nothing can begin without one)

Rules:

* The renewal (:mod:`pywidget.core.renewal`) gets the token; this module knows whether the widget waits for it. A
  renewal can have failed while the widget still waits, and then the visitor can ask for another one.
* The widget sends several requests for a list at once. Each of them may fail because of the same old token.
* A token from pywidget counts as *refused* if the widget's next event is an authentication failure. Only then is the
  visitor told that the session is not accepted.
* After the work was submitted, a waiting registration gets no token, because it would submit the work again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.ats_widget import (
    AT_WORK,
    HARMLESS,
    LISTS,
    NO_TOKEN_TEXT,
    RESUMES_NOTHING,
    SCREEN_FAILED,
    SCREEN_FORM,
    SUBMIT,
    WAITS_MS,
)
from pywidget.core.effects import CancelTimer, StartTimer
from pywidget.core.facts import RenewalHeld
from pywidget.core.failure import PAIR_WINDOW_MS, SETTLE_MS
from pywidget.core.renewal import DEADLINE_MS, DELIVERING, SETTLED
from pywidget.core.renewal import FAILED as RENEWAL_FAILED
from pywidget.core.requests import Requests

if TYPE_CHECKING:
    from pywidget.core.facts import Follows
    from pywidget.core.failure import Failure
    from pywidget.core.renewal import Renewal
    from pywidget.core.signals import Look

#: A renewal that takes longer than this is worth a notice, in milliseconds.
RENEWING_NOTICE_MS = 1_000

#: When to look whether the widget really went on with its new token, in milliseconds.
AFTER_DELIVERY_MS = 500
#: The pending action of a session for one of the page's own requests.
REQUEST = "request"

NOTHING = "nothing"
FIRST = "first"
WAITS = "waits"
HELD = "held"
GAVE_UP = "gave-up"
LEFT = "left"
STATES = (NOTHING, FIRST, WAITS, HELD, GAVE_UP, LEFT)

#: What happened -> the next state, for each present state in the order of STATES.
TABLE: dict[str, tuple[str, str, str, str, str, str]] = {
    #              nothing  first    waits    held     gave-up  left
    "arrived": (FIRST, FIRST, WAITS, HELD, FIRST, FIRST),
    "expired": (WAITS, WAITS, WAITS, WAITS, WAITS, WAITS),
    "held": (HELD, HELD, HELD, HELD, HELD, HELD),
    "renewed": (NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
    "gave-up": (NOTHING, FIRST, GAVE_UP, GAVE_UP, GAVE_UP, LEFT),
    "went-on": (NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
    "left": (NOTHING, NOTHING, LEFT, LEFT, NOTHING, LEFT),
    "word": (NOTHING, FIRST, WAITS, WAITS, GAVE_UP, LEFT),
}

#: What happened to the last token from pywidget: nothing is known of one, it was given, the server accepted it.
UNKNOWN, GIVEN, TAKEN = "unknown", "given", "taken"


class Waiting:
    """What one widget waits for.

    Args:
        renewal: the part that gets tokens for it.

    Attributes:
        state: one of :data:`STATES`.
        cause: the failure because of which a token is needed; the renewal's result is reported as its end.
        token: what happened to the last token from pywidget: UNKNOWN, GIVEN or TAKEN.
        unspent: whether the widget may have an unused token, with which its form can be sent without a new one.
        late: whether no request was sent with that token yet, so that a failure now is from the token before.
    """

    def __init__(self, renewal: Renewal) -> None:
        self.state = NOTHING
        self.renewal = renewal
        self.cause: Failure | None = None
        self.token = UNKNOWN
        self.unspent = False
        self.late = False
        self._requests = Requests()
        self._overlay_seen = False
        self._stopped_meanwhile = False
        self._since = 0

    # What it shows

    @property
    def expired(self) -> bool:
        """Whether the widget waits for a token that has not come yet."""
        return self.state in (WAITS, HELD)

    @property
    def asked(self) -> bool:
        """Whether a token is waited for, or the last renewal gave one."""
        return self.expired or self.renewal.state == SETTLED

    @property
    def refused(self) -> bool:
        """Whether an authentication failure now means that a token from pywidget was refused."""
        return self.token == GIVEN and not self.late

    def see(self, look: Look) -> None:
        """Take the widget's look, which comes with each signal."""
        self._overlay_seen = self._overlay_seen or (look.overlay and self.expired)

    def overlay_gone(self, look: Look) -> bool:
        """Whether the overlay was shown and is gone now."""
        return self._overlay_seen and not look.overlay

    def was_reset(self, look: Look) -> bool:
        """Whether the widget was reset: its overlay is gone without a token from pywidget, and it shows its form."""
        renewal = self.renewal
        return (
            self.overlay_gone(look)
            and look.screen == SCREEN_FORM
            and not renewal.resting
            and renewal.state != DELIVERING
        )

    # An expiry, and events with the same cause

    def joins(self, now: int) -> bool:
        """Whether an expiry now needs no new renewal: a token is on its way, or none can be fetched."""
        if not self.expired:
            return False
        return self.in_burst(now) or self.state == HELD or not self.renewal.resting or self.renewal.breaker.refuses(now)

    def in_burst(self, now: int) -> bool:
        """One list was asked for several times at once."""
        cause = self.cause
        if cause is None or not self.asked or self.renewal.pending_action not in LISTS:
            return False
        return now - cause.at <= PAIR_WINDOW_MS

    def join(self, *, stopped: bool = False) -> Follows:
        """One more event of the same trouble; ``stopped``: the widget stopped because of it."""
        if self.cause is not None:
            self.cause.merged += 1
        self._stopped_meanwhile = self._stopped_meanwhile or stopped
        late = stopped and self.renewal.state == SETTLED
        return [StartTimer("after-delivery", AFTER_DELIVERY_MS)] if late else []

    def begin(self, cause: Failure, look: Look | None) -> None:
        """A new expiry: ``cause`` is the failure that it is told as."""
        self.cause = cause
        self._overlay_seen = look is not None and look.overlay
        self._stopped_meanwhile = False

    def went_on_meanwhile(self, look: Look | None, age: int) -> bool:
        """The page gave it a token while the interpreter was on its way."""
        works = look is not None and not look.overlay and look.screen in AT_WORK
        return works and age > SETTLE_MS

    def expire(self, pending: str, since: int, now: int, *, paid: bool) -> Follows:
        """A token is wanted since then; where a work was ``paid`` for, none that begins it again."""
        self._since = since
        if not paid or pending in HARMLESS:
            self._to("expired")
            return self.renew(pending, now, now - since)
        self._to("held")
        self.renewal.pending_action = pending
        follows = self.renewal.receive("hold", now)
        follows.append(RenewalHeld())
        return follows

    def expect(self) -> None:
        """It waits, and no token is asked for."""
        self._to("expired")

    def settle(self) -> None:
        """It drew itself anew, and waits for nothing any more."""
        self._to("went-on")

    def arrive(self, now: int) -> Follows:
        """It has no token at all, and the first one is ours to supply."""
        self._to("arrived")
        return self.supply("first-token", now)

    def supply(self, pending: str, now: int) -> Follows:
        """A token that nobody waits for, so that the next press of a button has one."""
        return self.renewal.ask(pending, prefetched=True, now=now)

    def renew(self, pending: str, now: int, age: int = 0) -> Follows:
        """Ask for a token now."""
        follows = self.renewal.ask(pending, prefetched=False, now=now, age=age)
        if not self.renewal.resting:
            follows.append(StartTimer("renewing", RENEWING_NOTICE_MS))
        return follows

    def renew_for_request(self, failure: Failure, now: int) -> Follows:
        """One of the page's own requests failed because there was no valid session."""
        if self._requests.old(failure):
            return []
        if not self.renewal.resting:
            self._requests.join(failure, self.cause if self.renewal.system == failure.system else None)
            return []
        self.cause = failure
        self.renewal.system = failure.system
        self._to("expired")
        return self.renew(REQUEST, now)

    # Its end

    def ended(self, reason: str, look: Look | None, now: int) -> Follows:
        """The renewal ended; ``look``: what the widget shows, which may be a form that is being sent."""
        follows: Follows = [CancelTimer("renewing")]
        if not reason:
            self.token = GIVEN
            self.unspent = True
            sent = (
                look is not None and look.screen == SCREEN_FORM and look.buttons is not None and not look.offers(SUBMIT)
            )
            self.late = sent if self.state != WAITS else self.renewal.pending_action in RESUMES_NOTHING
            self._to("renewed")
        failure = self._requests.ended(self.renewal.system, now)
        return follows + (self.renew_for_request(failure, now) if failure is not None else [])

    def take(self) -> None:
        """The server accepted the last token, so a failure from now on has another reason."""
        if self.token == GIVEN:
            self.token = TAKEN

    def send(self) -> None:
        """The widget sends a request with its present token."""
        self.late = False

    def began_upload(self) -> None:
        """The widget began a registration, which uses up its token."""
        if not self.late:
            self.take()
            self.unspent = False
        if self.renewal.state == SETTLED:
            self.renewal.breaker.count_round()

    def submitted(self, now: int) -> Follows:
        """The work was submitted: stop a token that is on its way and would submit it again."""
        renewal = self.renewal
        waits_for_it = renewal.prefetched or renewal.pending_action not in HARMLESS
        return self.drop(now) if waits_for_it and not renewal.resting else []

    def gave_up(self, now: int) -> Follows:
        """The widget's own 60 seconds are over."""
        follows = self.renewal.receive("tick", now)
        if not self.renewal.resting:
            follows += self._stop(now)
        self.join()
        self._to("gave-up")
        return follows

    def drop(self, now: int) -> Follows:
        """The widget no longer waits for a token: stop the renewal."""
        self._to("went-on")
        return self._stop(now)

    def leave(self, now: int) -> Follows:
        """The widget left the page."""
        self._to("left")
        return self._stop(now)

    def give_up_asking(self, now: int) -> Follows:
        """Stop the renewal, because no token will help. The widget itself waits for the rest of its 60 seconds."""
        return self._stop(now)

    def returned(self, now: int, *, paid: bool) -> Follows:
        """The widget is in the page again. If it was waiting, renew: its own 60-second timer was stopped for good."""
        return self.expire(self.renewal.pending_action, now, now, paid=paid) if self.state == LEFT else []

    # The visitor

    def may_ask_again(self) -> bool:
        """Whether the widget still waits, and the last renewal failed."""
        return self.state in (WAITS, FIRST) and self.has_no_token()

    def has_no_token(self) -> bool:
        """Whether the last renewal failed."""
        return self.renewal.state == RENEWAL_FAILED

    def can_go_on(self, now: int) -> bool:
        """Whether a token would help now: no renewal is under way, and the widget's own time is not over."""
        return self.renewal.resting and (not self._timed or now - self._since < DEADLINE_MS)

    def ask_again(self, now: int) -> Follows:
        """Try again, because the visitor wants it. This does not prolong the widget's own 60 seconds."""
        if self.state == FIRST:
            return self.supply(self.renewal.pending_action, now)
        age = now - self._since if self._timed else 0
        # A widget that still waits after its 60 seconds has no deadline.
        return self.renew(self.renewal.pending_action, now, age if age < WAITS_MS else 0)

    def word_given(self, now: int) -> Follows:
        """The visitor wants to pay again: continue the held renewal, if the widget still waits."""
        age = now - self._since
        if self.state != HELD or age >= DEADLINE_MS:
            return []
        self._to("word")
        return self.renew(self.renewal.pending_action, now, age)

    # After a token was given

    def needs_redraw(self, look: Look) -> bool:
        """Whether only a redraw helps: the overlay stays although the widget goes on, or it still shows "no token"."""
        pending = self.renewal.pending_action
        lacks = look.alert is not None and look.alert.startswith(NO_TOKEN_TEXT)
        return lacks or (look.overlay and (pending in HARMLESS or not pending))

    def needs_retry(self, look: Look) -> bool:
        """Whether to press Retry on a failed screen left over from several requests at once. True only once."""
        if look.screen != SCREEN_FAILED or not self._stopped_meanwhile or self.renewal.pending_action not in LISTS:
            return False
        self._stopped_meanwhile = False
        return True

    @property
    def _timed(self) -> bool:
        """Whether what waits has a time limit: a widget does, the page's own requests do not."""
        return self.state == WAITS and self.renewal.pending_action != REQUEST

    def _stop(self, now: int) -> Follows:
        self._overlay_seen = False
        follows: Follows = [CancelTimer("renewing")]
        return follows + self.renewal.receive("drop", now)

    def _to(self, what: str) -> None:
        self.state = TABLE[what][STATES.index(self.state)]
