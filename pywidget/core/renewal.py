"""Getting a fresh token to one widget: a small state machine.

    idle ──expired──► asking ──answered: a token──► delivering ──set──► settled
                      ▲   │                              │
                      │   └─answered: try later──► waiting└─repeated: ask once more
                      └───────tick / online────────┘
    any of them ──► failed (a reason)   or   held (already paid for: a token would start it again)

Rules:

* The widget gives up by itself 60 seconds after its expiry event. A renewal ends before that. Each timer only makes it
  compare the time with its deadlines. Until then, tries are repeated after failures that may pass (no connection, a try
  that timed out, 5xx, 429 after the wait it asked for), but not after others (4xx, an answer without a token).
* A try is repeated only if there were fewer than three within 60 seconds, so a renewal has at most three tries. A new
  renewal has its first try in any case. Together that is at most five tries in 60 seconds.
* There is one try at a time. An expiry while a renewal is running needs no second renewal.
* A token can be used only once, so each renewal asks for a new one. If the token source returns one that the widget
  already had, it is asked once more.
* Where no token is delivered (for the page's own requests), the answer itself settles the renewal.
* There are at most three renewals in 60 seconds, because the older widgets would ask without end. There are at most
  three uploads that began again with a new token, because an upload that takes longer than a token is valid would begin
  again without end. After that the breaker opens. It closes after 60 seconds without an expiry, or when the widget
  reaches its goal. It does not close when the widget merely goes on: with a token that is refused at the last step, the
  widget would repeat all steps without end.
* After the work was submitted, an expiry that would start the registration again is held, and no token is fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.backoff import RATE_LIMIT_FIRST_MS, TOKEN_FIRST_MS, TOKEN_SECOND_MS, jittered
from pywidget.core.effects import AbortToken, CancelTimer, DeliverToken, RequestToken, StartTimer
from pywidget.core.facts import RenewalEnded
from pywidget.core.signals import TokenAnswered

if TYPE_CHECKING:
    from pywidget.core.backoff import Random
    from pywidget.core.facts import Follows

#: How long a renewal may take: two seconds less than the widget waits (``ats_widget.WAITS_MS``), to leave time for the
#: messages between page and Python.
DEADLINE_MS = 58_000
#: At most this many renewals, and as many tries if one of them is a repeated one …
BUDGET = 3
#: … in this time; also the quiet time that closes the breaker.
BUDGET_WINDOW_MS = 60_000

IDLE = "idle"
ASKING = "asking"
WAITING = "waiting"
DELIVERING = "delivering"
SETTLED = "settled"
FAILED = "failed"
HELD = "held"
STATES = (IDLE, ASKING, WAITING, DELIVERING, SETTLED, FAILED, HELD)
#: States in which no renewal is under way.
RESTING = (IDLE, SETTLED, FAILED, HELD)

#: Statuses of a token endpoint, besides 429 and 5xx, after which another try may succeed.
_PASSING_STATUS = (408, 425)

#: Input -> what to do in each state, in the order of STATES; ``-``: nothing.
TABLE: dict[str, tuple[str, str, str, str, str, str, str]] = {
    #            idle      asking     waiting    delivering   settled   failed    held
    "expired": ("start", "-", "-", "-", "start", "start", "start"),
    "hold": ("hold", "stop_hold", "stop_hold", "stop_hold", "hold", "hold", "-"),
    "answered": ("-", "answered", "-", "-", "-", "-", "-"),
    "delivered": ("-", "-", "-", "delivered", "-", "-", "-"),
    "tick": ("-", "overdue", "again", "overdue", "-", "-", "-"),
    "online": ("-", "-", "online", "-", "-", "-", "-"),
    "drop": ("-", "stop", "stop", "stop", "rest", "rest", "rest"),
    "recovered": ("-", "-", "-", "-", "forgive", "forgive", "forgive"),
}
INPUTS = tuple(TABLE)


class Breaker:
    """Counts the renewals of one widget, to stop endless loops. While it is open, no token is asked for.

    Attributes:
        rounds: how often the widget began an upload again by itself, with a token from pywidget, since its last goal.
        last_expiry: when a token was needed last, in milliseconds of the controller's clock.
    """

    def __init__(self) -> None:
        self.rounds = 0
        self.last_expiry = -BUDGET_WINDOW_MS
        self._starts: list[int] = []
        self._open = False

    @property
    def closes_at(self) -> int:
        """When it closes, if no token is needed until then."""
        return self.last_expiry + BUDGET_WINDOW_MS

    def refuses(self, now: int) -> bool:
        """Whether the breaker is open for an expiry now. If so, this expiry keeps it open for longer."""
        if not self._open or now >= self.closes_at:
            return False
        self.last_expiry = now
        return True

    def hear(self, now: int) -> None:
        """Note that a token is needed. After a minute without that there is no loop, and the breaker closes."""
        quiet = now >= self.closes_at
        self.last_expiry = now
        if self._open and quiet:
            self._open = False
            self.rounds = 0

    def allows(self, now: int) -> bool:
        """Count one more renewal and return True. If there were too many, open the breaker and return False."""
        self._starts = [at for at in self._starts if now - at < BUDGET_WINDOW_MS]
        if self._open or max(len(self._starts), self.rounds) >= BUDGET:
            self._open = True
            return False
        self._starts.append(now)
        return True

    def count_round(self) -> None:
        """An upload began again with a token from pywidget."""
        self.rounds += 1

    def forgive_rounds(self) -> None:
        """The widget goes on with something other than the upload."""
        self.rounds = 0

    def close(self) -> None:
        """The widget reached its goal. The renewals of the last 60 seconds still count."""
        self._open = False


class Tries:
    """The tries of one renewal.

    Attributes:
        request: number of the current try among all tries for the widget; ``attempt``: within this renewal.
        until: when the current try ends at the latest.
        next_at: when the next try begins, in the state WAITING.
        repeated: whether the widget already had the last token, so that another one was asked for.
    """

    def __init__(self, timeout_ms: int) -> None:
        self.request = 0
        self.attempt = 0
        self.until = 0
        self.next_at = 0
        self.repeated = False
        self.timeout_ms = timeout_ms
        self._begun: list[int] = []

    def may_repeat(self, at: int) -> bool:
        """Whether a try may be repeated then: there were fewer than BUDGET in the 60 seconds before."""
        return len(self._begun) < BUDGET or at - self._begun[0] >= BUDGET_WINDOW_MS

    def begin(self, now: int) -> None:
        """Begin one more try."""
        self._begun.append(now)
        self._begun = self._begun[-BUDGET:]
        self.request += 1
        self.attempt += 1
        self.until = now + self.timeout_ms


class Renewal:
    """The renewal of one widget.

    ``receive(input, now, answer)`` takes one of :data:`INPUTS` and returns effects and facts.

    Args:
        try_timeout_ms: how long one try may take, in milliseconds.
        random: returns numbers from 0 up to but not including 1, for jitter.

    Attributes:
        reason: why it failed: the ``reason`` of ``pywidget:renewal-failed``.
        answer: the last answer of the token source; None if there is none.
        pending_action: what the widget will do with the token.
        system: the system that the session belongs to, or "" for the ats-widget's.
        started_at: since when the token has been needed.
        prefetched: whether the token is fetched ahead of need, so that it is delivered when it does not disturb.
    """

    def __init__(self, try_timeout_ms: int, random: Random) -> None:
        self.state = IDLE
        self.reason = ""
        self.answer: TokenAnswered | None = None
        self.pending_action = ""
        self.system = ""
        self.started_at = 0
        self.prefetched = False
        self.online = True
        self.breaker = Breaker()
        self._tries = Tries(try_timeout_ms)
        self._age = 0
        self._random = random

    def receive(self, what: str, now: int, answer: TokenAnswered | None = None) -> Follows:
        """Take one input and return what follows. Never raises for an input of :data:`INPUTS`."""
        step = TABLE[what][STATES.index(self.state)]
        if step == "-":
            return []
        follows: Follows = getattr(self, "_" + step)(now, answer)
        return follows

    @property
    def request(self) -> int:
        """Number of the current try among all tries for the widget."""
        return self._tries.request

    @property
    def attempt(self) -> int:
        """Number of the current try within this renewal."""
        return self._tries.attempt

    @property
    def resting(self) -> bool:
        """Whether no renewal is under way."""
        return self.state in RESTING

    def ask(self, pending_action: str, prefetched: bool, now: int, age: int = 0) -> Follows:
        """Start a renewal, unless one is under way. ``prefetched``: ahead of need, without an expiry.

        ``age``: how long ago the expiry happened, in milliseconds.
        """
        if self.resting:
            self.pending_action = pending_action
            self.prefetched = prefetched
            self._age = age
            return self.receive("expired", now)
        if prefetched or not self.prefetched:
            return []
        # From now on the widget waits for the token that is being fetched ahead, so its 60 seconds begin.
        self.pending_action = pending_action
        self.prefetched = False
        self.started_at = now - age
        follows: Follows = [StartTimer("deadline", max(self.deadline - now, 0))]
        if self.state == DELIVERING:
            follows.append(DeliverToken(self.request))
        return follows

    def connected(self, *, online: bool) -> None:
        """The browser has a connection, or has none."""
        self.online = online

    def delivered(self, result: str, now: int) -> Follows:
        """The widget has the token, or could not take it (see :class:`~pywidget.core.signals.TokenDelivered`)."""
        if self.state != DELIVERING:
            return []
        if result == "repeated" and not self._tries.repeated and self._tries.may_repeat(now):
            self._tries.repeated = True
            return self._try(now)
        if result == "repeated":
            return self._fail("repeated-token")
        if result != "set":
            return self._fail("widget-" + result)
        return self.receive("delivered", now)

    @property
    def early(self) -> bool:
        """Whether a token is on its way that the widget does not wait for yet."""
        return self.prefetched and not self.resting

    @property
    def deadline(self) -> int:
        """When this renewal ends at the latest, in milliseconds of the controller's clock."""
        return self.started_at + DEADLINE_MS

    # Steps

    def _start(self, now: int, _answer: TokenAnswered | None) -> Follows:
        self.breaker.hear(now)
        self.started_at = now - self._age
        self.answer = None
        self._tries.attempt = 0
        if now >= self.deadline:
            # The event was received too late: the widget has given up.
            return self._fail("timed-out")
        if not self.breaker.allows(now):
            return self._fail("too-many-renewals")
        self._tries.repeated = False
        self.reason = ""
        follows: Follows = [StartTimer("deadline", self.deadline - now)]
        return follows + self._try(now)

    def _try(self, now: int) -> Follows:
        self.state = ASKING
        self._tries.begin(now)
        return [
            RequestToken(self.request, self.pending_action, self.attempt, self.system),
            StartTimer("try", self._tries.timeout_ms),
        ]

    def _answered(self, now: int, answer: TokenAnswered | None) -> Follows:
        if answer is None or answer.request != self.request:
            return []
        self.answer = answer
        if answer.outcome == "token":
            self.state = DELIVERING
            return [CancelTimer("try"), DeliverToken(self.request, self.prefetched)]
        if answer.outcome == "done":
            return self._delivered(now, None)
        if answer.outcome == "no-source":
            return self._fail("no-token-source")
        if answer.outcome == "bad-answer":
            config = answer.verdict is not None and answer.verdict.path == "config"
            return self._fail("config" if config else answer.reason or "not-json")
        if answer.outcome == "provider":
            return self._fail("provider-failed")
        return self._later(now, answer)

    def _later(self, now: int, answer: TokenAnswered) -> Follows:
        """A try failed in a way that may pass: wait, if there is time left for another one."""
        reason = "timed-out" if answer.outcome == "timeout" else "unreachable"
        asked: int | None = None
        if answer.outcome == "http":
            reason = _refusal(answer)
            if reason not in ("rate-limited", "server-error"):
                return self._fail(reason)
            asked = answer.envelope.retry_after_ms if answer.envelope is not None else None
        wait = asked
        if wait is None:
            wait = jittered(TOKEN_FIRST_MS if self.attempt == 1 else TOKEN_SECOND_MS, self._random)
            if reason == "rate-limited":
                # What limits requests needs longer to recover than a server that stumbled.
                wait += RATE_LIMIT_FIRST_MS
        if now + wait >= self.deadline or not self._tries.may_repeat(now + wait):
            return self._fail(reason)
        self.state = WAITING
        self.reason = reason
        self._tries.next_at = now + wait
        return [CancelTimer("try"), StartTimer("next-try", wait)]

    def _again(self, now: int, _answer: TokenAnswered | None) -> Follows:
        if now >= self.deadline:
            return self._fail(self.reason)
        if now < self._tries.next_at:
            return [StartTimer("next-try", self._tries.next_at - now)]
        if not self.online:
            # Asking would fail at once; the deadline still ends it.
            return self._wait_for_deadline(now)
        return self._try(now)

    def _online(self, now: int, _answer: TokenAnswered | None) -> Follows:
        waits = now < self._tries.next_at
        if waits and (self.reason == "rate-limited" or not self._tries.may_repeat(now)):
            return []
        # If the wait ended while there was no connection, its timer is over.
        self._tries.next_at = now
        follows: Follows = [CancelTimer("next-try")]
        return follows + self._again(now, None)

    def _overdue(self, now: int, _answer: TokenAnswered | None) -> Follows:
        if now >= self.deadline and not (self.prefetched and self.state == DELIVERING):
            # The reason of an earlier failed try says more than "timed-out".
            return self._fail((self.state == ASKING and self.reason) or "timed-out", abort=True)
        if self.state == ASKING and now >= self._tries.until:
            follows: Follows = [AbortToken(self.request)]
            self.answer = TokenAnswered(self.request, "timeout")
            return follows + self._later(now, self.answer)
        follows = self._wait_for_deadline(now)
        if self.state == ASKING:
            follows.append(StartTimer("try", self._tries.until - now))
        return follows

    def _wait_for_deadline(self, now: int) -> Follows:
        """Start the timer again if it fired too early by the controller's clock; else the renewal would never end."""
        return [StartTimer("deadline", self.deadline - now)] if now < self.deadline else []

    def _delivered(self, _now: int, _answer: TokenAnswered | None) -> Follows:
        self.state = SETTLED
        self.reason = ""
        return self._quiet(RenewalEnded(""))

    def _hold(self, now: int, _answer: TokenAnswered | None) -> Follows:
        self.state = HELD
        self.reason = "already-submitted"
        self.started_at = now
        self._tries.attempt = 0
        return []

    def _stop_hold(self, now: int, _answer: TokenAnswered | None) -> Follows:
        return self._stop(now, None) + self._hold(now, None)

    def _stop(self, _now: int, _answer: TokenAnswered | None) -> Follows:
        self.state = IDLE
        follows: Follows = [AbortToken(self.request)]
        return follows + self._quiet()

    def _rest(self, _now: int, _answer: TokenAnswered | None) -> Follows:
        self.state = IDLE
        return []

    def _forgive(self, _now: int, _answer: TokenAnswered | None) -> Follows:
        """The widget reached its goal, so the breaker closes. The renewals of the last 60 seconds still count."""
        self.state = IDLE
        self.breaker.close()
        return []

    def _fail(self, reason: str, *, abort: bool = False) -> Follows:
        self.state = FAILED
        self.reason = reason
        follows: Follows = [AbortToken(self.request)] if abort else []
        return follows + self._quiet(RenewalEnded(reason))

    @staticmethod
    def _quiet(end: RenewalEnded | None = None) -> Follows:
        follows: Follows = [CancelTimer("try"), CancelTimer("next-try"), CancelTimer("deadline")]
        if end is not None:
            follows.append(end)
        return follows


def _refusal(answer: TokenAnswered) -> str:
    """The reason of a refusal: from the answer's code if a table knows it, else from the HTTP status."""
    status = answer.envelope.meant_status if answer.envelope is not None else None
    path = answer.verdict.path if answer.verdict is not None else ""
    if path == "config":
        return "config"
    if path == "rate-limit" or status == 429:
        return "rate-limited"
    if status is not None and (status >= 500 or status in _PASSING_STATUS):
        # Whatever its code says: a server that failed does not know whether the visitor is signed in. It may have
        # passed on what was said of its own key.
        return "server-error"
    if path == "auth" or (not path and status in (401, 403)):
        return "signed-out"
    return "not-found" if status == 404 else "refused"
