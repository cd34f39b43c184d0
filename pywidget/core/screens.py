"""What follows from what the widget does and shows: it goes on, draws itself anew, leaves, comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core import presses, tokens
from pywidget.core.ats_widget import (
    ASKING,
    DOWNLOADS,
    EVENT_MODE,
    EVENT_READY,
    EVENT_STEP,
    EVENT_UPLOAD_PROGRESS,
    EVENT_UPLOAD_START,
    EVENT_WORK_SELECTED,
    GOALS,
    IDENTITY,
    LIST_MODES,
    MODE,
    STOPPED,
    SUBMIT,
)
from pywidget.core.effects import CancelTimer, StartTimer
from pywidget.core.facts import FailureWhole, WorksAgain
from pywidget.core.notices import KEPT_OVER_A_RETRY, OF_PAID_WORK
from pywidget.core.signals import SessionExpired
from pywidget.core.unheard import MISSED_MS, SILENT_EVENT
from pywidget.core.waiting import FIRST
from pywidget.core.work import NONE

if TYPE_CHECKING:
    from pywidget.core.facts import Follows, WorkSilent
    from pywidget.core.parts import Parts
    from pywidget.core.signals import Progressed, Signal, WidgetArrived, WidgetLooked, WidgetPressed

_TIMERS = ("settle", "wait", "stuck", "missed", "after-delivery", "effect")


def progressed(parts: Parts, signal: Progressed, now: int) -> Follows:
    """The widget went on with its work."""
    step, waiting = signal.step, parts.waiting
    follows = parts.work.progressed(signal, now)
    if step in (EVENT_UPLOAD_PROGRESS, EVENT_STEP):
        return follows
    if step == EVENT_UPLOAD_START:
        waiting.began_upload()
    waits = waiting.expired and parts.look is not None and parts.look.overlay
    if waiting.state == FIRST and step in (EVENT_READY, EVENT_MODE):
        # The widget is ready but still has no token, perhaps because the first renewal failed.
        return follows
    if signal.screen in STOPPED or (waits and step != EVENT_MODE):
        # The event is about something else: a download, or a request sent with the old token before the form was reset.
        return follows
    if (step == EVENT_MODE and not parts.renewal.early) or (
        waiting.expired and step in (EVENT_UPLOAD_START, EVENT_WORK_SELECTED)
    ):
        # The widget got a token from somebody else, so none is needed from pywidget.
        follows += waiting.drop(now)
    if step in GOALS:
        parts.visitor.succeeded()
        follows += parts.renewal.receive("recovered", now)
    follows.append(WorksAgain(step))
    return follows


def works_again(parts: Parts, fact: WorksAgain, now: int) -> Follows:
    """The widget goes on: remove the notice and the cover, unless they are still needed."""
    because, visitor, health = fact.because, parts.visitor, parts.health
    follows = parts.outcomes.recovered(parts.renewal, now) if because in GOALS else []
    parts.pairing.over(left=because == "left")
    if not because.startswith("upload"):
        parts.renewal.breaker.forgive_rounds()
    over = visitor.shows(OF_PAID_WORK) and (parts.work.state == NONE or _asks_in_vain(parts))
    keeps = because == "redrawn" and visitor.shows(KEPT_OVER_A_RETRY) and not over
    # The form of a paid work stays covered until the visitor has chosen, even if the widget draws itself anew.
    follows += health.works_again(because, covered=keeps and parts.work.paid and parts.waiting.unspent)
    if keeps:
        return follows + visitor.keep_on_the_form()
    follows += visitor.stop_waiting() + visitor.hide()
    return follows + health.rest(parts.look) if parts.renewal.resting else follows


def _asks_in_vain(parts: Parts) -> bool:
    """Whether the notice asks whether to register again, but no answer to it would change anything any more."""
    look = parts.look
    waits = parts.waiting.expired or parts.health.covered or (look is not None and look.offers(SUBMIT))
    return parts.visitor.offers("register-again") and not waits


def widget_looked(parts: Parts, signal: WidgetLooked, now: int) -> Follows:
    """The widget drew itself anew, or an attribute of it changed."""
    look, waiting = parts.look, parts.waiting
    if signal.changed in IDENTITY and parts.policy.screens:
        return _changed(parts, signal.changed, now)
    if look is None or look.screen is None or look.screen in STOPPED:
        return []
    if waiting.was_reset(look):
        follows = waiting.drop(now)
        follows.append(WorksAgain("reset"))
        return follows
    if waiting.expired and look.overlay:
        return tokens.tell_again(parts, now)
    if waiting.expired and waiting.overlay_gone(look) and parts.renewal.resting:
        waiting.settle()
        return [WorksAgain("redrawn")]
    failure = parts.pairing.failure
    # The widget's alert is gone: it loads its list again, or the missing attribute was set.
    shows = failure is not None and failure.event == SILENT_EVENT and look.alert is None
    if not (shows or parts.health.drew_something_else(look) or presses.leads_nowhere(parts)):
        return []
    if waiting.expired:
        waiting.settle()
    return [WorksAgain("redrawn")]


def _changed(parts: Parts, attribute: str, now: int) -> Follows:
    """An attribute that identifies the widget's setup changed. Only a new mode makes it stop waiting for a token."""
    waiting, renewal = parts.waiting, parts.renewal
    mode = attribute == MODE
    first = waiting.state == FIRST
    early = renewal.early
    waits = not mode and waiting.expired and parts.look is not None and parts.look.overlay
    if mode:
        parts.work.another()
    follows: Follows = [WorksAgain("changed")]
    if (waits or (early and not mode)) and not renewal.resting:
        return follows
    follows += waiting.drop(now)
    if parts.look is not None and parts.look.mode in LIST_MODES:
        follows += parts.health.observe()
    if first:
        return follows + waiting.arrive(now)
    if early:
        # The token was asked for in the former mode, and the widget will not ask again.
        return follows + waiting.supply(renewal.pending_action, now)
    if waits:
        follows += waiting.expire(renewal.pending_action, now, now, paid=parts.work.paid)
    return follows


def widget_pressed(parts: Parts, signal: WidgetPressed, _now: int) -> Follows:
    """One of the widget's own buttons was pressed, for instance to send the form or to repeat what failed."""
    if signal.action in ASKING:
        parts.waiting.send()
    failure, visitor = parts.pairing.failure, parts.visitor
    failed = failure is not None and (failure.stage or "").startswith("download")
    again = failed or visitor.shows(("certificate",)) or visitor.advises("press-again", "back-to-list")
    if presses.leads_nowhere(parts) and visitor.shows(KEPT_OVER_A_RETRY):
        return visitor.keep_on_the_form()
    # A widget that can be pressed is not stuck.
    over = visitor.shows(("stuck",)) or presses.leads_nowhere(parts)
    return visitor.hide() if over or (again and signal.action in DOWNLOADS) else []


def widget_left(parts: Parts, _signal: Signal, now: int) -> Follows:
    """The widget was taken out of the page."""
    follows = parts.waiting.leave(now)
    follows.append(WorksAgain("left"))
    return follows + [CancelTimer(name) for name in _TIMERS]


def widget_returned(parts: Parts, _signal: Signal, now: int) -> Follows:
    """A widget that had left is in the page again."""
    return parts.waiting.returned(now, paid=parts.work.paid)


def widget_arrived(parts: Parts, signal: WidgetArrived, now: int) -> Follows:
    """The widget is known from now on."""
    look = parts.look
    if look is not None and parts.unheard.in_trouble(look):
        # Its events may still be on their way. If none comes, they were dispatched before anybody listened.
        return [StartTimer("missed", MISSED_MS)]
    follows = parts.health.observe() if look is not None and look.mode in LIST_MODES else []
    if signal.wants_token and not parts.waiting.expired:
        follows += parts.waiting.arrive(now)
    return follows


def look_for_missed(parts: Parts, _signal: Signal, now: int) -> Follows:
    """The widget has had time to dispatch its events: begin a failure for trouble that it only shows."""
    look = parts.look
    if look is None or parts.waiting.expired:
        return []
    if not parts.pairing.count:
        if look.overlay:
            return [SessionExpired()]
        if look.screen in STOPPED:
            return [FailureWhole(parts.unheard.late_failure(look, parts.pairing, now))]
    alert = parts.unheard.new_alert(look)
    return [] if alert is None else [FailureWhole(parts.unheard.silent_failure(alert, parts.pairing, now))]


def look_for_progress(parts: Parts, _signal: Signal, now: int) -> Follows:
    """Look whether a submitted work is stuck: the widget can lose its connection without dispatching an event."""
    return parts.work.quiet(parts.look, now)


def work_silent(parts: Parts, _fact: WorkSilent, now: int) -> Follows:
    """The widget will send no more events about the submitted work: tell the visitor, unless a notice is shown."""
    if parts.visitor.notice is not None:
        return []
    failure = parts.pairing.begin("pywidget:stuck", now)
    failure.stage = "tracking"
    return [FailureWhole(failure)]
