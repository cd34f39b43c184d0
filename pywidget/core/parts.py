"""The parts of one controller, and the two ways of showing a notice that need several of them.

Each part keeps its own state and is changed by its own methods only.
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
    """What is known of one widget.

    Args:
        policy: what the integrator allowed.
        random: gives numbers from 0 up to 1, for jitter.

    Attributes:
        look: what the widget looked like last; None where nobody could look.
        age: how many milliseconds the signal that is being dealt with waited before it was heard.
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
        """Tell the visitor that nothing stands in the way of another try any more."""
        look, asks = self.look, self.would_ask_again()
        return self.visitor.show(notices.for_retry(kind, message, self.policy, look, self.work, asks=asks))

    def would_pay(self) -> bool:
        """A token for what was waited for last would pay again, and the visitor has not asked for that."""
        return self.work.paid and self.renewal.pending_action not in HARMLESS

    def has_retry(self) -> bool:
        """Whether the widget's own Retry can be pressed. Under the overlay it waits for a token, and not for that."""
        look = self.look
        return look is not None and look.retry and not look.overlay

    def would_ask_again(self) -> bool:
        """Whether another try asks for the token that the widget waits for, and presses nothing."""
        return self.waiting.may_ask_again() and not (self.has_retry() or self.health.disabled or self.would_pay())

    @property
    def renewal(self) -> Renewal:
        """How the widget gets a token."""
        return self.waiting.renewal
