"""One failure out of several events.

The widget tells one failure in two halves, ``allfeat:error`` and ``allfeat:failed``: the first has the server's own
message, the stage and the details, the second says that the widget stopped. Today's widget sends error first, the older
one failed first, either may send only one of them, and some failures echo. What belongs together:

1. Two different halves with the same code, or with a code on one side only.
2. ``widget.auth_retry_exhausted`` (failed) belongs to the auth-coded error before it, whose reference it lacks.
3. ``allfeat:token-expired`` belongs to the auth-coded error before it.
4. An error without a code after a failed or an expiry is an echo: it adds nothing but a missing message.
5. The same half again with the same words and no code is a repeat (the older widget says some failures twice).
6. The 60-second text "Session expired…" belongs to the expiry whose renewal did not come.

Everything else begins a new failure. Halves come within one turn of the page's event loop; the window is wide only
because a slow listener of the page may stand between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.signals import FailureReported
    from pywidget.core.verdict import Verdict

#: How long the other half of a failure is recognised, in milliseconds.
PAIR_WINDOW_MS = 2_000
#: How long a failure waits for its other half before it is announced, in milliseconds.
SETTLE_MS = 50

AUTH_RETRY_EXHAUSTED = "widget.auth_retry_exhausted"


class Failure:
    """A failure while its parts come in.

    Attributes:
        number: counts the widget's failures from 1.
        at: when its first part came; ``last`` when the latest did.
        halves: which parts have come: ``error``, ``failed``, ``expired``, ``page``.
        merged: how many events were taken for this one failure.
        sent_at: when the request was sent whose answer this is; None for what is no answer to one.
        retry_after_ms: how long its answer asked to wait, in milliseconds; None if that is not known.
        verdict: what it means, once it was announced.
    """

    __slots__ = (
        "at",
        "category",
        "code",
        "details",
        "event",
        "halves",
        "http_status",
        "last",
        "merged",
        "message",
        "number",
        "pending_action",
        "request_id",
        "retry_after_ms",
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
        self.code: str | None = None
        self.message = ""
        self.request_id: str | None = None
        self.stage: str | None = None
        self.details: Any = None
        self.http_status: int | None = None
        self.category: str | None = None
        self.pending_action: str | None = None
        self.sent_at: int | None = None
        self.retry_after_ms: int | None = None
        self.verdict: Verdict | None = None

    def accepts(self, part: FailureReported, now: int) -> bool:
        """Whether ``part`` tells of this same failure (rules 1, 2, 4 and 5)."""
        if now - self.last > PAIR_WINDOW_MS or "page" in self.halves or part.half == "page":
            return False
        if part.half in self.halves:
            echo = part.half == "error" and part.code is None
            repeat = part.code is None and part.message == self.message
            return echo or repeat
        if part.code is None or self.code is None:
            # A code that comes when everything was said is another failure's.
            return part.code is None or self.verdict is None
        if part.code == AUTH_RETRY_EXHAUSTED and part.half == "failed":
            return self.verdict is None
        return part.code == self.code

    def add(self, part: FailureReported, now: int) -> None:
        """Take over what ``part`` knows better."""
        self.last = now
        self.merged += 1
        if part.half not in self.halves:
            self.halves.append(part.half)
        if part.code is not None:
            self.code = part.code
        # The error half carries the server's own words; the failed half a text from the widget's catalog. The words of
        # an echo ("WebSocket error") are the widget's own and never better.
        if part.message and (not self.message or (part.half == "error" and part.code is not None)):
            self.message = part.message
        if part.event and (not self.event or part.half == "failed"):
            self.event = part.event
        if part.details is not None:
            self.details = part.details
        self.request_id = self.request_id or part.request_id
        self.stage = self.stage or part.stage
        self.http_status = self.http_status or part.http_status
        self.category = self.category or part.category
        if part.request_age is not None:
            self.sent_at = now - part.age - part.request_age
        if part.retry_after_ms is not None:
            self.retry_after_ms = part.retry_after_ms

    def expire(self, pending_action: str, now: int) -> None:
        """Rule 3: the widget waits for a token because of this failure."""
        self.last = now
        self.merged += 1
        if "expired" not in self.halves:
            self.halves.append("expired")
        self.event = self.event or "allfeat:token-expired"
        self.pending_action = pending_action

    @property
    def whole(self) -> bool:
        """Nothing more is to come that would change what it means."""
        return "page" in self.halves or "expired" in self.halves or ("error" in self.halves and "failed" in self.halves)

    @property
    def frozen(self) -> bool:
        """An error without a code and without a failed: the widget did not understand its server and stands still."""
        return self.code is None and self.halves == ["error"]
