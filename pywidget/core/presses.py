"""What follows when the visitor acts: presses a button of a notice, comes back to the page, or waits long enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core import notices
from pywidget.core.ats_widget import HARMLESS, RELOAD_LIST
from pywidget.core.effects import FocusWidget, PressButton, PressRetry, RedrawWidget
from pywidget.core.facts import WorksAgain

if TYPE_CHECKING:
    from pywidget.core.facts import Follows, TryAgain
    from pywidget.core.parts import Parts
    from pywidget.core.signals import ActionChosen, ConnectionChanged, LoginBlocked, PageResumed, Signal


def action_chosen(parts: Parts, signal: ActionChosen, now: int) -> Follows:
    """A button of the notice was pressed."""
    return parts.visitor.chosen(signal.action, parts.look, now)


def try_again(parts: Parts, _fact: TryAgain, now: int) -> Follows:
    """The visitor wants another try."""
    look, waiting = parts.look, parts.waiting
    stopped = look is not None and look.screen == "FAILED"
    if waiting.may_ask_again() and not stopped and not parts.health.disabled:
        return waiting.ask_again(now)
    if parts.health.disabled and not (stopped and look is not None and look.retry):
        return []
    failure = parts.pairing.failure
    fields = notices.fields_at_fault(failure)
    follows = parts.visitor.hide()
    if parts.health.disabled:
        # It is usable for that one try; the next success ends it, and the next refusal covers it again.
        follows.append(PressRetry())
        follows.append(FocusWidget(fields))
        follows.append(WorksAgain("tried-again"))
        return follows
    if look is not None and look.offers(RELOAD_LIST) and not look.retry:
        follows.append(PressButton(RELOAD_LIST))
        follows.append(FocusWidget(fields))
    elif failure is not None and failure.frozen and not stopped:
        follows.append(RedrawWidget())
        follows.append(FocusWidget(fields))
    else:
        return follows + parts.visitor.lead_back(look, fields)
    return follows + parts.visitor.acted(look)


def effect_looked_for(parts: Parts, _signal: Signal, _now: int) -> Follows:
    """A press should have changed something by now."""
    if not parts.visitor.nothing_changed(parts.look):
        return []
    return parts.visitor.show(notices.for_no_effect(parts.policy))


def wait_over(parts: Parts, _signal: Signal, now: int) -> Follows:
    """The time of a wait is up."""
    visitor = parts.visitor
    again: Follows | None = visitor.wait_over(now)
    if again is not None:
        return again
    if visitor.shows(("waiting",)):
        return parts.show_retry("try-again", "wait-over")
    if visitor.shows(("breaker",)):
        return visitor.show(notices.for_failed_renewal("too-many-renewals", parts.waiting.cause, parts.policy))
    return []


def login_blocked(parts: Parts, _signal: LoginBlocked, _now: int) -> Follows:
    """The browser would not open the login page beside this one."""
    return parts.visitor.login_blocked(parts.look)


def connection_changed(parts: Parts, signal: ConnectionChanged, now: int) -> Follows:
    """The browser went offline, or came back."""
    parts.renewal.connected(online=signal.online)
    if not signal.online:
        return []
    parts.visitor.online(now)
    follows = parts.renewal.receive("online", now)
    if parts.visitor.shows(("offline",)) and parts.renewal.resting:
        follows += parts.show_retry("online", "")
    return follows


def page_resumed(parts: Parts, signal: PageResumed, now: int) -> Follows:
    """The page runs again, or is looked at again: timers may be late, and the visitor may have signed in meanwhile."""
    follows = parts.pairing.settle() + parts.renewal.receive("tick", now)
    if parts.visitor.wait_until and now >= parts.visitor.wait_until:
        follows += wait_over(parts, signal, now)
    waiting = parts.waiting
    stays_paid = parts.work.paid and parts.renewal.pending_action not in HARMLESS
    if waiting.can_go_on(now) and not stays_paid and parts.visitor.returned(now):
        follows += waiting.ask_again(now)
    return follows
