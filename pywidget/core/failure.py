"""Puts the several events of one failure together.

The widget reports one failure in two events, called halves here: ``allfeat:error`` has the server's own message, the
stage and the details; ``allfeat:failed`` says that the widget stopped. Today's widget sends error first, the older one
failed first. Both may send only one of them, and may repeat one. These events belong together:

1. Two different halves with the same code, or with a code on one side only.
2. ``widget.auth_retry_exhausted`` (failed) belongs to the auth-coded error before it. It has no request id itself.
3. ``allfeat:token-expired`` belongs to the auth-coded error before it.
4. An error without a code after a failed or an expiry is an echo: it adds nothing but a missing message.
5. The same half again with the same message and no code is a repeat (the older widget sends some failures twice).
6. The text "Session expired…" after 60 seconds belongs to the expiry for which no token came.
7. ``allfeat:download-failed`` has neither code nor request id. On the screen of one work an error with both can follow
   it in the same turn, and belongs to it. A failed that follows this error belongs to it, too.

Everything else begins a new failure. Both halves come within one turn of the page's event loop. The window is longer
only because a slow listener of the page may run between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.ats_widget import EVENT_EXPIRED, PREFIX
from pywidget.core.envelope import Envelope, HasEnvelope

if TYPE_CHECKING:
    from pywidget.core.signals import FailureReported
    from pywidget.core.verdict import Verdict

#: How long after a failure's last event another event can still belong to it, in milliseconds.
PAIR_WINDOW_MS = 2_000
#: How long a failure waits for its other half before it is announced, in milliseconds.
SETTLE_MS = 50

AUTH_RETRY_EXHAUSTED = "widget.auth_retry_exhausted"


class Failure(HasEnvelope):
    """A failure, put together from events. All times are milliseconds of the controller's clock.

    Attributes:
        number: counts the widget's failures from 1.
        at: when the first event came; ``last`` when the latest did.
        halves: which kinds of events have come: ``error``, ``failed``, ``expired``, ``download``, ``page``.
        merged: how many events belong to this failure.
        said: what the events say, put together.
        sent_at: when the request was sent that was answered with this error; None if it is not such an answer.
        verdict: what the failure means; None until it is announced.
    """

    __slots__ = (
        "at",
        "event",
        "halves",
        "last",
        "merged",
        "number",
        "pending_action",
        "said",
        "sent_at",
        "stage",
        "system",
        "verdict",
    )

    def __init__(self, number: int, system: str, now: int) -> None:
        self.number = number
        self.system = system
        self.at = now
        self.last = now
        self.halves: list[str] = []
        self.merged = 0
        self.event = ""
        self.said = Envelope(None, None, None, None, None, None, None)
        self.stage: str | None = None
        self.pending_action: str | None = None
        self.sent_at: int | None = None
        self.verdict: Verdict | None = None

    def accepts(self, part: FailureReported, now: int) -> bool:
        """Whether ``part`` belongs to this failure (rules 1, 2, 4, 5 and 7)."""
        half, halves = part.half, self.halves
        if now - self.last > PAIR_WINDOW_MS or "page" in halves or half == "page":
            return False
        code, known = part.said.code, self.said.code
        if "download" in halves or half == "download":
            ends = half == "failed" and code in (AUTH_RETRY_EXHAUSTED, known) and "error" in halves
            return self.verdict is None and (ends or (halves == ["download"] and half == "error"))
        if half in halves:
            echo = half == "error" and code is None
            repeat = code is None and part.message == self.message
            return echo or repeat
        if "expired" in halves and half == "failed" and code is None:
            # This is no echo: the widget has a new token by now, and stopped for another reason.
            return False
        if code is None or known is None:
            # A code that comes after both halves belongs to another failure.
            return code is None or self.verdict is None
        if code == AUTH_RETRY_EXHAUSTED and half == "failed":
            return self.verdict is None
        return code == known

    def add(self, part: FailureReported, now: int) -> None:
        """Add an event, and take over from it what was missing or less exact."""
        self.last = now
        self.merged += 1
        half, halves = part.half, self.halves
        if half not in halves:
            halves.append(half)
        download = "download" in halves
        if part.event and (not self.event or half != "error" or download):
            self.event = part.event
        self.stage = part.stage if download else self.stage or part.stage
        if part.request_age is not None:
            self.sent_at = now - part.age - part.request_age
        known, said = self.said, part.said
        # The error half has the server's own message, which is preferred; the failed half has one from the widget's
        # catalog. The message of an echo ("WebSocket error") is the widget's own and never better.
        if said.message and (not known.message or (half == "error" and said.code is not None)):
            known.message = said.message
        if said.code is not None:
            known.code = said.code
        if said.details is not None:
            known.details = said.details
        known.request_id = known.request_id or said.request_id
        known.http_status = known.http_status or said.http_status
        known.category = known.category or said.category
        if said.retry_after_ms is not None:
            known.retry_after_ms = said.retry_after_ms

    def expire(self, pending_action: str, now: int) -> None:
        """Add an expiry (rule 3): the widget waits for a token because of this failure."""
        self.last = now
        self.merged += 1
        if "expired" not in self.halves:
            self.halves.append("expired")
        self.event = self.event or PREFIX + EVENT_EXPIRED
        self.pending_action = pending_action

    def judge(self, verdict: Verdict) -> None:
        """Set the verdict. From now on no event is accepted that would change it."""
        self.verdict = verdict

    @property
    def may_expire(self) -> bool:
        """Whether an expiry now would belong to this failure: an error with a code came, and the widget goes on."""
        return self.verdict is None and self.code is not None and "error" in self.halves and "failed" not in self.halves

    @property
    def whole(self) -> bool:
        """Whether all events that can change the verdict have come."""
        halves = self.halves
        return ("error" in halves and "failed" in halves) or "expired" in halves or "page" in halves

    @property
    def frozen(self) -> bool:
        """Whether only an error without a code came: the widget did not understand the server's answer and is stuck."""
        return self.code is None and self.halves == ["error"]
