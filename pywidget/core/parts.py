"""The parts of one controller, and questions and notices that need several parts.

Each part keeps its own state, which only its own methods change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core import notices
from pywidget.core.ats_widget import HARMLESS
from pywidget.core.health import Health
from pywidget.core.outcomes import Outcomes
from pywidget.core.pairing import Pairing
from pywidget.core.renewal import Renewal
from pywidget.core.unheard import Unheard
from pywidget.core.visitor import Visitor
from pywidget.core.waiting import Waiting
from pywidget.core.work import Work

if TYPE_CHECKING:
    from pywidget.core.backoff import Random
    from pywidget.core.facts import Follows
    from pywidget.core.failure import Failure
    from pywidget.core.policy import Policy
    from pywidget.core.signals import Look
    from pywidget.core.verdict import Verdict


class Parts:
    """The parts of one widget's controller.

    Args:
        policy: what the integrator allowed.
        random: returns numbers from 0 up to but not including 1, for jitter.

    Attributes:
        look: how the widget looked last; None if that is not known.
        age: how long the present signal waited before it was received, in milliseconds.
    """

    def __init__(self, policy: Policy, random: Random) -> None:
        self.policy = policy
        self.look: Look | None = None
        self.age = 0
        self.pairing = Pairing(policy.system)
        self.work = Work()
        self.waiting = Waiting(Renewal(policy.try_timeout_ms, random))
        self.health = Health(screens=policy.screens)
        self.visitor = Visitor(policy, random)
        self.unheard = Unheard()
        self.outcomes = Outcomes()

    def show_verdict(self, verdict: Verdict, failure: Failure, until: int | None = None) -> Follows:
        """Tell the visitor of a failure; ``until``: when a rate limit is over."""
        online = self.renewal.online
        notice = notices.for_verdict(verdict, failure, self.policy, self.work, until, self.look, online=online)
        return self.visitor.show(notice)

    def show_retry(self, kind: str, message: str) -> Follows:
        """Tell the visitor that they can try again now."""
        look, asks = self.look, self.would_ask_again()
        return self.visitor.show(notices.for_retry(kind, message, self.policy, look, self.work, asks=asks))

    def would_pay(self) -> bool:
        """Whether a token for the last pending action would pay again without the visitor's consent."""
        return self.work.paid and self.renewal.pending_action not in HARMLESS

    def has_retry(self) -> bool:
        """Whether the widget's own Retry can be pressed: not under the overlay, where the widget waits for a token."""
        look = self.look
        return look is not None and look.retry and not look.overlay

    def would_ask_again(self) -> bool:
        """Whether another try asks for the token that the widget waits for, instead of pressing a button."""
        return self.waiting.may_ask_again() and not (self.has_retry() or self.health.disabled or self.would_pay())

    @property
    def renewal(self) -> Renewal:
        """The part that gets tokens for the widget."""
        return self.waiting.renewal
