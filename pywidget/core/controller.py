"""The controller of one widget: it routes what happened, and decides nothing itself.

``receive(signal, now)`` takes what happened and returns what is to be done, in order. It never raises for bad input and
never looks at a clock. What is remembered is in the parts, each of which has its states in a table and writes no
other's:

=============================  ====================================================================================
:mod:`~pywidget.core.pairing`  which failure is at hand, and which events belong to it
:mod:`~pywidget.core.work`     how far the visitor's work got, and whether what comes now is the same work
:mod:`~pywidget.core.waiting`  what the widget waits for, and (:mod:`~pywidget.core.renewal`) how it gets a token
:mod:`~pywidget.core.health`   whether it works, and what we do to one that does not
:mod:`~pywidget.core.visitor`  what the visitor is shown, the buttons, and how long they wait
=============================  ====================================================================================

What follows from a signal is worked out by the function that :data:`ROUTES` names for it. It answers with effects and
with facts (:mod:`~pywidget.core.facts`); a fact is routed like a signal, until none is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core import paths, presses, screens, tokens
from pywidget.core.parts import Parts
from pywidget.core.signals import Signal, WidgetPressed
from pywidget.core.waiting import FIRST

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pywidget.core.backoff import Random
    from pywidget.core.effects import Effect, Notice
    from pywidget.core.facts import Follows
    from pywidget.core.policy import Policy
    from pywidget.core.renewal import Renewal
    from pywidget.core.signals import Look, TimerFired

    Route = Callable[[Parts, Any, int], Follows]

#: Name of a timer -> what works out what follows. The timers of the renewal only wake it up: the clock decides.
TIMERS: dict[str, Route] = {
    "settle": paths.settle,
    "renewing": tokens.show_renewing,
    "after-delivery": tokens.after_delivery,
    "wait": presses.wait_over,
    "effect": presses.effect_looked_for,
    "stuck": screens.look_for_progress,
    "missed": screens.look_for_missed,
    "deadline": tokens.tick,
    "try": tokens.tick,
    "next-try": tokens.tick,
}


def _timer_fired(parts: Parts, signal: TimerFired, now: int) -> Follows:
    return TIMERS[signal.name](parts, signal, now) if signal.name in TIMERS else []


#: Kind of a signal or a fact -> what works out what follows.
ROUTES: dict[str, Route] = {
    # What the widget says
    "failure-reported": paths.failure_reported,
    "session-expired": tokens.session_expired,
    "progressed": screens.progressed,
    # What it shows and does
    "widget-looked": screens.widget_looked,
    "widget-pressed": screens.widget_pressed,
    "widget-left": screens.widget_left,
    "widget-returned": screens.widget_returned,
    "widget-arrived": screens.widget_arrived,
    # The page, the visitor, the token source
    "timer-fired": _timer_fired,
    "request-succeeded": paths.request_succeeded,
    "connection-changed": presses.connection_changed,
    "page-resumed": presses.page_resumed,
    "action-chosen": presses.action_chosen,
    "login-blocked": presses.login_blocked,
    "token-answered": tokens.token_answered,
    "token-delivered": tokens.token_delivered,
    # Facts
    "failure-whole": paths.failure_whole,
    "failure-told": paths.failure_told,
    "token-wanted": tokens.token_wanted,
    "renewal-ended": tokens.renewal_ended,
    "renewal-held": tokens.renewal_held,
    "source-failed": tokens.source_failed,
    "work-submitted": tokens.work_submitted,
    "form-returned": tokens.form_returned,
    "word-given": tokens.word_given,
    "work-silent": screens.work_silent,
    "works-again": screens.works_again,
    "try-again": presses.try_again,
}


class WidgetController:
    """Decides for one widget.

    Args:
        policy: what the integrator allowed.
        random: gives numbers from 0 up to 1, for jitter.
    """

    def __init__(self, policy: Policy, random: Random) -> None:
        self.parts = Parts(policy, random)
        self._now = 0

    def receive(self, signal: Signal, now: int) -> list[Effect]:
        """Take one signal and return what is to be done.

        Args:
            signal: what happened.
            now: when, in milliseconds of any clock that goes forward; a step back counts as standing still.
        """
        self._now = now = max(now, self._now)
        parts = self.parts
        parts.age = signal.age
        effects: list[Effect] = []
        queue: list[Signal] = [signal]
        _sort(self._see(signal, now), queue, 1, effects)
        while queue:
            current = queue.pop(0)
            _sort(ROUTES[current.kind](parts, current, now), queue, 0, effects)
        return effects

    def _see(self, signal: Signal, now: int) -> Follows:
        """What the widget looked like when this was handed over."""
        look = signal.look
        if look is None:
            return []
        parts = self.parts
        parts.look = look
        parts.waiting.see(look)
        pressed = signal.action if isinstance(signal, WidgetPressed) else ""
        waits = parts.waiting.expired or parts.waiting.state == FIRST
        return parts.work.see(look, pressed, now) + parts.unheard.see(look, waits=waits, now=now)

    @property
    def look(self) -> Look | None:
        """What the widget looked like last; None where nobody could look."""
        return self.parts.look

    @property
    def renewal(self) -> Renewal:
        """How the widget gets a token."""
        return self.parts.renewal

    @property
    def notice(self) -> Notice | None:
        """What the visitor is shown."""
        return self.parts.visitor.notice

    @property
    def submission(self) -> str:
        """How far the work got: ``none``, ``unsure``, ``submitted`` or ``completed``."""
        return self.parts.work.state

    @property
    def disabled(self) -> bool:
        """A config code stopped the widget."""
        return self.parts.health.disabled


def _sort(follows: Follows, queue: list[Signal], at: int, effects: list[Effect]) -> None:
    """Keep in order what is to be done; a fact is routed before whatever was waiting already."""
    for follow in follows:
        if isinstance(follow, Signal):
            queue.insert(at, follow)
            at += 1
        else:
            effects.append(follow)
