"""The controller of one widget: it passes each signal to the function for it, and decides nothing itself.

``receive(signal, now)`` takes what happened and returns what is to be done, in order. It never raises for bad input and
never reads a clock. The state is in the parts. Each part has its states in a table and changes only its own state:

=============================  ====================================================================================
:mod:`~pywidget.core.pairing`  which failure is the current one, and which events belong to it
:mod:`~pywidget.core.work`     how far the visitor's work got, and whether the next event is about the same work
:mod:`~pywidget.core.waiting`  what the widget waits for, and (:mod:`~pywidget.core.renewal`) how it gets a token
:mod:`~pywidget.core.health`   whether the widget works, is covered, and has its redraws observed
:mod:`~pywidget.core.visitor`  what the visitor is shown, the buttons, and how long they wait
=============================  ====================================================================================

:data:`ROUTES` names the function that handles each kind of signal. That function returns effects and facts
(:mod:`~pywidget.core.facts`). A fact is then handled like a signal, until none is left.
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

#: Name of a timer -> the function that handles its end. All timers of the renewal lead to the same function, which
#: looks at the time to find out what is due.
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


#: Kind of a signal or a fact -> the function that handles it.
ROUTES: dict[str, Route] = {
    # What the widget reports
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
    """Finds out what is to be done for one widget.

    Args:
        policy: what the integrator allowed.
        random: returns numbers from 0 up to but not including 1, for jitter.
    """

    def __init__(self, policy: Policy, random: Random) -> None:
        self.parts = Parts(policy, random)
        self._now = 0

    def receive(self, signal: Signal, now: int) -> list[Effect]:
        """Take one signal and return what is to be done.

        Args:
            signal: what happened.
            now: the time, in milliseconds of any clock that goes forward. A time before the last one counts as the
                last one.
        """
        self._now = now = max(now, self._now)
        parts = self.parts
        parts.age = signal.age
        effects: list[Effect] = []
        queue: list[Signal] = [signal]
        look = signal.look
        if look is not None:
            follows = self._see(signal, look, now)
            if follows:
                _sort(follows, queue, 1, effects)
        while queue:
            current = queue.pop(0)
            follows = ROUTES[current.kind](parts, current, now)
            if follows:
                _sort(follows, queue, 0, effects)
        return effects

    def _see(self, signal: Signal, look: Look, now: int) -> Follows:
        """Tell the parts that follow the widget's look how it looked when the signal came; return what follows."""
        parts, waiting = self.parts, self.parts.waiting
        parts.look = look
        waiting.see(look)
        pressed = signal.action if isinstance(signal, WidgetPressed) else ""
        waits = waiting.expired or waiting.state == FIRST
        follows = parts.work.see(look, pressed, now)
        follows += parts.unheard.see(look, waits=waits, now=now)
        return follows

    @property
    def look(self) -> Look | None:
        """How the widget looked last; None if that is not known."""
        return self.parts.look

    @property
    def renewal(self) -> Renewal:
        """The part that gets tokens for the widget."""
        return self.parts.renewal

    @property
    def notice(self) -> Notice | None:
        """The notice that the visitor is shown; None if there is none."""
        return self.parts.visitor.notice

    @property
    def submission(self) -> str:
        """How far the work got: ``none``, ``unsure``, ``submitted`` or ``completed``."""
        return self.parts.work.state

    @property
    def disabled(self) -> bool:
        """Whether a config code (a code with the path ``config``) stopped the widget."""
        return self.parts.health.disabled


def _sort(follows: Follows, queue: list[Signal], at: int, effects: list[Effect]) -> None:
    """Append effects to ``effects``, and put facts into ``queue`` from ``at`` on: before signals that already wait."""
    for follow in follows:
        if isinstance(follow, Signal):
            queue.insert(at, follow)
            at += 1
        else:
            effects.append(follow)
